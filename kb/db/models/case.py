"""Case studies: live rows."""

from __future__ import annotations

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, RecordKey, RecordRef, Strings, Words
from kb.db.models.shared import StructuredRow


class Case(Base):
    """A published case study: what is the same in both languages."""

    __tablename__ = "case_study"  # CASE is a reserved word of SQL

    record_id: Mapped[RecordKey]
    title_original: Mapped[Words | None]
    title_original_language: Mapped[Code | None]
    original_language: Mapped[Code | None]
    city_id: Mapped[RecordRef | None]
    stage: Mapped[Code | None]
    stage_as_of: Mapped[Code | None]
    period: Mapped[Code | None]
    lead_organization_id: Mapped[RecordRef | None]
    sdg_targets: Mapped[list[str] | None] = mapped_column(JSON)
    last_confirmed_on: Mapped[Code | None]
    review_due: Mapped[Code | None]


class CaseText(Base):
    """A published case study in one language."""

    __tablename__ = "case_text"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[Words | None]
    summary: Mapped[Words | None]
    technologies: Mapped[Strings | None]
    challenge: Mapped[Words | None]
    approach: Mapped[Words | None]
    technology: Mapped[Words | None]
    governance: Mapped[Words | None]
    conditions: Mapped[Words | None]
    office: Mapped[Words | None]
    updating_note: Mapped[Words | None]


class CasePartner(StructuredRow, Base):
    """A partner: an organization of the collection, or a name."""

    __tablename__ = "case_partner"

    organization_id: Mapped[RecordRef | None]
    name_ko: Mapped[Words | None]
    name_en: Mapped[Words | None]
    support: Mapped[Strings | None]
    note_ko: Mapped[Words | None]
    note_en: Mapped[Words | None]


class CaseCost(StructuredRow, Base):
    """An amount as published, in units of its currency."""

    __tablename__ = "case_cost"

    amount: Mapped[float | None]
    amount_max: Mapped[float | None]
    currency: Mapped[Code | None]
    year: Mapped[Code | None]
    cost_type: Mapped[Code | None]
    note_ko: Mapped[Words | None]
    note_en: Mapped[Words | None]


class CaseOutcome(StructuredRow, Base):
    """What came of it: one indicator, its value and who says so."""

    __tablename__ = "case_outcome"

    indicator_ko: Mapped[Words | None]
    indicator_en: Mapped[Words | None]
    baseline: Mapped[float | None]
    baseline_year: Mapped[Code | None]
    value: Mapped[float | None]
    value_text_ko: Mapped[Words | None]
    value_text_en: Mapped[Words | None]
    unit_ko: Mapped[Words | None]
    unit_en: Mapped[Words | None]
    year: Mapped[Code | None]
    outcome_type: Mapped[Code | None]
    said_by_ko: Mapped[Words | None]
    said_by_en: Mapped[Words | None]
    note_ko: Mapped[Words | None]
    note_en: Mapped[Words | None]


class CaseLesson(StructuredRow, Base):
    """A lesson: what helped, hindered or failed."""

    __tablename__ = "case_lesson"

    lesson_type: Mapped[Code | None]
    category: Mapped[Code | None]
    text_ko: Mapped[Words | None]
    text_en: Mapped[Words | None]


class CaseRelation(StructuredRow, Base):
    """A typed link to another case, with its reason."""

    __tablename__ = "case_relation"

    relation: Mapped[Code | None]
    case_id: Mapped[RecordRef | None]
    reason_ko: Mapped[Words | None]
    reason_en: Mapped[Words | None]
