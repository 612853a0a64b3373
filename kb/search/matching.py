"""Finds where patterns stand in the index."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

from kb.search.analysis.patterns import Part, Pattern
from kb.search.analysis.terms import whole

Places = Mapping[int, Sequence[int]]
"""Document number to the positions in it, each once, in no particular order."""

MAX_EXPANDED: Final = 200
"""Terms that a prefix stands for, at most, in each field."""


class Postings(Protocol):
    """The inverted index, all fields as one: positions tell section and language."""

    def positions(self, term: str) -> Mapping[int, array[int]]: ...

    def terms_with_prefix(self, prefix: str, limit: int) -> Sequence[str]: ...


def find(pattern: Pattern, postings: Postings) -> Places:
    """List the positions at which a pattern starts, by document."""
    first, *others = pattern.parts
    found = _find_part(first, postings)
    for part in others:
        if not found:
            break
        found = _both(found, _find_part(part, postings), part.offset - first.offset)
    return found


def _find_part(part: Part, postings: Postings) -> Places:
    if part.kind == "term":
        return postings.positions(part.text)
    if part.kind == "prefix":
        return _union(postings.positions(term) for term in postings.terms_with_prefix(part.text, MAX_EXPANDED))
    return _find_syllables(part.text, postings)


def _both(left: Places, right: Places, distance: int) -> Places:
    """Keep the positions of `left` that have one of `right` at a distance."""
    found: dict[int, Sequence[int]] = {}
    for number in left.keys() & right.keys():
        there = set(right[number])
        kept = [position for position in left[number] if position + distance in there]
        if kept:
            found[number] = kept
    return found


def _union(many: Iterable[Places]) -> Places:
    found: dict[int, set[int]] = {}
    for places in many:
        for number, positions in places.items():
            found.setdefault(number, set()).update(positions)
    return {number: tuple(positions) for number, positions in found.items()}


def _find_syllables(word: str, postings: Postings) -> Places:
    """Find syllables side by side, in one word or with spaces and hyphens between them.

    Neighbouring syllables of one word share a two-syllable term. Where the text has a space the term is missing, yet
    the syllables on both sides stand in terms of their own. So a syllable is attested by the term that ends with it,
    the term that begins with it, or a word that is nothing but it; the word is there if all its syllables are
    attested at their places.
    """
    pairs = [postings.positions(word[index : index + 2]) for index in range(len(word) - 1)]
    alone = [postings.positions(whole(syllable)) for syllable in word]
    if len(word) == 2:
        apart = _both(alone[0], alone[1], 1)
        return _union((pairs[0], apart)) if apart else pairs[0]
    attesting = [_attesting(index, pairs, alone) for index in range(len(word))]
    candidates = set.intersection(*({number for places, _ in sources for number in places} for sources in attesting))
    found: dict[int, Sequence[int]] = {}
    for number in candidates:
        starts: set[int] | None = None
        for sources in attesting:
            here = {place - shift for places, shift in sources for place in places.get(number, ())}
            starts = here if starts is None else starts & here
            if not starts:
                break
        if starts:
            found[number] = tuple(starts)
    return found


def _attesting(index: int, pairs: Sequence[Places], alone: Sequence[Places]) -> list[tuple[Places, int]]:
    """List what attests the syllable at `index`, with the distance from the start of the word to its positions."""
    sources: list[tuple[Places, int]] = [(alone[index], index)]
    if index > 0:
        sources.append((pairs[index - 1], index - 1))
    if index < len(pairs):
        sources.append((pairs[index], index))
    return sources
