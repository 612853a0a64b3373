"""Facets as the search page lays them out: what is seen at once, what is folded, themes under their broader ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.locales import LocalText
from kb.search.port import SearchRequest, SearchResult
from kb.web import labels
from kb.web.public.links import Vocabulary
from kb.web.public.search_filters import ValueNames, search_address, values_of

SHOWN: Final = 8  # values of a facet that are seen without unfolding it
MOST_FOLDED: Final = 60  # values that are folded into the page; the rest are a link away
_SEEN: Final = ("type", "theme", "city", "stage", "evidence", "language", "has")
_UNDER_MORE: Final = ("cost", "city_size", "lesson", "lesson_type", "country", "organization", "event")
_IN_ORDER: Final = {
    "stage": tuple(labels.STAGE),
    "evidence": tuple(labels.GRADE),
    "type": tuple(labels.KIND),
    "cost": tuple(labels.COST_BAND),
    "city_size": tuple(labels.CITY_SIZE),
    "lesson": tuple(labels.LESSON_CATEGORY),
    "lesson_type": tuple(labels.LESSON),
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that can be chosen; `group` is the colour group of a theme, `narrower` holds those of a chosen branch."""

    value: str
    name: LocalText
    count: int
    chosen: bool
    group: int = 0
    narrower: Sequence[FacetValue] = ()


@dataclass(frozen=True, slots=True)
class FoldedValues:
    """Some of the folded values, under the name of what they belong to."""

    name: LocalText | None
    values: Sequence[FacetValue]


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of values: those always seen, and those folded. `all_href` leads to all where they are too many to fold.

    `total` counts the values, `chosen` the chosen ones; `is_open` tells that it is seen without asking for more filters.
    """

    name: str
    title: str
    first: Sequence[FacetValue]
    folded: Sequence[FoldedValues]
    total: int
    chosen: int
    is_open: bool
    all_href: str = ""


def build_facets(
    request: SearchRequest, result: SearchResult, value_names: ValueNames, vocabulary: Vocabulary, whole: str = ""
) -> Sequence[Facet]:
    """Lay the facets out: chosen values first, then the most frequent. The one named `whole` has all its values."""
    values = values_of(request, result)
    facets = []
    for facet in (*_SEEN, *_UNDER_MORE):
        items = [_value(facet, value, request, result, value_names, vocabulary) for value in values[facet]]
        if items:
            facets.append(_facet(facet, items, request, vocabulary, facet == whole))
    return facets


def _value(
    facet: str,
    value: str,
    request: SearchRequest,
    result: SearchResult,
    value_names: ValueNames,
    vocabulary: Vocabulary,
) -> FacetValue:
    return FacetValue(
        value,
        value_names.name(facet, value),
        result.facets.get(facet, {}).get(value, 0),
        value in request.filters.get(facet, ()),
        vocabulary.group(value) if facet == "theme" else 0,
    )


def _facet(
    facet: str, items: Sequence[FacetValue], request: SearchRequest, vocabulary: Vocabulary, whole: bool
) -> Facet:
    chosen = sum(item.chosen for item in items)
    first, folded = _tree(items, vocabulary) if facet == "theme" else _flat(facet, items)
    count = sum(len(group.values) for group in folded)
    is_cut = count > MOST_FOLDED and not whole
    return Facet(
        facet,
        labels.label(labels.FACET, facet),
        first,
        () if is_cut else folded,
        len(items),
        chosen,
        facet in _SEEN or bool(chosen) or whole,
        f"{search_address(request, all=facet)}#facet-{facet}" if is_cut else "",
    )


def _flat(facet: str, items: Sequence[FacetValue]) -> tuple[Sequence[FacetValue], Sequence[FoldedValues]]:
    if order := _IN_ORDER.get(facet):
        return sorted(items, key=lambda item: order.index(item.value) if item.value in order else len(order)), ()
    ranked = sorted(items, key=lambda item: (not item.chosen, -item.count, item.name.value))
    cut = max(SHOWN, sum(item.chosen for item in items))
    if len(ranked) <= cut + 1:  # a single value takes no more room than the offer to unfold it
        return ranked, ()
    return ranked[:cut], [FoldedValues(None, ranked[cut:])]


def _tree(items: Sequence[FacetValue], vocabulary: Vocabulary) -> tuple[Sequence[FacetValue], Sequence[FoldedValues]]:
    """Show the top concepts, each chosen branch opened; the narrower themes of the others are folded, by top concept."""
    by_slug = {item.value: item for item in items}
    children: dict[str, list[FacetValue]] = {}
    tops = []
    for item in items:
        above = vocabulary.broader(item.value)
        if above in by_slug:
            children.setdefault(above, []).append(item)
        else:
            tops.append(item)
    branches = sorted((_branch(top, children) for top in tops), key=_by_count)
    opened = {branch.value: _has_chosen(branch) for branch in branches}
    first = [branch if opened[branch.value] else _bare(branch) for branch in branches]
    folded = [
        FoldedValues(branch.name, branch.narrower)
        for branch in branches
        if branch.narrower and not opened[branch.value]
    ]
    return first, folded


def _by_count(item: FacetValue) -> tuple[int, str]:
    return -item.count, item.name.value


def _branch(item: FacetValue, children: Mapping[str, Sequence[FacetValue]]) -> FacetValue:
    below = sorted((_branch(child, children) for child in children.get(item.value, ())), key=_by_count)
    return FacetValue(item.value, item.name, item.count, item.chosen, item.group, below)


def _bare(item: FacetValue) -> FacetValue:
    return FacetValue(item.value, item.name, item.count, item.chosen, item.group)


def _has_chosen(branch: FacetValue) -> bool:
    return branch.chosen or any(map(_has_chosen, branch.narrower))
