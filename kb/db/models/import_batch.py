"""What bulk imports did, so that they can be undone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, Key, Moment, Short


class ImportBatch(Base):
    """One import: everything it changed was committed together."""

    __tablename__ = "import_batch"

    id: Mapped[Key]
    token: Mapped[str] = mapped_column(String(40), unique=True)  # names the batch to people
    actor: Mapped[Short]
    created_at: Mapped[Moment]
    file_name: Mapped[Short]
    created: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    undone_at: Mapped[Moment | None]
    undone_by: Mapped[Short | None]


class ImportEntry(Base):
    """A record that an import changed, as it stood before and after. `head_before` 0: the import created it."""

    __tablename__ = "import_entry"

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), index=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)  # empty once undoing deleted it
    kind: Mapped[Code]
    slug: Mapped[Short]
    head_before: Mapped[int]
    head_after: Mapped[int]
    published_before: Mapped[int | None]
    published_after: Mapped[int | None]
    status_before: Mapped[Code]
    status_after: Mapped[Code]
    withdrawal_before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
