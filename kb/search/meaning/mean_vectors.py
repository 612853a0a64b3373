"""What each document is about as one vector, for comparing documents with one another.

The mean of a document's passages, less what it has in common with all documents and with those of its group (its
city). The model's vectors share one strong direction (Mu and Viswanath, "All-but-the-Top", 2018), and a name that
stands in every passage is another: without taking both off, the cases of one city would be closest for its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kb.search.meaning.similarity import PassageTable
from kb.search.meaning.vector_file import quantise
from kb.search.meaning.vectors import VectorSet

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

_BLOCK: Final = 2048
"""Passages added up at a time."""
_CACHED: Final = 512
"""Vectors turned into floats at a time: few enough to stay in the processor's cache."""
TRUST: Final = 2.0
"""A group's mean is believed as if so many documents more, without any direction, were in it."""


@dataclass(frozen=True, slots=True, eq=False)
class MeanVectors:
    """One vector a document, as bytes and a scale; `known` are those with any. `missing` counts passages without vector."""

    codes: NDArray[np.int8]
    scales: Floats
    known: NDArray[np.bool_]
    missing: int

    def cosines(self, place: int) -> Floats | None:
        """Compare a document with all; NaN where there is no vector. None if it has none itself."""
        if not self.known[place]:
            return None
        own = self.codes[place].astype(np.float32) * self.scales[place]
        found = np.empty(len(self.codes), dtype=np.float32)
        room = np.empty((_CACHED, len(own)), dtype=np.float32)
        for start in range(0, len(self.codes), _CACHED):
            codes = self.codes[start : start + _CACHED]
            floats = room[: len(codes)]
            np.copyto(floats, codes)
            np.dot(floats, own, out=found[start : start + len(codes)])
        found *= self.scales
        found[~self.known] = np.nan
        return found


def mean_vectors(
    tables: Sequence[tuple[PassageTable, int]], numbers: Integers, vectors: VectorSet, groups: Sequence[Integers]
) -> MeanVectors:
    """Make the vectors of the documents `numbers`, rising; `tables` come with the number of their first document.

    `groups` hold places in `numbers`. A document's vector counts from what has been made of its passages so far.
    """
    sums = np.zeros((len(numbers), vectors.dimensions), dtype=np.float32)
    counts = np.zeros(len(numbers), dtype=np.int64)
    missing = 0
    for table, base in tables:
        places = np.searchsorted(numbers, table.documents + base)
        mine = np.append(numbers, -1)[places] == table.documents + base
        rows = table.rows(vectors)
        missing += int(np.count_nonzero(mine & (rows < 0)))
        wanted = np.flatnonzero(mine & (rows >= 0))
        for found, at in _summed(vectors, rows[wanted], places[wanted]):
            sums[at] += found
        counts += np.bincount(places[wanted], minlength=len(numbers))
    if not counts.any():
        return MeanVectors(np.zeros((len(numbers), 0), np.int8), sums[:, :0].sum(axis=1), counts > 0, missing)
    known = counts > 0
    sums[known] /= counts[known, None]
    _take_off_the_common(sums, known, groups)
    lengths = np.linalg.norm(sums, axis=1)
    known &= lengths > 1e-6
    sums[known] /= lengths[known, None]
    codes, scales = quantise(sums)
    return MeanVectors(codes, scales, known, missing)


def _take_off_the_common(means: Floats, known: NDArray[np.bool_], groups: Sequence[Integers]) -> None:
    if not known.any():
        return
    means[known] -= means[known].mean(axis=0)
    for group in groups:
        members = group[known[group]]
        if len(members) > 1:
            means[members] -= means[members].sum(axis=0) / np.float32(len(members) + TRUST)


def _summed(vectors: VectorSet, rows: Integers, places: Integers) -> Iterator[tuple[Floats, Integers]]:
    """Yield sums of vectors and the place that each belongs to, each place at most once a time."""
    for start in range(0, len(rows), _BLOCK):
        at = places[start : start + _BLOCK]
        firsts = np.flatnonzero(np.concatenate(([True], at[1:] != at[:-1])))
        yield np.add.reduceat(vectors.floats(rows[start : start + _BLOCK]), firsts, axis=0), at[firsts]
