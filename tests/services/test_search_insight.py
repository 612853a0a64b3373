"""Counting searches: together, by day, without getting in anybody's way."""

import json
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from kb.clock import Clock
from kb.db.models.search_query import SearchQuery
from kb.services.search_insight import (
    KEPT_DAYS,
    MOST_WAITING,
    AskedQuery,
    QueryCounter,
    forget_queries,
    report_searches,
)
from kb.services.site import Site
from tests.services.test_command_line import kb

MOMENT = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)


def counter_of(site: Site, moment: datetime = MOMENT, seconds: float = 3600) -> QueryCounter:
    """A counter whose background write never comes, so that tests say when."""
    clock: Clock = lambda: moment  # noqa: E731
    return QueryCounter(site.writes, site.config.time_zone, clock, seconds)


def note(site: Site, text: str, results: int, *, times: int = 1, moment: datetime = MOMENT, lang: str = "en") -> None:
    counter = counter_of(site, moment)
    for _ in range(times):
        counter.note(AskedQuery(text, lang, "all", results))  # type: ignore[arg-type]
    counter.flush()


def rows(site: Site) -> list[tuple[str, str, str, int, int]]:
    with site.reads() as session:
        found = session.scalars(select(SearchQuery).order_by(SearchQuery.day, SearchQuery.key)).all()
    return [(row.day.isoformat(), row.text, row.lang, row.results, row.count) for row in found]


def test_the_same_query_counts_together_across_processes_and_spellings(site: Site) -> None:
    note(site, "Smart  Parking", 3, times=2)
    note(site, "smart parking", 4)
    note(site, "smart parking", 2, lang="ko")
    note(site, "smart parking", 2, moment=MOMENT + timedelta(days=1))
    assert rows(site) == [
        ("2026-03-11", "smart parking", "en", 4, 3),
        ("2026-03-11", "smart parking", "ko", 2, 1),
        ("2026-03-12", "smart parking", "en", 2, 1),
    ], "days are those of the site's time zone"


def test_nothing_but_day_text_language_and_counts_is_kept() -> None:
    assert set(SearchQuery.__table__.c.keys()) == {"id", "day", "key", "lang", "text", "mode", "results", "count"}


def test_personal_texts_are_not_kept(small_site: Site) -> None:
    for text in ("somebody@example.org", "010-1234-5678", ""):
        note(small_site, text, 0)
    assert rows(small_site) == []


def test_counts_are_written_in_the_background(small_site: Site) -> None:
    counter = counter_of(small_site, seconds=0.05)
    counter.note(AskedQuery("parking", "en", "all", 1))
    deadline = time.monotonic() + 20
    while not rows(small_site):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_busy_database_delays_no_search_and_loses_at_most_counts(small_site: Site) -> None:
    counter = counter_of(small_site, seconds=0.01)
    with small_site.unit_of_work() as uow:
        uow.session.execute(select(SearchQuery.id))  # takes the write lock
        started = time.monotonic()
        for number in range(300):
            counter.note(AskedQuery(f"query {number}", "en", "all", 0))
            time.sleep(0.0005)
        assert time.monotonic() - started < 5, "nobody waited for the lock"
    deadline = time.monotonic() + 20
    while sum(row[4] for row in rows(small_site)) < 300:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_database_that_fails_costs_the_counts_and_nothing_else(small_site: Site) -> None:
    broken: sessionmaker[Session] = sessionmaker(small_site.engine)
    with small_site.unit_of_work() as uow:
        uow.session.execute(delete(SearchQuery))
        uow.session.connection().exec_driver_sql("DROP TABLE search_query")
        uow.commit()
    counter = QueryCounter(broken, small_site.config.time_zone, flush_seconds=3600)
    counter.note(AskedQuery("parking", "en", "all", 1))
    counter.flush()


def test_memory_is_bounded(small_site: Site) -> None:
    counter = counter_of(small_site)
    for number in range(MOST_WAITING + 50):
        counter.note(AskedQuery(f"query q{number}", "en", "all", 0))
    counter.flush()
    assert len(rows(small_site)) == MOST_WAITING


def test_threads_lose_no_count(small_site: Site) -> None:
    counter = counter_of(small_site)

    def ask() -> None:
        for _ in range(200):
            counter.note(AskedQuery("parking", "en", "all", 1))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counter.flush()
    assert rows(small_site)[0][4] == 800


def test_old_counts_are_forgotten(site: Site) -> None:
    for days in (KEPT_DAYS - 1, KEPT_DAYS, KEPT_DAYS + 2):
        note(site, f"asked d{days}", 1, moment=datetime.now(UTC) - timedelta(days=days))
    with site.unit_of_work() as uow:
        forget_queries(uow)
        uow.commit()
    assert {row[1] for row in rows(site)} == {f"asked d{KEPT_DAYS - 1}", f"asked d{KEPT_DAYS}"}


def test_the_report_lists_what_found_little_the_most_frequent_first(site: Site) -> None:
    note(site, "drones", 0, times=2)
    note(site, "flying cars", 0, times=5)
    note(site, "lamps", 2, times=3)
    note(site, "parking", 12, times=9)
    note(site, "metaverse", 0, moment=MOMENT - timedelta(days=3))
    note(site, "metaverse", 4)  # found since
    note(site, "long ago", 0, moment=MOMENT - timedelta(days=40))
    with site.reads() as session:
        report = report_searches(session, 30, MOMENT.astimezone(site.config.time_zone))
    assert (report.searches, report.queries) == (21, 5)
    assert [(item.text, item.count) for item in report.without_results] == [("flying cars", 5), ("drones", 2)]
    assert [(item.text, item.count, item.results) for item in report.with_few_results] == [("lamps", 3, 2)]


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_prints_the_report(small_site: Site, as_json: bool) -> None:
    note(small_site, "하늘을 나는 택시", 0, times=3, lang="ko", moment=datetime.now(UTC))
    done = kb(small_site.config.data_dir, "searches", "report", "--days", "7", *(["--json"] if as_json else []))
    assert done.returncode == 0, done.stderr
    if as_json:
        (item,) = json.loads(done.stdout)["without_results"]
        assert (item["text"], item["count"], item["results"]) == ("하늘을 나는 택시", 3, 0)
    else:
        assert "3 searches for 1 different texts in 7 days" in done.stdout
        assert "하늘을 나는 택시" in done.stdout
