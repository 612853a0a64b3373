"""Search in the database itself, for the minutes in which the index is being mended: plain substrings, no ranking.

Slower and coarser than the index, but it finds every published record whose title or summary holds all words.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from kb.db.models import LIVE_TABLES
from kb.db.models.case import CaseLesson
from kb.db.models.record import Record
from kb.db.models.shared import PublicCard, RecordLink
from kb.db.queries.tagging import cities_of_cases
from kb.search.port import Hit, Match, SearchRequest, SearchResult

MAX_WORDS = 8


def search_database(session: Session, request: SearchRequest, started: float) -> SearchResult:
    """Answer a search from the live rows; `started` is a `time.perf_counter` reading."""
    query = select(Record.kind, Record.slug).where(Record.published_number.is_not(None))
    for word in request.text.split()[:MAX_WORDS]:
        query = query.where(Record.id.in_(_holding(word)))
    for condition in _conditions(session, request):
        query = query.where(condition)
    if "type" not in request.filters:
        query = query.where(Record.kind != "source")
    found = [(kind, slug) for kind, slug in session.execute(query.order_by(Record.kind, Record.slug))]
    if request.sort == "similar" and request.city_order:
        places = {city: place for place, city in enumerate(request.city_order)}
        cities = cities_of_cases(session)
        found.sort(key=lambda item: places.get(cities.get(item[1], ""), len(places)))
    start = (request.page - 1) * request.per_page
    matched = (Match("title", "word"),) if request.text.strip() else ()
    return SearchResult(
        total=len(found),
        hits=[Hit(kind, slug, 0.0, matched) for kind, slug in found[start : start + request.per_page]],
        facets={"type": dict(Counter(kind for kind, _slug in found))},
        mode="all",
        took_ms=(time.perf_counter() - started) * 1000,
        degraded=True,
    )


def _holding(word: str) -> Select[int]:
    title, summary = func.lower(PublicCard.title), func.lower(PublicCard.summary)
    lower = word.strip('"“”').lower()
    return select(PublicCard.record_id).where(
        or_(title.contains(lower, autoescape=True), summary.contains(lower, autoescape=True))
    )


def _conditions(session: Session, request: SearchRequest) -> Iterable[ColumnElement[bool]]:
    """Turn the filters that live rows can answer into conditions; the others come back with the index."""
    if kinds := request.filters.get("type"):
        yield Record.kind.in_(kinds)
    if slugs := request.filters.get("theme"):
        yield Record.id.in_(
            select(RecordLink.record_id).where(
                RecordLink.field == "themes", RecordLink.target_id.in_(_ids("theme", slugs))
            )
        )
    case = LIVE_TABLES["case"].main.__table__.c
    for slugs in (request.filters.get("city"), request.city_order):
        if slugs is not None:
            yield Record.id.in_(select(case.record_id).where(case.city_id.in_(_ids("city", slugs))))
    lesson = CaseLesson.__table__.c
    for name, column in (("lesson", lesson.category), ("lesson_type", lesson.lesson_type)):
        if values := request.filters.get(name):
            yield Record.id.in_(select(lesson.record_id).where(column.in_(values)))
    if stages := request.filters.get("stage"):
        yield Record.id.in_(select(case.record_id).where(case.stage.in_(stages)))


def _ids(kind: str, slugs: Iterable[str]) -> Select[int]:
    return select(Record.id).where(Record.kind == kind, Record.slug.in_(list(slugs)))
