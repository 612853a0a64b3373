"""Reading what readers reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.models.error_report import ErrorReport
from kb.db.models.record import Record


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report; `kind` and `slug` name its record as it is called now."""

    number: int
    kind: str
    slug: str
    revision: int
    locale: str
    text: str
    place: str
    source_address: str | None
    contact: str | None
    state: str
    created_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    note: str


def reports(session: Session, state: str | None = None, number: int | None = None) -> Iterator[ReportView]:
    """Give the reports in a state (or all), or the one with a number; the oldest first."""
    query = select(ErrorReport, Record.kind, Record.slug).join(Record, Record.id == ErrorReport.record_id)
    if state:
        query = query.where(ErrorReport.state == state)
    if number is not None:
        query = query.where(ErrorReport.id == number)
    for row, kind, slug in session.execute(query.order_by(ErrorReport.id)):
        yield ReportView(
            row.id, kind, slug, row.revision, row.locale, row.text, row.place, row.source_address, row.contact,
            row.state, row.created_at, row.closed_at, row.closed_by, row.note,
        )  # fmt: skip
