"""Sources: live rows."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, RecordKey, Words


class Source(Base):
    """A published source; its title is the publisher's own, in the source's language."""

    __tablename__ = "source"

    record_id: Mapped[RecordKey]
    title: Mapped[Words | None]
    title_is_descriptive: Mapped[bool | None]
    language: Mapped[Code | None]
    publisher: Mapped[Words | None]
    url: Mapped[Words | None]
    date: Mapped[Code | None]
    source_type: Mapped[Code | None]
    checked_on: Mapped[Code | None]


class SourceText(Base):
    """What the page says about a source in one language."""

    __tablename__ = "source_text"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    gloss: Mapped[Words | None]
    note: Mapped[Words | None]
