"""Obstacles and failures: browsed by filters that count rightly, each with its case, its place there and its sources."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.site import Site
from kb.web.public.explore_failures import MOST_STOPPED, PER_PAGE
from tests.factories import case_values, city_values, draft, publish, source_values, theme_values
from tests.services.test_briefs import counted
from tests.services.test_lessons import lesson_row
from tests.web.json_answers import json_of
from tests.web.shown import Shown

PATH = "/en/explore/failures"


@pytest.fixture
def told(small_site: Site) -> Site:
    """Three cases in two cities with lessons of all kinds; a draft with one that nobody may see."""
    publish(
        small_site,
        ("source", "audit", source_values(title="Audit of the project")),
        ("theme", "energy", theme_values(pref_label__en="Energy", pref_label__ko="에너지")),
        ("city", "seoul", city_values(name__ko="서울", name__en="Seoul", country="KR")),
        ("case", "smart-parking", case_values(lessons=[
            lesson_row("law"),
            lesson_row("good", "success", text__en="It went very well."),
            lesson_row("broke", "failure", "technical", text__en="Sensors *broke*.[@audit]", sources=[]),
        ])),
        ("case", "grid", case_values(city="seoul", title__en="Grid", themes=["energy"], stage="operating", lessons=[
            lesson_row("money", category="finance", text__en=None, text__ko="돈이 모자랐습니다."),
        ])),
        ("case", "two", case_values(city="seoul", title__en="Two themes", themes=["energy", "parking"], stage="failed",
                                    lessons=[lesson_row("hacked", "failure", "technical", text__en="=HACK()")])),
    )  # fmt: skip
    draft(small_site, "case", "secret", case_values(lessons=[lesson_row("secret", text__en="Nobody may read this.")]))
    return small_site


@pytest.fixture
def client(told: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    return make_app(told).test_client()


def rows_listed(client: FlaskClient, query: str = "") -> list[str]:
    return [item["row_id"] for item in json_of(client.get(f"{PATH}.json{query}"))["items"]]


def test_what_failed_is_listed_with_its_case_and_sources_and_what_worked_is_not(client: FlaskClient) -> None:
    page = Shown(client.get(PATH))
    text = page.text()
    assert "4 obstacles and failures from 3 case studies in 2 cities. 2 stood in the way, 2 failed." in text
    assert "Most often it was about Technology (2), " in text
    assert "Sensors broke ." in text
    assert "It went very well." not in text
    assert "Nobody may read this." not in text
    assert "Audit of the project" in text
    assert {"ref-1", "cite-1", "ref-2", "cite-2"} <= set(page.ids)


def test_each_leads_to_its_place_on_the_page_of_the_case(client: FlaskClient) -> None:
    links = [link for link in Shown(client.get(PATH)).links if "#lesson-" in link]
    assert links == [
        "/en/cases/smart-parking#lesson-law",
        "/en/cases/grid#lesson-money",
        "/en/cases/smart-parking#lesson-broke",
        "/en/cases/two#lesson-hacked",
    ]
    for link in links:
        address, _mark, anchor = link.partition("#")
        assert anchor in Shown(client.get(address)).ids


def test_a_lesson_in_the_other_language_says_so(client: FlaskClient) -> None:
    page = Shown(client.get(PATH))
    assert ("p", "ko", "돈이 모자랐습니다.") in page.texts
    assert "Not yet available in English; shown in Korean." in page.text()
    assert "Not yet available" not in Shown(client.get("/ko/explore/failures")).text()


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?kind=barrier", ["law", "money"]),
        ("?category=technical", ["broke", "hacked"]),
        ("?category=technical&category=legal", ["law", "broke", "hacked"]),
        ("?city=seoul", ["money", "hacked"]),
        ("?theme=mobility", ["law", "broke", "hacked"]),
        ("?theme=mobility&city=seoul&kind=failure", ["hacked"]),
        ("?kind=barrier&category=technical", []),
    ],
)
def test_filters_narrow_and_a_broader_theme_takes_in_its_narrower_ones(
    client: FlaskClient, query: str, rows: list[str]
) -> None:
    assert rows_listed(client, query) == rows
    assert sum("#lesson-" in link for link in Shown(client.get(PATH + query)).links) == len(rows)


def test_counts_beside_the_filters_are_what_choosing_them_gives(client: FlaskClient) -> None:
    markup = client.get(f"{PATH}?city=seoul").get_data(as_text=True)
    for name, value in (("kind", "failure"), ("category", "finance"), ("theme", "energy"), ("theme", "parking")):
        told = markup.partition(f'name="{name}" value="{value}"')[2].partition('<span class="count">')[2]
        assert int(told.partition("<")[0]) == len(rows_listed(client, f"?city=seoul&{name}={value}"))


def test_grouped_by_theme_a_case_with_two_is_in_both_groups(client: FlaskClient) -> None:
    by_theme = Shown(client.get(f"{PATH}?group=theme"))
    assert [link for link in by_theme.links if link.endswith("#lesson-hacked")] == ["/en/cases/two#lesson-hacked"] * 2
    by_city = [text.strip() for tag, _lang, text in Shown(client.get(f"{PATH}?group=city")).texts if tag == "h2"]
    assert by_city[:2] == ["Nice", "Seoul"]


def test_where_nothing_passes_the_page_says_what_to_leave_out_and_how_much_that_gives(client: FlaskClient) -> None:
    page = Shown(client.get(f"{PATH}?kind=barrier&category=technical"))
    assert "leave out the filter “What happened: What stood in the way” (2)" in page.text()
    assert "leave out the filter “Kind of obstacle: Technology” (2)" in page.text()
    assert f"{PATH}?category=technical" in page.links


def test_projects_that_ended_or_failed_are_those_of_the_search(client: FlaskClient) -> None:
    page = Shown(client.get(f"{PATH}?theme=energy&kind=barrier"))
    assert "Failed ( as of 2016 )" in page.text().replace("(as of 2016)", "( as of 2016 )")
    href = next(link for link in page.links if "stage=failed" in link)
    assert href == "/en/search?type=case&stage=failed&stage=ended&theme=energy"
    assert json_of(client.get(href.replace("/search?", "/search.json?")))["total"] == 1


def test_the_latest_of_many_stopped_projects_are_named_and_all_are_a_link_away(
    told: Site, make_app: Callable[[Site], Flask]
) -> None:
    many = [("case", f"old-{n:02}", case_values(period=f"{1980 + n}/{1981 + n}")) for n in range(MOST_STOPPED + 5)]
    publish(told, *many)
    client = make_app(told).test_client()
    page = Shown(client.get(PATH))
    assert f"See all {MOST_STOPPED + 7} in the search" in page.text()
    assert "/en/cases/old-16" in page.links
    assert "/en/cases/old-00" not in page.links
    href = next(link for link in page.links if "stage=failed" in link)
    assert json_of(client.get(href.replace("/search?", "/search.json?")))["total"] == MOST_STOPPED + 7


def test_bad_parameters_are_left_out_with_a_notice_and_refused_as_data(client: FlaskClient) -> None:
    answer = client.get(f"{PATH}?kind=success&category=%00&city=atlantis&theme=x&group=luck&page=soon&all=nothing")
    assert answer.status_code == 200
    assert "Some filters were left out" in Shown(answer).text()
    assert client.get(f"{PATH}?page=2").status_code == 404
    assert client.get(f"{PATH}.json?kind=success").status_code == 400
    assert client.get(f"{PATH}.csv?city=atlantis").status_code == 400
    assert client.get(f"{PATH}.json?page=x").status_code == 400


def test_the_table_names_case_sources_and_licence_and_no_formula_runs(client: FlaskClient) -> None:
    answer = client.get(f"{PATH}.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    rows = {row["row_id"]: row for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))}
    assert rows.keys() == {"law", "broke", "money", "hacked"}
    assert rows["hacked"]["text__en"] == "'=HACK()"
    law = rows["law"]
    assert (law["record"], law["city_name__ko"], law["lesson_type"], law["category"]) == (
        "smart-parking", "니스", "barrier", "legal",
    )  # fmt: skip
    assert (law["source_titles"], law["source_urls"]) == ("Annual report", "https://example.org/report")
    assert law["page_url"] == "http://localhost/en/cases/smart-parking/history/2#lesson-law"
    assert "lesson-law" in Shown(client.get("/en/cases/smart-parking/history/2")).ids


def test_data_come_in_pages_where_the_address_asks_for_them(client: FlaskClient) -> None:
    whole, page = json_of(client.get(f"{PATH}.json")), json_of(client.get(f"{PATH}.json?per_page=3&page=2"))
    assert (whole["total"], len(whole["items"]), whole["license"]) == (
        4,
        4,
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert page == {**whole, "items": whole["items"][3:], "page": 2, "per_page": 3}
    assert whole["items"][0]["text"]["ko"] == "법이 늦었습니다."
    assert whole["items"][0]["sources"][0]["slug"] == "report"


def many_lessons(count: int) -> list[tuple[str, str, dict[str, Any]]]:
    rows = [lesson_row(f"row-{number}") for number in range(3)]
    return [("case", f"case-{number:02}", case_values(lessons=rows)) for number in range(count)]


def test_many_lessons_are_paged_and_take_as_many_statements_as_few(
    told: Site, make_app: Callable[[Site], Flask]
) -> None:
    def statements() -> list[int]:
        client = make_app(told).test_client()
        counts = []
        for address in (PATH, f"{PATH}?group=city", f"{PATH}.csv"):
            with counted(told) as found:
                client.get(address)
            counts.append(len(found))
        return counts

    few = statements()
    publish(told, *many_lessons(20), index=False)
    assert statements() == few
    client = make_app(told).test_client()
    first, second = (Shown(client.get(f"{PATH}?page={number}")) for number in (1, 2))
    assert [sum("#lesson-" in link for link in page.links) for page in (first, second)] == [PER_PAGE, 64 - PER_PAGE]
