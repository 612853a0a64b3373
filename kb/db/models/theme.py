"""Themes (SKOS concepts): live rows."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, RecordKey, RecordRef, Strings, Words


class Theme(Base):
    """A published concept of the vocabulary; a top concept has no `broader`."""

    __tablename__ = "theme"

    record_id: Mapped[RecordKey]
    position: Mapped[int | None]
    broader_id: Mapped[RecordRef | None]
    sdg_targets: Mapped[Strings | None]


class ThemeText(Base):
    """The labels of a published concept in one language."""

    __tablename__ = "theme_text"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    pref_label: Mapped[Words | None]
    alt_labels: Mapped[Strings | None]
    definition: Mapped[Words | None]
