"""Cities: live rows."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, RecordKey, Short, Words
from kb.db.models.shared import StructuredRow


class City(Base):
    """A published city: what is the same in both languages."""

    __tablename__ = "city"

    record_id: Mapped[RecordKey]
    name_original: Mapped[Short | None]
    name_original_language: Mapped[Code | None]
    country: Mapped[str | None] = mapped_column(String(2), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    website: Mapped[Words | None]


class CityText(Base):
    """A published city in one language."""

    __tablename__ = "city_text"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[Words | None]
    summary: Mapped[Words | None]
    updating_note: Mapped[Words | None]


class CityProfile(StructuredRow, Base):
    """A figure of a city's profile, with its year."""

    __tablename__ = "city_profile"

    figure: Mapped[Code | None]
    label_ko: Mapped[Words | None]
    label_en: Mapped[Words | None]
    value: Mapped[float | None]
    value_text_ko: Mapped[Words | None]
    value_text_en: Mapped[Words | None]
    unit_ko: Mapped[Words | None]
    unit_en: Mapped[Words | None]
    year: Mapped[Code | None]
    note_ko: Mapped[Words | None]
    note_en: Mapped[Words | None]
