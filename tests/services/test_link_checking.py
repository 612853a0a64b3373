"""Which addresses are due, and keeping what was found."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.db.queries.links import SourceLink, source_links
from kb.domain.link_outcomes import LinkResult, Outcome
from kb.errors import KBError
from kb.services import link_checking
from kb.services.link_checking import due_addresses, keep_result, user_agent, visit_links
from kb.services.link_visiting import Visitor
from kb.services.link_workers import visit_all
from kb.services.site import Site
from kb.uow import UnitOfWork
from tests.conftest import local_config
from tests.factories import publish, source_values
from tests.link_server import FAST, LinkServer, link_server

PATHS = ("good", "moved", "gone", "slow", "loop", "closes", "forbidden")
QUICK = replace(FAST, timeout=1.0)
MONTH = timedelta(days=30)
SLOW_AND_GOOD: tuple[tuple[str, Outcome, int], ...] = (("a", "slow", 25), ("b", "slow", 20), ("c", "ok", 25))


def quiet(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


@pytest.fixture
def server() -> Iterator[LinkServer]:
    with link_server() as running:
        yield running


def publish_sources(site: Site, addresses: dict[str, str | None]) -> None:
    publish(site, *(("source", slug, source_values(url=url)) for slug, url in addresses.items()), index=False)


def links(site: Site) -> dict[str, SourceLink]:
    with site.reads() as session:
        return {link.slug: link for link in source_links(session)}


def outcomes(site: Site) -> dict[str, str]:
    return {slug: link.check.outcome for slug, link in links(site).items() if link.check}


def due(site: Site, older_than: timedelta = MONTH) -> list[str]:
    with site.reads() as session:
        return [item.address for item in due_addresses(session, older_than)]


def keep(site: Site, slug: str, result: LinkResult, at: datetime) -> None:
    link = links(site)[slug]
    with UnitOfWork(site.writes, lambda: at) as uow:
        keep_result(uow, result, {link.source_id: link.address or ""})
        uow.commit()


def test_every_address_is_visited_and_what_was_found_is_kept(site: Site, server: LinkServer) -> None:
    publish_sources(site, {path: server.url(f"/{path}") for path in PATHS} | {"none": None})
    seen: list[tuple[int, int]] = []
    counts = visit_links(site, QUICK, MONTH, None, lambda _what, done, total: seen.append((done, total)))
    assert outcomes(site) == {
        "good": "ok", "moved": "moved", "gone": "dead", "slow": "slow", "loop": "loop", "closes": "dead", "forbidden": "refused",
    }  # fmt: skip
    assert counts == {"ok": 1, "moved": 1, "dead": 2, "slow": 1, "loop": 1, "refused": 1}
    assert seen[-1] == (7, 7)
    moved, gone = links(site)["moved"].check, links(site)["gone"].check
    assert moved
    assert moved.final_address == server.url("/good")
    assert gone
    assert (gone.status_code, gone.final_address) == (404, None)
    assert gone.since == gone.checked_at


def test_a_second_check_visits_only_what_is_due(sqlite_site: Site, server: LinkServer) -> None:
    publish_sources(sqlite_site, {"good": server.url("/good"), "gone": server.url("/gone")})
    visit_links(sqlite_site, FAST, MONTH, None, quiet)
    server.requests.clear()
    assert visit_links(sqlite_site, FAST, MONTH, None, quiet).total() == 0
    assert server.requests == []
    assert visit_links(sqlite_site, FAST, timedelta(0), None, quiet).total() == 2


def test_a_limit_leaves_the_rest_for_the_next_time(sqlite_site: Site, server: LinkServer) -> None:
    publish_sources(sqlite_site, {path: server.url(f"/{path}") for path in ("good", "gone", "moved")})
    assert visit_links(sqlite_site, FAST, MONTH, 2, quiet).total() == 2
    assert visit_links(sqlite_site, FAST, MONTH, 2, quiet).total() == 1
    assert len(outcomes(sqlite_site)) == 3
    assert visit_links(sqlite_site, FAST, timedelta(0), 0, quiet).total() == 0


def test_what_was_never_checked_comes_first_then_the_oldest(sqlite_site: Site) -> None:
    publish_sources(sqlite_site, {name: f"https://example.org/{name}" for name in ("a", "b", "c", "d")})
    today = datetime.now(UTC)
    for name, days in (("a", 40), ("b", 90), ("c", 2)):
        keep(sqlite_site, name, LinkResult(f"https://example.org/{name}", "ok"), today - timedelta(days=days))
    assert [address[-1] for address in due(sqlite_site)] == ["d", "b", "a"]


def test_a_page_that_was_too_slow_is_due_again_the_next_day(sqlite_site: Site) -> None:
    publish_sources(sqlite_site, {name: f"https://example.org/{name}" for name in ("a", "b", "c")})
    today = datetime.now(UTC)
    for name, outcome, hours in SLOW_AND_GOOD:
        result = LinkResult(f"https://example.org/{name}", outcome)
        keep(sqlite_site, name, result, today - timedelta(hours=hours))
    assert [address[-1] for address in due(sqlite_site)] == ["a"]


def test_a_malformed_address_is_recorded_and_judged_anew_every_time(sqlite_site: Site) -> None:
    publish_sources(sqlite_site, {"a": "https://nice.fr/a|b"})
    assert visit_links(sqlite_site, FAST, MONTH, None, quiet) == {"malformed": 1}
    assert outcomes(sqlite_site) == {"a": "malformed"}
    assert due(sqlite_site) == ["https://nice.fr/a|b"]


def test_a_changed_address_is_due_again_and_its_old_check_forgotten(sqlite_site: Site) -> None:
    publish_sources(sqlite_site, {"a": "https://example.org/old"})
    keep(sqlite_site, "a", LinkResult("https://example.org/old", "dead", "", 404), datetime.now(UTC))
    assert due(sqlite_site) == []
    publish_sources(sqlite_site, {"a": "https://example.org/new"})
    assert due(sqlite_site) == ["https://example.org/new"]
    assert outcomes(sqlite_site) == {}


def test_sources_that_share_a_page_cause_one_visit(sqlite_site: Site, server: LinkServer) -> None:
    publish_sources(sqlite_site, {"one": server.url("/good#page=1"), "two": server.url("/good#page=9")})
    assert visit_links(sqlite_site, FAST, MONTH, None, quiet).total() == 1
    assert outcomes(sqlite_site) == {"one": "ok", "two": "ok"}
    assert server.visits() == [("HEAD", "/good")]


def test_the_day_since_which_a_page_is_gone_stays(site: Site) -> None:
    publish_sources(site, {"a": "https://example.org/a"})
    gone, back = (
        LinkResult("https://example.org/a", "dead", "", 404),
        LinkResult("https://example.org/a", "ok", "", 200),
    )
    first = datetime(2026, 1, 1, tzinfo=UTC)
    since = []
    for week, result in enumerate((gone, gone, back, gone)):
        keep(site, "a", result, first + timedelta(weeks=week))
        check = links(site)["a"].check
        assert check
        assert check.checked_at == first + timedelta(weeks=week)
        since.append((check.since - first).days // 7)
    assert since == [0, 0, 2, 3]


def test_only_published_sources_are_visited(sqlite_site: Site) -> None:
    from tests.factories import draft

    draft(sqlite_site, "source", "hidden", source_values(url="https://example.org/hidden"))
    assert due(sqlite_site) == []


def found_by(results: dict[str, LinkResult]) -> Callable[[Visitor, str], LinkResult]:
    return lambda _visitor, address: results[address]


def test_a_machine_that_is_cut_off_declares_no_page_dead(sqlite_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [f"https://host-{number}.example.org/" for number in range(8)]
    publish_sources(sqlite_site, {f"s-{number}": address for number, address in enumerate(addresses)})
    results = {address: LinkResult(address, "dead", "unknown_host") for address in addresses}
    monkeypatch.setattr(Visitor, "visit", found_by(results))
    with pytest.raises(KBError, match="online"):
        visit_links(sqlite_site, replace(FAST, private_networks=True), MONTH, None, quiet)
    assert outcomes(sqlite_site) == {}


def test_dead_hosts_are_recorded_as_soon_as_any_other_host_answers(
    sqlite_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [f"https://host-{number}.example.org/" for number in range(12)]
    publish_sources(sqlite_site, {f"s-{number:02}": address for number, address in enumerate(addresses)})
    results = {address: LinkResult(address, "dead", "unknown_host") for address in addresses}
    results[addresses[3]] = LinkResult(addresses[3], "dead", "", 404)
    monkeypatch.setattr(Visitor, "visit", found_by(results))
    visit_links(sqlite_site, replace(FAST, at_once=1), MONTH, None, quiet)
    assert outcomes(sqlite_site) == dict.fromkeys((f"s-{number:02}" for number in range(12)), "dead")


def test_one_dead_host_alone_is_recorded(sqlite_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_sources(sqlite_site, {"a": "https://gone.example.org/"})
    result = LinkResult("https://gone.example.org/", "dead", "unknown_host")
    monkeypatch.setattr(Visitor, "visit", found_by({result.address: result}))
    visit_links(sqlite_site, FAST, MONTH, None, quiet)
    assert outcomes(sqlite_site) == {"a": "dead"}


def test_what_was_done_before_an_interruption_is_kept_and_the_next_check_goes_on(
    sqlite_site: Site, server: LinkServer
) -> None:
    publish_sources(sqlite_site, {f"page-{number}": server.url(f"/page-{number}") for number in range(6)})

    def interrupt(_what: str, done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        visit_links(sqlite_site, replace(FAST, at_once=1), MONTH, None, interrupt)
    kept = outcomes(sqlite_site)
    assert len(kept) == 2
    server.requests.clear()
    assert visit_links(sqlite_site, FAST, MONTH, None, quiet).total() == 4
    assert not {f"/{slug}" for slug in kept} & {path for _method, path in server.visits()}


def test_no_more_are_visited_at_once_than_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    busy, most, lock = 0, 0, threading.Lock()

    def visit(_visitor: Visitor, address: str) -> LinkResult:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        threading.Event().wait(0.02)
        with lock:
            busy -= 1
        return LinkResult(address, "ok")

    monkeypatch.setattr(Visitor, "visit", visit)
    addresses: Sequence[str] = [f"https://host-{number}.example.org/" for number in range(12)]
    found = list(visit_all(addresses, Visitor(replace(FAST, at_once=3))))
    assert sorted(result.address for result in found) == sorted(addresses)
    assert most == 3


def test_a_fault_of_the_program_is_not_swallowed_by_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def visit(_visitor: Visitor, _address: str) -> LinkResult:
        raise ZeroDivisionError

    monkeypatch.setattr(Visitor, "visit", visit)
    with pytest.raises(ZeroDivisionError):
        list(visit_all(["https://example.org/"], Visitor(FAST)))


def test_the_check_says_who_is_asking(tmp_path: Path) -> None:
    plain = user_agent(local_config(tmp_path))
    assert plain.startswith("SmartCityCasebook/")
    assert plain.endswith(" (link check)")
    known = user_agent(local_config(tmp_path, KB_BASE_URL="https://casebook.example", KB_SITE_NAME__en="나의 도시"))
    assert known.startswith("Casebook/")
    assert "+https://casebook.example/en/about;" in known
    assert link_checking.user_agent(local_config(tmp_path)).isascii()
