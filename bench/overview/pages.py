"""The pages that are measured: each with addresses enough that none is asked for twice in the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, islice, product
from typing import Final
from urllib.parse import urlencode

LANGS: Final = ("en", "ko")
COMPARED: Final = 5


def page_addresses(
    cases: Sequence[str], cities: Sequence[str], themes: Sequence[str], most: int
) -> Mapping[str, list[str]]:
    """Give at most so many different addresses of each page, by its name."""
    chosen = ([("case", slug) for slug in five] for five in combinations(cases, COMPARED))
    filters = [("theme", slug) for slug in themes] + [("city", slug) for slug in cities]
    years = [("", ""), *filters]
    listed = {
        "compare five full cases": ("compare", chosen),
        "compare three cities": (
            "compare",
            ([("city", slug) for slug in five] for five in combinations(cities, 3)),
        ),
        "matrix": ("explore/matrix", ([*shown, ("country", country)] for shown, country in _matrix())),
        "map": ("explore/map", ([pair] for pair in years)),
        "timeline": ("explore/timeline", ([("group", group), pair] for pair in years for group in ("city", "theme"))),
        "failures": (
            "explore/failures",
            ([pair, ("group", group)] for pair in years for group in ("category", "city")),
        ),
        "similar": ("explore/similar", ([("like", slug)] for slug in cities)),
    }
    return {
        name: list(islice((f"/{lang}/{path}?{urlencode(_given(query))}" for query in queries for lang in LANGS), most))
        for name, (path, queries) in listed.items()
    }


def _given(query: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in query if name and value]


def _matrix() -> Sequence[tuple[list[tuple[str, str]], str]]:
    countries = ("", "KR", "JP", "FR", "DE", "BE", "UG", "KE", "BR", "US", "IN")
    return [
        ([("show", show), ("cells", cells)], country)
        for country, show, cells in product(countries, ("groups", "all"), ("count", "evidence"))
    ]
