"""The filters of obstacles and failures as the page lays them out, with how many each value would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.services.lessons import FILTERS, KINDS, LessonIndex
from kb.web.public.lesson_request import TITLES, LessonRequest, value_name
from kb.web.public.links import Vocabulary
from kb.web.public.matrix_heads import narrower
from kb.web.public.search_facets import MOST_FOLDED, SHOWN, Facet, FacetValue, FoldedValues

Values = Mapping[str, FacetValue]


def lesson_facets(index: LessonIndex, asked: LessonRequest, words: Vocabulary, whole: str) -> Sequence[Facet]:
    """Lay the filters out; that named `whole` has all its values. One without any value is left out."""
    counts = index.counts(asked.filters)
    facets = []
    for name in FILTERS:
        chosen = asked.filters.get(name, ())
        values = {value: _value(name, value, counts[name], asked, words) for value in {*counts[name], *chosen}}
        if values:
            facets.append(_facet(name, values, asked, words, name == whole))
    return facets


def _value(name: str, value: str, counts: Mapping[str, int], asked: LessonRequest, words: Vocabulary) -> FacetValue:
    group = words.group(value) if name == "theme" else 0
    is_chosen = value in asked.filters.get(name, ())
    return FacetValue(value, value_name(name, value, asked.lang), counts.get(value, 0), is_chosen, group)


def _facet(name: str, values: Values, asked: LessonRequest, words: Vocabulary, whole: bool) -> Facet:
    first, folded = _by_branch(values, words) if name == "theme" else _by_count(name, values)
    is_cut = sum(len(part.values) for part in folded) > MOST_FOLDED and not whole
    return Facet(
        name,
        str(TITLES[name]),
        first,
        () if is_cut else folded,
        len(values),
        sum(value.chosen for value in values.values()),
        True,
        f"{asked.address(('all', name))}#facet-{name}" if is_cut else "",
    )


def _by_count(name: str, values: Values) -> tuple[Sequence[FacetValue], Sequence[FoldedValues]]:
    """Put chosen values first, then the most frequent; those beyond the first few are folded."""
    if name == "kind":
        return [values[kind] for kind in KINDS if kind in values], ()
    ranked = sorted(values.values(), key=lambda value: (not value.chosen, -value.count, value.name.value))
    cut = max(SHOWN, sum(value.chosen for value in ranked))
    if len(ranked) <= cut + 1:  # a single value takes no more room than the offer to unfold it
        return ranked, ()
    return ranked[:cut], [FoldedValues(None, ranked[cut:])]


def _by_branch(values: Values, words: Vocabulary) -> tuple[Sequence[FacetValue], Sequence[FoldedValues]]:
    """Show top concepts and chosen themes; fold the others by top concept, in the order of the vocabulary."""
    branches = {top.slug: narrower(words, top.slug) for top in words.top_concepts}
    first, folded = [], []
    for top, below in branches.items():
        first += [values[slug] for slug in (top, *below) if slug in values and (slug == top or values[slug].chosen)]
        rest = [values[slug] for slug in below if slug in values and not values[slug].chosen]
        if rest:
            folded.append(FoldedValues(words.themes[top].title(words.lang), rest))
    return first, folded
