"""Reads the index: implements `SearchEngine` over the present commit of the present generation."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock

from kb.domain.locales import Locale
from kb.search.catalog import count_facets, numbers_of
from kb.search.generations import SCHEMA_VERSION, built_at, current, read_manifest, size_on_disk
from kb.search.highlights import highlights, matches, spots_in
from kb.search.plan import Plan, make_plan
from kb.search.port import Hit, IndexUnavailable, SearchRequest, SearchResult
from kb.search.query import parse
from kb.search.ranking import Found, Scorer, find_documents
from kb.search.snapshot import Snapshot


class WhooshEngine:
    """Searches a folder of generations. Safe for several threads; sees other processes' commits at the next call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._snapshot: Snapshot | None = None

    def _present(self) -> Snapshot:
        snapshot = self._snapshot
        if snapshot is not None and snapshot.is_current(self._folder):
            return snapshot
        with self._lock:
            snapshot = self._snapshot
            if snapshot is None or not snapshot.is_current(self._folder):
                self._snapshot = None
                snapshot = self._snapshot = Snapshot(current(self._folder))
            return snapshot

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a request from one commit, hits and counts alike."""
        started = time.perf_counter()
        snapshot = self._present()
        catalog = snapshot.catalog
        plan = make_plan(parse(request.text), snapshot, snapshot.thesaurus if request.expand else None)
        found = find_documents(plan, catalog, snapshot, catalog.scope(request), request.match)
        in_years = found.bits & catalog.in_years(request.year_from, request.year_to)
        passed = catalog.filtered(request)
        listed = in_years
        for bits in passed.values():
            listed &= bits
        ordered = _ordered(snapshot, request, plan, found, listed)
        start = (max(request.page, 1) - 1) * request.per_page
        return SearchResult(
            total=len(ordered),
            hits=[_hit(snapshot, found, item, request.lang) for item in ordered[start : start + request.per_page]],
            facets=count_facets(catalog, in_years, passed, request),
            mode=found.mode,
            expanded=plan.expansions,
            took_ms=(time.perf_counter() - started) * 1000,
            shortened=plan.shortened,
        )

    def suggest(self, text: str, lang: Locale, limit: int = 8) -> Sequence[tuple[str, str]]:
        """List (kind, slug) of records whose title or name starts, or has a word that starts, with `text`."""
        return self._present().suggester.suggest(text[:200], lang, limit)

    def keys(self) -> Sequence[str]:
        """List the key of every document, repeats included. Raises `IndexUnavailable`."""
        return sorted(head.key for head in self._present().catalog.heads.values())

    def document_count(self) -> int:
        """Count the documents. Raises `IndexUnavailable`."""
        return len(self._present().catalog.heads)

    def check(self, expected: Collection[str]) -> list[str]:
        """Read the whole index anew and list what is wrong, one line each; `expected` are the keys it should hold."""
        try:
            present = Counter(head.key for head in Snapshot(current(self._folder)).catalog.heads.values())
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
                "documents": len(snapshot.catalog.heads),
                "bytes": size_on_disk(generation),
                "schema": SCHEMA_VERSION,
                "built_at": built_at(generation),
                "committed_at": read_manifest(generation).get("committed_at", ""),
            }
        except (IndexUnavailable, OSError) as error:
            return {"state": f"unusable: {error}", "schema": SCHEMA_VERSION}


def _ordered(
    snapshot: Snapshot, request: SearchRequest, plan: Plan, found: Found, listed: int
) -> list[tuple[float, int]]:
    """Sort the documents listed: (score, number) each. Equal ones stand by their key, so that pages never overlap."""
    catalog = snapshot.catalog
    heads = catalog.heads
    numbers = sorted(numbers_of(listed), key=lambda number: heads[number].key)
    if request.sort == "title":
        numbers.sort(key=lambda number: heads[number].sort_title.get(request.lang, ""))
    elif request.sort == "confirmed":
        numbers.sort(key=lambda number: heads[number].confirmed, reverse=True)
    elif request.sort == "newest" or not plan.wanted:
        numbers.sort(key=lambda number: heads[number].newest, reverse=True)
    scorer = Scorer(catalog, found.units)
    scored = [(scorer.score(number), number) for number in numbers]
    if request.sort == "relevance" and plan.wanted:
        tiers = (catalog.titled(request.text[:200]), catalog.named(request.text[:200]), found.every)
        scored.sort(key=lambda item: (*(-(bits >> item[1] & 1) for bits in tiers), -item[0]))
    return scored


def _hit(snapshot: Snapshot, found: Found, scored: tuple[float, int], lang: Locale) -> Hit:
    score, number = scored
    head = snapshot.catalog.heads[number]
    spots = spots_in(number, found.units)
    tagged = {facet for item in found.units for facet, bits in item.tagged.items() if bits >> number & 1}
    return Hit(
        kind=head.kind,
        slug=head.slug,
        score=round(score, 4),
        matched=matches(spots, tagged),
        highlights=highlights(snapshot.texts(number), spots, lang) if spots else (),
    )
