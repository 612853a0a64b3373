"""What the matrix of cities and themes counts, kept from request to request for as long as the content stays the same."""

from __future__ import annotations

from collections.abc import Mapping

from kb.services.case_matrix import CaseMatrix, count_cases, read_broader_themes
from kb.services.city_points import read_city_points
from kb.web.database import db
from kb.web.kept import kept
from kb.web.public.case_facts import case_facts


def broader_themes() -> Mapping[str, str | None]:
    """Name the theme directly above each theme."""
    return kept("broader_themes", lambda: read_broader_themes(db()))


def case_matrix() -> CaseMatrix:
    """Count the cases of all cities under all themes."""
    return kept("case_matrix", lambda: count_cases(case_facts(), broader_themes()))


def city_countries() -> Mapping[str, str]:
    """Give the country code of every city."""
    return kept("city_countries", lambda: {city.slug: city.country for city in read_city_points(db())})
