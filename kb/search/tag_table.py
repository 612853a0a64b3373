"""Which documents have which tags, kept so that the tags of any number of documents are counted quickly."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_RARE: Final = 64
"""A tag that a smaller part of the documents has takes less room as a list than as one bit a document."""
_ROW_COST: Final = 2.5
"""How many times longer it takes to read a row than to count a word of bits."""
_WORD: Final = 64
"""Bits that are counted at once."""


class TagTable:
    """Documents and tags as numbers. Immutable.

    Of few documents the tags are read one after another. Of many, the bits that they have in common with each tag are
    counted; only rare tags, which have no bits, are read.
    """

    def __init__(
        self, documents: npt.NDArray[np.int32], tags: npt.NDArray[np.int32], document_count: int, tag_count: int
    ) -> None:
        self._documents, self._tags = documents, tags  # one row a tag of a document, rising by document
        self._document_count, self._tag_count = document_count, tag_count
        self._ends = documents.searchsorted(np.arange(document_count), side="right")
        having = np.bincount(tags, minlength=tag_count)
        self._common = np.flatnonzero(having * _RARE >= max(document_count, 1))
        self._bits = np.empty((len(self._common), len(self._packed(documents[:0]))), dtype=np.uint64)
        for row, tag in enumerate(self._common.tolist()):
            self._bits[row] = self._packed(documents[tags == tag])
        rare = ~np.isin(tags, self._common)
        self._rare_documents, self._rare_tags = documents[rare], tags[rare]

    def _packed(self, documents: npt.NDArray[np.integer]) -> npt.NDArray[np.uint64]:
        """Write a set of documents as bits."""
        chosen = np.zeros(-(-self._document_count // _WORD) * _WORD, dtype=np.bool_)
        chosen[documents] = True
        return np.packbits(chosen).view(np.uint64)

    def documents_of(self, tag: int) -> npt.NDArray[np.int32]:
        """List the documents that have a tag."""
        having: npt.NDArray[np.int32] = self._documents[self._tags == tag]
        return having

    def least(self, values: Numbers, none: int) -> Numbers:
        """Give each document the least of the values of its tags, if it is below `none`; else that."""
        of_rows = values[self._tags]
        having = np.flatnonzero(of_rows < none)
        found = np.full(self._document_count, none, dtype=np.int64)
        np.minimum.at(found, self._documents[having], of_rows[having])
        return found

    def count(self, documents: Numbers) -> Numbers:
        """Count how many of some documents, rising, have each tag."""
        rows = len(documents) * len(self._tags) / max(self._document_count, 1)
        if rows * _ROW_COST < self._bits.size:
            return np.bincount(self._tags_of(documents), minlength=self._tag_count)
        counts = np.zeros(self._tag_count, dtype=np.int64)
        if len(self._rare_tags):
            chosen = np.zeros(self._document_count, dtype=np.bool_)
            chosen[documents] = True
            counts += np.bincount(self._rare_tags[chosen[self._rare_documents]], minlength=self._tag_count)
        counts[self._common] = np.bitwise_count(self._bits & self._packed(documents)).sum(axis=1, dtype=np.int64)
        return counts

    def _tags_of(self, documents: Numbers) -> npt.NDArray[np.int32]:
        ends = self._ends[documents]
        starts = np.where(documents > 0, self._ends[documents - 1], 0)
        counts = ends - starts
        shifts = np.repeat(ends - counts.cumsum(), counts)
        return self._tags[shifts + np.arange(len(shifts))]
