"""Reads the index: implements `SearchEngine` over the present commit of the present generation."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final
from weakref import ref

import numpy as np
import numpy.typing as npt

from kb.domain.locales import Locale
from kb.search.analysis.terms import name_key, titled, titled_also
from kb.search.closeness import Closeness, compare_meaning, is_plain
from kb.search.collector import collector_paused
from kb.search.columns import Mask
from kb.search.filtering import count_facets, count_years, in_years, passing, scope
from kb.search.generations import SCHEMA_VERSION, built_at, current, read_manifest, size_on_disk
from kb.search.hits import Page, show_hits
from kb.search.likeness import LikenessFinder, RecordLikeness
from kb.search.matching import Numbers, documents_of, is_in
from kb.search.meaning.meaning import Meaning
from kb.search.plan import Plan, make_plan
from kb.search.port import IndexUnavailable, SearchRequest, SearchResult, Suggestion
from kb.search.query import parse
from kb.search.ranking import Found, find_documents, score
from kb.search.snapshot import Snapshot

_TIER: Final = 1e4
"""More than any score: an exact title comes before an exact name, that before all words, that before some."""
_PLACE: Final = 1e9
"""More than any score, tier and rank: records of a more similar city come before all others."""
_BY_MATCH: Final = ("relevance", "similar")
WARM_FROM: Final = 2000
"""Documents from which on it pays to look words up before they are asked for."""
WARM_SECONDS: Final = 0.5
WARM_PAUSE: Final = 0.005
"""Between two labels, so that a search never waits for more than one."""


class WhooshEngine:
    """Searches a folder of generations. Safe for several threads; sees other processes' commits at the next call."""

    def __init__(self, folder: Path, meaning: Meaning | None = None) -> None:
        self._folder = folder
        self._meaning = meaning
        self._likeness = LikenessFinder(meaning)
        self._lock = Lock()
        self._snapshot: Snapshot | None = None

    def _present(self) -> Snapshot:
        snapshot = self._snapshot
        if snapshot is not None and snapshot.is_current():
            return snapshot
        with self._lock:
            snapshot = self._snapshot
            if snapshot is None or not snapshot.is_current():
                before, self._snapshot = snapshot, None
                snapshot = self._snapshot = Snapshot(current(self._folder), before)
                if before is not None and snapshot.columns.total >= WARM_FROM:
                    Thread(target=_warm, args=(ref(self), ref(snapshot)), daemon=True).start()
            return snapshot

    def prepare(self) -> None:
        """Read now what the first searches would wait for. Raises `IndexUnavailable`."""
        with collector_paused(at_start=True):
            snapshot = self._present()
            for step in snapshot.preparations():
                step()
            if self._meaning is not None:
                self._meaning.warm()
            self.corrections(SearchRequest("스마드 시티 smrat"), SearchResult(0, (), {}, "all"))

    def is_present(self, snapshot: Snapshot) -> bool:
        """Say whether a snapshot is the one that searches are answered from."""
        return self._snapshot is snapshot

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a request from one commit, hits and counts alike."""
        started = time.perf_counter()
        snapshot = self._present()
        columns = snapshot.columns
        query = parse(request.text)
        plan = make_plan(query, snapshot, snapshot.thesaurus if request.expand else None)
        about = scope(columns, request)
        found = find_documents(plan, columns, snapshot.locate, about, request.match)
        closeness: Closeness | None = None
        if request.meaning and self._meaning is not None and is_plain(query):
            scored = score(np.flatnonzero(found.listed), found)
            closeness = compare_meaning(snapshot, self._meaning, request.text, query, found, scored, about)
        listed = found.listed if closeness is None else found.listed | closeness.added
        passed = passing(columns, request)
        ranged = in_years(columns, request)
        in_any_year = np.flatnonzero(_all_of(listed, passed))
        documents = in_any_year if ranged is None else in_any_year[ranged[in_any_year]]
        page = _page(snapshot, request, plan, found, documents, closeness)
        return SearchResult(
            total=len(documents),
            hits=show_hits(snapshot, page, found.units, closeness, request.lang),
            facets=count_facets(columns, _within(listed, ranged), documents, passed, request),
            mode=found.mode,
            expanded=plan.expansions,
            took_ms=(time.perf_counter() - started) * 1000,
            shortened=plan.shortened,
            years=count_years(columns, in_any_year),
            close=0 if closeness is None else int(np.count_nonzero(closeness.added[documents])),
            complete=int(np.count_nonzero(found.every[documents])),
        )

    def corrections(self, request: SearchRequest, result: SearchResult) -> Sequence[Suggestion]:
        """Propose what was probably meant, the likeliest first, at most three; nothing for a query that found enough."""
        snapshot = self._present()
        return snapshot.corrector.propose(
            request.text, request.lang, result.complete, lambda text: _count(snapshot, request, text)
        )

    def passages(self) -> Sequence[tuple[str, str, Sequence[int]]]:
        """List kind, slug and the keys of the passages of every document. Raises `IndexUnavailable`."""
        return list(self._present().passage_keys())

    def likeness(self, kind: str, slug: str) -> RecordLikeness | None:
        """Compare a record with the others of its kind; None where it isn't indexed. Raises `IndexUnavailable`."""
        return self._likeness.find(self._present(), kind, slug)

    def suggest(self, text: str, lang: Locale, limit: int = 8) -> Sequence[tuple[str, str]]:
        """List (kind, slug) of records whose title or name starts, or has a word that starts, with `text`."""
        return self._present().suggester.suggest(text[:200], lang, limit)

    def keys(self) -> Sequence[str]:
        """List the key of every document, repeats included. Raises `IndexUnavailable`."""
        return sorted(_keys(self._present()))

    def document_count(self) -> int:
        """Count the documents. Raises `IndexUnavailable`."""
        return self._present().columns.total

    def check(self, expected: Collection[str]) -> list[str]:
        """Read the whole index anew and list what is wrong, one line each; `expected` are the keys it should hold."""
        try:
            present = Counter(_keys(Snapshot(current(self._folder))))
        except IndexUnavailable as error:
            return [f"the index can't be read: {error}"]
        found = [f"missing: {key}" for key in sorted(set(expected) - present.keys())]
        found += [f"not expected: {key}" for key in sorted(present.keys() - set(expected))]
        return found + [f"{count} times: {key}" for key, count in sorted(present.items()) if count > 1]

    def status(self) -> Mapping[str, object]:
        """Describe the present generation. Never raises; `state` says what is wrong with an unusable index."""
        try:
            snapshot = self._present()
            generation = snapshot.generation
            return {
                "state": "usable",
                "generation": generation.folder.name,
                "documents": snapshot.columns.total,
                "bytes": size_on_disk(generation),
                "schema": SCHEMA_VERSION,
                "built_at": built_at(generation),
                "committed_at": read_manifest(generation).get("committed_at", ""),
            }
        except (IndexUnavailable, OSError) as error:
            return {"state": f"unusable: {error}", "schema": SCHEMA_VERSION}


