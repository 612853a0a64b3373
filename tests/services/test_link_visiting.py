"""Visiting addresses, against a server of our own; no other host is ever asked."""

import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kb.domain.link_outcomes import LinkResult
from kb.services import link_http
from kb.services.link_http import BODY_LIMIT, NoAnswer, VisitPolicy, ask
from kb.services.link_visiting import Visitor
from tests.link_server import FAST, LinkServer, link_server

QUICK = replace(FAST, timeout=0.4)


@pytest.fixture
def server() -> Iterator[LinkServer]:
    with link_server() as running:
        yield running


def visit(server: LinkServer, path: str, policy: VisitPolicy = FAST) -> LinkResult:
    return Visitor(policy).visit(server.url(path))


def test_a_good_page_is_asked_for_its_head_only(server: LinkServer) -> None:
    found = visit(server, "/good#part")
    assert (found.outcome, found.status_code, found.final_address) == ("ok", 200, None)
    assert server.requests == [("GET", "/robots.txt"), ("HEAD", "/good")]
    assert server.agents == {FAST.user_agent}


@pytest.mark.parametrize("path", ["/no-head", "/hangs-up-on-head"])
def test_a_site_that_refuses_to_give_the_head_is_asked_for_the_page(server: LinkServer, path: str) -> None:
    assert visit(server, path).outcome == "ok"
    assert server.visits() == [("HEAD", path), ("GET", path)]


@pytest.mark.parametrize(
    ("path", "outcome", "detail", "status"),
    [
        ("/gone", "dead", "", 404),
        ("/for-ever-gone", "dead", "", 410),
        ("/broken", "dead", "", 500),
        ("/forbidden", "refused", "", 403),
        ("/busy", "refused", "", 429),
        ("/away", "refused", "", 503),
        ("/late", "slow", "", 504),
        ("/closes", "dead", "connection_closed", None),
        ("/nonsense", "dead", "bad_answer", None),
        ("/to-mail", "dead", "bad_redirect", 301),
        ("/to-nowhere", "dead", "bad_redirect", 301),
        ("/to-broken", "dead", "bad_redirect", 301),
        ("/loop", "loop", "redirects_repeat", 302),
        ("/chain-0", "loop", "too_many_redirects", 302),
    ],
)
def test_what_is_wrong_is_told_apart(
    server: LinkServer, path: str, outcome: str, detail: str, status: int | None
) -> None:
    found = visit(server, path)
    assert (found.outcome, found.detail, found.status_code) == (outcome, detail, status)
    assert found.address == server.url(path)


def test_a_busy_site_is_not_asked_again(server: LinkServer) -> None:
    visit(server, "/busy")
    assert server.visits() == [("HEAD", "/busy")]


@pytest.mark.parametrize(
    ("path", "outcome", "final"),
    [
        ("/moved", "moved", "/good"),
        ("/moved-twice", "moved", "/good"),
        ("/moved-for-now", "ok", "/good"),
        ("/to-home", "moved", "/"),
        ("/to-dead", "dead", "/gone"),
        ("/five-0", "ok", "/good"),
        ("/to-korean", "moved", "/좋은%20글?q=서울"),
    ],
)
def test_redirects_are_followed_to_their_end(server: LinkServer, path: str, outcome: str, final: str) -> None:
    found = visit(server, path)
    assert (found.outcome, found.final_address) == (outcome, server.url(final))


def test_no_more_than_five_redirects_are_followed(server: LinkServer) -> None:
    visit(server, "/chain-0")
    assert [path for _method, path in server.visits()] == [f"/chain-{number}" for number in range(6)]


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_slow_page_is_given_up_in_time_even_if_it_drips(server: LinkServer, path: str) -> None:
    started = time.monotonic()
    found = visit(server, path, QUICK)
    assert (found.outcome, found.detail) == ("slow", "timeout")
    assert time.monotonic() - started < 10


