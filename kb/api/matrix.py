"""The matrix of cities and themes as a table: one row for every city and theme, empty ones included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kb.api.local_names import local_names
from kb.api.tables import write_csv
from kb.domain.evidence import GRADES
from kb.domain.locales import Locale
from kb.services.case_matrix import CaseMatrix
from kb.services.names import Names
from kb.web.frame import base_url
from kb.web.urls import page_path, with_query

HEADER: Final = (
    "city", "city_name__ko", "city_name__en", "country", "theme", "theme_name__ko", "theme_name__en", "broader", "cases",
    *(f"evidence_{grade}" for grade in GRADES), "page_url",
)  # fmt: skip
"""Columns of the table. `cases` counts those of narrower themes too, `evidence_A` those of that grade."""


def matrix_csv(
    matrix: CaseMatrix,
    cities: Iterable[tuple[str, str]],
    themes: Sequence[str],
    broader: Mapping[str, str | None],
    names: Names,
    lang: Locale,
) -> bytes:
    """Write the counts of cities, given with their country, under themes."""
    theme_names = {theme: local_names(names, "theme", theme) for theme in themes}
    rows = (
        [city, *local_names(names, "city", city), country, theme, *theme_names[theme], broader.get(theme),
         *_counts(matrix, city, theme), _listed(lang, city, theme)]
        for city, country in cities
        for theme in themes
    )  # fmt: skip
    return write_csv(HEADER, rows)


def _counts(matrix: CaseMatrix, city: str, theme: str) -> list[Any]:
    tally = matrix.cell(city, theme)
    return [tally.count, *(tally.grades.get(grade, 0) for grade in GRADES)]


def _listed(lang: Locale, city: str, theme: str) -> str:
    """Address the list of what a row counts."""
    return base_url() + with_query(page_path(lang, "search"), {"type": "case", "city": city, "theme": theme})
