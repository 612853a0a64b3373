"""A comparison taken along: table and workbook say what the page says, typed, in both languages, with sources."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from kb.domain import compared_fields
from kb.domain.citations import cited_slugs
from kb.domain.compared_fields import FIELDS, ComparedField
from kb.domain.comparison import Entry
from kb.rendering.workbook import Sheet, WebAddress, write_workbook
from kb.services.site import Site
from tests.factories import publish
from tests.web.compared_files import (
    BOTH,
    CITIES,
    FIVE,
    FORMULAS,
    LATER,
    book_of,
    brief_of,
    get,
    lines_of,
    publish_two,
    rows_of,
    words_of,
)
from tests.web.json_answers import json_of
from tests.web.shown import Shown


@pytest.fixture
def two(client: FlaskClient, small_site: Site) -> FlaskClient:
    """The small collection with a second case."""
    publish_two(small_site)
    return client


def test_the_table_has_a_row_for_each_entry_of_each_cell(two: FlaskClient) -> None:
    rows = rows_of(two, BOTH)
    later = [row for row in rows if row["slug"] == "later"]
    (total,) = (row for row in later if row["row"] == "cost-total")
    assert (total["field"], total["label"], total["part"]) == ("cost", "Cost", "Total cost")
    assert (total["amount"], total["amount_max"], total["currency"], total["year"]) == (
        "9000000",
        "9500000",
        "EUR",
        "2016",
    )
    assert float(total["estimate_usd_2024"]) > 9_000_000
    assert float(total["estimate_usd_2024_max"]) > float(total["estimate_usd_2024"])
    assert float(total["estimate_usd_2024_per_1000_residents"]) == pytest.approx(
        float(total["estimate_usd_2024"]) / 340, abs=0.01
    )
    assert (total["estimate_population"], total["estimate_population_year"]) == ("340000", "2016")
    assert total["estimate_formula"].startswith("9,000,000–9,500,000 EUR ÷")
    assert "https://example.org/census" in total["estimate_sources"]
    assert (total["sources"], total["source_urls"], total["lang"]) == ("report", "https://example.org/report", "en")
    outcome = next(row for row in later if row["field"] == "outcomes" and row["number"])
    assert (outcome["number"], outcome["unit"], outcome["baseline"], outcome["baseline_date"]) == (
        "12.5", "kiosks", "10", "2015~",
    )  # fmt: skip
    assert (outcome["evidence"], outcome["outcome_type"]) == ("D", "claim")


def test_a_sum_without_a_sourced_rate_says_why_it_has_no_estimate(two: FlaskClient) -> None:
    (row,) = (row for row in rows_of(two, BOTH) if row["currency"] == "XAF")
    assert (row["amount"], row["estimate_usd_2024"], row["no_estimate"]) == ("12", "", "no_rate")


def test_the_table_says_what_is_not_reported_and_in_which_language_a_text_is(two: FlaskClient) -> None:
    rows = {(row["slug"], row["row"]): row for row in rows_of(two, BOTH, "ko")}
    assert (rows["smart-parking", "cost-total"]["reported"], rows["smart-parking", "cost-total"]["text"]) == (
        "false",
        "",
    )
    problem = rows["later", "problem"]
    assert (problem["reported"], problem["lang"], problem["label"]) == ("true", "en", "해결하려던 문제")
    assert problem["text"] == "Old meters had to go.\none\ntwo"
    assert problem["sources"] == "report | census"


def test_no_text_is_a_formula_in_a_table(two: FlaskClient) -> None:
    values = {value for row in rows_of(two, BOTH) for value in row.values()}
    assert {f"'{text}" for text in ("=1+1", "-1", "+1", "@SUM(A1)", '=HYPERLINK("http://x")')} <= values
    assert not [value for value in values if value.startswith(("=", "+", "@", "\t", "\r"))]


def test_no_text_is_a_formula_in_a_workbook(two: FlaskClient) -> None:
    cells = [
        cell for sheet in book_of(two, BOTH) for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert "f" not in {cell.data_type for cell in cells}
    risky = [cell for cell in cells if cell.value in FORMULAS]
    assert {cell.value for cell in risky} == {*FORMULAS}
    assert all(cell.quotePrefix and cell.data_type == "s" for cell in risky)


def test_the_workbook_begins_with_the_table_in_the_language_of_the_page(two: FlaskClient) -> None:
    assert book_of(two, BOTH, "ko").sheetnames[:2] == ["비교 (한국어)", "Comparison (English)"]
    book = book_of(two, BOTH)
    assert book.sheetnames == [
        "Comparison (English)", "비교 (한국어)", "Results", "Costs", "Figures", "Sources", "About",
    ]  # fmt: skip
    english, korean = lines_of(book["Comparison (English)"]), lines_of(book["비교 (한국어)"])
    assert [line["Row"] for line in english][:3] == ["City", "Page", "Stage"]
    stage = next(line for line in korean if line["항목"] == "단계")
    assert stage["스마트 주차"] == "종료 (2016년 기준)"
    assert next(line for line in english if line["Row"] == "Cost: Total cost")["Smart parking"] == "not reported"


def test_numbers_and_years_of_the_workbook_are_numbers_with_their_formats(two: FlaskClient) -> None:
    book = book_of(two, BOTH)
    words, number = (line for line in reversed(lines_of(book["Results"])) if line["Title (English)"] == "=1+1")
    assert (number["Value"], number["Before"], number["Year"], number["Year before"]) == (12.5, 10, 2016, "2015~")
    assert (words["Value"], words["Value in words (한국어)"]) == (None, "글")
    cost = lines_of(book["Costs"])[0]
    assert (cost["Amount"], cost["Year"], cost["Residents"]) == (9_000_000, 2016, 340_000)
    assert cost["Estimate, US$ of 2024"] > 9_000_000
    assert {cell.number_format for cell in book["Costs"]["E"][1:]} == {"#,##0"}
    residents = next(row for row in book["Comparison (English)"].iter_rows() if row[1].value == "Residents of the city")
    assert (residents[3].value, residents[3].number_format) == (340_000, '#,##0" people (2016) [1]"')
    assert next(row for row in book["비교 (한국어)"].iter_rows() if row[1].value == "도시 인구")[3].number_format == (
        '#,##0"명 (2016년) [1]"'
    )


def test_every_column_that_holds_an_estimate_says_so(two: FlaskClient) -> None:
    for lang, word in (("en", "Estimate"), ("ko", "추정")):
        book = book_of(two, BOTH, lang)
        costs = book[book.sheetnames[3]]
        estimated = [cell.value for cell in costs[1] if "US$" in str(cell.value) or "달러" in str(cell.value)]
        assert len(estimated) == 4
        assert all(word in head for head in estimated)
    dollars = [cell.value for row in book_of(two, BOTH)["Comparison (English)"].iter_rows() for cell in row]
    assert all("estimate)" in text for text in dollars if isinstance(text, str) and "≈ US$" in text)
    assert any("≈ US$" in str(text) for text in dollars)


def test_the_sheets_are_set_up_for_reading_and_for_printing(two: FlaskClient) -> None:
    sheet = book_of(two, BOTH)["Comparison (English)"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C2", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    long = next(cell for row in sheet.iter_rows() for cell in row if cell.value and "\n" in str(cell.value))
    assert long.alignment.wrap_text


def test_the_sources_of_a_workbook_are_those_of_the_page_by_number_with_links(seeded_client: FlaskClient) -> None:
    page = Shown(seeded_client.get(f"/en/compare?{FIVE}"))
    shown = [int(number) for number in re.findall(r'id="ref-(\d+)"', page.markup)]
    sources = lines_of(book_of(seeded_client, FIVE)["Sources"])
    assert [source["Number"] for source in sources][: len(shown)] == shown
    for source in sources[: len(shown)]:
        assert f'id="ref-{source["Number"]}"' in page.markup
        assert " ".join(source["Title"].split()) in page.text()
    document = json_of(seeded_client.get(f"/en/compare.json?{FIVE}"))
    entries = [entry for row in document["rows"] for cell in row["cells"] for entry in cell["entries"]]
    cited = {slug for entry in entries for slug in entry["sources"]}
    cited |= {slug for entry in entries for text in entry["text"].values() for slug in cited_slugs(text or "")}
    assert {source["Page about the source"].rpartition("/")[2] for source in sources} >= cited
    known = {source["url"] for source in document["sources"]}
    assert {source["Address"] for source in sources} <= known
    assert all(source["Cited by (English)"] and source["Cited by (한국어)"] for source in sources)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_spreadsheet_runs_no_text_whatever_it_begins_with(text: str) -> None:
    body = write_workbook([Sheet("a", [text, text], [[text, WebAddress(text)]])], "title", "creator")
    for row in load_workbook(io.BytesIO(body))["a"].iter_rows():
        for cell in row:
            assert (cell.data_type, cell.quotePrefix, cell.hyperlink) == ("s", True, None)


def test_dates_and_addresses_of_sources_are_typed(two: FlaskClient) -> None:
    sheet = book_of(two, BOTH)["Sources"]
    report = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "Annual report")
    places = {cell.value: place for place, cell in enumerate(sheet[1])}
    assert report[places["Date"]].value.date() == date(2016, 4, 18)
    assert report[places["Address"]].hyperlink.target == "https://example.org/report"
    assert report[places["Cited by (English)"]].value == "Smart parking (Nice) | =1+1 (Nice)"


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_sources_of_a_workbook_can_be_read_in_both_languages(two: FlaskClient, lang: str) -> None:
    book = book_of(two, BOTH, lang)
    number = book.sheetnames.index({"ko": "출처", "en": "Sources"}[lang])
    sheet = book[book.sheetnames[number]]
    (report,) = (row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] == "Annual report")
    assert {"연차 보고서", "An annual report", "영어", "English", "2016년 4월 18일", "18 April 2016", "official"} <= {
        *report
    }
    assert {"스마트 주차(니스) | 나중 사업(니스)", "Smart parking (Nice) | =1+1 (Nice)"} <= {*report}
    heads = [cell.value for cell in sheet[1]]
    assert len({*heads}) == len(heads)


def test_the_workbook_says_what_it_is(two: FlaskClient) -> None:
    about = list(book_of(two, BOTH)["About"].iter_rows(values_only=True))
    said = {row[0]: row[1:] for row in about if row[0]}
    assert said["Address"][0] == f"http://localhost/en/compare?{BOTH}"
    assert said["Licence"] == ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    assert said["Base year"][0] == 2024
    assert "estimate" in said["Rule"][0].lower()
    assert said["Made on"][0] is not None


@pytest.mark.parametrize("query", [FIVE, CITIES])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_number_of_the_page_is_in_the_brief_and_every_value_in_table_and_workbook(
    seeded_client: FlaskClient, query: str, lang: str
) -> None:
    page = seeded_client.get(f"/{lang}/compare?{query}").text
    cells = re.findall(r"<td>(.*?)</td>", page.partition("<tbody")[2], re.DOTALL)
    spoken = {number for cell in cells for number in re.findall(r"\d[\d,.]*\d|\d", re.sub(r"<[^>]+>", " ", cell))}
    words = words_of(brief_of(seeded_client, query, lang))
    assert {number for number in spoken if number not in words} == set()
    document = json_of(seeded_client.get(f"/{lang}/compare.json?{query}"))
    kinds = {"money", "outcome", "figure"}
    values = {
        entry["number"]
        for row in document["rows"]
        if row["kind"] in kinds
        for cell in row["cells"]
        for entry in cell["entries"]
        if entry["number"] is not None
    }
    table = {
        float(row[name]) for row in rows_of(seeded_client, query, lang) for name in ("number", "amount") if row[name]
    }
    assert values <= table
    typed = {cell.value for sheet in book_of(seeded_client, query, lang) for row in sheet.iter_rows() for cell in row}
    assert values <= typed


def test_only_differences_go_along_but_gaps_are_told_of_the_whole(two: FlaskClient) -> None:
    whole, part = rows_of(two, BOTH), rows_of(two, f"{BOTH}&differences=1")
    assert {row["row"] for row in whole if row["same"] == "true"}
    kept = [row for row in whole if row["same"] == "false"]
    assert kept == part
    query = f"{BOTH}&differences=1"
    sheet = lines_of(book_of(two, query)["Comparison (English)"])
    assert "Themes" not in {line["Row"] for line in sheet}
    brief = brief_of(two, query)
    assert "left out." in words_of(brief)
    gaps = words_of(brief).split("What is not reported", 1)[1].split("Sources", 1)[0]
    assert "Themes" not in gaps


def test_records_keep_their_order(two: FlaskClient) -> None:
    other = "case=later&case=smart-parking"
    assert [row["slug"] for row in rows_of(two, other)][:2] == ["later", "smart-parking"]
    assert book_of(two, other)["Comparison (English)"]["C1"].value == "=1+1"
    assert brief_of(two, other).core_properties.title.startswith("Comparison: =1+1")


def test_cities_are_taken_along_too(seeded_client: FlaskClient) -> None:
    book = book_of(seeded_client, CITIES, "ko")
    assert "수치" in book.sheetnames
    assert "비용" not in book.sheetnames
    assert book["비교 (한국어)"]["C1"].value == "서울특별시"
    assert "근거" in words_of(brief_of(seeded_client, CITIES, "ko"))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx"])
@pytest.mark.parametrize(
    "query",
    ["", "case=later", "case=later&case=zzz", "case=later&case=later", "case=later&city=nice", "city=nice&city=%00"],
)
def test_what_cannot_be_compared_is_refused_and_named(two: FlaskClient, suffix: str, query: str) -> None:
    answer = two.get(f"/ko/compare.{suffix}?{query}")
    assert answer.status_code == 400
    error = json_of(answer)["error"]
    assert error["message"]
    assert error["details"]["problems"]
    assert "Accept" in answer.headers["Vary"]


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx"])
@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        ("", ["두 개 이상 선택해야"]),
        ("case=later", ["두 개 이상 선택해야"]),
        ("case=later&case=zzz&case=later", ["zzz", "중복 지정된 항목: later"]),
        ("case=later&city=nice", ["서로 비교할 수 없습니다"]),
        ("city=nice&city=%3Cb%3E", ["&lt;b&gt;"]),
    ],
)
def test_a_person_who_asks_for_what_cannot_be_compared_reads_why_and_gets_back(
    two: FlaskClient, suffix: str, query: str, reasons: list[str]
) -> None:
    answer = two.get(f"/ko/compare.{suffix}?{query}", headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "Accept" in answer.headers["Vary"]
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    assert all(reason in main for reason in reasons)
    kept = query.removesuffix("&city=nice")
    assert f"/ko/compare{f'?{kept}' if kept else ''}" in Shown(answer).links


def test_the_json_of_a_comparison_tells_errors_as_json_to_everybody(two: FlaskClient) -> None:
    answer = two.get("/ko/compare.json?case=later", headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (400, "application/json")
    assert two.get("/ko/compare.docx", headers={"Accept": "application/json"}).mimetype == "application/json"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx"])
def test_a_file_has_a_name_in_the_language_a_licence_and_the_cache_headers_of_pages(
    two: FlaskClient, suffix: str
) -> None:
    for _time in range(2):
        headers = two.get(f"/ko/compare.{suffix}?{BOTH}").headers
        disposition = headers["Content-Disposition"]
        assert f'filename="comparison-smart-parking-later.{suffix}"' in disposition
        assert unquote(disposition.partition("filename*=UTF-8''")[2]) == f"비교-smart-parking-later.{suffix}"
        assert headers["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
        assert headers["Cache-Control"] == two.get(f"/ko/compare.json?{BOTH}").headers["Cache-Control"]
        assert headers["ETag"]


def test_the_page_leads_to_the_files_as_it_is_shown(two: FlaskClient) -> None:
    links = Shown(two.get(f"/en/compare?{BOTH}&differences=1&fold=cost")).links
    for suffix in ("csv", "xlsx", "docx"):
        assert f"/en/compare.{suffix}?{BOTH}&differences=1" in links


def test_a_field_that_is_added_goes_along(two: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def offices(compared: Any) -> Iterator[Entry]:
        yield Entry(text={"ko": f"{compared.record.slug} 담당", "en": f"Office of {compared.record.slug}"})

    new = ComparedField("office", "partners", "Office for tests", "text", offices)
    monkeypatch.setitem(compared_fields.FIELDS, "case", (*FIELDS["case"], new))
    query = f"{BOTH}&x=1"
    assert [row["text"] for row in rows_of(two, query) if row["field"] == "office"] == [
        "Office of smart-parking",
        "Office of later",
    ]
    (line,) = (line for line in lines_of(book_of(two, query)["비교 (한국어)"]) if line["항목"] == "Office for tests")
    assert line["스마트 주차"] == "smart-parking 담당"
    assert "Office of later\nlater 담당" in words_of(brief_of(two, query))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx"])
def test_the_number_of_statements_does_not_grow_with_the_records(
    two: FlaskClient, small_site: Site, suffix: str
) -> None:
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    publish(small_site, *((("case", f"case-{n}", LATER)) for n in range(3)), index=False)
    two.get("/en/compare")
    counts = []
    event.listen(small_site.engine, "before_cursor_execute", note)
    for query in (BOTH, f"{BOTH}&case=case-0&case=case-1&case=case-2"):
        found.clear()
        get(two, f"/en/compare.{suffix}?{query}")
        counts.append(len(found))
    event.remove(small_site.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1] > 0
