"""Opens the latest commit of a generation: its files checked, segments that were read before used again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import ascii_lowercase
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from kb.search.analysis.terms import whole
from kb.search.collector import collector_paused
from kb.search.columns import ON_REQUEST, SegmentColumns
from kb.search.generations import MANIFEST, Generation, read_manifest, read_verified
from kb.search.meaning.similarity import PassageTable, passage_table
from kb.search.names import Name, NameIndex
from kb.search.port import IndexUnavailable
from kb.search.segment_postings import SegmentPostings
from kb.search.whoosh_store import Segment, latest_toc, read_toc, segment_name, storage_of, toc_name

_ATTEMPTS: Final = 8
Stamp = tuple[str, int, int, int]
"""Name, size, modification time and time of any change of a file: the last one can't be set back."""
Result = TypeVar("Result")


class OpenSegment:
    """A segment ready to be searched. It outlives commits: only its deletions change, and they are the commit's."""

    def __init__(self, stamp: Stamp, stored: Segment) -> None:
        self.stamp = stamp
        self.stored = stored
        with collector_paused():
            self.columns = SegmentColumns.read(stored.heads())
        self.postings = SegmentPostings(stored)

    @cached_property
    def names(self) -> NameIndex:
        """Titles and names, ready for suggestions; numbers count from the segment's first document."""
        columns = self.columns
        with collector_paused():
            return NameIndex(
                [
                    Name(number, kind, slug, section, lang, text)
                    for number, ((kind, slug), names) in enumerate(zip(columns.keys, columns.names, strict=True))
                    if kind != ON_REQUEST
                    for section, lang, text in names
                ]
            )

    @cached_property
    def passages(self) -> PassageTable:
        """The passages that are compared by meaning."""
        return passage_table(self.stored.count, enumerate(self.columns.passages))

    @cached_property
    def words(self) -> Mapping[str, int]:
        """How many documents hold each word as it is written, Korean ones without their particles, too."""
        words = self.postings.terms_from(whole(""))
        for letter in ascii_lowercase:
            words = [*words, *self.postings.terms_from(letter)]
        return {term.removeprefix(whole("")): count for term, count in words}


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as a commit has it: `base` is the number of its first document, `deleted` counts from there."""

    segment: OpenSegment
    base: int
    deleted: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Commit:
    """The segments of one commit."""

    parts: Sequence[Part]
    names: Sequence[str]
    """The files of the commit; each commit replaces the first one or the second."""


def stamp_of(path: Path) -> Stamp:
    """Tell one state of a file from the next."""
    found = path.stat()
    return path.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def open_commit(generation: Generation, known: Mapping[Stamp, OpenSegment]) -> Commit:
    """Open the latest commit; segments in `known` are not read again. Raises `IndexUnavailable`."""
    return _undisturbed(lambda: _open(generation, known))


def verify(generation: Generation, trusted: Sequence[Stamp]) -> Sequence[Stamp]:
    """Raise `IndexUnavailable` unless every file is as it was written; give the stamps of all, to be trusted next time.

    To be called before adding to a generation. Otherwise a merge would copy the damage into a new file with a good
    checksum.
    """

    def read() -> Sequence[Stamp]:
        manifest = read_manifest(generation)
        toc, descriptions = _contents(generation, manifest)
        stamps = [stamp_of(generation.folder / name) for name in (toc, *map(segment_name, descriptions))]
        for stamp in stamps:
            if stamp not in trusted:
                read_verified(generation, stamp[0], manifest)
        return stamps

    return _undisturbed(read)


def _undisturbed(read: Callable[[], Result]) -> Result:
    """Read the latest commit; again if a writer replaced it meanwhile."""
    for attempt in range(_ATTEMPTS):
        try:
            return read()
        except FileNotFoundError as error:
            if attempt == _ATTEMPTS - 1:
                raise IndexUnavailable(f"{Path(error.filename or '').name} is missing") from error
            time.sleep(0.01 * attempt)
        except IndexUnavailable:
            raise
        except Exception as error:  # Whoosh meets damage with whatever its reading code happens to raise
            raise IndexUnavailable(f"can't be read: {error!r}") from error
    raise AssertionError("unreachable")


def _contents(generation: Generation, manifest: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Read the table of contents of the latest commit."""
    number = latest_toc(generation.folder)
    name = toc_name(number)
    return name, read_toc(storage_of({name: read_verified(generation, name, manifest)}), number)


def _open(generation: Generation, known: Mapping[Stamp, OpenSegment]) -> Commit:
    folder = generation.folder
    manifest = read_manifest(generation)
    toc, descriptions = _contents(generation, manifest)
    names = [MANIFEST, toc]
    parts: list[Part] = []
    base = 0
    for description in descriptions:
        stamp = stamp_of(folder / segment_name(description))
        segment = known.get(stamp) or _open_segment(generation, description, stamp, manifest)
        deleted = np.fromiter(description.deleted_docs(), dtype=np.int64)
        parts.append(Part(segment, base, deleted))
        base += segment.stored.count
        names.append(stamp[0])
    return Commit(parts, names)


def _open_segment(generation: Generation, description: Any, stamp: Stamp, manifest: Mapping[str, Any]) -> OpenSegment:
    content = read_verified(generation, stamp[0], manifest)
    with collector_paused():
        stored = Segment(description, content)
    return OpenSegment(stamp, stored)
