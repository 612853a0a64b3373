"""The one table of all results, as CSV, workbook and JSON."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from kb.services.site import Site
from tests.factories import case_values, draft, publish, source_values
from tests.web.json_answers import json_of
from tests.web.shown import Shown
from tests.web.test_api_openapi import check


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def outcome(row_id: str, **given: Any) -> dict[str, Any]:
    return {"row_id": row_id, "indicator__ko": "이용객", "indicator__en": "Riders", "value": 12.5, "year": "2016",
            "outcome_type": "measured", "sources": ["report"], **given}  # fmt: skip


@pytest.fixture
def client(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """A second case whose results are of all sorts, one of them looking like a formula."""
    outcomes = [
        outcome("riders", sources=["report", "second"], baseline=10, baseline_year="2015~", said_by__ko="시", said_by__en="City"),
        outcome("formula", value=None, value_text__en="=1+1", value_text__ko="@SUM(A1)", year=None, outcome_type="claim"),
    ]  # fmt: skip
    publish(
        small_site,
        ("source", "second", source_values(title="Second report", url=None)),
        ("case", "more-parking", case_values(outcomes=outcomes)),
    )
    return make_app(small_site).test_client()


def test_a_result_is_a_row_with_case_city_grade_and_sources(client: FlaskClient) -> None:
    answer = client.get("/en/outcomes.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    row = rows_of(answer.data)[0]
    assert (row["record"], row["row_id"]) == ("more-parking", "riders")
    assert (row["title__ko"], row["title__en"]) == ("스마트 주차", "Smart parking")
    assert (row["city"], row["city_name__ko"], row["city_name__en"], row["country"]) == ("nice", "니스", "Nice", "FR")
    assert (row["value"], row["baseline"], row["baseline_year"], row["year"]) == ("12.5", "10", "2015~", "2016")
    assert (row["outcome_type"], row["evidence"]) == ("measured", "A")
    assert (row["said_by__ko"], row["said_by__en"]) == ("시", "City")
    assert row["sources"] == "report | second"
    assert row["source_titles"] == "Annual report | Second report"
    assert row["source_urls"] == "https://example.org/report"
    assert row["page_url"] == "http://localhost/en/cases/more-parking/history/1"


def test_results_come_by_case_and_in_the_order_of_each(client: FlaskClient) -> None:
    assert [(row["record"], row["row_id"]) for row in rows_of(client.get("/ko/outcomes.csv").data)] == [
        ("more-parking", "riders"),
        ("more-parking", "formula"),
        ("smart-parking", "kiosks"),
    ]


def test_the_table_holds_no_draft(client: FlaskClient, small_site: Site) -> None:
    draft(small_site, "case", "smart-parking", case_values(outcomes=[outcome("secret")]))
    draft(small_site, "case", "secret-case", case_values())
    text = client.get("/en/outcomes.csv").text + client.get("/api/v1/outcomes").text
    assert "secret" not in text


def test_a_text_that_looks_like_a_formula_is_none_in_either_table(client: FlaskClient) -> None:
    row = rows_of(client.get("/en/outcomes.csv").data)[1]
    assert (row["value_text__en"], row["value_text__ko"]) == ("'=1+1", "'@SUM(A1)")
    sheet = load_workbook(io.BytesIO(client.get("/en/outcomes.xlsx").data))["Results"]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value in ("=1+1", "@SUM(A1)")]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def book_of(client: FlaskClient, lang: str) -> Any:
    answer = client.get(f"/{lang}/outcomes.xlsx")
    assert answer.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="outcomes.xlsx"'
    return load_workbook(io.BytesIO(answer.data))


def test_the_workbook_has_typed_cells_and_a_sheet_of_sources(client: FlaskClient) -> None:
    book = book_of(client, "en")
    assert book.sheetnames == ["Results", "Sources", "About"]
    head, *rows = [[cell.value for cell in line] for line in book["Results"].iter_rows()]
    row = dict(zip(head, rows[0], strict=True))
    assert (row["value"], row["year"], row["baseline"], row["baseline_year"]) == (12.5, 2016, 10, "2015~")
    assert [line[0].value for line in book["Sources"].iter_rows()] == ["slug", "report", "second"]


@pytest.mark.parametrize(("lang", "name"), [("en", "About"), ("ko", "소개")])
def test_a_sheet_of_the_workbook_says_what_it_is_and_under_which_licence(
    client: FlaskClient, lang: str, name: str
) -> None:
    for _time in range(2):
        said = [cell.value for line in book_of(client, lang)[name].iter_rows() for cell in line]
        assert {"CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", f"http://localhost/{lang}/"} <= set(said)


def test_the_api_gives_all_results_unless_a_page_is_asked_for(client: FlaskClient) -> None:
    whole = json_of(client.get("/api/v1/outcomes"))
    assert [item["row_id"] for item in whole["items"]] == ["riders", "formula", "kiosks"]
    assert [source["slug"] for source in whole["sources"]] == ["report", "second"]
    assert whole["license"] == "https://creativecommons.org/licenses/by/4.0/"
    page = json_of(client.get("/api/v1/outcomes?page=2&per_page=2"))
    assert (page["total"], [item["row_id"] for item in page["items"]]) == (3, ["kiosks"])
    assert [source["slug"] for source in page["sources"]] == ["report"]


def test_a_result_of_the_api_names_case_and_city_in_both_languages(client: FlaskClient) -> None:
    item = json_of(client.get("/api/v1/outcomes"))["items"][0]
    assert item["case"]["title"] == {"ko": "스마트 주차", "en": "Smart parking"}
    assert item["city"]["slug"] == "nice"
    assert (item["value"], item["indicator"], item["evidence"]) == (12.5, {"ko": "이용객", "en": "Riders"}, "A")


@pytest.mark.parametrize("query", ["", "?page=1&per_page=1", "?page=9"])
def test_the_answer_is_as_described(client: FlaskClient, query: str) -> None:
    check(client, f"/api/v1/outcomes{query}", "/api/v1/outcomes")


def test_a_bad_page_or_language_is_refused(client: FlaskClient) -> None:
    check(client, "/api/v1/outcomes?page=x", "/api/v1/outcomes", 400)
    check(client, "/api/v1/outcomes?lang=fr", "/api/v1/outcomes", 400)


def test_the_page_has_a_twin_as_json(client: FlaskClient) -> None:
    assert json_of(client.get("/ko/outcomes.json"))["total"] == 3


def test_lists_of_cases_and_the_about_page_lead_to_the_table(client: FlaskClient) -> None:
    for lang in ("ko", "en"):
        for page in ("cases/", "about"):
            links = Shown(client.get(f"/{lang}/{page}")).links
            assert {f"/{lang}/outcomes.csv", f"/{lang}/outcomes.xlsx"} <= set(links)


def test_a_collection_without_results_is_an_empty_table(sqlite_site: Site, make_app: Callable[[Site], Flask]) -> None:
    client = make_app(sqlite_site).test_client()
    assert rows_of(client.get("/en/outcomes.csv").data) == []
    assert json_of(client.get("/api/v1/outcomes"))["items"] == []
    assert load_workbook(io.BytesIO(client.get("/en/outcomes.xlsx").data))["Results"].max_row == 1


def test_the_seed_fits_the_table_and_its_description(seeded_client: FlaskClient) -> None:
    check(seeded_client, "/api/v1/outcomes", "/api/v1/outcomes")
    total = json_of(seeded_client.get("/api/v1/outcomes"))["total"]
    assert total == len(rows_of(seeded_client.get("/en/outcomes.csv").data)) > 100
    book = load_workbook(io.BytesIO(seeded_client.get("/ko/outcomes.xlsx").data))
    assert book["성과"].max_row == total + 1
