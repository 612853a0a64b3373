"""What people search for and don't find: counted by day, with nothing about who asked.

Web processes count in memory and write now and then from a thread of their own, so that no search waits for it. What
can't be written is dropped: counting is never worth an error.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from kb.clock import Clock, now
from kb.db.base import table_of
from kb.db.models.search_query import SearchQuery
from kb.domain.locales import Locale
from kb.domain.query_texts import LONGEST, may_be_counted, query_key
from kb.uow import UnitOfWork

KEPT_DAYS: Final = 400
FEW: Final = 3
"""Results under which a query is reported."""
FLUSH_SECONDS: Final = 3.0
MOST_WAITING: Final = 2000
"""Different queries held in memory between two writes; further new ones are dropped."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """A search somebody made: the text as typed, the language asked in, how it was answered."""

    text: str
    lang: Locale
    mode: str
    results: int


@dataclass(slots=True)
class _Count:
    text: str
    mode: str
    results: int
    count: int


class QueryCounter:
    """Counts queries in memory and writes them from a thread that lives no longer than a write. Safe for threads."""

    def __init__(
        self, writes: sessionmaker[Session], zone: ZoneInfo, clock: Clock = now, flush_seconds: float = FLUSH_SECONDS
    ) -> None:
        self._writes, self._zone, self._clock, self._flush_seconds = writes, zone, clock, flush_seconds
        self._lock = threading.Lock()
        self._waiting: dict[tuple[date, str, Locale], _Count] = {}
        self._timer: threading.Timer | None = None

    def note(self, asked: AskedQuery) -> None:
        """Count a query. Never waits for the database and never fails; what may not be kept is not counted."""
        if not may_be_counted(asked.text):
            return
        name = (self._clock().astimezone(self._zone).date(), query_key(asked.text), asked.lang)
        with self._lock:
            known = self._waiting.get(name)
            if known is None and len(self._waiting) >= MOST_WAITING:
                return
            count = known.count + 1 if known else 1
            results = max(known.results, asked.results) if known else asked.results
            self._waiting[name] = _Count(" ".join(asked.text.split())[:LONGEST], asked.mode, results, count)
            if self._timer is None:
                self._start_timer()

    def _start_timer(self) -> None:
        self._timer = threading.Timer(self._flush_seconds, self._flush_in_background)
        self._timer.daemon = True
        self._timer.start()

    def _flush_in_background(self) -> None:
        self.flush()
        with self._lock:
            self._timer = None
            if self._waiting:  # counted while this write waited for the database
                self._start_timer()

    def flush(self) -> None:
        """Write what was counted. An error is logged, and what couldn't be written is gone."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        try:
            with UnitOfWork(self._writes, self._clock) as uow:
                add_counts(uow, waiting)
                uow.commit()
        except SQLAlchemyError as error:
            log.info("queries not counted", queries=len(waiting), reason=str(error.__cause__ or error)[:200])


def add_counts(uow: UnitOfWork, counts: Mapping[tuple[date, str, Locale], Any]) -> None:
    """Add counts to those of the same day, key and language; other processes may be doing the same."""
    table = table_of(SearchQuery)
    dialect: Any = {"postgresql": postgresql, "sqlite": sqlite}[uow.session.get_bind().dialect.name]
    statement = dialect.insert(table)
    new, old = statement.excluded, table.c
    most = case((new.results > old.results, new.results), else_=old.results)  # filters only narrow what a query finds
    statement = statement.on_conflict_do_update(
        index_elements=["day", "key", "lang"],
        set_={"count": old.count + new.count, "results": most, "text": new.text, "mode": new.mode},
    )
    rows = [
        {"day": day, "key": key, "lang": lang, "text": item.text, "mode": item.mode, "results": item.results,
         "count": item.count}
        for (day, key, lang), item in sorted(counts.items(), key=lambda pair: pair[0])
    ]  # fmt: skip
    uow.session.execute(statement, rows)


def forget_queries(uow: UnitOfWork) -> None:
    """Delete the counts that are older than may be kept."""
    uow.session.execute(delete(SearchQuery).where(SearchQuery.day < uow.moment.date() - timedelta(days=KEPT_DAYS)))


@dataclass(frozen=True, slots=True)
class QueryCount:
    """A query of the report: how often it was asked, and how many records it found on the last day it was."""

    text: str
    lang: str
    count: int
    results: int
    mode: str
    last_day: date


@dataclass(frozen=True, slots=True)
class SearchReport:
    """What was searched for in some days. `searches` counts all of it; the lists hold the most frequent first."""

    days: int
    searches: int
    queries: int
    without_results: Sequence[QueryCount]
    with_few_results: Sequence[QueryCount]


def report_searches(session: Session, days: int, moment: datetime, limit: int = 50) -> SearchReport:
    """Report the queries of the last `days` days that found nothing, or fewer than three records."""
    recent = SearchQuery.day > moment.date() - timedelta(days=days)
    searches = session.scalar(select(func.coalesce(func.sum(SearchQuery.count), 0)).where(recent)) or 0
    grouped = (
        select(SearchQuery.key, SearchQuery.lang, func.sum(SearchQuery.count).label("asked"),
               func.max(SearchQuery.day).label("last"))
        .where(recent)
        .group_by(SearchQuery.key, SearchQuery.lang)
        .subquery()
    )  # fmt: skip
    latest = select(SearchQuery, grouped.c.asked).join(
        grouped,
        (SearchQuery.key == grouped.c.key) & (SearchQuery.lang == grouped.c.lang) & (SearchQuery.day == grouped.c.last),
    )
    ordered = latest.order_by(grouped.c.asked.desc(), SearchQuery.key)

    def list_of(condition: Any) -> list[QueryCount]:
        return list(_counted(session.execute(ordered.where(condition).limit(limit))))

    return SearchReport(
        days=days,
        searches=int(searches),
        queries=session.scalar(select(func.count()).select_from(grouped)) or 0,
        without_results=list_of(SearchQuery.results == 0),
        with_few_results=list_of(SearchQuery.results.between(1, FEW - 1)),
    )


def _counted(rows: Iterable[Any]) -> Iterable[QueryCount]:
    for row, asked in rows:
        yield QueryCount(row.text, row.lang, int(asked), row.results, row.mode, row.day)
