"""Organizations: live rows."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, RecordKey, RecordRef, Short, Strings, Words


class Organization(Base):
    """A published organization: what is the same in both languages."""

    __tablename__ = "organization"

    record_id: Mapped[RecordKey]
    name_original: Mapped[Short | None]
    name_original_language: Mapped[Code | None]
    aliases: Mapped[Strings | None]
    organization_type: Mapped[Code | None]
    country: Mapped[str | None] = mapped_column(String(2))
    city_id: Mapped[RecordRef | None]
    website: Mapped[Words | None]


class OrganizationText(Base):
    """A published organization in one language."""

    __tablename__ = "organization_text"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[Words | None]
    summary: Mapped[Words | None]
    updating_note: Mapped[Words | None]
