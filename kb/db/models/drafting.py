"""What stands beside revisions while people work on them: comments on fields, and what was typed but not saved yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Key, Moment, Short


class FieldComment(Base):
    """A remark on a field of a revision, or on the whole of it (`path` empty); open until somebody resolves it."""

    __tablename__ = "field_comment"

    id: Mapped[Key]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    revision: Mapped[int]
    path: Mapped[Short]
    author: Mapped[Short]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Moment]
    resolved_at: Mapped[Moment | None]
    resolved_by: Mapped[Short | None]


class Autosave(Base):
    """A form as somebody left it: its fields as typed, valid or not. One for each person and form; never public.

    `form` is `kind:slug` of the record edited, or a name that the form of a new one was given.
    """

    __tablename__ = "autosave"
    __table_args__ = (UniqueConstraint("author", "form"),)

    id: Mapped[Key]
    author: Mapped[Short]
    form: Mapped[Short]
    base_number: Mapped[int | None]  # the revision that the form began from
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[Moment]
