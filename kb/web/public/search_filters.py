"""The filters of a search: how its values are called, what is chosen, and the addresses without each choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.domain.locales import Locale, LocalText
from kb.search.port import FACETS, SearchRequest, SearchResult
from kb.services.names import NAMED
from kb.web import labels
from kb.web.city_labels import name_likeness
from kb.web.coded_values import coded_name
from kb.web.kept import names
from kb.web.messages import gettext as _
from kb.web.public.links import short_name
from kb.web.urls import page_path, with_query


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, with the address of the same search without it."""

    facet: str
    name: LocalText
    href: str


class ValueNames:
    """Names of facet values in the page's language."""

    def __init__(self, lang: Locale) -> None:
        self.lang = lang
        self._names = names()

    def name(self, facet: str, value: str) -> LocalText:
        """Name a value; one that is no longer published names itself."""
        if facet in NAMED:
            name = self._names.name(facet, value, self.lang)
            return short_name(name) if facet == "city" else name
        if facet == "type":
            return LocalText(labels.label(labels.KINDS, value), self.lang)
        return LocalText(coded_name(facet, value, self.lang), self.lang)


def values_of(request: SearchRequest, result: SearchResult) -> Mapping[str, Sequence[str]]:
    """Collect the values of each facet that has any; a chosen one is there even where nothing has it."""
    return {
        facet: list(dict.fromkeys([*request.filters.get(facet, ()), *result.facets.get(facet, {})])) for facet in FACETS
    }


def query_of(request: SearchRequest) -> list[tuple[str, object]]:
    """Write a search back as parameters, without its page; what is the default is left out."""
    pairs: list[tuple[str, object]] = [("q", request.text)]
    pairs += [(facet, value) for facet, values in request.filters.items() for value in values]
    pairs += [("year_from", request.year_from), ("year_to", request.year_to)]
    pairs.append(("like", request.like))
    pairs.append(("sort", request.sort if request.sort != "relevance" else ""))
    pairs.append(("match", "any" if request.match == "any" else ""))
    pairs.append(("expand", "" if request.expand else "0"))
    pairs.append(("meaning", "" if request.meaning else "0"))
    return [(name, value) for name, value in pairs if value not in (None, "")]


def search_address(request: SearchRequest, without: Sequence[tuple[str, object]] = (), **changes: object) -> str:
    """Address a search: this one, without some of its parameters, and with others set instead."""
    pairs = [pair for pair in query_of(request) if pair not in without and pair[0] not in changes]
    return with_query(page_path(request.lang, "search"), [*pairs, *changes.items()])


def build_chips(request: SearchRequest, value_names: ValueNames) -> Sequence[Chip]:
    """List what is chosen."""
    chips = [
        Chip(
            labels.label(labels.FACET, facet),
            value_names.name(facet, value),
            search_address(request, [(facet, value)]),
        )
        for facet, values in request.filters.items()
        for value in values
    ]
    for name, title in (("year_from", _("From year")), ("year_to", _("To year"))):
        year = getattr(request, name)
        if year is not None:
            chips.append(Chip(title, LocalText(str(year), request.lang), search_address(request, [(name, year)])))
    if request.like:
        similar = ("sort", "similar")
        without = search_address(request, [("like", request.like), similar])
        chips.append(Chip(labels.label(labels.FACET, "like"), name_likeness(request.like, request.lang), without))
    return chips