def _warm(engine: ref[WhooshEngine], snapshot: ref[Snapshot]) -> None:
    """Look up the vocabulary's labels after a commit, before somebody waits for them.

    In the background, a while after the commit, so that a row of commits costs it once. Weak references, because
    neither an engine nor a snapshot is to outlive its users for this.
    """
    time.sleep(WARM_SECONDS)
    present = snapshot()
    if present is not None:
        for step in present.preparations():
            holder = engine()
            if holder is None or not holder.is_present(present):
                return
            step()
            del holder
            time.sleep(WARM_PAUSE)


def _all_of(found: Mask, passed: Mapping[str, Mask]) -> Mask:
    for mask in passed.values():
        found = found & mask
    return found


def _within(found: Mask, ranged: Mask | None) -> Mask:
    """Keep the documents in the range of years, where one was asked for."""
    return found if ranged is None else found & ranged


def _keys(snapshot: Snapshot) -> list[str]:
    return [f"{kind}:{slug}" for _number, kind, slug in snapshot.columns.keys()]


def _count(snapshot: Snapshot, request: SearchRequest, text: str) -> int:
    """Count the documents that hold all words of a text under the filters of a request."""
    columns = snapshot.columns
    plan = make_plan(parse(text), snapshot, None)
    found = find_documents(plan, columns, snapshot.locate, scope(columns, request), "all")
    listed = _all_of(found.every, passing(columns, request))
    return int(np.count_nonzero(_within(listed, in_years(columns, request))))


def _page(
    snapshot: Snapshot,
    request: SearchRequest,
    plan: Plan,
    found: Found,
    documents: Numbers,
    closeness: Closeness | None,
) -> Page:
    """Sort the documents listed and cut the page out. Equal ones stand by their slugs, so that pages never overlap."""
    columns = snapshot.columns
    scores = score(documents, found).scores if closeness is None else closeness.scores[documents]
    if request.sort in _BY_MATCH and plan.wanted:
        values = scores.astype(np.float64)
        if closeness is None and found.listed is not found.every:
            values += _TIER * found.every[documents]
        _raise_names(values, documents, snapshot, request.text)
    else:
        sort = "newest" if request.sort in _BY_MATCH else request.sort
        values = -columns.ranks(sort, request.lang)[documents].astype(np.float64)
    if request.sort == "similar" and request.city_order:
        values -= _PLACE * columns.places("city", request.city_order)[documents]
    start = (max(request.page, 1) - 1) * request.per_page
    chosen = _best(values, columns.slug_ranks[documents], start, start + request.per_page)
    return Page(documents[chosen], scores[chosen].tolist())


def _raise_names(values: npt.NDArray[np.float64], documents: Numbers, snapshot: Snapshot, text: str) -> None:
    """Raise the documents whose title, or another name, is exactly what is asked for."""
    key = name_key(text[:200])
    for term, tiers in ((titled_also(key), 2), (titled(key), 4)) if key else ():
        named = documents_of(snapshot.keys(term))
        values[documents.searchsorted(named[is_in(named, documents)])] += tiers * _TIER


def _best(values: npt.NDArray[Any], ties: npt.NDArray[Any], start: int, end: int) -> Numbers:
    """Give the indexes of the `start`-th to `end`-th highest values, equal ones by `ties`, rising."""
    candidates = np.arange(len(values))
    if end < len(values):
        least = np.partition(values, len(values) - end)[len(values) - end]
        candidates = np.flatnonzero(values >= least)
    order = np.lexsort((ties[candidates], -values[candidates]))
    return np.asarray(candidates[order[start:end]])
