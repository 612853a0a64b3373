"""Live rows: writing a snapshot into a kind's tables and reading it back. A round trip gives the same snapshot.

Driven by the record types, so that a new field needs its entry there and its column, nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from kb.db.base import Base, table_of
from kb.db.models import LIVE_TABLES
from kb.db.models.record import Record
from kb.db.models.shared import Citation, PublicCard, RecordLink
from kb.domain.citations import citations_of
from kb.domain.fields import Field, FieldType, RecordType
from kb.domain.locales import LOCALES, Locale
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import Snapshot, texts

Resolve = Callable[[str, str], int]
"""Gives the record id for (kind, slug). Raises `KeyError` where there is none."""


Rows = dict[type[Base], list[dict[str, Any]]]


def write_live(session: Session, kind: str, items: Sequence[tuple[Record, Snapshot]], resolve: Resolve) -> None:
    """Replace the live rows of records of one kind by those of their snapshots, in one statement a table."""
    delete_live(session, kind, [record for record, _values in items if record.published_number is not None])
    rows: Rows = defaultdict(list)
    for record, values in items:
        _collect(rows, kind, record.id, values, resolve)
    for table, given in rows.items():
        session.execute(insert(table_of(table)), given)


def delete_live(session: Session, kind: str, records: Sequence[Record]) -> None:
    """Take every live row of records of one kind away: from here on nothing public knows their content."""
    tables = LIVE_TABLES[kind]
    shared: tuple[type[Base], ...] = (RecordLink, Citation, PublicCard)
    ids = [record.id for record in records]
    for chunk in (ids[start : start + 500] for start in range(0, len(ids), 500)):
        for table in (*tables.rows.values(), tables.text, tables.main, *shared):
            session.execute(delete(table_of(table)).where(table_of(table).c.record_id.in_(chunk)))


def _collect(rows: Rows, kind: str, record_id: int, values: Snapshot, resolve: Resolve) -> None:
    """Add the rows of one snapshot to those of the others, by table; rows of a table have the same columns."""
    record_type, tables = RECORD_TYPES[kind], LIVE_TABLES[kind]
    main: dict[str, Any] = {"record_id": record_id}
    by_locale: dict[Locale, dict[str, Any]] = {locale: {} for locale in LOCALES}
    for field in record_type.fields:
        if field.type is FieldType.ROWS:
            if given := values.get(field.name):
                rows[tables.rows[field.name]] += _structured(record_id, field, given, resolve)
        elif field.type is FieldType.REFERENCES:
            if slugs := values.get(field.name):
                rows[RecordLink] += _links(record_id, field, slugs, resolve)
        elif field.translated:
            for locale in LOCALES:
                by_locale[locale][field.name] = values.get(f"{field.name}__{locale}")
        else:
            main.update(_neutral(field, values, resolve))
    rows[tables.main].append(main)
    for locale, row in by_locale.items():
        if any(value is not None for value in row.values()):
            rows[tables.text].append({"record_id": record_id, "locale": locale, **row})
    if cited := _citations(record_id, record_type, values, resolve):
        rows[Citation] += cited
    rows[PublicCard] += _cards(record_id, record_type, values)


def _neutral(field: Field, values: Snapshot, resolve: Resolve) -> dict[str, Any]:
    value = values.get(field.name)
    if field.type is FieldType.REFERENCE:
        return {f"{field.name}_id": resolve(field.target, value) if value else None}
    return {field.name: value}


def _structured(record_id: int, field: Field, rows: Sequence[Snapshot], resolve: Resolve) -> list[dict[str, Any]]:
    given: list[dict[str, Any]] = []
    for position, row in enumerate(rows):
        columns: dict[str, Any] = {"record_id": record_id, "row_id": row["row_id"], "position": position}
        for column in field.columns:
            if column.translated:
                columns.update({f"{column.name}_{locale}": row.get(f"{column.name}__{locale}") for locale in LOCALES})
            elif column.type is not FieldType.REFERENCES:
                columns.update(_neutral(column, row, resolve))
        given.append(columns)
    return given


def _links(record_id: int, field: Field, slugs: Sequence[str], resolve: Resolve) -> list[dict[str, Any]]:
    key = {"record_id": record_id, "field": field.name}
    return [{**key, "position": index, "target_id": resolve(field.target, slug)} for index, slug in enumerate(slugs)]


def _citations(record_id: int, record_type: RecordType, values: Snapshot, resolve: Resolve) -> list[dict[str, Any]]:
    return [
        {
            "record_id": record_id,
            "field": field,
            "row_id": row_id,
            "locale": locale,
            "position": position,
            "source_id": resolve("source", slug),
        }
        for position, (field, row_id, locale, slug) in enumerate(citations_of(record_type, values))
    ]


def _cards(record_id: int, record_type: RecordType, values: Snapshot) -> list[dict[str, Any]]:
    titles, summaries = texts(values, record_type.title), texts(values, record_type.summary)
    shared = None if record_type.field(record_type.title).translated else values.get("language") or "und"
    key = {"record_id": record_id, "title_lang": shared}
    return [
        {**key, "locale": locale, "title": titles[locale], "summary": summaries[locale]}
        for locale in LOCALES
        if titles[locale]
    ]


def read_live(session: Session, records: Sequence[Record]) -> dict[int, dict[str, Any]]:
    """Read the live snapshots of published records, by record id, in a number of statements that doesn't grow."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for record in records:
        by_kind[record.kind].append(record.id)
    found: dict[int, dict[str, Any]] = {}
    for kind, ids in by_kind.items():
        for chunk in (ids[start : start + 500] for start in range(0, len(ids), 500)):
            found.update(_read_kind(session, kind, chunk))
    return found


