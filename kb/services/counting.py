"""Counting published cases by city and theme, without reading them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy.orm import Session

from kb.db.queries.tagging import cities_of_cases, themes_of_cases
from kb.services.reading import list_records, top_themes


def cases_by_theme(session: Session) -> Mapping[str, frozenset[str]]:
    """Give the slugs of the cases that name each theme themselves (not by a narrower one)."""
    found: dict[str, set[str]] = {}
    for case, theme in themes_of_cases(session):
        found.setdefault(theme, set()).add(case)
    return {theme: frozenset(cases) for theme, cases in found.items()}


def case_counts_by_city(session: Session) -> Mapping[str, int]:
    """Count the cases of each city that has any."""
    return Counter(cities_of_cases(session).values())


def counts_by_city_and_top_theme(
    session: Session, tops: Mapping[str, str] | None = None
) -> Mapping[tuple[str, str], int]:
    """Count cases by (city, top concept); a case counts once per top concept. `tops` spares reading the themes."""
    tops = top_themes(list_records(session, "theme")) if tops is None else tops
    cities = cities_of_cases(session)
    pairs = {(case, tops[theme]) for case, theme in themes_of_cases(session) if theme in tops and case in cities}
    return Counter((cities[case], top) for case, top in pairs)
