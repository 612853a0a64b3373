"""A record's revisions as staff see them: all of them, what changed between any two, and an old one made new again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.models.record import Record, Revision
from kb.db.queries.revisions import numbered_snapshots
from kb.domain.differences import Change, compare_snapshots
from kb.domain.records import Snapshot
from kb.domain.workflow import Actor
from kb.errors import NotFound
from kb.services.publication_check import record_type
from kb.services.records import SaveDraft, find_records, save_draft
from kb.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One revision: who saved it when and why, and when it first went public, if ever."""

    number: int
    author: str
    note: str
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A save that came too late: what the form began from, what is there now, what was typed.

    `theirs` and `mine` are the changes of each since the common base; `clashing` names the places that both changed.
    """

    base: Snapshot
    present: Snapshot
    present_number: int
    typed: Snapshot
    theirs: Sequence[Change]
    mine: Sequence[Change]

    @property
    def clashing(self) -> set[str]:
        """Name the places that both changed, and not to the same."""
        others = {change.path: change for change in self.theirs}
        return {change.path for change in self.mine if change.path in others and change != others[change.path]}


def list_history(session: Session, kind: str, slug: str) -> list[HistoryEntry]:
    """List all revisions, the newest first. Raises `NotFound`."""
    record = _record(session, kind, slug)
    columns = Revision.number, Revision.author, Revision.note, Revision.created_at, Revision.published_at
    query = select(*columns).where(Revision.record_id == record.id).order_by(Revision.number.desc())
    return [HistoryEntry(*row) for row in session.execute(query)]


def read_revision(session: Session, kind: str, slug: str, number: int) -> dict[str, Any]:
    """Read the fields of any revision, public or not. Raises `NotFound`."""
    record = _record(session, kind, slug)
    found = numbered_snapshots(session, [(record.id, number)])
    if (record.id, number) not in found:
        raise NotFound(f"{kind} {slug} revision {number}")
    return found[record.id, number]


def compare_revisions(session: Session, kind: str, slug: str, former: int, latter: int) -> list[Change]:
    """List what changed from one revision to another, either way round. Raises `NotFound`."""
    before = read_revision(session, kind, slug, former)
    return compare_snapshots(record_type(kind), before, read_revision(session, kind, slug, latter))


def restore_revision(uow: UnitOfWork, actor: Actor, command: SaveDraft, number: int) -> Record:
    """Save an old revision anew as the latest; `command.values` are left aside. Raises as `save_draft` does, `NotFound`.

    Nothing is lost: the revisions in between stay, and what is public stays until somebody publishes.
    """
    values = read_revision(uow.session, command.kind, command.slug, number)
    return save_draft(uow, actor, SaveDraft(command.kind, command.slug, values, command.note, command.expected))


def describe_conflict(session: Session, kind: str, slug: str, expected: int, typed: Snapshot) -> Conflict:
    """Put side by side what was typed and what somebody saved since revision `expected`. Raises `NotFound`."""
    present = _record(session, kind, slug).head_number
    base, theirs = read_revision(session, kind, slug, expected), read_revision(session, kind, slug, present)
    of_kind = record_type(kind)
    return Conflict(
        base, theirs, present, typed, compare_snapshots(of_kind, base, theirs), compare_snapshots(of_kind, base, typed)
    )


def _record(session: Session, kind: str, slug: str) -> Record:
    name = record_type(kind).kind, slug
    record = find_records(session, [name]).get(name)
    if record is None:
        raise NotFound(f"{kind} {slug}")
    return record
