"""Reading revisions: the latest of each record, published or not, and numbered ones. For staff's services only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kb.db.models.record import Record, Revision
from kb.db.pairs import in_pairs

_AT_ONCE = 400


def head_snapshots(session: Session, record_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Read the fields of the latest revision of each record, by record id."""
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(record_ids), _AT_ONCE):
        query = (
            select(Revision.record_id, Revision.snapshot)
            .join(Record, (Record.id == Revision.record_id) & (Record.head_number == Revision.number))
            .where(Revision.record_id.in_(record_ids[start : start + _AT_ONCE]))
        )
        found.update((row[0], row[1]) for row in session.execute(query))
    return found


def _revisions(wanted: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    """Say that a revision is one of those given by record id and number."""
    return in_pairs(Revision.number, Revision.record_id, [(number, record_id) for record_id, number in wanted])


def numbered_snapshots(session: Session, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Any]]:
    """Read the fields of revisions given by record id and number."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Revision.record_id, Revision.number, Revision.snapshot)
        for row in session.execute(query.where(_revisions(wanted[start : start + _AT_ONCE]))):
            found[row[0], row[1]] = row[2]
    return found


@dataclass(frozen=True, slots=True)
class RecordState:
    """Where a record stands: its latest and its public revision, and the tombstone of a withdrawn one."""

    record_id: int
    status: str
    head_number: int
    published_number: int | None
    withdrawal: Mapping[str, Any] | None


def record_states(session: Session, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], RecordState]:
    """Read where records stand, by (kind, slug); present slugs only."""
    found: dict[tuple[str, str], RecordState] = {}
    columns = Record.id, Record.status, Record.head_number, Record.published_number, Record.withdrawal
    for start in range(0, len(names), _AT_ONCE):
        query = select(Record.kind, Record.slug, *columns)
        for row in session.execute(query.where(in_pairs(Record.kind, Record.slug, names[start : start + _AT_ONCE]))):
            found[row[0], row[1]] = RecordState(*row[2:])
    return found
