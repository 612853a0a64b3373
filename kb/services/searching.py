"""Search as page and API ask for it: reading the parameters, asking the engine, answering without it if need be."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast, get_args

import structlog
from sqlalchemy.orm import Session

from kb.domain.bands import CITY_SIZES, COST_BANDS
from kb.domain.city_likeness import LONGEST as LONGEST_LIKENESS
from kb.domain.city_likeness import BadFigure
from kb.domain.evidence import GRADES
from kb.domain.locales import LOCALES, Locale
from kb.domain.record_types import LESSON_CATEGORIES, LESSON_TYPES, RECORD_TYPES, STAGES
from kb.errors import Problem
from kb.search.port import FACETS, IndexUnavailable, SearchEngine, SearchRequest, SearchResult, Sort
from kb.search.query import FIELDS, MAX_LENGTH, MAX_TERMS, parse
from kb.services.database_search import search_database
from kb.services.similar_cities import KnownCity, cities_like

log = structlog.get_logger()

FILTERS: Final = FACETS
_FIXED: Final[Mapping[str, Sequence[str]]] = {
    "type": tuple(RECORD_TYPES),
    "stage": STAGES,
    "evidence": GRADES,
    "language": ("ko", "en"),
    "has": ("slides",),
    "cost": COST_BANDS,
    "city_size": CITY_SIZES,
    "lesson": LESSON_CATEGORIES,
    "lesson_type": LESSON_TYPES,
}

MAX_PAGE: Final = 10_000
SWAPPED_YEARS: Final = "years_swapped"
"""Code of the problem that a range of years ended before it began; it was turned round."""
MAX_VALUES: Final = 50
LONGEST_TEXT: Final = MAX_LENGTH
"""Characters of a query that are looked at."""
MOST_WORDS: Final = MAX_TERMS
"""Words of a query that are looked at."""


def parse_search(
    params: Mapping[str, Sequence[str]],
    lang: Locale,
    known: Mapping[str, frozenset[str]] | None = None,
    cities: Callable[[], Mapping[str, KnownCity]] = dict,
) -> tuple[SearchRequest, list[Problem]]:
    """Read search parameters; a filter may repeat. A bad value is listed and left out, so that a page can go on.

    `known` holds the published slugs of themes, cities, organizations and events; without it
    such values pass unchecked. `cities` gives what is known of the published cities, for `like`.
    """
    problems: list[Problem] = []
    filters: dict[str, list[str]] = {}
    for name in FILTERS:
        given = [value.strip() for value in params.get(name, ()) if value.strip()][:MAX_VALUES]
        allowed = _FIXED.get(name) or (known or {}).get(name)
        good = [value for value in given if allowed is None or value in allowed]
        problems += [Problem(name, "bad_filter_value", value[:80]) for value in given if value not in good]
        if good:
            filters[name] = list(dict.fromkeys(good))
    request = SearchRequest(
        text=_first(params, "q"),
        lang=lang,
        filters=filters,
        year_from=_number(params, "year_from", problems, 1000, 2999),
        year_to=_number(params, "year_to", problems, 1000, 2999),
        match="any" if _choice(params, "match", ("all", "any"), problems) == "any" else "all",
        expand=_choice(params, "expand", ("1", "0"), problems) != "0",
        meaning=_choice(params, "meaning", ("1", "0"), problems) != "0",
        sort=cast(Sort, _choice(params, "sort", get_args(Sort), problems)),
        page=_number(params, "page", problems, 1, MAX_PAGE) or _beyond(_first(params, "page")),
        per_page=_number(params, "per_page", problems, 1, 100) or 20,
    )
    return _in_order(_among_similar(request, _first(params, "like").strip(), cities, problems), problems), problems


def _among_similar(
    request: SearchRequest, like: str, cities: Callable[[], Mapping[str, KnownCity]], problems: list[Problem]
) -> SearchRequest:
    """Narrow a request to the cities like one; without such a city there is no order by similarity either."""
    if like:
        try:
            return dataclasses.replace(request, like=like[:LONGEST_LIKENESS], city_order=cities_like(like, cities()))
        except BadFigure:
            problems.append(Problem("like", "bad_filter_value", like[:80]))
    elif request.sort == "similar":
        problems.append(Problem("sort", "bad_value", request.sort))
    return dataclasses.replace(request, sort="relevance") if request.sort == "similar" else request


def _beyond(page: str) -> int:
    """Take a page number that was refused as the last one that there could be, if it is a number at all."""
    return MAX_PAGE if page.isascii() and page.isdigit() and page.strip("0") else 1


def _in_order(request: SearchRequest, problems: list[Problem]) -> SearchRequest:
    """Swap the years of a range that ends before it begins."""
    first, last = request.year_from, request.year_to
    if first is None or last is None or first <= last:
        return request
    problems.append(Problem("year_from", SWAPPED_YEARS, f"{first}–{last}"))
    return dataclasses.replace(request, year_from=last, year_to=first)


def _first(params: Mapping[str, Sequence[str]], name: str) -> str:
    values = params.get(name) or ("",)
    return values[0]


def _choice(params: Mapping[str, Sequence[str]], name: str, choices: Sequence[str], problems: list[Problem]) -> str:
    value = _first(params, name).strip()
    if value and value not in choices:
        problems.append(Problem(name, "bad_value", value[:80]))
    return value if value in choices else choices[0]


def _number(params: Mapping[str, Sequence[str]], name: str, problems: list[Problem], low: int, high: int) -> int | None:
    value = _first(params, name).strip()
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) < 9 and low <= int(value) <= high:
        return int(value)
    problems.append(Problem(name, "bad_number", value[:80]))
    return None


def _field_names(lang: Locale) -> Sequence[Sequence[str]]:
    """List what may stand before a colon in a query, in one language: the names of each field together."""
    names: dict[str, list[str]] = {}
    for name, field in FIELDS.items():
        if name.isascii() == (lang == "en"):
            names.setdefault(field, []).append(name)
    return tuple(map(tuple, names.values()))


FIELD_NAMES: Final[Mapping[Locale, Sequence[Sequence[str]]]] = {lang: _field_names(lang) for lang in LOCALES}


def count_words(text: str) -> int:
    """Count what a query asks for: each word, phrase or group of alternatives, what it excludes left aside."""
    return sum(not group[0].excluded for group in parse(text).groups)


def is_wordless(text: str) -> bool:
    """Say whether a query is of signs only, such as `!!!` or a picture."""
    return bool(text.strip()) and not parse(text).groups


def run_search(engine: SearchEngine, session: Session, request: SearchRequest) -> SearchResult:
    """Ask the engine; where the index can't be read, answer from the database and mark the answer `degraded`.

    A text without anything that could be looked for finds nothing; only an empty one lists everything.
    """
    if is_wordless(request.text):
        return SearchResult(0, (), {}, request.match)
    started = time.perf_counter()
    try:
        return engine.search(request)
    except IndexUnavailable as error:
        log.warning("search index unavailable", reason=str(error))
    return search_database(session, request, started)
