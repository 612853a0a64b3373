"""What a search added to what was typed, each with the address of the search without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kb.domain.locales import LocalText
from kb.search.port import SearchRequest, SearchResult
from kb.services.searching import count_words
from kb.web.public.search_advice import query_text
from kb.web.public.search_filters import search_address

TERMS_SHOWN: Final = 8

Words = Literal["", "all", "any", "few"]
"""Which words must match: all; any as asked; any because few or no records have all. Empty for a single word."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that a search does or leaves out; `href` is the same search the other way round."""

    is_on: bool
    href: str


@dataclass(frozen=True, slots=True)
class Switches:
    """The switches of a search for words; `terms` were searched along, `more` further ones, `close` records added."""

    related: Switch
    terms: Sequence[LocalText]
    more: int
    meaning: Switch
    close: int
    words: Words
    words_href: str


def build_switches(request: SearchRequest, result: SearchResult) -> Switches | None:
    """Say what a search did with its words; None where there is nothing to say, or a makeshift search answered."""
    if not request.text.strip() or result.degraded:
        return None
    terms = [query_text(term) for term in dict.fromkeys(term for item in result.expanded for term in item.terms)]
    words = _words(request, result)
    if request.expand and request.meaning and not (terms or words or result.close):
        return None
    return Switches(
        related=_switch(request, "expand", request.expand),
        terms=terms[:TERMS_SHOWN],
        more=max(0, len(terms) - TERMS_SHOWN),
        meaning=_switch(request, "meaning", request.meaning),
        close=result.close,
        words=words,
        words_href=search_address(request, match="" if words == "any" else "any"),
    )


def _switch(request: SearchRequest, name: str, is_on: bool) -> Switch:
    return Switch(is_on, search_address(request, (), **{name: "0" if is_on else ""}))


def _words(request: SearchRequest, result: SearchResult) -> Words:
    if count_words(request.text) < 2 or not result.total:
        return ""
    if request.match == "any":
        return "any"
    return "few" if result.mode == "any" else "all"
