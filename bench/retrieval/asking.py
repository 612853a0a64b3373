"""Asking a loaded site the queries of a set, and what the answers are worth."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from sqlalchemy.orm import Session

from bench.errors import BenchError
from bench.relevance import mrr, ndcg, recall
from bench.retrieval.loading import Loaded
from bench.retrieval.sets import Query, RetrievalSet
from kb.search.port import SearchEngine
from kb.services.searching import parse_search, run_search

DEPTH: Final = 10
SPARE: Final = 10  # hits asked for beyond `DEPTH`, to make up for those left out


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the queries of a set. `raw_ndcg` leaves nothing out; `empty` counts queries that found nothing."""

    queries: int
    ndcg: float
    mrr: float
    recall: float
    raw_ndcg: float
    empty: int
    median_ms: float


def ask_set(loaded: Loaded, one: RetrievalSet, every: Sequence[RetrievalSet], *, meaning: bool) -> Scores:
    """Ask a set's queries, one after another; `every` lists all sets that are loaded.

    Where a query's own words stand as a document (a sentence and its translation, both indexed), that document
    answers nothing: unless judged relevant, it is left out of the ranking, as evaluations of duplicate search do.
    """
    copies = _copies(loaded, every)
    site = loaded.site.open(meaning=meaning)
    rows: list[tuple[float, float, float, float]] = []
    empty, spent = 0, []
    with site.reads() as session:
        for query in one.queries:
            started = time.perf_counter()
            found = ranked(site.search, session, query, meaning=meaning)
            spent.append(time.perf_counter() - started)
            grades = {loaded.slugs[one.name, name]: grade for name, grade in query.grades.items()}
            own = copies.get(query.text.strip(), frozenset()) - grades.keys()
            kept = [slug for slug in found if slug not in own]
            rows.append((ndcg(kept, grades), mrr(kept, grades), recall(kept, grades), ndcg(found, grades)))
            empty += not found
    site.engine.dispose()
    first, reciprocal, share, raw = (fmean(column) for column in zip(*rows, strict=True))
    return Scores(len(rows), first, reciprocal, share, raw, empty, sorted(spent)[len(spent) // 2] * 1000)


def ranked(engine: SearchEngine, session: Session, query: Query, *, meaning: bool) -> list[str]:
    """Search as the API does, in the query's language; list the slugs of the cases found, best first."""
    given = {"q": [query.text], "per_page": [str(DEPTH + SPARE)], "meaning": ["1" if meaning else "0"]}
    request, problems = parse_search(given, query.lang)
    if problems:
        raise BenchError(f"the search refused {query.text!r}: {problems}")
    answer = run_search(engine, session, request)
    if answer.degraded:
        raise BenchError("the index was not usable: the database answered")
    return [hit.slug for hit in answer.hits if hit.kind == "case"]


def _copies(loaded: Loaded, every: Sequence[RetrievalSet]) -> Mapping[str, frozenset[str]]:
    """Index the cases by the text of their document."""
    found: dict[str, set[str]] = {}
    for one in every:
        for document in one.documents:
            found.setdefault(document.body.strip(), set()).add(loaded.slugs[one.name, document.id])
    return {text: frozenset(slugs) for text, slugs in found.items()}
