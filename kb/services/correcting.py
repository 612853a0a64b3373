"""What was probably meant by a search that finds little, and what else to try where it finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from sqlalchemy.orm import Session

from kb.search.corrections import ENOUGH
from kb.search.port import CorrectsQueries, IndexUnavailable, SearchEngine, SearchRequest, SearchResult, Suggestion
from kb.services.searching import run_search

MOST_TRIED: Final = 6
"""Filters, or words, that a search is tried without."""
NAMES_SHOWN: Final = 5
SHORTEST_NAME: Final = 2
VALUES_SHOWN: Final = 8
_PART: Final = re.compile(r'-?(?:[^\W\d_]+:)?"[^"]*"?|\S+')


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to `request`, which is the search asked or, where that found nothing, the one put `instead` of it."""

    request: SearchRequest
    result: SearchResult
    suggestions: Sequence[Suggestion] = ()
    instead: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Narrower:
    """A search that leaves a part of the one asked out, and how many records it finds. `facet` is empty for a word."""

    facet: str
    value: str
    request: SearchRequest
    total: int = 0


@dataclass(frozen=True, slots=True)
class WaysOn:
    """What to try where nothing was found: every entry finds something.

    `queries` are searches for single words that the index knows, `unfiltered` is how many records the search finds
    without any filter, `names` are (kind, slug) of records; `themes` and `cities` hold (slug, count).
    """

    queries: Sequence[SearchRequest] = ()
    unfiltered: int = 0
    names: Sequence[tuple[str, str]] = ()
    without: Sequence[Narrower] = ()
    themes: Sequence[tuple[str, int]] = ()
    cities: Sequence[tuple[str, int]] = ()


def suggest_queries(engine: SearchEngine, request: SearchRequest, result: SearchResult) -> Sequence[Suggestion]:
    """Propose what was probably meant; nothing where enough was found, or while the index is being mended."""
    if (
        result.complete >= ENOUGH
        or result.degraded
        or not request.text.strip()
        or not isinstance(engine, CorrectsQueries)
    ):
        return ()
    try:
        return engine.corrections(request, result)
    except IndexUnavailable:
        return ()


def answer_search(engine: SearchEngine, session: Session, request: SearchRequest, *, exact: bool = False) -> Answer:
    """Run a search; where no record holds all its words, run the one that was probably meant, unless `exact`ly asked.

    What is found by some of the words, or by meaning, is less than what a slip of the finger kept from being found.
    """
    result = run_search(engine, session, request)
    suggestions = suggest_queries(engine, request, result)
    meant = next(iter(suggestions), None)
    if not exact and meant is not None and not result.complete:
        other = replace(request, text=meant.text)
        found = run_search(engine, session, other)
        if found.total:
            return Answer(other, found, suggestions, meant)
    return Answer(request, result, suggestions)


def find_ways_on(engine: SearchEngine, session: Session, request: SearchRequest) -> WaysOn:
    """Look for searches near one that found nothing. Costs a search for each filter and word left out."""
    everything = run_search(engine, session, SearchRequest(lang=request.lang, per_page=1, meaning=False))
    if everything.degraded:
        return WaysOn()
    words = list(dict.fromkeys(_PART.findall(request.text)))[:MOST_TRIED]
    tried = islice(chain(_without_filters(request), _without_words(request, words)), 2 * MOST_TRIED)
    counted = [replace(way, total=_count(engine, session, way.request)) for way in tried]
    unfiltered = _unfiltered(request)
    return WaysOn(
        queries=_near(engine, request, words) or _near(engine, unfiltered, words),
        unfiltered=_count(engine, session, unfiltered) if unfiltered.text else 0,
        names=list(dict.fromkeys(_named(engine, request, words)))[:NAMES_SHOWN],
        without=[way for way in counted if way.total],
        themes=list(everything.facets.get("theme", {}).items())[:VALUES_SHOWN],
        cities=list(everything.facets.get("city", {}).items())[:VALUES_SHOWN],
    )


def _count(engine: SearchEngine, session: Session, request: SearchRequest) -> int:
    """Count what the words of a search find: comparing by meaning would take many times as long for each way on."""
    return run_search(engine, session, replace(request, meaning=False, per_page=1)).total


def _without_filters(request: SearchRequest) -> Iterator[Narrower]:
    first = replace(request, page=1, per_page=1)
    for facet, values in request.filters.items():
        for value in values:
            left = {**request.filters, facet: [other for other in values if other != value]}
            kept = {name: chosen for name, chosen in left.items() if chosen}
            yield Narrower(facet, value, replace(first, filters=kept))
    if request.year_from is not None:
        yield Narrower("year_from", str(request.year_from), replace(first, year_from=None))
    if request.year_to is not None:
        yield Narrower("year_to", str(request.year_to), replace(first, year_to=None))
    if request.like:
        yield Narrower("like", request.like, _among_all_cities(first))


def _without_words(request: SearchRequest, words: Sequence[str]) -> Iterator[Narrower]:
    for word in words if len(words) > 1 else ():
        rest = " ".join(other for other in _PART.findall(request.text) if other != word)
        yield Narrower("", word, replace(request, text=rest, page=1, per_page=1))


def _unfiltered(request: SearchRequest) -> SearchRequest:
    return replace(_among_all_cities(request), filters={}, year_from=None, year_to=None, page=1)


def _among_all_cities(request: SearchRequest) -> SearchRequest:
    sort = "relevance" if request.sort == "similar" else request.sort
    return replace(request, like="", city_order=None, sort=sort)


def _near(engine: SearchEngine, request: SearchRequest, words: Sequence[str]) -> list[SearchRequest]:
    """List searches for words of the index near single words of a query, of which no whole query could be made."""
    nothing = SearchResult(0, (), {}, "all")
    asked = [replace(request, text=word) for word in words] if len(words) > 1 or request.filters else []
    texts = dict.fromkeys(item.text for word in asked for item in suggest_queries(engine, word, nothing))
    return [replace(request, text=text, page=1) for text in texts]


def _named(engine: SearchEngine, request: SearchRequest, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """List records with a name that begins like the query or a word of it."""
    for text in dict.fromkeys((request.text, *words)):
        if len(text) >= SHORTEST_NAME:
            try:
                yield from engine.suggest(text, request.lang, NAMES_SHOWN)
            except IndexUnavailable:
                return
