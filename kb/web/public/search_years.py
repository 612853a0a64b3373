"""The years of a search: a picture of how many records began when, and links that set the range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kb.rendering.histogram import draw_histogram
from kb.search.port import SearchRequest, SearchResult
from kb.web.messages import gettext as _
from kb.web.public.search_filters import search_address

MOST_SPANS: Final = 12
_STEPS: Final = (1, 10, 50, 100, 1000)


@dataclass(frozen=True, slots=True)
class YearSpan:
    """Some years, with how many records began in them; `href` sets them as the range, or takes them away if `chosen`."""

    name: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Years:
    """What can be chosen: the whole as spans, and the `within` of a short range year by year."""

    first: int | None
    last: int | None
    picture: Markup
    spans: Sequence[YearSpan]
    within: Sequence[YearSpan]


def span_step(first: int, last: int) -> int:
    """Choose how many years a link stands for, so that there are at most `MOST_SPANS`."""
    return next((step for step in _STEPS if last // step - first // step < MOST_SPANS), _STEPS[-1])


def build_years(request: SearchRequest, result: SearchResult) -> Years:
    """Lay out the years of an answer."""
    counts = {year: count for year, count in result.years.items() if count}
    chosen = _chosen(request, counts)
    return Years(
        request.year_from,
        request.year_to,
        draw_histogram(counts, chosen),
        _spans(request, counts, span_step(min(counts), max(counts))) if counts else (),
        _within(request, counts, chosen),
    )


def _chosen(request: SearchRequest, counts: Mapping[int, int]) -> tuple[int, int] | None:
    if not counts or (request.year_from is None and request.year_to is None):
        return None
    return request.year_from or min(counts), request.year_to or max(counts)


def _within(request: SearchRequest, counts: Mapping[int, int], chosen: tuple[int, int] | None) -> Sequence[YearSpan]:
    """List the single years of a range of a few; where all there is is a few years, they are listed already."""
    if chosen is None or chosen[1] - chosen[0] >= MOST_SPANS or span_step(min(counts), max(counts)) == 1:
        return ()
    return _spans(request, {year: count for year, count in counts.items() if chosen[0] <= year <= chosen[1]}, 1)


def _spans(request: SearchRequest, counts: Mapping[int, int], step: int) -> Sequence[YearSpan]:
    found: dict[int, int] = {}
    for year, count in sorted(counts.items()):
        found[year // step * step] = found.get(year // step * step, 0) + count
    return [_span(request, first, first + step - 1, count) for first, count in found.items()]


def _span(request: SearchRequest, first: int, last: int, count: int) -> YearSpan:
    is_chosen = (request.year_from, request.year_to) == (first, last)
    years: dict[str, object] = {"year_from": "", "year_to": ""} if is_chosen else {"year_from": first, "year_to": last}
    return YearSpan(_name(first, last), count, search_address(request, (), **years), is_chosen)


def _name(first: int, last: int) -> str:
    if last - first == 9:
        return _("%(year)ss", year=first)
    return str(first) if first == last else f"{first}–{last}"
