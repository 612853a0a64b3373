"""All results with their sources: as JSON, as CSV and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from kb.api.parameters import Paging
from kb.api.records import SOURCE_CARD, field_value, pages_of, source_card
from kb.api.tables import write_csv
from kb.domain.evidence import GRADES
from kb.domain.fields import Field, FieldType
from kb.domain.licence import LICENCE_NAME, LICENCE_URL
from kb.domain.locales import LOCALES, Locale
from kb.domain.record_types import CASE
from kb.domain.records import PublicRecord
from kb.rendering.workbook import Sheet, write_workbook
from kb.services.outcomes import Outcome, OutcomeTable
from kb.web import labels
from kb.web.database import site
from kb.web.frame import base_url, site_name
from kb.web.messages import gettext as _
from kb.web.urls import page_path, revision_path

COLUMNS: Final[Sequence[Field]] = CASE.field("outcomes").columns
_SOURCE_COLUMNS: Final = (*SOURCE_CARD[:2], "gloss__ko", "gloss__en", *SOURCE_CARD[2:])
HEADER: Final = (
    "record", "row_id", "title__ko", "title__en", "city", "city_name__ko", "city_name__en", "country",
    *(key for column in COLUMNS for key in column.keys()),
    "evidence", "source_titles", "source_urls", "revision", "page_url",
)  # fmt: skip
"""Columns of the table. Those of a result have their import names; `record` is the slug of its case."""


def outcomes_document(table: OutcomeTable, paging: Paging | None) -> dict[str, Any]:
    """Describe the results, or a page of them, with the sources that those shown name."""
    shown = table.part(paging.start, paging.per_page) if paging else table
    return {
        "items": [_item(outcome) for outcome in shown.outcomes],
        "total": len(table.outcomes),
        "page": paging.page if paging else 1,
        "per_page": paging.per_page if paging else len(table.outcomes),
        "sources": [source_card(source) for source in shown.sources.values()],
        "license": LICENCE_URL,
    }


def _item(outcome: Outcome) -> dict[str, Any]:
    return {
        "case": _reference(outcome.case),
        "revision": outcome.case.revision,
        "city": _reference(outcome.city) if outcome.city else None,
        "country": outcome.city.values.get("country") if outcome.city else None,
        "row_id": outcome.row["row_id"],
        **{column.name: field_value(column, outcome.row) for column in COLUMNS},
        "evidence": outcome.grade,
    }


def _reference(record: PublicRecord) -> dict[str, Any]:
    title = {locale: record.values.get(f"{record.type.title}__{locale}") for locale in LOCALES}
    return {"type": record.kind, "slug": record.slug, "url": pages_of(record.kind, record.slug), "title": title}


def outcomes_csv(table: OutcomeTable, lang: Locale) -> bytes:
    """Write the table of results; sources are listed in its last columns."""
    return write_csv(HEADER, (_row(outcome, table, lang) for outcome in table.outcomes))


def _row(outcome: Outcome, table: OutcomeTable, lang: Locale) -> list[Any]:
    case, row = outcome.case, outcome.row
    city = outcome.city.values if outcome.city else {}
    sources = [table.sources[slug] for slug in row.get("sources") or () if slug in table.sources]
    return [
        case.slug,
        row["row_id"],
        *(case.values.get(f"title__{locale}") for locale in LOCALES),
        case.values.get("city"),
        *(city.get(f"name__{locale}") for locale in LOCALES),
        city.get("country"),
        *(row.get(key) for column in COLUMNS for key in column.keys()),
        outcome.grade,
        [source.values.get("title") or source.slug for source in sources],
        [source.values["url"] for source in sources if source.values.get("url")],
        case.revision,
        base_url() + revision_path(lang, case.kind, case.slug, case.revision),
    ]


def outcomes_workbook(table: OutcomeTable, lang: Locale) -> bytes:
    """Write the results, their sources, and a sheet that says what this is and under which licence."""
    title = _("All results of the case studies")
    years = [HEADER.index(column.name) for column in COLUMNS if column.type is FieldType.EDTF]
    rows = [_row(outcome, table, lang) for outcome in table.outcomes]
    for row in rows:
        for place in years:
            row[place] = _year(row[place])
    sheets = (
        Sheet(_("Results"), HEADER, rows),
        Sheet(_("Sources"), ("slug", *_SOURCE_COLUMNS, "page_url"), [_source_row(item, lang) for item in table.sources.values()]),
        Sheet(_("About"), (), _about(table, lang, title)),
    )  # fmt: skip
    return write_workbook(sheets, title, site_name(lang))


def _year(edtf: str | None) -> int | str | None:
    """Make a number of a year; a date that says more or is uncertain stays the text that it is."""
    return int(edtf) if edtf and edtf.isdigit() else edtf


def _source_row(source: PublicRecord, lang: Locale) -> list[Any]:
    address = base_url() + revision_path(lang, source.kind, source.slug, source.revision)
    return [source.slug, *(source.values.get(name) for name in _SOURCE_COLUMNS), address]


def _about(table: OutcomeTable, lang: Locale, title: str) -> list[list[Any]]:
    newest = max((outcome.case.updated_at for outcome in table.outcomes), default=None)
    return [
        [title],
        [_("From"), site_name(lang), f"{base_url()}/{lang}/"],
        [_("Licence"), LICENCE_NAME, LICENCE_URL],
        [_("Case studies"), len({outcome.case.slug for outcome in table.outcomes})],
        [_("Results"), len(table.outcomes)],
        [_("Sources"), len(table.sources)],
        [_("Last change"), newest.astimezone(site().config.time_zone).date() if newest else None],
        [_("How it is made"), base_url() + page_path(lang, "about")],
        [],
        [_("Evidence grade")],
        *([grade, str(labels.GRADE[grade])] for grade in GRADES),
        [],
        [_("Column"), _("What it holds")],
        ["record", _("Short name of the case study in addresses")],
        ["page_url", _("The revision that the row was taken from; it stays readable")],
        ["…__ko, …__en", _("The same text in Korean and in English")],
    ]
