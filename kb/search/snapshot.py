"""One commit of the index as readers use it: immutable to its users, shared by threads, dropped when nobody uses it."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Final

from kb.domain.locales import Locale
from kb.search.catalog import Catalog, head_from
from kb.search.generations import CONCEPTS, Generation, current
from kb.search.port import IndexUnavailable
from kb.search.sections import INDEX_FIELDS
from kb.search.suggestions import Suggester
from kb.search.thesaurus import Thesaurus
from kb.search.whoosh_store import StoredIndex, read_concepts

CACHED_POSTINGS: Final = 2_000_000
"""Document entries of decoded terms kept in memory, at most."""


def _stamp(generation: Generation) -> tuple[int, int]:
    """Tell one thesaurus file from the next: it is replaced, never changed."""
    try:
        found = (generation.folder / CONCEPTS).stat()
    except OSError as error:
        raise IndexUnavailable("the thesaurus is missing") from error
    return found.st_ino, found.st_mtime_ns


class Snapshot:
    """Answers `matching.Postings` and `plan.Lexicon` from one commit.

    The reader underneath serves one thread at a time; terms once decoded are kept and served without it. A snapshot
    is never closed: whoever searches holds it, and it goes when the last search on it ends.
    """

    def __init__(self, generation: Generation) -> None:
        self._lock = Lock()
        self._concepts = _stamp(generation)
        self._index = StoredIndex(generation)
        self._kept: OrderedDict[str, dict[int, array[int]]] = OrderedDict()
        self._kept_size = 0
        self.generation = generation
        self.thesaurus = Thesaurus(read_concepts(generation))
        try:
            self.catalog = Catalog({number: head_from(head) for number, head in self._index.heads()})
        except Exception as error:  # whatever damage makes the reading code raise
            raise IndexUnavailable(f"can't be read: {error!r}") from error

    def is_current(self, folder: Path) -> bool:
        """Say whether nothing on disk changed since. Raises `IndexUnavailable` if there is no usable generation."""
        present = current(folder)
        return present == self.generation and self._concepts == _stamp(present) and self._index.is_current()

    @cached_property
    def suggester(self) -> Suggester:
        """Titles and names, ready for suggestions."""
        return Suggester(self.catalog)

    def positions(self, term: str) -> Mapping[int, array[int]]:
        """List where a term stands, in any section and language, by document."""
        with self._lock:
            kept = self._kept.get(term)
            if kept is None:
                kept = self._read_positions(term)
                self._keep(term, kept)
            else:
                self._kept.move_to_end(term)
            return kept

    def _read_positions(self, term: str) -> dict[int, array[int]]:
        found: dict[int, array[int]] = {}
        for field in INDEX_FIELDS:
            for number, positions in self._index.postings(field, term):
                found[number] = found[number] + positions if number in found else positions
        return found

    def _keep(self, term: str, places: dict[int, array[int]]) -> None:
        self._kept[term] = places
        self._kept_size += len(places) + 1
        while self._kept_size > CACHED_POSTINGS and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._kept_size -= len(dropped) + 1

    def has(self, term: str) -> bool:
        """Say whether the index holds a term."""
        with self._lock:
            return bool(self._kept.get(term)) or self._index.has_term(term)

    def terms_with_prefix(self, prefix: str, limit: int) -> Sequence[str]:
        """List terms that begin so."""
        with self._lock:
            return self._index.terms_with_prefix(prefix, limit)

    def texts(self, number: int) -> Mapping[str, Mapping[Locale, str]]:
        """Give a document's texts by section and language."""
        with self._lock:
            texts: Mapping[str, Mapping[Locale, str]] = self._index.texts(number)
            return texts
