"""What readers reported as wrong, and how much each network sent lately."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kb.db.base import Base, Code, Key, Moment, RecordRef, Short, Words


class ErrorReport(Base):
    """One report about a record, for staff only. No public page or index ever reads it."""

    __tablename__ = "error_report"

    id: Mapped[Key]
    record_id: Mapped[RecordRef]
    revision: Mapped[int]  # the published revision that the reader saw
    locale: Mapped[Code]  # language of the page that the reader saw
    text: Mapped[Words]
    place: Mapped[Words]  # where on the page
    source_address: Mapped[Words | None]
    contact: Mapped[Words | None]  # erased when the report is closed
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)  # of form and content: sent twice is kept once
    state: Mapped[Code] = mapped_column(index=True)  # one of kb.domain.error_reports.STATES
    created_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    closed_by: Mapped[Short | None]
    note: Mapped[Words]


class ReportSender(Base):
    """That a network sent a report: its mark (kb.domain.error_reports.sender_mark), deleted after a day."""

    __tablename__ = "report_sender"
    __table_args__ = (Index("ix_report_sender_mark_sent_at", "mark", "sent_at"),)

    id: Mapped[Key]
    mark: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[Moment] = mapped_column(index=True)
