"""The posting lists of one segment, decoded once and kept for as long as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from kb.search.bounded_cache import BoundedCache
from kb.search.matching import NOWHERE, Keys
from kb.search.whoosh_store import Segment

ROOM: Final = 8_000_000
"""Occurrences of terms kept decoded in memory for each segment, at most (8 bytes each)."""


class SegmentPostings:
    """Lists where terms stand in a segment. Safe for several threads."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._kept: BoundedCache[Keys] = BoundedCache(ROOM)

    def keys(self, term: str) -> Keys:
        """List where a term stands, documents counted from the segment's first one."""
        if not self._segment.has(term):
            return NOWHERE
        kept = self._kept.get(term)
        if kept is None:
            kept = self._segment.keys(term)
            self._kept.put(term, kept, len(kept))
        return kept

    def has(self, term: str) -> bool:
        """Say whether a document of the segment holds a term."""
        return self._segment.has(term)

    def documents_with(self, term: str) -> int:
        """Count the documents of the segment that hold a term."""
        return self._segment.documents_with(term)

    def terms_from(self, prefix: str, limit: int | None = None) -> Sequence[tuple[str, int]]:
        """List the terms that begin so, in order, each with the number of documents that hold it."""
        return list(islice(self._segment.terms_from(prefix), limit))
