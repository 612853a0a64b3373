"""`kb check links` as somebody types it, against servers of our own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.db.queries.links import source_links
from kb.services.site import Site, resource
from tests.factories import publish, source_values
from tests.link_server import LinkServer, link_server
from tests.services.test_command_line import kb

LOCAL = ("check", "links", "--private-networks")


@pytest.fixture
def server() -> Iterator[LinkServer]:
    with link_server() as running:
        yield running


def publish_sources(site: Site, **addresses: str) -> None:
    publish(site, *(("source", slug, source_values(url=url)) for slug, url in addresses.items()), index=False)


def kept(site: Site) -> dict[str, str]:
    with site.reads() as session:
        return {link.slug: link.check.outcome for link in source_links(session) if link.check}


def test_the_check_prints_a_summary_writes_its_report_and_fails_over_a_broken_link(
    sqlite_site: Site, server: LinkServer, tmp_path: Path
) -> None:
    with link_server("127.0.0.2") as another:
        publish_sources(sqlite_site, good=server.url("/good"), gone=another.url("/gone"))
        done = kb(tmp_path, *LOCAL, "--report", str(tmp_path / "links.html"), "--lang", "ko")
    assert done.returncode == 1
    assert "visited 2 addresses" in done.stdout
    assert f"dead: source:gone {another.url('/gone')} (404)" in done.stdout
    assert "1 dead" in done.stdout
    assert "1 ok" in done.stdout
    assert "Traceback" not in done.stderr
    assert '<html lang="ko">' in (tmp_path / "links.html").read_text(encoding="utf-8")
    again = kb(tmp_path, *LOCAL)
    assert (again.returncode, "visited 0 addresses" in again.stdout) == (1, True)
    assert server.agents == another.agents
    assert all(agent.startswith("SmartCityCasebook/") for agent in server.agents)


def test_the_check_succeeds_where_nothing_is_broken_and_respects_its_limit(
    sqlite_site: Site, server: LinkServer, tmp_path: Path
) -> None:
    publish_sources(sqlite_site, good=server.url("/good"), moved=server.url("/moved"))
    done = kb(tmp_path, *LOCAL, "--limit", "1")
    assert done.returncode == 0, done.stderr
    assert "1 not visited yet" in done.stdout
    assert len(kept(sqlite_site)) == 1


def test_nothing_is_visited_unless_that_is_asked_for(sqlite_site: Site, server: LinkServer, tmp_path: Path) -> None:
    publish_sources(sqlite_site, good=server.url("/good"), odd="https://example.org/x?fbclid=1")
    done = kb(tmp_path, "check", "links", "--form-only", "--private-networks")
    assert done.returncode == 0
    assert "warning: source:odd url: tracking (https://example.org/x)" in done.stdout
    strict = kb(tmp_path, "check", "links", "--form-only")
    assert strict.returncode == 1
    assert "error: source:good url: not_public" in strict.stdout
    assert "addresses: 1 errors, 1 warnings" in kb(tmp_path, "check", "all").stdout
    assert server.requests == []


@pytest.mark.parametrize("option", [("--at-once", "99"), ("--lang", "fr"), ("--limit", "-1"), ("--timeout", "0")])
def test_an_impossible_option_is_wrong_usage(tmp_path: Path, option: tuple[str, str]) -> None:
    assert kb(tmp_path, "check", "links", *option).returncode == 2


def test_ctrl_c_keeps_what_is_done_and_the_next_check_goes_on(
    sqlite_site: Site, server: LinkServer, tmp_path: Path
) -> None:
    publish_sources(sqlite_site, a=server.url("/good"), b=server.url("/slow"), c=server.url("/moved"))
    command = [sys.executable, "-m", "kb", *LOCAL, "--at-once", "1"]
    running = subprocess.Popen(
        command, env={**os.environ, "KB_DATA_DIR": str(tmp_path)}, cwd=resource("seed").parent,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while ("HEAD", "/slow") not in server.requests and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    said, failed = running.communicate(timeout=30)
    assert running.returncode == 1, failed
    assert failed.strip() == "kb: stopped"
    assert "2 not visited yet" in said
    assert kept(sqlite_site) == {"a": "ok"}
    server.requests.clear()
    assert "visited 2 addresses" in kb(tmp_path, *LOCAL, "--timeout", "3").stdout
    assert kept(sqlite_site) == {"a": "ok", "b": "slow", "c": "moved"}
