"""Lists and searches as CSV."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from kb.api.tables import write_csv
from kb.services.site import Site
from tests.factories import case_values, publish


def rows_of(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_a_list_is_one_row_a_record_under_import_names(reader: FlaskClient) -> None:
    answer = reader.get("/en/cases.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    (row,) = rows_of(answer.data)
    assert row["kind"] == "case"
    assert row["title__ko"] == "스마트 주차"
    assert row["page_url"] == "/en/cases/smart-parking"
    assert row["evidence"] == "B"


def test_a_plain_list_is_one_cell(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, ("case", "two", case_values(themes=["parking", "mobility"])), index=False)
    assert rows_of(client.get("/ko/cases.csv").data)[1]["themes"] == "parking | mobility"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    (row,) = rows_of(write_csv(["text"], [[text]]))
    assert row["text"] == f"'{text}"


def test_a_formula_hidden_in_a_list_is_caught_too() -> None:
    assert rows_of(write_csv(["list"], [[["=a", "b"]]]))[0]["list"] == "'=a | b"


def test_a_negative_number_stays_a_number() -> None:
    assert rows_of(write_csv(["lon", "yes", "none"], [[-3.5, True, None]])) == [
        {"lon": "-3.5", "yes": "true", "none": ""}
    ]


def test_commas_quotes_and_line_breaks_survive() -> None:
    text = 'a, "b"\nc'
    assert rows_of(write_csv(["text"], [[text]]))[0]["text"] == text


def test_a_table_holds_the_whole_list_unless_a_page_is_asked_for(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, *(("case", f"more-{number:02}", case_values()) for number in range(24)), index=False)
    assert len(rows_of(client.get("/en/cases.csv").data)) == 25
    assert [row["slug"] for row in rows_of(client.get("/en/cases.csv?page=2&per_page=2").data)] == [
        "more-02",
        "more-03",
    ]


def test_a_search_is_a_table_in_the_language_of_the_page(reader: FlaskClient) -> None:
    answer = reader.get("/ko/search.csv?q=parking&type=case")
    (row,) = rows_of(answer.data)
    assert (row["title"], row["lang"], row["city"], row["themes"], row["year"]) == (
        "스마트 주차",
        "ko",
        "니스",
        "주차",
        "2012",
    )


def test_a_browser_that_saves_a_table_is_told_a_name_again_and_again(reader: FlaskClient) -> None:
    for _time in range(2):
        assert reader.get("/en/cities.csv").headers["Content-Disposition"] == 'inline; filename="cities.csv"'
