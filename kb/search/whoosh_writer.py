"""Writes the index: changes to the present generation, or a new generation beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Final

from kb.search.commits import Stamp, verify
from kb.search.concepts_file import write_concepts
from kb.search.entries import make_entry
from kb.search.generations import TURN, Generation, current, new_generation, writing
from kb.search.port import Concept, IndexDocument
from kb.search.whoosh_store import committing, create

WAIT_SECONDS: Final = 60.0
SEGMENT: Final = 20_000
"""Documents of a rebuild that are gathered in memory before they are written."""


class WhooshWriter:
    """Implements `IndexWriter`. Nothing is opened or locked between calls; threads and processes may share a folder."""

    def __init__(self, folder: Path, wait_seconds: float = WAIT_SECONDS) -> None:
        self._folder = folder
        self._wait = wait_seconds
        self._verified: Sequence[Stamp] = ()

    def turn(self) -> AbstractContextManager[None]:
        """Keep others from reading the database for this index until what was read is written."""
        return writing(self._folder, self._wait, TURN)

    def apply(self, upserts: Sequence[IndexDocument], deletes: Sequence[str]) -> None:
        """Replace and remove documents in one commit, durably; an upsert wins over a delete of the same key."""
        latest = {document.key: document for document in upserts}
        if not latest and not deletes:
            return
        entries = [make_entry(document) for document in latest.values()]
        with writing(self._folder, self._wait):
            generation = current(self._folder)
            self._verified = verify(generation, self._verified)
            with committing(generation) as batch:
                for key in {*latest, *deletes}:
                    batch.delete(key)
                for entry in entries:
                    batch.add(entry.key, entry.head, entry.texts, entry.terms)

    def rebuild(
        self,
        documents: Iterable[IndexDocument],
        concepts: Sequence[Concept],
        progress: Callable[[int], None] = lambda done: None,
    ) -> None:
        """Build a new generation and switch to it; on any error the present one stays. A repeated key counts once."""
        with writing(self._folder, self._wait), new_generation(self._folder) as generation:
            create(generation)
            self._fill(generation, documents, progress)
            write_concepts(generation, concepts)

    def _fill(
        self, generation: Generation, documents: Iterable[IndexDocument], progress: Callable[[int], None]
    ) -> None:
        seen: set[str] = set()
        remaining = iter(documents)
        some = None
        while some is None or len(some) == SEGMENT:
            some = list(islice(remaining, SEGMENT))
            with committing(generation, merge=False) as batch:
                for document in some:
                    if document.key not in seen:
                        seen.add(document.key)
                        entry = make_entry(document)
                        batch.add(entry.key, entry.head, entry.texts, entry.terms)
                        progress(len(seen))

    def set_concepts(self, concepts: Sequence[Concept]) -> None:
        """Replace the thesaurus of the present generation."""
        with writing(self._folder, self._wait):
            write_concepts(current(self._folder), concepts)