def _read_kind(session: Session, kind: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    record_type, tables = RECORD_TYPES[kind], LIVE_TABLES[kind]
    main = {row["record_id"]: row for row in _rows_of(session, tables.main, ids)}
    by_locale = {(row["record_id"], row["locale"]): row for row in _rows_of(session, tables.text, ids)}
    lists = _read_links(session, ids)
    sources = _row_sources(session, ids)
    structured = {name: _group(_rows_of(session, table, ids)) for name, table in tables.rows.items()}
    referenced = _referenced_slugs(session, record_type, main.values(), structured)
    snapshots: dict[int, dict[str, Any]] = {}
    for record_id, row in main.items():
        values: dict[str, Any] = {}
        for field in record_type.fields:
            if field.type is FieldType.ROWS:
                rows = [
                    _row_values(field, item, sources.get((record_id, field.name, item["row_id"]), []), referenced)
                    for item in structured[field.name].get(record_id, [])
                ]
                _put(values, field.name, rows)
            elif field.type is FieldType.REFERENCES:
                _put(values, field.name, lists.get((record_id, field.name), []))
            elif field.translated:
                for locale in LOCALES:
                    _put(values, f"{field.name}__{locale}", by_locale.get((record_id, locale), {}).get(field.name))
            else:
                _put(values, field.name, _neutral_value(field, row, referenced))
        snapshots[record_id] = values
    return snapshots


def _put(values: dict[str, Any], key: str, value: Any) -> None:
    if value is not None and value != [] and value != "":
        values[key] = int(value) if isinstance(value, float) and value.is_integer() else value


def _rows_of(session: Session, table: type[Base], ids: Sequence[int]) -> Sequence[Mapping[str, Any]]:
    columns = table.__table__
    query = select(columns).where(columns.c.record_id.in_(ids))
    if "position" in columns.c and "row_id" in columns.c:
        query = query.order_by(columns.c.position)
    return [dict(row) for row in session.execute(query).mappings()]


def _group(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    grouped: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["record_id"]].append(row)
    return grouped


def _read_links(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], list[str]]:
    query = (
        select(RecordLink.record_id, RecordLink.field, Record.slug)
        .join(Record, Record.id == RecordLink.target_id)
        .where(RecordLink.record_id.in_(ids))
        .order_by(RecordLink.position)
    )
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for record_id, field, slug in session.execute(query):
        found[record_id, field].append(slug)
    return found


def _row_sources(session: Session, ids: Sequence[int]) -> dict[tuple[int, str, str], list[str]]:
    query = (
        select(Citation.record_id, Citation.field, Citation.row_id, Record.slug)
        .join(Record, Record.id == Citation.source_id)
        .where(Citation.record_id.in_(ids), Citation.row_id != "", Citation.locale == "")
        .order_by(Citation.position)
    )
    found: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for record_id, field, row_id, slug in session.execute(query):
        found[record_id, field, row_id].append(slug)
    return found


def _referenced_slugs(
    session: Session,
    record_type: RecordType,
    main: Iterable[Mapping[str, Any]],
    structured: Mapping[str, Mapping[int, list[Mapping[str, Any]]]],
) -> dict[int, str]:
    wanted = {
        row[f"{field.name}_id"] for field in record_type.fields if field.type is FieldType.REFERENCE for row in main
    }
    for field in record_type.rows():
        single = [column for column in field.columns if column.type is FieldType.REFERENCE]
        for rows in structured[field.name].values():
            wanted |= {row[f"{column.name}_id"] for row in rows for column in single}
    wanted.discard(None)
    if not wanted:
        return {}
    return {row.id: row.slug for row in session.execute(select(Record.id, Record.slug).where(Record.id.in_(wanted)))}


def _neutral_value(field: Field, row: Mapping[str, Any], referenced: Mapping[int, str]) -> Any:
    if field.type is FieldType.REFERENCE:
        return referenced.get(row[f"{field.name}_id"])
    return row[field.name]


def _row_values(
    field: Field, row: Mapping[str, Any], sources: list[str], referenced: Mapping[int, str]
) -> dict[str, Any]:
    values: dict[str, Any] = {"row_id": row["row_id"]}
    for column in field.columns:
        if column.type is FieldType.REFERENCES:
            _put(values, column.name, sources)
        elif column.translated:
            for locale in LOCALES:
                _put(values, f"{column.name}__{locale}", row[f"{column.name}_{locale}"])
        else:
            _put(values, column.name, _neutral_value(column, row, referenced))
    return values
