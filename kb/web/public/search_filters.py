"""The filters of the search page: what can be chosen, what is chosen, and the addresses without each choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale as BabelLocale
from sqlalchemy.orm import Session

from kb.domain.locales import Locale, LocalText, choose
from kb.search.port import FACETS, SearchRequest, SearchResult
from kb.services.listing import cards_of, published_slugs
from kb.web import labels
from kb.web.messages import gettext as _
from kb.web.public.links import Vocabulary, short_name
from kb.web.urls import page_path, with_query

SHOWN: Final = 8  # values of a facet that are seen without opening "more"
OPEN: Final = ("type", "city", "theme", "stage", "evidence")
_REFERRED: Final = ("theme", "city", "organization", "event")
_IN_ORDER: Final = {"stage": tuple(labels.STAGE), "evidence": tuple(labels.GRADE), "type": tuple(labels.KIND)}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that can be chosen; `group` is the colour group of a theme."""

    value: str
    name: LocalText
    count: int
    chosen: bool
    group: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of values: those always seen, and those under "more". `is_open`: seen without asking for it."""

    name: str
    title: str
    first: Sequence[FacetValue]
    more: Sequence[FacetValue]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, with the address of the same search without it."""

    facet: str
    name: LocalText
    href: str


def known_values(session: Session) -> Mapping[str, frozenset[str]]:
    """Collect the values that filters on records and countries may have."""
    return {**published_slugs(session, _REFERRED), "country": _countries()}


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code in map(str, BabelLocale("en").territories) if len(code) == 2)


class ValueNames:
    """Names of facet values in the page's language."""

    def __init__(self, session: Session, lang: Locale, values: Mapping[str, Sequence[str]]) -> None:
        self.lang = lang
        self._cards = cards_of(session, {(facet, value) for facet in _REFERRED for value in values.get(facet, ())})

    def name(self, facet: str, value: str) -> LocalText:
        """Name a value; one that is no longer published names itself."""
        if facet in _REFERRED:
            card = self._cards.get((facet, value))
            name = choose(card.title, self.lang) if card else LocalText(value, self.lang)
            return short_name(name) if facet == "city" else name
        return LocalText(_CODED[facet](value, self.lang), self.lang)


_CODED: Final[Mapping[str, Callable[[str, Locale], str]]] = {
    "type": lambda value, lang: labels.label(labels.KINDS, value),
    "stage": lambda value, lang: labels.label(labels.STAGE, value),
    "evidence": lambda value, lang: f"{value}: {labels.label(labels.GRADE, value)}",
    "country": labels.country_name,
    "language": labels.language_name,
    "has": lambda value, lang: labels.label(labels.HAS, value),
}


def values_of(request: SearchRequest, result: SearchResult) -> Mapping[str, Sequence[str]]:
    """Collect the values of each facet that has any; a chosen one is there even where nothing has it."""
    return {
        facet: list(dict.fromkeys([*request.filters.get(facet, ()), *result.facets.get(facet, {})])) for facet in FACETS
    }


def build_facets(
    request: SearchRequest, result: SearchResult, names: ValueNames, vocabulary: Vocabulary
) -> Sequence[Facet]:
    """Lay the facets out: chosen values first, then the most frequent."""
    facets = []
    for facet, values in values_of(request, result).items():
        counts, chosen = result.facets.get(facet, {}), request.filters.get(facet, ())
        items = [
            FacetValue(
                value,
                names.name(facet, value),
                counts.get(value, 0),
                value in chosen,
                vocabulary.group(value) if facet == "theme" else 0,
            )
            for value in values
        ]
        items.sort(key=lambda item: (not item.chosen, -item.count, item.name.value))
        if order := _IN_ORDER.get(facet):
            items.sort(key=lambda item: order.index(item.value))
        cut = max(SHOWN, sum(item.chosen for item in items))
        if items:
            is_open = facet in OPEN or bool(chosen)
            facets.append(Facet(facet, labels.label(labels.FACET, facet), items[:cut], items[cut:], is_open))
    rank = list(labels.FACET)
    return sorted(facets, key=lambda item: rank.index(item.name))


def query_of(request: SearchRequest) -> list[tuple[str, object]]:
    """Write a search back as parameters, without its page; what is the default is left out."""
    pairs: list[tuple[str, object]] = [("q", request.text)]
    pairs += [(facet, value) for facet, values in request.filters.items() for value in values]
    pairs += [("year_from", request.year_from), ("year_to", request.year_to)]
    pairs.append(("sort", request.sort if request.sort != "relevance" else ""))
    pairs.append(("match", "any" if request.match == "any" else ""))
    pairs.append(("expand", "" if request.expand else "0"))
    return [(name, value) for name, value in pairs if value not in (None, "")]


def search_address(request: SearchRequest, without: Sequence[tuple[str, object]] = (), **changes: object) -> str:
    """Address a search: this one, without some of its parameters, and with others set instead."""
    pairs = [pair for pair in query_of(request) if pair not in without and pair[0] not in changes]
    return with_query(page_path(request.lang, "search"), [*pairs, *changes.items()])


def build_chips(request: SearchRequest, names: ValueNames) -> Sequence[Chip]:
    """List what is chosen."""
    chips = [
        Chip(labels.label(labels.FACET, facet), names.name(facet, value), search_address(request, [(facet, value)]))
        for facet, values in request.filters.items()
        for value in values
    ]
    for name, title in (("year_from", _("From year")), ("year_to", _("To year"))):
        year = getattr(request, name)
        if year is not None:
            chips.append(Chip(title, LocalText(str(year), request.lang), search_address(request, [(name, year)])))
    return chips
