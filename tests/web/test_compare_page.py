"""The page that compares: what it shows, what its address says, and how it helps where too little is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import event

from kb.domain import compared_fields
from kb.domain.compared_fields import FIELDS, GROUPS, ComparedField
from kb.domain.comparison import Entry
from kb.services.comparing import choose_records
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site
from kb.web.messages import gettext
from tests.factories import EDITOR, case_values, city_values, publish
from tests.web.shown import Shown

AIR = case_values(
    title__en="Air sensors: a network", title__ko="대기 센서: 관측망", city="seoul", stage="operating", period="2019/..",
    challenge__en="The air was bad.[@report]", challenge__ko=None, lead_organization=None,
    costs=[{"row_id": "all", "cost_type": "total", "amount": 5_000_000, "currency": "EUR", "year": "2019",
            "sources": ["report"]}],
    outcomes=[{"row_id": "k", "indicator__ko": "철거된 단말기", "indicator__en": "kiosks withdrawn", "value": 12,
               "unit__ko": "대", "unit__en": "kiosks", "outcome_type": "claim", "sources": ["report"]}],
    lessons=[{"row_id": "l", "lesson_type": "failure", "category": "legal", "text__ko": "법이 문제였습니다.",
              "text__en": "The law stood in the way.", "sources": ["report"]}],
)  # fmt: skip
SEOUL = city_values(name__ko="서울", name__en="Seoul", country="KR", profile=[
    {"row_id": "p", "figure": "population", "label__ko": "인구", "label__en": "Population", "value": 9_000_000,
     "unit__ko": "명", "unit__en": "people", "year": "2019", "sources": ["report"]}])  # fmt: skip
BOTH = "case=smart-parking&case=air-sensors"


@pytest.fixture
def shown(client: FlaskClient, small_site: Site) -> Callable[[str], Shown]:
    """Read pages of the small collection and a second case, in another city."""
    publish(small_site, ("city", "seoul", SEOUL), ("case", "air-sensors", AIR))
    return lambda path: Shown(client.get(path))


def row_of(page: Shown, key: str) -> str:
    found = re.search(rf'<tr id="{key}".*?</tr>', page.markup, re.DOTALL)
    assert found, key
    return found.group()


def cells_of(page: Shown, key: str) -> list[str]:
    cells = re.findall(r"<td>(.*?)</td>", row_of(page, key), re.DOTALL)
    plain = (re.sub(r'<p class="of">.*?</p>|<[^>]+>', " ", cell, flags=re.DOTALL) for cell in cells)
    return [" ".join(cell.replace("\u2060", "").split()) for cell in plain]


def heads_of(page: Shown) -> list[str]:
    return re.findall(r'<th scope="col" data-compared data-kind="\w+" data-slug="([a-z0-9-]+)"', page.markup)


def test_the_title_names_what_is_compared_in_few_words(shown: Callable[[str], Shown]) -> None:
    assert shown(f"/en/compare?{BOTH}").text_of("h1") == "Comparison: Smart parking (Nice), Air sensors (Seoul)"
    assert shown(f"/ko/compare?{BOTH}").text_of("h1") == "비교: 스마트 주차(니스), 대기 센서(서울)"


def test_the_table_has_a_caption_and_headers_for_columns_groups_and_rows(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/en/compare?{BOTH}")
    assert heads_of(page) == ["smart-parking", "air-sensors"]
    assert page.names["caption"] == 1
    groups = {group.group for group in FIELDS["case"]}
    assert page.markup.count('<th scope="rowgroup" colspan="3">') == len(groups)
    rows = re.findall(r'<tr id="([a-z0-9-]+)" class="row', page.markup)
    assert page.markup.count('<th scope="row">') == len(rows) + 1
    assert len(page.ids) == len(set(page.ids))
    assert {field.name for field in FIELDS["case"]} <= set(page.ids)
    assert page.inline == []


def test_cells_say_what_the_records_say_and_that_something_is_missing(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/en/compare?{BOTH}")
    assert cells_of(page, "stage") == ["Ended (as of 2016)", "In operation (as of 2016)"]
    assert cells_of(page, "problem") == [
        "Old meters had to go. [1]",
        "The air was bad. [1]",
    ]
    assert cells_of(page, "cost-total")[0] == "not reported"
    assert cells_of(page, "cost-total")[1].startswith("5 million euros (2019) [1] ≈ US$")
    assert "per 1,000 residents (population of 2019, estimate)" in cells_of(page, "cost-total")[1]
    assert cells_of(page, "lessons-legal") == ["not reported", "What failed The law stood in the way. [1]"]


def test_the_population_of_an_estimate_is_cited_in_its_formula(shown: Callable[[str], Shown]) -> None:
    formulas = re.findall(r"<p>(.*?)</p>", row_of(shown(f"/en/compare?{BOTH}"), "cost-total"))
    assert [(text.startswith("that sum ÷ "), "#ref-" in text) for text in formulas] == [
        (False, False),
        (True, True),
    ]


def test_what_the_grades_mean_and_the_day_are_there_for_paper(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/ko/compare?{BOTH}")
    legend = re.search(r'<dl class="grade-legend">.*?</dl>', page.markup, re.DOTALL)
    assert legend
    assert re.findall(r'class="grade (\w)"', legend.group()) == ["a", "b", "c", "d", "n"]
    assert re.search(r"· \d{4}년 \d+월 \d+일 기준", page.text())


def test_there_is_a_way_to_each_group(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/en/compare?{BOTH}")
    assert {f"#group-{field.group}" for field in FIELDS["case"]} <= set(page.links)
    assert {f"group-{field.group}" for field in FIELDS["case"]} <= set(page.ids)


def test_an_indicator_that_both_report_shares_a_row_with_the_grade_of_each(shown: Callable[[str], Shown]) -> None:
    cells = cells_of(shown(f"/en/compare?{BOTH}"), "outcomes-kiosks-withdrawn-kiosks")
    assert cells == [
        "291 kiosks Evidence grade B (2016) [1] official figure",
        "12 kiosks Evidence grade D [1] claim",
    ]


def test_a_text_in_the_other_language_is_marked_and_said(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/ko/compare?{BOTH}")
    assert ("p", "en", "The air was bad.") in page.texts
    assert "아직 한국어로 작성되지 않아" in page.text()
    assert "not been written" not in shown(f"/en/compare?{BOTH}").text()


def test_the_other_language_keeps_the_selection(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/en/compare?{BOTH}&differences=1&fold=cost")
    assert page.alternates["ko"].endswith(f"/ko/compare?{BOTH}&differences=1&fold=cost")
    assert page.canonical.endswith(f"/en/compare?{BOTH}")
    assert page.robots == "noindex"


def test_only_differences_leaves_out_what_is_the_same_and_counts_it(shown: Callable[[str], Shown]) -> None:
    whole, part = shown(f"/en/compare?{BOTH}"), shown(f"/en/compare?{BOTH}&differences=1")
    same = re.findall(r'<tr id="([a-z0-9-]+)" class="row.*?</tr>', whole.markup, re.DOTALL)
    hidden = [
        key for key in same if "same for all" in row_of(whole, key) or set(cells_of(whole, key)) == {"not reported"}
    ]
    assert {"themes", "partners"} <= set(hidden)
    assert set(hidden).isdisjoint(part.ids)
    assert f"{len(hidden)} rows that are the same for all are left out." in part.text()
    assert f"/en/compare?{BOTH}" in part.links


def test_a_group_folds_and_unfolds_by_its_address(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/en/compare?{BOTH}&fold=cost&fold=nonsense")
    assert 'href="/en/compare?case=smart-parking&amp;case=air-sensors#group-cost" aria-expanded="false"' in page.markup
    assert f"/en/compare?{BOTH}&fold=cost&fold=outcomes#group-outcomes" in page.links
    assert "cost-total" not in page.ids
    assert "cost" in page.ids  # the anchor leads to the group
    assert "stage" in page.ids


def test_columns_are_moved_and_taken_away_by_links(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/en/compare?{BOTH}&differences=1")
    moved = "/en/compare?case=air-sensors&case=smart-parking&differences=1"
    assert moved in page.links
    assert heads_of(shown(moved)) == ["air-sensors", "smart-parking"]
    assert "/en/compare?case=air-sensors&differences=1" in page.links


def test_references_are_numbered_and_listed_with_their_addresses(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/en/compare?{BOTH}")
    numbers = {int(number) for number in re.findall(r'href="#ref-(\d+)"', page.markup)}
    assert {f"ref-{number}" for number in numbers} <= set(page.ids)
    assert "https://example.org/report" in page.links


def test_unknown_withdrawn_repeated_and_too_many_are_said_and_the_rest_is_compared(
    shown: Callable[[str], Shown], small_site: Site
) -> None:
    more = [("case", f"case-{number}", case_values(title__en=f"Case {number}")) for number in range(5)]
    publish(small_site, *more, index=False)
    with small_site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "case-4", {"ko": "중복", "en": "A double"}))
        uow.commit()
    query = "&".join(f"case=case-{number}" for number in range(5))
    page = shown(f"/en/compare?case=zzz&case=smart-parking&case=smart-parking&{query}&case=air-sensors&case=%00")
    assert heads_of(page) == ["smart-parking", "case-0", "case-1", "case-2", "case-3"]
    text = page.text()
    assert "No case study of this name is published: zzz" in text
    assert "Withdrawn, so left out: case-4" in text
    assert "Named twice, compared once: Smart parking" in text
    assert "At most 5 can be compared; left out: Air sensors: a network" in text
    assert re.findall(r'data-unpublished data-kind="case" data-slug="([a-z0-9-]+)"', page.markup) == ["zzz", "case-4"]


def test_a_renamed_record_redirects_to_its_present_name(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, ("city", "seoul", SEOUL), ("case", "air-sensors", AIR), index=False)
    with small_site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "case", "smart-parking", "parking-in-nice")
        uow.commit()
    answer = client.get(f"/ko/compare?{BOTH}&fold=cost")
    assert answer.status_code == 301
    assert answer.location == "/ko/compare?case=parking-in-nice&case=air-sensors&fold=cost"


def test_cities_are_compared_by_figures_cases_and_organizations(shown: Callable[[str], Shown]) -> None:
    page = shown("/en/compare?city=nice&city=seoul")
    assert page.text_of("h1") == "Comparison: Nice, Seoul"
    assert cells_of(page, "country") == ["France", "South Korea"]
    assert cells_of(page, "population") == ["not reported", "9 million people (2019) [1]"]
    assert cells_of(page, "themes") == ["Mobility 1", "Mobility 1"]
    assert cells_of(page, "cases") == ["1", "1"]


def test_cases_and_cities_are_not_mixed(shown: Callable[[str], Shown]) -> None:
    page = shown(f"/en/compare?{BOTH}&city=nice")
    assert heads_of(page) == ["smart-parking", "air-sensors"]
    assert "can't be compared with one another" in page.text()


@pytest.mark.parametrize("query", ["", "?case=smart-parking", "?case=zzz", f"?{BOTH}&choose=1", "?case=&q="])
def test_with_too_little_chosen_the_page_helps_to_choose(shown: Callable[[str], Shown], query: str) -> None:
    page = shown(f"/en/compare{query}")
    assert page.status == 200
    assert page.text_of("h1") == "Compare case studies"
    checked = re.findall(r'name="case" value="([a-z-]+)" checked', page.markup)
    assert checked == [slug for slug in ("smart-parking", "air-sensors") if slug in query]
    boxes = re.findall(r'type="checkbox" name="case" value="([a-z-]+)"', page.markup)
    assert sorted(boxes) == ["air-sensors", "smart-parking"]
    assert page.robots == ("noindex" if checked else "")


def test_the_form_searches_keeping_what_is_chosen_and_then_compares(shown: Callable[[str], Shown]) -> None:
    page = shown("/en/compare?kind=case&q=air&choose=1&case=smart-parking")
    assert re.findall(r'type="checkbox" name="case" value="([a-z-]+)"( checked)?', page.markup) == [
        ("smart-parking", " checked"),
        ("air-sensors", ""),
    ]
    assert "1 found for “air”" in page.text()
    assert 'name="q" type="search" value="air"' in page.markup


def test_comparing_from_the_form_leads_to_the_plain_address(client: FlaskClient, small_site: Site) -> None:
    publish(small_site, ("city", "seoul", SEOUL), ("case", "air-sensors", AIR), index=False)
    answer = client.get(f"/en/compare?kind=case&q=air&{BOTH}")
    assert (answer.status_code, answer.location) == (302, f"/en/compare?{BOTH}")


def test_cities_are_chosen_on_a_page_of_their_own(shown: Callable[[str], Shown]) -> None:
    page = shown("/ko/compare?kind=city")
    assert re.findall(r'type="checkbox" name="city" value="([a-z-]+)"', page.markup) == ["nice", "seoul"]
    assert page.current[1:] == ["/ko/compare", "/ko/compare?kind=city"]  # after that of the language


def test_a_long_list_to_choose_from_comes_in_pages(client: FlaskClient, small_site: Site) -> None:
    cases = [("case", f"case-{n:02}", case_values(title__en=f"Trial {n:02}")) for n in range(70)]
    publish(small_site, *cases, index=False)
    seen: list[str] = []
    for number in (1, 2, 99):
        page = Shown(client.get(f"/en/compare?page={number}&case=case-03"))
        boxes = re.findall(r'type="checkbox" name="case" value="([a-z0-9-]+)"(?! checked)', page.markup)
        seen += boxes if number < 3 else []
        assert len(boxes) <= 60
    assert sorted(seen) == sorted({"smart-parking", *(f"case-{n:02}" for n in range(70))} - {"case-03"})


@pytest.fixture
def statements(small_site: Site) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(small_site.engine, "before_cursor_execute", note)
    yield found
    event.remove(small_site.engine, "before_cursor_execute", note)


def test_the_number_of_statements_grows_with_nothing(
    client: FlaskClient, small_site: Site, statements: list[str]
) -> None:
    def count(address: str) -> int:
        client.get("/en/compare")  # what is kept for the content generation is read
        client.get("/en/compare?city=nice&city=seoul")
        statements.clear()
        assert client.get(address).status_code == 200
        return len(statements)

    publish(small_site, ("city", "seoul", SEOUL), ("case", "air-sensors", AIR), index=False)
    few = {"case": count(f"/en/compare?{BOTH}&x=1"), "city": count("/en/compare?city=nice&city=seoul&x=1")}
    rows = [{**AIR["outcomes"][0], "row_id": f"r{n}", "indicator__en": f"Figure {n}"} for n in range(30)]
    more = [
        ("case", f"case-{n:02}", case_values(title__en=f"Trial {n}", city="seoul", outcomes=rows)) for n in range(30)
    ]
    publish(small_site, ("city", "aachen", city_values(name__en="Aachen")), *more, index=False)
    five = "&".join(f"case=case-{n:02}" for n in range(5))
    assert count(f"/en/compare?{five}") == few["case"]
    assert count("/en/compare?city=nice&city=seoul&city=aachen") == few["city"]


def test_a_field_is_added_by_one_entry(
    shown: Callable[[str], Shown], client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offices(compared: Any) -> Iterator[Entry]:
        yield Entry(text={"ko": f"{compared.record.slug} 담당", "en": f"Office of {compared.record.slug}"})

    new = ComparedField("office", "partners", "Office to ask", "text", offices)
    monkeypatch.setitem(compared_fields.FIELDS, "case", (*FIELDS["case"], new))
    page = shown(f"/en/compare?{BOTH}")
    assert cells_of(page, "office") == ["Office of smart-parking", "Office of air-sensors"]
    assert "Office to ask" in row_of(page, "office")
    rows = client.get(f"/api/v1/compare?{BOTH}").get_json()["rows"]
    (row,) = (row for row in rows if row["field"] == "office")
    assert [cell["entries"][0]["text"]["en"] for cell in row["cells"]] == cells_of(page, "office")


def test_every_field_and_group_has_a_name_in_both_languages(settled_app: Flask) -> None:
    messages = {field.message for fields in FIELDS.values() for field in fields} | set(GROUPS.values())
    with settled_app.test_request_context("/ko/"), force_locale("ko"):
        assert {message for message in messages if gettext(message) == message} == set()


def test_choosing_looks_at_no_more_than_an_address_may_name(small_site: Site) -> None:
    with small_site.reads() as session:
        assert len(choose_records(session, "case", [f"x-{n}" for n in range(1000)]).problems) == 50
