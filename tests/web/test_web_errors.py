from collections.abc import Callable

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient

from kb.errors import Gone, Invalid, KBError, Moved, NotAllowed, NotFound, Problem, StaleRevision
from kb.search.port import IndexUnavailable
from kb.services.site import Site
from kb.web.errors import status_of
from tests.web.shown import Shown


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404),
        (Moved(), 301),
        (Gone(), 410),
        (Invalid([Problem("x", "y")]), 400),
        (NotAllowed(), 403),
        (StaleRevision(), 409),
        (KBError(), 500),
        (IndexUnavailable(), 503),
    ],
)
def test_each_expected_failure_has_its_status(error: Exception, status: int) -> None:
    assert status_of(error) == status


@pytest.mark.parametrize(
    ("path", "lang", "heading"),
    [("/ko/cases/nothing", "ko", "요청하신 페이지를 찾을 수 없습니다"), ("/en/nothing", "en", "Page not found")],
)
def test_an_unknown_address_is_answered_in_the_language_of_the_address(
    reader: FlaskClient, path: str, lang: str, heading: str
) -> None:
    page = Shown(reader.get(path))
    assert (page.status, page.lang, page.text_of("h1")) == (404, lang, heading)
    assert page.robots == "noindex"
    assert page.canonical == ""


def test_an_address_outside_the_languages_is_answered_in_the_language_of_the_browser(reader: FlaskClient) -> None:
    assert Shown(reader.get("/nothing", headers={"Accept-Language": "en"})).lang == "en"
    assert Shown(reader.get("/nothing")).lang == "ko"


@pytest.mark.parametrize(
    "path", ["/en/cases/Smart-Parking", "/en/cases/a..b", "/en/cases/smart-parking/history/x", "/fr/"]
)
def test_malformed_addresses_are_not_found(reader: FlaskClient, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_a_page_after_the_last_is_not_found(reader: FlaskClient) -> None:
    assert reader.get("/en/sources/?page=99").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/en/cases/smart-parking", "/ko/cities/nice", "/en/events/summit", "/en/events/summit/plenary",
        "/ko/presentations/talk-by-nice", "/en/themes/parking", "/en/sources/report", "/en/cases/smart-parking/bilingual",
        "/en/about", "/en/search",
    ],
)  # fmt: skip
def test_a_final_slash_too_many_leads_to_the_page(reader: FlaskClient, path: str) -> None:
    answer = reader.get(f"{path}/?q=a%26b")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{path}?q=a%26b")


@pytest.mark.parametrize("path", ["/en//example.org/", "/en/%2F%2Fexample.org/", "/en/nothing/"])
def test_a_final_slash_leads_nowhere_else(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert "example.org" not in answer.headers.get("Location", "").removeprefix("http://localhost")
    assert answer.status_code in (404, 308)


def test_a_wrong_method_is_refused_and_says_what_is_allowed(reader: FlaskClient) -> None:
    answer = reader.post("/en/about")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.fixture
def failing_client(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """An app with views that fail in every way."""
    app = make_app(small_site)
    app.testing = False

    def fail(lang: str) -> str:
        status = int(request.args["status"])
        if status == 500:
            raise RuntimeError("a secret")
        if status == 5030:
            raise IndexUnavailable
        abort(status)

    app.view_functions["public.about"] = fail
    return app.test_client()


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_every_failure_has_a_page_without_details_of_the_program(failing_client: FlaskClient, status: int) -> None:
    answer = failing_client.get(f"/en/about?status={status}")
    page = Shown(answer)
    assert page.status == status
    assert page.names["h1"] == 1
    assert "secret" not in page.markup
    assert "Content-Security-Policy" in answer.headers


def test_a_failure_is_not_to_be_kept_by_anybody(failing_client: FlaskClient) -> None:
    assert failing_client.get("/en/about?status=500").headers["Cache-Control"] == "no-store"


def test_a_missing_index_says_when_to_come_back(failing_client: FlaskClient) -> None:
    answer = failing_client.get("/en/about?status=5030")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def test_an_address_for_machines_is_answered_for_machines(reader: FlaskClient) -> None:
    answer = reader.get("/en/nothing.json")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]["code"] == "not_found"
