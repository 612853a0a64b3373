"""Lists of the JSON API, and their twins."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from kb.services.site import Site
from tests.factories import case_values, publish
from tests.web.json_answers import json_of


def add_cases(site: Site, *slugs: str, **given: str | None) -> None:
    publish(site, *(("case", slug, case_values(title__en=slug.title(), **given)) for slug in slugs), index=False)


def test_a_list_names_its_records_in_the_language_asked_for(reader: FlaskClient) -> None:
    assert json_of(reader.get("/api/v1/cities?lang=ko"))["items"][0].items() >= {
        "type": "city",
        "slug": "nice",
        "url": "/ko/cities/nice",
        "title": "니스",
        "lang": "ko",
        "summary": "니스는 지중해에 있는 도시입니다.",
    }.items()  # fmt: skip
    assert json_of(reader.get("/api/v1/cities"))["items"][0]["title"] == "Nice"


def test_a_summary_is_plain_text_without_citations(client: FlaskClient, small_site: Site) -> None:
    add_cases(small_site, "marked", summary__en="**Bold** [link](https://example.org).[@report]")
    items = json_of(client.get("/api/v1/cases"))["items"]
    assert items[0]["summary"] == "Bold link."


def test_a_text_in_the_other_language_only_says_so(client: FlaskClient, small_site: Site) -> None:
    add_cases(small_site, "korean-summary", summary__en=None)
    item = json_of(client.get("/api/v1/cases"))["items"][0]
    assert (item["lang"], item["summary_lang"]) == ("en", "ko")


def test_the_title_of_a_source_keeps_its_own_language(reader: FlaskClient) -> None:
    item = json_of(reader.get("/api/v1/sources?lang=ko"))["items"][0]
    assert (item["title"], item["lang"]) == ("Annual report", "en")
    assert (item["summary"], item["summary_lang"]) == ("연차 보고서", "ko")


def test_pages_of_a_list_hold_every_record_once(client: FlaskClient, small_site: Site) -> None:
    add_cases(small_site, "a", "b", "c", "d")
    pages = [json_of(client.get(f"/api/v1/cases?per_page=2&page={page}")) for page in (1, 2, 3, 4)]
    assert [[item["slug"] for item in page["items"]] for page in pages] == [
        ["a", "b"],
        ["c", "d"],
        ["smart-parking"],
        [],
    ]
    assert {(page["total"], page["per_page"]) for page in pages} == {(5, 2)}
    assert [page["page"] for page in pages] == [1, 2, 3, 4]


@pytest.mark.parametrize("query", ["page=0", "page=x", "per_page=101", "per_page=-1", "lang=fr", "page=9999999999"])
def test_a_bad_parameter_is_refused_by_name(reader: FlaskClient, query: str) -> None:
    answer = reader.get(f"/api/v1/cases?{query}")
    assert answer.status_code == 400
    assert [problem["where"] for problem in json_of(answer)["error"]["details"]["problems"]] == [query.split("=")[0]]


@pytest.mark.parametrize("kind", ["cases", "cities", "events", "organizations", "themes", "sources"])
def test_every_list_page_has_its_json_twin(reader: FlaskClient, kind: str) -> None:
    assert reader.get(f"/ko/{kind}.json?per_page=5").data == reader.get(f"/api/v1/{kind}?lang=ko&per_page=5").data


@pytest.mark.parametrize("kind", ["sessions", "presentations"])
def test_what_has_no_list_page_is_listed_by_the_api(reader: FlaskClient, kind: str) -> None:
    assert json_of(reader.get(f"/api/v1/{kind}"))["total"] == 1


def test_a_list_is_open_to_scripts_of_any_site_and_sets_no_cookie(reader: FlaskClient) -> None:
    headers = reader.get("/api/v1/cases").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in headers


def test_a_list_takes_a_number_of_statements_that_does_not_grow(client: FlaskClient, small_site: Site) -> None:
    seen: list[str] = []
    event.listen(small_site.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    client.get("/api/v1/cases?per_page=50")
    few = len(seen)
    add_cases(small_site, *(f"more-{number}" for number in range(10)))
    seen.clear()
    assert len(json_of(client.get("/api/v1/cases?per_page=51"))["items"]) == 11  # another address: nothing is stored
    assert len(seen) == few
