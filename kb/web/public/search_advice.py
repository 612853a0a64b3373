"""What the search page proposes: other queries, and ways on from a search that found nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.domain.locales import LocalText, other
from kb.search.port import SearchEngine, SearchRequest
from kb.services.correcting import Answer, Narrower, find_ways_on
from kb.services.listing import cards_of
from kb.web import labels
from kb.web.city_labels import name_likeness
from kb.web.messages import gettext as _
from kb.web.public.links import Link, card_link
from kb.web.public.search_filters import ValueNames, search_address


@dataclass(frozen=True, slots=True)
class OtherQuery:
    """A query that finds something, with its address."""

    text: LocalText
    href: str


@dataclass(frozen=True, slots=True)
class Instead:
    """The results are those of `shown`, because `typed` found nothing; `href` insists on that."""

    shown: LocalText
    typed: str
    href: str


@dataclass(frozen=True, slots=True)
class Try:
    """A search with its number of results; `facet` says what kind of value `name` is, empty for a word."""

    facet: str
    name: LocalText
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class NothingFound:
    """Ways on that find something, and with `other_language` the same search on the twin page.

    `unfiltered` counts the records without the filters.
    """

    queries: Sequence[OtherQuery]
    unfiltered: int
    names: Sequence[Link]
    without: Sequence[Try]
    themes: Sequence[Try]
    cities: Sequence[Try]
    other_language: str


def query_text(text: str) -> LocalText:
    """Give a query with the language that it is mainly in."""
    return LocalText(text, "ko" if any("가" <= char <= "힣" for char in text) else "en")


def other_queries(answer: Answer, asked: SearchRequest) -> Sequence[OtherQuery]:
    """List what may have been meant, besides the query already answered."""
    texts = [item.text for item in answer.suggestions if item is not answer.instead]
    return [OtherQuery(query_text(text), search_address(asked, q=text)) for text in texts]


def answered_instead(answer: Answer, asked: SearchRequest) -> Instead | None:
    """Say which query was answered where it wasn't the one asked."""
    if answer.instead is None:
        return None
    return Instead(query_text(answer.instead.text), asked.text, search_address(asked, exact="1"))


def build_nothing_found(engine: SearchEngine, session: Session, request: SearchRequest) -> NothingFound:
    """Look for ways on from a search without results."""
    ways = find_ways_on(engine, session, request)
    names = ValueNames(request.lang)
    cards = cards_of(session, ways.names)
    return NothingFound(
        queries=[OtherQuery(query_text(item.text), search_address(item)) for item in ways.queries],
        unfiltered=ways.unfiltered,
        names=[card_link(cards[key], request.lang) for key in ways.names if key in cards],
        without=[_narrower(way, names) for way in ways.without],
        themes=[_value("theme", value, count, names) for value, count in ways.themes],
        cities=[_value("city", value, count, names) for value, count in ways.cities],
        other_language=search_address(SearchRequest(request.text, other(request.lang), request.filters)),
    )


def _narrower(way: Narrower, names: ValueNames) -> Try:
    href = search_address(way.request)
    if not way.facet:
        return Try("", query_text(way.value), href, way.total)
    if way.facet in ("year_from", "year_to"):
        title = _("From year") if way.facet == "year_from" else _("To year")
        return Try(title, LocalText(way.value, names.lang), href, way.total)
    if way.facet == "like":
        return Try(labels.label(labels.FACET, "like"), name_likeness(way.value, names.lang), href, way.total)
    return Try(labels.label(labels.FACET, way.facet), names.name(way.facet, way.value), href, way.total)


def _value(facet: str, value: str, count: int, names: ValueNames) -> Try:
    href = search_address(SearchRequest(lang=names.lang, filters={facet: [value]}))
    return Try(labels.label(labels.FACET, facet), names.name(facet, value), href, count)
