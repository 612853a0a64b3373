"""Two processes index at once: an older reading of a record never ends up over a newer one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import cast

import pytest

from kb.search.port import Concept, IndexDocument, IndexWriter, SearchRequest
from kb.services import indexing
from kb.services.site import Site
from tests.factories import case_values, publish, rebuild_index

LONG_ENOUGH = 1.0
"""Seconds in which the second one would have finished, had it not waited for the first."""


class Held:
    """An index writer that stops before it writes, once, until told to go on; all else is the real one's."""

    def __init__(self, writer: IndexWriter) -> None:
        self._writer = writer
        self.reached, self.go_on = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._writer, name)

    def apply(self, upserts: Sequence[IndexDocument], deletes: Sequence[str]) -> None:
        self._stop()
        self._writer.apply(upserts, deletes)

    def rebuild(
        self, documents: Iterable[IndexDocument], concepts: Sequence[Concept], progress: Callable[[int], None]
    ) -> None:
        self._stop()
        self._writer.rebuild(documents, concepts, progress)

    def _stop(self) -> None:
        self.reached.set()
        assert self.go_on.wait(30)


def drain(site: Site, writer: IndexWriter) -> None:
    indexing.drain(site.reads, site.writes, writer)


def rebuild(site: Site, writer: IndexWriter) -> None:
    indexing.rebuild(site.reads, site.writes, writer)


Work = Callable[[Site, IndexWriter], None]


@pytest.mark.parametrize("first", [drain, rebuild])
@pytest.mark.parametrize("second", [drain, rebuild])
def test_what_was_read_earlier_is_not_written_over_what_was_read_later(
    small_site: Site, first: Work, second: Work
) -> None:
    """The first has read the old edition and is held; the record changes; the second indexes; the first goes on."""
    rebuild_index(small_site)
    held = Held(small_site.index)
    publish(small_site, ("case", "smart-parking", case_values(title__en="Older")), index=False)
    one = threading.Thread(target=first, args=(small_site, cast(IndexWriter, held)))
    one.start()
    assert held.reached.wait(30)
    publish(small_site, ("case", "smart-parking", case_values(title__en="Newer")), index=False)
    other = threading.Thread(target=second, args=(small_site, small_site.index))
    other.start()
    other.join(LONG_ENOUGH)
    held.go_on.set()
    one.join(30)
    other.join(30)
    indexing.drain(small_site.reads, small_site.writes, small_site.index)
    found = {
        text: small_site.search.search(SearchRequest(text=text, lang="en", meaning=False)).total
        for text in ("Older", "Newer")
    }
    assert found == {"Older": 0, "Newer": found["Newer"]}
    assert found["Newer"] > 0


class Overtaken(Held):
    """An index writer during whose every write the record changes once more."""

    def __init__(self, site: Site) -> None:
        super().__init__(site.index)
        self._site, self.editions = site, 0

    def apply(self, upserts: Sequence[IndexDocument], deletes: Sequence[str]) -> None:
        self.editions += 1
        assert self.editions < 5, "it doesn't end"
        publish(self._site, ("case", "smart-parking", case_values(title__en=f"Edition {self.editions}")), index=False)
        self._writer.apply(upserts, deletes)


def test_draining_ends_however_many_changes_come_meanwhile(small_site: Site) -> None:
    publish(small_site, ("case", "smart-parking", case_values(title__en="Edition 0")), index=False)
    drain(small_site, cast(IndexWriter, Overtaken(small_site)))
    with small_site.reads() as session:
        assert indexing.backlog(session).entries > 0
    drain(small_site, small_site.index)
    with small_site.reads() as session:
        assert indexing.backlog(session).entries == 0
