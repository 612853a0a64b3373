"""One commit of the index as readers use it: immutable to its users, shared by threads, dropped when nobody uses it."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Final

import numpy as np

from kb.search.analysis.patterns import Pattern
from kb.search.bounded_cache import BoundedCache
from kb.search.columns import Columns, SegmentPart
from kb.search.commits import OpenSegment, Part, Stamp, open_commit
from kb.search.concepts_file import read_concepts
from kb.search.corrections import Corrector
from kb.search.generations import COMPLETE, CONCEPTS, MANIFEST, POINTER, Generation
from kb.search.matching import DOCUMENT_SHIFT, NOWHERE, Keys, find
from kb.search.meaning.similarity import PassageTable
from kb.search.spelling import Speller
from kb.search.stored_texts import StoredTexts
from kb.search.suggestions import Suggester
from kb.search.thesaurus import Thesaurus
from kb.search.weighing import Located, Weigher, in_sections

ROOM: Final = 8_000_000
"""Numbers kept in memory of what patterns found, at most."""


def _stamps(paths: Sequence[str]) -> list[tuple[int, ...]] | None:
    """Tell one state of some files from the next; None if one is missing."""
    try:
        return [(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) for found in map(os.stat, paths)]
    except OSError:
        return None


class Snapshot:
    """Answers `matching.Postings` and `plan.Lexicon` from one commit.

    Segments that `before` has read are used again, so that a commit costs what it adds. A snapshot is never closed:
    whoever searches holds it, and it goes when the last search on it ends.
    """

    def __init__(self, generation: Generation, before: Snapshot | None = None) -> None:
        self.generation = generation
        known = before.segments if before is not None and before.generation == generation else {}
        folder = generation.folder
        beside = [folder.parent / POINTER, folder / COMPLETE, folder / CONCEPTS, folder / MANIFEST]
        early = _stamps([str(path) for path in beside])
        commit = open_commit(generation, known)
        self._files = [str(path) for path in (*beside, *(folder / name for name in commit.names))]
        self._stamps = _stamps(self._files)
        if early is None or self._stamps is None or self._stamps[: len(early)] != early:
            self._stamps = None  # something was replaced meanwhile: good for this once
        self._parts: Sequence[Part] = commit.parts
        self.segments: Mapping[Stamp, OpenSegment] = {part.segment.stamp: part.segment for part in self._parts}
        self.thesaurus = Thesaurus(read_concepts(generation))
        self.columns = Columns([SegmentPart(part.segment.columns, part.base, part.deleted) for part in self._parts])
        self._weigher = Weigher(self.columns)
        self._keys: BoundedCache[Keys] = BoundedCache(ROOM)
        self._located: BoundedCache[Located] = BoundedCache(ROOM)

    def is_current(self) -> bool:
        """Say whether none of the files changed since they were read, and no commit or generation came after."""
        return self._stamps is not None and _stamps(self._files) == self._stamps

    def keys(self, term: str) -> Keys:
        """List where a term stands, deleted documents included."""
        if len(self._parts) == 1:
            return self._parts[0].segment.postings.keys(term)
        kept = self._keys.get(term)
        if kept is None:
            found = [(part.base, part.segment.postings.keys(term)) for part in self._parts]
            lists = [keys + (base << DOCUMENT_SHIFT) if base else keys for base, keys in found if len(keys)]
            if not lists:
                return NOWHERE
            kept = lists[0] if len(lists) == 1 else np.concatenate(lists)
            self._keys.put(term, kept, len(kept))
        return kept

    def locate(self, pattern: Pattern, sections: frozenset[str] | None) -> Located:
        """List where a pattern stands and how much it counts there; `sections` restricts where."""
        kept = self._located.get((pattern, sections))
        if kept is None:
            keys = find(pattern, self)
            kept = self._weigher.weigh(keys if sections is None else in_sections(keys, sections))
            self._located.put((pattern, sections), kept, 2 * len(kept.keys))
        return kept

    def has(self, term: str) -> bool:
        """Say whether the index holds a term."""
        return any(part.segment.postings.has(term) for part in self._parts)

    def documents_with(self, term: str) -> int:
        """Count the documents that hold a term, deleted ones included."""
        return sum(part.segment.postings.documents_with(term) for part in self._parts)

    def terms_with_prefix(self, prefix: str, limit: int) -> Sequence[str]:
        """List terms that begin so."""
        found = {term for part in self._parts for term, _count in part.segment.postings.terms_from(prefix, limit)}
        return sorted(found)[:limit]

    def texts(self, number: int) -> StoredTexts:
        """Give a document's texts."""
        index, local = self.part_of(number)
        return StoredTexts(self._parts[index].segment.stored.texts(local))

    @cached_property
    def suggester(self) -> Suggester:
        """Titles and names, ready for suggestions."""
        return Suggester([(part.segment.names, _alive(part)) for part in self._parts])

    @cached_property
    def corrector(self) -> Corrector:
        """The words of the index, ready for proposing others."""
        counts: Counter[str] = Counter()
        for part in self._parts:
            counts.update(part.segment.words)
        return Corrector(Speller(counts), self.suggester.words_with_initials)

    def preparations(self) -> Iterator[Callable[[], object]]:
        """Yield small steps that make later searches quicker: each label of the vocabulary is looked up."""
        for pattern in self.thesaurus.patterns():
            yield partial(self.locate, pattern, None)

    def passages(self) -> list[PassageTable]:
        """List the passages of each segment; documents count from its first one."""
        return [part.segment.passages for part in self._parts]

    def part_of(self, number: int) -> tuple[int, int]:
        """Tell which segment a document is in, and its number there."""
        index = bisect_right([part.base for part in self._parts], number) - 1
        return index, number - self._parts[index].base

    def passage_keys(self) -> Iterator[tuple[str, str, list[int]]]:
        """Yield kind, slug and the keys of the passages of every document."""
        for number, kind, slug in self.columns.keys():
            index, local = self.part_of(number)
            yield (
                kind,
                slug,
                [key for _section, _lang, key, _page in self._parts[index].segment.columns.passages[local]],
            )


def _alive(part: Part) -> Callable[[int], bool]:
    deleted = frozenset(part.deleted.tolist())
    return lambda number: number not in deleted