def test_no_more_than_64_kilobytes_of_a_page_are_read(server: LinkServer) -> None:
    assert len(ask("GET", server.url("/endless"), FAST).body) == BODY_LIMIT
    assert visit(server, "/endless").outcome == "ok"


def test_a_site_is_left_alone_where_its_robots_txt_asks_for_that_and_asked_once(server: LinkServer) -> None:
    server.robots = (200, "User-agent: casebook\nDisallow: /good")
    visitor = Visitor(FAST)
    assert visitor.visit(server.url("/good")).detail == "robots"
    assert visitor.visit(server.url("/moved")) == LinkResult(
        server.url("/moved"), "refused", "robots", 301, server.url("/good")
    )
    assert visitor.visit(server.url("/other")).outcome == "ok"
    assert [path for _method, path in server.requests].count("/robots.txt") == 1
    assert ("HEAD", "/good") not in server.requests


def test_a_robots_txt_that_is_out_of_order_forbids_everything_and_one_that_is_gone_nothing(server: LinkServer) -> None:
    server.robots = (500, "")
    assert visit(server, "/good").outcome == "refused"
    server.robots = (403, "User-agent: *\nDisallow: /")
    assert visit(server, "/good").outcome == "ok"


def test_requests_to_a_host_are_a_pause_apart(server: LinkServer) -> None:
    visitor = Visitor(replace(FAST, pause=0.3))
    for path in ("/good", "/moved"):
        visitor.visit(server.url(path))
    gaps = [later - earlier for earlier, later in zip(server.moments, server.moments[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) > 0.15


def test_a_pause_that_robots_txt_asks_for_is_kept(server: LinkServer) -> None:
    server.robots = (200, "User-agent: *\nCrawl-delay: 0.5")
    visitor = Visitor(FAST)
    for path in ("/good", "/other"):
        visitor.visit(server.url(path))
    assert server.moments[2] - server.moments[1] > 0.25


def test_a_malformed_address_is_never_visited(server: LinkServer) -> None:
    found = visit(server, "/a page")
    assert (found.outcome, found.detail) == ("malformed", "spaces")
    assert server.requests == []


def test_this_machine_is_not_visited_unless_that_is_wanted(server: LinkServer, monkeypatch: pytest.MonkeyPatch) -> None:
    careful = replace(FAST, private_networks=False)
    assert visit(server, "/good", careful).detail == "not_public"
    with pytest.raises(NoAnswer) as failure:
        ask("GET", server.url("/good"), careful)
    assert failure.value.detail == "private_address"
    place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_named: [place])
    assert Visitor(careful).visit("http://harmless.example.org/").detail == "private_address"
    assert server.requests == []


def test_a_redirect_into_a_private_network_is_not_followed() -> None:
    def send(method: str, address: str, _policy: VisitPolicy) -> link_http.Answer:
        if "169.254" in address:
            raise NoAnswer("private_address")
        return link_http.Answer(302, "http://169.254.169.254/latest", b"")

    found = Visitor(replace(FAST, private_networks=False), send=send).visit("https://nice.fr/page")
    assert (found.outcome, found.detail) == ("refused", "private_address")


def test_a_port_where_nobody_listens_and_a_name_that_nobody_has_are_dead(
    server: LinkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        found = Visitor(FAST).visit(f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert (found.outcome, found.detail) == ("dead", "no_connection")

    def unknown(*_arguments: object, **_named: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert Visitor(FAST).visit("https://gone.example.org/").detail == "unknown_host"


def test_a_connection_that_cant_be_secured_is_refused_not_dead(
    server: LinkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure = server.url("/good").replace("http:", "https:")
    assert Visitor(FAST).visit(secure).detail == "no_secure_connection"

    def invalid(*_arguments: object) -> socket.socket:
        raise ssl.SSLCertVerificationError(1, "certificate has expired")

    monkeypatch.setattr(link_http, "_secured", invalid)
    found = Visitor(FAST).visit(secure)
    assert (found.outcome, found.detail) == ("refused", "certificate")
