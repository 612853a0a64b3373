"""Events, their sessions and presentations: live rows."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, RecordKey, RecordRef, Words
from kb.db.models.shared import StructuredRow


class Event(Base):
    """A published event: what is the same in both languages."""

    __tablename__ = "event"

    record_id: Mapped[RecordKey]
    dates: Mapped[Code | None]
    time_zone: Mapped[Code | None]
    host_id: Mapped[RecordRef | None]
    website: Mapped[Words | None]


class EventText(Base):
    """A published event in one language."""

    __tablename__ = "event_text"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[Words | None]
    place: Mapped[Words | None]
    summary: Mapped[Words | None]
    updating_note: Mapped[Words | None]


class Session(Base):
    """A published session of an event; `start` and `end` are EDTF in the event's time zone."""

    __tablename__ = "event_session"

    record_id: Mapped[RecordKey]
    event_id: Mapped[RecordRef | None]
    position: Mapped[int | None]
    start: Mapped[Code | None]
    end: Mapped[Code | None]
    title_as_printed: Mapped[Words | None]
    title_as_printed_language: Mapped[Code | None]


class SessionText(Base):
    """A published session in one language."""

    __tablename__ = "event_session_text"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    track: Mapped[Words | None]
    place: Mapped[Words | None]
    title: Mapped[Words | None]
    note: Mapped[Words | None]
    updating_note: Mapped[Words | None]


class Presentation(Base):
    """A published presentation: what is the same in both languages."""

    __tablename__ = "presentation"

    record_id: Mapped[RecordKey]
    session_id: Mapped[RecordRef | None]
    position: Mapped[int | None]
    presentation_type: Mapped[Code | None]
    title_as_printed: Mapped[Words | None]
    title_as_printed_language: Mapped[Code | None]
    language: Mapped[Code | None]
    material_state: Mapped[Code | None]
    follow_up_state: Mapped[Code | None]


class PresentationText(Base):
    """A published presentation in one language."""

    __tablename__ = "presentation_text"

    record_id: Mapped[RecordKey]
    locale: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[Words | None]
    abstract: Mapped[Words | None]
    follow_up: Mapped[Words | None]
    updating_note: Mapped[Words | None]


class PresentationSpeaker(StructuredRow, Base):
    """Who spoke: an organization or city, and the person in office where a source names one."""

    __tablename__ = "presentation_speaker"

    organization_id: Mapped[RecordRef | None]
    city_id: Mapped[RecordRef | None]
    person_ko: Mapped[Words | None]
    person_en: Mapped[Words | None]
    office_ko: Mapped[Words | None]
    office_en: Mapped[Words | None]
    note_ko: Mapped[Words | None]
    note_en: Mapped[Words | None]
