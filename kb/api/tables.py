"""Lists as CSV for spreadsheets: UTF-8 with BOM, one row a record, lists joined by ` | `."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from kb.api.answers import moment
from kb.api.hits import Found
from kb.api.lists import plain_summary
from kb.domain.evidence import case_grade
from kb.domain.fields import FieldType, RecordType
from kb.domain.locales import Locale, choose
from kb.domain.records import PublicRecord
from kb.services import reading
from kb.services.briefs import Brief
from kb.web.urls import record_path

_RUNS_AS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
SEARCH_COLUMNS: Final = (
    "kind", "slug", "page_url", "title", "lang", "summary", "city", "themes", "year", "updated_at",
)  # fmt: skip


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write a table. A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = " | ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(_RUNS_AS_FORMULA) else text


def list_table(session: Session, record_type: RecordType, records: Sequence[PublicRecord], lang: Locale) -> bytes:
    """Tabulate records of one kind under their import names; structured rows have tables of their own in an export."""
    names = [key for field in record_type.fields if field.type is not FieldType.ROWS for key in field.keys()]
    is_case = record_type.kind == "case"
    types = reading.source_types(session, records) if is_case else {}
    header = ["kind", "slug", "page_url", "revision", "updated_at", *names, *(["evidence"] if is_case else [])]
    rows = [
        [
            record.kind,
            record.slug,
            record_path(lang, record.kind, record.slug),
            record.revision,
            moment(record.updated_at),
            *(record.values.get(name) for name in names),
            *([case_grade(record.values, types)] if is_case else []),
        ]
        for record in records
    ]
    return write_csv(header, rows)


def search_table(found: Found, keys: Iterable[tuple[str, str]], lang: Locale) -> bytes:
    """Tabulate the records that a search found, whatever their kinds, in one language."""
    records = (found.records[key] for key in keys if key in found.records)
    return write_csv(SEARCH_COLUMNS, (_search_row(found, record, lang) for record in records))


def _search_row(found: Found, record: Brief, lang: Locale) -> list[Any]:
    card, city = record.card, found.city(record, lang)
    title = choose(card.title, lang)
    return [
        card.kind,
        card.slug,
        record_path(lang, card.kind, card.slug),
        title.value,
        card.title_lang or title.lang,
        plain_summary(card, lang).value,
        city["label"] if city else None,
        [theme["label"] for theme in found.themes(record, lang)],
        record.year,
        moment(card.updated_at),
    ]
