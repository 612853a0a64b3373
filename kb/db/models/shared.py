"""Live tables that every kind shares: cards, links, citations, reported values. Rows exist only while public."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, Key, RecordKey, RecordRef, Short, Words


class PublicCard(Base):
    """What a link to the record shows, per language; absent for a language the record has no title in."""

    __tablename__ = "public_card"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[Words]
    summary: Mapped[Words | None]
    title_lang: Mapped[Code | None]  # language of a title that both locales share


class RecordLink(Base):
    """An entry of a reference list (`themes`, `cases`, `related`, `references`), in order."""

    __tablename__ = "record_link"
    __table_args__ = (Index("ix_record_link_target_field", "target_id", "field"),)

    record_id: Mapped[RecordKey]
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("record.id"))


class Citation(Base):
    """A source cited by a record: in a text (`locale` set) or by a structured row (`row_id` set)."""

    __tablename__ = "citation"

    id: Mapped[Key]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), index=True)
    field: Mapped[Code]
    row_id: Mapped[Short]
    locale: Mapped[str] = mapped_column(String(2))
    position: Mapped[int]
    source_id: Mapped[RecordRef]


class StructuredRow:
    """Columns of every structured row: its record, its stable name and its place."""

    record_id: Mapped[RecordKey]
    row_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    position: Mapped[int]


class ReportedValue(StructuredRow, Base):
    """One of several values that sources give for the same thing; rows of a `group` stand side by side."""

    __tablename__ = "reported_value"

    group: Mapped[Short]
    topic_ko: Mapped[Words | None]
    topic_en: Mapped[Words | None]
    of: Mapped[Short | None]
    value: Mapped[float | None]
    value_text_ko: Mapped[Words | None]
    value_text_en: Mapped[Words | None]
    unit_ko: Mapped[Words | None]
    unit_en: Mapped[Words | None]
    year: Mapped[Code | None]
    said_by_ko: Mapped[Words | None]
    said_by_en: Mapped[Words | None]
    note_ko: Mapped[Words | None]
    note_en: Mapped[Words | None]
