"""The index compared with the database and with what the editors know: what is lost, stale, orphaned or there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.faults.collection import CITIES
from bench.faults.editing import Editor
from kb.search.port import SearchRequest
from kb.services import indexing
from kb.services.site import Site


@dataclass(slots=True)
class Differences:
    """Names of what is wrong, by how."""

    lost: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    waiting: int = 0

    def __bool__(self) -> bool:
        return bool(self.lost or self.stale or self.orphaned or self.repeated or self.waiting)


def compare_index(site: Site, editors: Iterable[Editor]) -> Differences:
    """Compare once all has been drained. Reads the index, not the fallback: raises `IndexUnavailable`."""
    with site.reads() as session:
        expected = indexing.expected_keys(session)
        waiting = indexing.backlog(session).entries
    present = Counter(site.search.keys())
    known = list(editors)
    stale = [problem for editor in known for problem in _stale(site, editor)] + list(_stale_dependents(site, known))
    return Differences(
        lost=sorted(expected - present.keys()),
        stale=stale,
        orphaned=sorted(present.keys() - expected),
        repeated=sorted(key for key, count in present.items() if count > 1),
        waiting=waiting,
    )


def _stale(site: Site, editor: Editor) -> Iterator[str]:
    """List the records that aren't found by their present mark, and the marks of former editions that still are."""
    for slug, mark in editor.edited.present.values():
        if mark is not None and _found(site, mark) != [f"case:{slug}"]:
            yield f"case:{slug} as {mark}"
    for mark in sorted(editor.edited.former_marks):
        if found := _found(site, mark):
            yield f"{mark} still finds {found[0]}"
    editor.edited.former_marks.clear()  # looked at once: an old edition doesn't come back later


def _stale_dependents(site: Site, editors: Sequence[Editor]) -> Iterator[str]:
    """List the cities whose present name doesn't find them and every one of their cases."""
    cities = Counter(
        case % CITIES for editor in editors for case, (_slug, mark) in editor.edited.present.items() if mark is not None
    )
    for editor in editors:
        for city, mark in editor.city_marks.items():
            found = site.search.search(SearchRequest(text=mark, lang="en", expand=False)).total
            if found != cities[city] + 1:
                yield f"city-{city} as {mark} finds {found} of {cities[city] + 1}"


def _found(site: Site, mark: str) -> list[str]:
    answer = site.search.search(SearchRequest(text=mark, lang="en", per_page=100, expand=False))
    return sorted(f"{hit.kind}:{hit.slug}" for hit in answer.hits)
