"""Everything under /api/ fails in one shape."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

from kb.api import views
from kb.services.site import Site
from tests.web.json_answers import json_of


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/cases/none", 404, "not_found"),
        ("/api/v1/cases/No%00Slug", 404, "not_found"),
        ("/api/v1/sessions/summit", 404, "not_found"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v2/cases", 404, "not_found"),
        ("/api/", 404, "not_found"),
        ("/api/v1/search?stage=asleep", 400, "invalid"),
    ],
)
def test_a_failure_says_its_code_and_a_message(client: FlaskClient, address: str, status: int, code: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.content_type == "application/json"
    assert set(json_of(answer)["error"]) == {"code", "message", "details"}
    assert json_of(answer)["error"]["code"] == code
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_message_is_in_the_language_asked_for(reader: FlaskClient) -> None:
    english = json_of(reader.get("/api/v1/cases/none", headers={"Accept-Language": "ko"}))["error"]["message"]
    korean = json_of(reader.get("/api/v1/cases/none?lang=ko", headers={"Accept-Language": "en"}))["error"]["message"]
    assert english.isascii()
    assert not korean.isascii()


def test_a_method_that_no_address_takes_is_405_and_names_those_that_it_takes(reader: FlaskClient) -> None:
    answer = reader.post("/api/v1/cases")
    assert (answer.status_code, json_of(answer)["error"]["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_an_unexpected_failure_is_a_500_that_tells_nothing_of_the_inside(
    small_site: Site, make_app: Callable[[Site], Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr(views, "list_document", fail)
    answer = make_app(small_site).test_client().get("/api/v1/cases")
    assert (answer.status_code, json_of(answer)["error"]["code"]) == (500, "internal_error")
    assert b"the inside" not in answer.data
    assert answer.headers["Cache-Control"] == "no-store"


def test_too_many_requests_say_when_to_come_back(
    small_site: Site, make_app: Callable[[Site], Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise TooManyRequests(retry_after=7)

    monkeypatch.setattr(views, "list_document", refuse)
    answer = make_app(small_site).test_client().get("/api/v1/cases")
    assert (answer.status_code, json_of(answer)["error"]["code"]) == (429, "too_many_requests")
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.parametrize("address", ["/en/cases/none.json", "/ko/search.json?type=case-study", "/en/events/x/y.json"])
def test_the_twins_of_pages_fail_in_the_same_shape(reader: FlaskClient, address: str) -> None:
    error = json_of(reader.get(address))["error"]
    assert set(error) == {"code", "message", "details"}
    assert error["message"].isascii() == address.startswith("/en/")
