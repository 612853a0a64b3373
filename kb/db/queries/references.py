"""Who refers to a record: over single references, reference lists and structured rows of published records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kb.db.models import LIVE_TABLES
from kb.db.models.record import Record
from kb.db.models.shared import Citation, RecordLink
from kb.domain.fields import FieldType
from kb.domain.record_types import RECORD_TYPES

_AT_ONCE = 500


def referring_ids(session: Session, target: Record, field: str | None = None, kind: str | None = None) -> list[int]:
    """List the ids of published records that refer to `target`, optionally only by one field or of one kind.

    `field` is a field name (`city`, `themes`) or, for a structured row, the name of the row list (`partners`).
    Ids come in order of record id, each once.
    """
    return ids_referring_to(session, target.kind, [target.id], field, kind)


def ids_referring_to(
    session: Session, target_kind: str, target_ids: Sequence[int], field: str | None = None, kind: str | None = None
) -> list[int]:
    """List the ids of published records that refer to any of the targets, which are all of one kind."""
    found: set[int] = set()
    for start in range(0, len(target_ids), _AT_ONCE):
        for query in _queries(target_kind, target_ids[start : start + _AT_ONCE], field, kind):
            found.update(session.scalars(query))
    return sorted(found)


def _queries(target_kind: str, targets: Sequence[int], field: str | None, kind: str | None) -> Iterator[Select[int]]:
    for name, query in _single_references(target_kind, targets, kind):
        if field is None or name == field:
            yield query
    links = select(RecordLink.record_id).where(RecordLink.target_id.in_(targets))
    if field is not None:
        links = links.where(RecordLink.field == field)
    if kind is not None:
        links = links.join(Record, Record.id == RecordLink.record_id).where(Record.kind == kind)
    yield links
    if target_kind == "source" and field is None and kind is None:
        yield select(Citation.record_id).where(Citation.source_id.in_(targets))


def _single_references(target_kind: str, targets: Sequence[int], kind: str | None) -> Iterator[tuple[str, Select[int]]]:
    for record_type in RECORD_TYPES.values():
        if kind not in (None, record_type.kind):
            continue
        tables = LIVE_TABLES[record_type.kind]
        for field in record_type.fields:
            if field.type is FieldType.REFERENCE and field.target == target_kind:
                columns = tables.main.__table__.c
                yield field.name, select(columns.record_id).where(columns[f"{field.name}_id"].in_(targets))
            for column in field.columns:
                if column.type is FieldType.REFERENCE and column.target == target_kind:
                    columns = tables.rows[field.name].__table__.c
                    yield field.name, select(columns.record_id).where(columns[f"{column.name}_id"].in_(targets))
