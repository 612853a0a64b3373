"""A comparison as JSON."""

from __future__ import annotations

from typing import Any

from kb.api.estimates import written_members
from kb.api.records import pages_of, source_card
from kb.domain.comparison import Cell, Column, Comparison, Entry, Row, Texts
from kb.domain.evidence import GRADES
from kb.domain.licence import LICENCE_URL
from kb.domain.locales import LOCALES, Locale
from kb.web.messages import gettext as _
from kb.web.public.compare_page import row_label


def comparison_document(comparison: Comparison, lang: Locale) -> dict[str, Any]:
    """Describe a comparison; labels of rows are in `lang`, which the request is answered in."""
    groups = [(group.name, row) for group in comparison.groups for row in group.rows]
    return {
        "kind": comparison.kind,
        "lang": lang,
        "items": [_item(column) for column in comparison.columns],
        "rows": [_row(row, group, lang) for group, row in groups],
        "sources": [source_card(comparison.sources[slug]) for slug in sorted(comparison.sources)],
        "license": LICENCE_URL,
    }


def _item(column: Column) -> dict[str, Any]:
    city = {"slug": column.city, "title": _both(column.city_title), "url": pages_of("city", column.city or "")}
    return {
        "type": column.kind,
        "slug": column.slug,
        "title": _both(column.title),
        "url": pages_of(column.kind, column.slug),
        "city": city if column.city else None,
        "country": column.country or None,
        "stage": column.stage or None,
    }


def _row(row: Row, group: str, lang: Locale) -> dict[str, Any]:
    part = row_label(row, lang)
    return {
        "key": row.key,
        "field": row.field,
        "group": group,
        "kind": row.kind,
        "label": _(row.message),
        "part": part.value or None,
        "same": row.same,
        "cells": [_cell(cell) for cell in row.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"reported": cell.is_reported, "entries": [_entry(entry) for entry in cell.entries]}


def _entry(entry: Entry) -> dict[str, Any]:
    money = written_members(entry.money, entry.currency) if entry.money else {"estimate": None, "no_estimate": None}
    kind, slug = entry.link or ("", "")
    return {
        "text": _both(entry.text),
        "label": _both(entry.label),
        "number": entry.number,
        "number_max": entry.number_max,
        "unit": _both(entry.unit),
        "currency": entry.currency or None,
        **money,
        "baseline": entry.baseline,
        "baseline_date": entry.baseline_date or None,
        "date": entry.date or None,
        "code": entry.code or None,
        "codes": list(entry.codes),
        "outcome_type": entry.outcome_type or None,
        "evidence": entry.grade,
        "evidence_counts": {grade: entry.grades.get(grade, 0) for grade in GRADES} if entry.grades else None,
        "said_by": _both(entry.said_by),
        "note": _both(entry.note),
        "disputed": bool(entry.dispute),
        "record": {"type": kind, "slug": slug, "url": pages_of(kind, slug)} if entry.link else None,
        "sources": list(entry.sources),
    }


def _both(texts: Texts) -> dict[str, str | None]:
    return {locale: texts.get(locale) for locale in LOCALES}
