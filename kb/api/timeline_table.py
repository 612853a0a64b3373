"""The table behind the timeline: all cases that pass its filters, with period, stage and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Response

from kb.api.parameters import answer_lang, query_lists
from kb.api.tables import write_csv
from kb.api.twin_views import CSV
from kb.domain.locales import Locale, choose
from kb.errors import Invalid
from kb.services.case_table import CaseFacts
from kb.services.names import Names
from kb.web.kept import names
from kb.web.public.explore_filter import read_selection
from kb.web.public.timeline_bars import in_order, kind_of_end
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import record_path

COLUMNS: Final = (
    "kind", "slug", "page_url", "title", "lang", "city", "city_name", "period", "first_year", "last_year", "end",
    "stage", "stage_as_of", "evidence", "themes",
)  # fmt: skip


def timeline_csv() -> Response:
    """Answer with the cases of the timeline, in the order in which they began. Raises `Invalid` for a bad filter."""
    lang = answer_lang()
    selection, problems = read_selection(dict(query_lists()), lang, vocabulary(lang))
    if problems:
        raise Invalid(problems)
    rows = (_row(case, names(), lang) for case in in_order(selection.cases))
    return Response(write_csv(COLUMNS, rows), content_type=CSV)


def _row(case: CaseFacts, named: Names, lang: Locale) -> Sequence[Any]:
    title = choose(case.title, lang)
    city = named.find("city", case.city, lang)
    return [
        "case",
        case.slug,
        record_path(lang, "case", case.slug),
        title.value,
        title.lang,
        case.city,
        city.value if city else None,
        case.period,
        case.first_year,
        case.last_year,
        kind_of_end(case) if case.first_year is not None else None,
        case.stage,
        case.stage_as_of,
        case.evidence,
        list(case.themes),
    ]
