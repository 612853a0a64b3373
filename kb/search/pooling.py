"""Gathers the postings of a commit in memory, packed by term, until the writer asks for them in order.

Stands in for Whoosh's own pool, which keeps and sorts one tuple a posting: only terms need sorting here, because
documents come in rising order.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

POSITION: Final = "I"
"""Type code of documents, counts and positions: unsigned, 32 bits."""


class PackedPostings:
    """The documents that hold a term, rising, how many positions each has, and all positions one after the other."""

    __slots__ = ("counts", "documents", "positions")

    def __init__(self) -> None:
        self.documents = array(POSITION)
        self.counts = array(POSITION)
        self.positions = array(POSITION)


class TermPool:
    """Answers what Whoosh's segment writer asks of its pool. Documents must come in rising order."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, PackedPostings]] = {}

    def take(self, field: str, document: int, terms: Mapping[str, Sequence[int]]) -> None:
        """Take the terms of a document with their positions."""
        found = self._fields.setdefault(field, {})
        for term, positions in terms.items():
            encoded = term.encode()
            postings = found.get(encoded)
            if postings is None:
                postings = found[encoded] = PackedPostings()
            postings.documents.append(document)
            postings.counts.append(len(positions))
            postings.positions.extend(positions)

    def add(self, item: tuple[str, bytes, int, float, bytes | None]) -> None:
        """Take one posting as Whoosh has it: field, term, document, weight and packed positions, if any."""
        field, term, document, _weight, value = item
        postings = self._fields.setdefault(field, {}).setdefault(term, PackedPostings())
        before = len(postings.positions)
        if value:
            postings.positions.frombytes(value)
        postings.documents.append(document)
        postings.counts.append(len(postings.positions) - before)

    def iter_postings(self) -> Iterator[tuple[str, Sequence[tuple[bytes, PackedPostings]]]]:
        """Yield the terms of each field in order."""
        for field, terms in sorted(self._fields.items()):
            yield field, sorted(terms.items(), key=lambda item: item[0])

    def cleanup(self) -> None:
        """Forget everything."""
        self._fields.clear()
