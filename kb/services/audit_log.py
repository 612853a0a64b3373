"""Reading who changed what: filtered, newest first, page by page or as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kb.db.models.record import AuditEntry, Record

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to list; None is any. `since` belongs to the span, `until` doesn't."""

    actor: str | None = None
    action: str | None = None
    kind: str | None = None
    slug: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change of state. Kind and slug are the present ones of the record, empty where it was about none."""

    number: int
    at: datetime
    actor: str
    action: str
    kind: str
    slug: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def list_audit(session: Session, wanted: AuditFilter, page: int = 1) -> tuple[Sequence[AuditLine], int]:
    """List a page of changes, newest first, and count them all."""
    total = session.scalar(select(func.count()).select_from(_filtered(wanted).subquery())) or 0
    query = _filtered(wanted).order_by(AuditEntry.id.desc()).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    return [_line(row) for row in session.execute(query)], total


def export_audit(session: Session, wanted: AuditFilter) -> Iterator[AuditLine]:
    """Yield all changes, the oldest first, without holding them all in memory."""
    for row in session.execute(_filtered(wanted).order_by(AuditEntry.id).execution_options(yield_per=500)):
        yield _line(row)


def audit_actors(session: Session) -> list[str]:
    """List everybody who ever changed something, by name."""
    return list(session.scalars(select(AuditEntry.actor).distinct().order_by(AuditEntry.actor)))


def _filtered(wanted: AuditFilter) -> Select[Any]:
    columns = (
        AuditEntry.id, AuditEntry.at, AuditEntry.actor, AuditEntry.action, Record.kind, Record.slug,
        AuditEntry.before, AuditEntry.after,
    )  # fmt: skip
    query = select(*columns).outerjoin(Record, Record.id == AuditEntry.record_id)
    equal = (
        (AuditEntry.actor, wanted.actor), (AuditEntry.action, wanted.action), (Record.kind, wanted.kind),
        (Record.slug, wanted.slug),
    )  # fmt: skip
    query = query.where(*(column == value for column, value in equal if value is not None))
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    return query if wanted.until is None else query.where(AuditEntry.at < wanted.until)


def _line(row: Any) -> AuditLine:
    return AuditLine(
        row.id, row.at, row.actor, row.action, row.kind or "", row.slug or "", row.before or {}, row.after or {}
    )
