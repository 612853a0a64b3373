"""Who refers to a record: over single references, reference lists and structured rows of published records."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kb.db.models import LIVE_TABLES
from kb.db.models.record import Record
from kb.db.models.shared import Citation, RecordLink
from kb.domain.fields import FieldType
from kb.domain.record_types import RECORD_TYPES


def referring_ids(session: Session, target: Record, field: str | None = None, kind: str | None = None) -> list[int]:
    """List the ids of published records that refer to `target`, optionally only by one field or of one kind.

    `field` is a field name (`city`, `themes`) or, for a structured row, the name of the row list (`partners`).
    Ids come in order of record id, each once.
    """
    found: set[int] = set()
    for name, query in _queries(target, kind):
        if field is None or name == field:
            found.update(session.scalars(query))
    links = select(RecordLink.record_id).where(RecordLink.target_id == target.id)
    if field is not None:
        links = links.where(RecordLink.field == field)
    if kind is not None:
        links = links.join(Record, Record.id == RecordLink.record_id).where(Record.kind == kind)
    found.update(session.scalars(links))
    if target.kind == "source" and field is None and kind is None:
        found.update(session.scalars(select(Citation.record_id).where(Citation.source_id == target.id)))
    return sorted(found)


def _queries(target: Record, kind: str | None) -> Iterator[tuple[str, Select[tuple[int]]]]:
    for record_type in RECORD_TYPES.values():
        if kind not in (None, record_type.kind):
            continue
        tables = LIVE_TABLES[record_type.kind]
        for field in record_type.fields:
            if field.type is FieldType.REFERENCE and field.target == target.kind:
                columns = tables.main.__table__.c
                yield field.name, select(columns.record_id).where(columns[f"{field.name}_id"] == target.id)
            for column in field.columns:
                if column.type is FieldType.REFERENCE and column.target == target.kind:
                    columns = tables.rows[field.name].__table__.c
                    yield field.name, select(columns.record_id).where(columns[f"{column.name}_id"] == target.id)
