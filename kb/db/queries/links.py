"""Reading the addresses of published sources and what their last check found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.models.link_check import LinkCheck
from kb.db.models.record import Record
from kb.db.models.source import Source


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What the last visit to an address found (kb.domain.link_outcomes); `since` is the first of a row of equal ones."""

    checked_at: datetime
    outcome: str
    detail: str
    status_code: int | None
    final_address: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A published source and its address, with its last check unless it never had one at this address."""

    source_id: int
    slug: str
    title: str
    language: str | None
    publisher: str | None
    address: str | None
    check: LastCheck | None


def source_links(session: Session) -> list[SourceLink]:
    """List every published source, by slug."""
    query = (
        select(Record.id, Record.slug, Source, LinkCheck)
        .join(Source, Source.record_id == Record.id)
        .outerjoin(LinkCheck, (LinkCheck.source_id == Record.id) & (LinkCheck.address == Source.url))
        .where(Record.kind == "source", Record.published_number.is_not(None))
        .order_by(Record.slug)
    )
    return [
        SourceLink(record_id, slug, row.title or slug, row.language, row.publisher, row.url, _last(check))
        for record_id, slug, row, check in session.execute(query)
    ]


def _last(row: LinkCheck | None) -> LastCheck | None:
    if row is None:
        return None
    return LastCheck(row.checked_at, row.outcome, row.detail, row.status_code, row.final_address or None, row.since)
