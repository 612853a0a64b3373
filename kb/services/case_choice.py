"""Choosing among the facts of all cases by the filters that the search has too, so that both count the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from kb.domain.dates import parse_edtf
from kb.domain.locales import Locale
from kb.errors import Problem
from kb.services.case_table import CaseFacts
from kb.services.searching import parse_search

CHOICES: Final = ("theme", "city", "stage")

Chosen = Mapping[str, Sequence[str]]
"""The values asked for by filter; several of one widen, several filters narrow, as in the search."""


def read_chosen(
    params: Mapping[str, Sequence[str]], lang: Locale, known: Mapping[str, frozenset[str]]
) -> tuple[Chosen, list[Problem]]:
    """Read the filters in `CHOICES`. A bad value is listed and left out."""
    request, problems = parse_search({name: params.get(name, ()) for name in CHOICES}, lang, known)
    return request.filters, problems


def choose_cases(
    cases: Iterable[CaseFacts], chosen: Chosen, with_narrower: Callable[[str], Iterable[str]]
) -> Sequence[CaseFacts]:
    """Take the cases that pass. `with_narrower` gives a theme and those below it."""
    if not chosen:
        return tuple(cases)
    themes = {slug for theme in chosen.get("theme", ()) for slug in with_narrower(theme)}
    cities, stages = set(chosen.get("city", ())), set(chosen.get("stage", ()))
    return [
        case
        for case in cases
        if (not cities or case.city in cities)
        and (not stages or case.stage in stages)
        and (not themes or not themes.isdisjoint(case.themes))
    ]


def is_open(case: CaseFacts) -> bool:
    """Say whether the period is said to go on (`2013/..`), rather than to end nobody knows when (`2013/`)."""
    return case.goes_on and parse_edtf(case.period).is_open


def years_searched(case: CaseFacts, this_year: int) -> tuple[int, int] | None:
    """Give the years in which a search by year finds a case: one that goes on counts up to the present.

    The same rule as that of the index, see `kb.search.documents`. None without a period.
    """
    if case.first_year is None or case.last_year is None:
        return None
    return case.first_year, max(case.last_year, this_year) if is_open(case) else case.last_year
