"""Keeping what somebody is typing: it survives a closed window, an ended session and a server that was killed.

An autosave holds a form's fields as they are, half-finished or not, one for each person and form. It is neither a
revision nor public, and goes when the form is saved or given up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kb.db.models.drafting import Autosave
from kb.domain.workflow import Actor, may
from kb.errors import Invalid, NotAllowed, Problem
from kb.uow import UnitOfWork

LARGEST: Final = 2_000_000
"""Characters of all fields together, as JSON."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was left; `base_number` is the revision that it began from, None for a new record."""

    form: str
    fields: Mapping[str, list[str]]
    base_number: int | None
    saved_at: datetime


def keep_typed(
    uow: UnitOfWork, actor: Actor, form: str, fields: Mapping[str, list[str]], base_number: int | None
) -> datetime:
    """Keep a form as it is now, instead of what was kept before. Raises `NotAllowed`, `Invalid` if it is too large."""
    if not may(actor, "save"):
        raise NotAllowed("save")
    if (size := len(json.dumps(fields, ensure_ascii=False))) > LARGEST:
        raise Invalid([Problem("fields", "too_long", str(size))])
    found = {"fields": dict(fields), "base_number": base_number, "saved_at": uow.moment}
    if _find(uow.session, actor, form) is None:
        with suppress(IntegrityError), uow.session.begin_nested():  # another window of the same person was first
            uow.session.add(Autosave(author=actor.name, form=form, **found))
    own = Autosave.author == actor.name, Autosave.form == form
    uow.session.execute(update(Autosave).where(*own).values(**found))
    return uow.moment


def read_typed(session: Session, actor: Actor, form: str) -> Typed | None:
    """Read what somebody typed into a form; nobody else's."""
    kept = _find(session, actor, form)
    return Typed(kept.form, kept.fields, kept.base_number, kept.saved_at) if kept else None


def list_typed(session: Session, actor: Actor) -> list[Typed]:
    """List the forms that somebody left unsaved, the latest first."""
    query = select(Autosave).where(Autosave.author == actor.name).order_by(Autosave.saved_at.desc(), Autosave.id)
    return [Typed(kept.form, kept.fields, kept.base_number, kept.saved_at) for kept in session.scalars(query)]


def forget_typed(uow: UnitOfWork, actor: Actor, form: str) -> None:
    """Drop what somebody typed into a form: it was saved, or they gave it up."""
    uow.session.execute(delete(Autosave).where(Autosave.author == actor.name, Autosave.form == form))


def _find(session: Session, actor: Actor, form: str) -> Autosave | None:
    return session.scalar(select(Autosave).where(Autosave.author == actor.name, Autosave.form == form))
