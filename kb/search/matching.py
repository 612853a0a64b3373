"""Finds where patterns stand in the index.

A place is one number: the document in the upper 32 bits, the position in the lower ones. A list of places is a sorted
array, so that "side by side" is a search of one array, shifted, in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from kb.search.analysis.patterns import Part, Pattern
from kb.search.analysis.terms import whole

Keys = npt.NDArray[np.int64]
"""Places, rising, each once."""
Numbers = npt.NDArray[np.int64]
"""Document numbers, rising."""

DOCUMENT_SHIFT: Final = 32
NOWHERE: Final[Keys] = np.empty(0, dtype=np.int64)

MAX_EXPANDED: Final = 200
"""Terms that a prefix stands for, at most."""


class Postings(Protocol):
    """The inverted index."""

    def keys(self, term: str) -> Keys: ...

    def terms_with_prefix(self, prefix: str, limit: int) -> Sequence[str]: ...


def find(pattern: Pattern, postings: Postings) -> Keys:
    """List the places at which a pattern starts."""
    first, *others = pattern.parts
    found = _find_part(first, postings)
    for part in others:
        if not len(found):
            break
        found = _both(found, _find_part(part, postings), part.offset - first.offset)
    return found


def _find_part(part: Part, postings: Postings) -> Keys:
    if part.kind == "term":
        return postings.keys(part.text)
    if part.kind == "prefix":
        return _union([postings.keys(term) for term in postings.terms_with_prefix(part.text, MAX_EXPANDED)])
    return _find_syllables(part.text, postings)


def is_in(wanted: Keys, keys: Keys) -> npt.NDArray[np.bool_]:
    """Say of each place wanted whether it is among the keys."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.bool_)
    return np.asarray(keys.take(keys.searchsorted(wanted), mode="clip") == wanted)


def _both(left: Keys, right: Keys, distance: int) -> Keys:
    """Keep the places of `left` that have one of `right` at a distance."""
    if len(left) <= len(right):
        return left[is_in(left + distance, right)]
    starts = right - distance
    return starts[is_in(starts, left)]


def _union(many: Iterable[Keys]) -> Keys:
    lists = [keys for keys in many if len(keys)]
    if len(lists) < 2:
        return lists[0] if lists else NOWHERE
    merged = np.concatenate(lists)
    merged.sort(kind="stable")  # which merges runs that are sorted already; `np.unique` would not
    return merged[np.concatenate(([True], merged[1:] != merged[:-1]))]


def _find_syllables(word: str, postings: Postings) -> Keys:
    """Find syllables side by side, in one word or with spaces and hyphens between them.

    Neighbouring syllables of one word share a two-syllable term. Where the text has a space the term is missing, yet
    the syllables on both sides stand in terms of their own. So a syllable is attested by the term that ends with it,
    the term that begins with it, or a word that is nothing but it; the word is there if all its syllables are
    attested at their places.
    """
    pairs = [postings.keys(word[index : index + 2]) for index in range(len(word) - 1)]
    alone = [postings.keys(whole(syllable)) for syllable in word]
    if len(word) == 2:
        return _union((pairs[0], _both(alone[0], alone[1], 1)))
    attesting = sorted((_attesting(index, pairs, alone) for index in range(len(word))), key=_size)
    starts = _union(keys - shift for keys, shift in attesting[0])
    for sources in attesting[1:]:
        if not len(starts):
            break
        attested = np.zeros(len(starts), dtype=np.bool_)
        for keys, shift in sources:
            attested |= is_in(starts + shift, keys)
        starts = starts[attested]
    return starts


_Sources = Sequence[tuple[Keys, int]]


def _size(sources: _Sources) -> int:
    return sum(len(keys) for keys, _shift in sources)


def _attesting(index: int, pairs: Sequence[Keys], alone: Sequence[Keys]) -> _Sources:
    """List what attests the syllable at `index`, with the distance from the start of the word to its places."""
    sources: list[tuple[Keys, int]] = [(alone[index], index)]
    if index > 0:
        sources.append((pairs[index - 1], index - 1))
    if index < len(pairs):
        sources.append((pairs[index], index))
    return sources


def documents_of(keys: Keys) -> Numbers:
    """List the documents that places lie in."""
    documents = keys >> DOCUMENT_SHIFT
    if not len(documents):
        return documents
    return documents[np.concatenate(([True], documents[1:] != documents[:-1]))]


def in_document(keys: Keys, number: int) -> Keys:
    """List the positions in one document."""
    start, end = keys.searchsorted((number << DOCUMENT_SHIFT, (number + 1) << DOCUMENT_SHIFT))
    return keys[start:end] & ((1 << DOCUMENT_SHIFT) - 1)
