"""The timeline of all case studies: bars for a few, counts by year for many, and its table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.site import Site
from kb.web.public import explore_timeline
from tests.factories import case_values, city_values, draft, publish
from tests.services.test_briefs import counted
from tests.web.json_answers import json_of
from tests.web.shown import Shown
from tests.web.test_map import counts_with_links

BOTH = pytest.mark.parametrize("lang", ["ko", "en"])


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def groups(page: Shown) -> list[str]:
    return [part.split('"')[0] for part in page.markup.split('<h3 id="group-')[1:]]


@pytest.fixture
def client(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """Cases of every kind of period, one of them a draft."""
    publish(
        small_site,
        ("city", "seoul", city_values(name__ko="서울특별시", name__en="Seoul", country="KR")),
        ("case", "open", case_values(title__en="Open one", city="seoul", period="2012/..", stage="operating", stage_as_of="2020")),
        ("case", "unknown", case_values(title__en="Unknown end", period="2018-05/", stage="failed", stage_as_of="2019")),
        ("case", "undated", case_values(title__en="No years", period=None, stage=None, stage_as_of=None, themes=[])),
        ("case", "formula", case_values(title__en="=1+1", title__ko="=1+1", period="2015", city="seoul")),
    )  # fmt: skip
    draft(small_site, "case", "secret", case_values(title__en="Secret", period="1950"))
    return make_app(small_site).test_client()


def test_every_case_with_a_period_is_a_bar_in_the_group_of_its_city(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/timeline"))
    assert groups(page) == ["nice", "seoul"]
    seoul = page.markup.split('<h3 id="group-seoul"')[1].split("</section>")[0]
    assert seoul.index("/en/cases/open") < seoul.index("/en/cases/formula")
    assert seoul.count('<svg class="period"') == 2
    assert "since 2012 · In operation" in page.text()
    assert "2012–2016 · Ended" in page.text()


def test_a_case_stands_in_the_group_of_each_of_its_top_concepts(seeded_client: FlaskClient) -> None:
    page = Shown(seeded_client.get("/en/explore/timeline?group=theme&city=nice"))
    cases = json_of(seeded_client.get("/en/search.json?type=case&city=nice"))
    tops = {item["slug"]: {part for part in groups(page) if f'/cases/{item["slug"]}"' in page.markup.split(f'<h3 id="group-{part}"')[1].split("</section>")[0]}
            for item in cases["items"]}  # fmt: skip
    for slug, found in tops.items():
        listed = [
            theme for theme in groups(page)
            if slug in {item["slug"] for item in json_of(seeded_client.get(f"/en/search.json?type=case&city=nice&theme={theme}"))["items"]}
        ]  # fmt: skip
        assert found == set(listed)


def test_the_summary_is_written_from_the_data(client: FlaskClient) -> None:
    text = Shown(client.get("/en/explore/timeline")).text()
    assert "4 case studies between 2012 and 2020. Most began in 2012 (2)." in text
    assert (
        "The end is known for 2, no end is reported for 1, and for 1 the end is not known. "
        "1 has no period on record and is listed at the end."
    ) in text
    korean = Shown(client.get("/ko/explore/timeline")).text()
    assert "2012~2020년의 사례 4건입니다. 가장 많이 시작된 해는 2012년(2건)입니다." in korean


def test_years_that_share_the_first_place_are_named_together(client: FlaskClient) -> None:
    assert "Most began" not in Shown(client.get("/en/explore/timeline?city=seoul")).text()


def test_the_table_has_every_case_once_with_stage_date_and_grade(client: FlaskClient) -> None:
    table = Shown(client.get("/en/explore/timeline")).markup.split("<table")[1].split("</table>")[0]
    rows = table.split("<tr>")[2:]
    assert len(rows) == 5
    assert [row.split("/cases/")[1].split('"')[0] for row in rows] == ["smart-parking", "open", "formula", "unknown", "undated"]  # fmt: skip
    assert "In operation" in rows[1]
    assert "2020" in rows[1]
    assert rows[4].count("not reported") == 2


def test_a_case_without_a_period_is_listed_and_counted(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/timeline"))
    last = page.markup.split('id="undated"')[1]
    assert 'class="count">1<' in last
    assert "/en/cases/undated" in last


@BOTH
def test_drafts_are_nowhere(client: FlaskClient, lang: str) -> None:
    for path in ("timeline", "timeline?group=theme", "timeline.csv"):
        assert "secret" not in client.get(f"/{lang}/explore/{path}").text.casefold()


@BOTH
def test_bad_values_are_named_and_left_out_and_refused_by_the_table(client: FlaskClient, lang: str) -> None:
    page = Shown(client.get(f"/{lang}/explore/timeline?city=%3Cb%3E&group=%00colour&stage=soon&theme=&x=%F0"))
    assert page.status == 200
    assert "<b>" in page.text()
    assert "soon" in page.text()
    assert "colour" in page.text()
    assert groups(page) == ["nice", "seoul"] if lang == "en" else set(groups(page)) == {"nice", "seoul"}
    assert client.get(f"/{lang}/explore/timeline.csv?city=x").status_code == 400


@BOTH
def test_nothing_that_passes_is_said(client: FlaskClient, lang: str) -> None:
    page = Shown(client.get(f"/{lang}/explore/timeline?city=nice&stage=pilot"))
    assert page.status == 200
    assert {"en": "No case study has all", "ko": "이 조건을 모두 갖춘"}[lang] in page.text()
    assert groups(page) == []


def test_filters_and_grouping_stay_together(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/timeline?city=seoul&group=theme"))
    assert "/en/explore/timeline?city=seoul" in page.links
    assert "/en/explore/timeline?city=seoul&group=theme" in page.current
    assert '<input type="hidden" name="group" value="theme">' in page.markup
    assert "/ko/explore/timeline?city=seoul&group=theme" in page.links
    assert page.robots == "noindex"
    assert page.inline == []


def test_the_table_can_be_taken_along_under_its_licence(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/timeline?city=seoul"))
    address = page.machine["text/csv"]
    assert address == "/en/explore/timeline.csv?city=seoul"
    assert address in page.links
    assert "creativecommons" in client.get(address).headers["Link"]
    first, second = rows_of(client, address)
    assert (first["slug"], first["title"], first["city"], first["city_name"]) == ("open", "Open one", "seoul", "Seoul")
    assert (first["period"], first["first_year"], first["last_year"], first["end"]) == (
        "2012/..",
        "2012",
        "2020",
        "open",
    )
    assert (first["stage"], first["stage_as_of"], first["evidence"]) == ("operating", "2020", "B")
    assert second["title"] == "'=1+1"
    assert [row["end"] for row in rows_of(client, "/ko/explore/timeline.csv")] == ["closed", "open", "closed", "unknown", ""]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "query"),
    [("en", ""), ("ko", "?group=theme&city=seoul"), ("en", "?theme=governance&stage=operating&stage=ended")],
)
def test_every_count_of_a_year_is_that_of_the_list_it_leads_to(
    seeded_client: FlaskClient, monkeypatch: pytest.MonkeyPatch, lang: str, query: str
) -> None:
    monkeypatch.setattr(explore_timeline, "MOST_BARS", 3)
    page = Shown(seeded_client.get(f"/{lang}/explore/timeline{query}"))
    assert groups(page) == []
    found = counts_with_links(page)
    assert len(found) > 20
    for href, count in found.items():
        assert "year_from=" in href
        assert json_of(seeded_client.get(href.replace("/search?", "/search.json?")))["total"] == count, href


def test_every_group_of_many_cases_leads_to_its_list_and_to_its_own_timeline(
    seeded_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore_timeline, "MOST_BARS", 20)
    page = Shown(seeded_client.get("/en/explore/timeline"))
    assert page.markup.count('<svg class="outline"') == 5
    for city in ("seoul", "nice"):
        total = json_of(seeded_client.get(f"/en/search.json?type=case&city={city}"))["total"]
        listed = page.markup.split(f'<a class="n" href="/en/search?type=case&amp;city={city}">')[1].split("</a>")[0]
        assert listed == f"{total} case studies"
        narrowed = Shown(seeded_client.get(f"/en/explore/timeline?city={city}&group=theme"))
        assert f"/en/explore/timeline?city={city}&group=theme" in page.links
        assert groups(narrowed)


def test_many_cases_without_a_period_are_listed_as_far_as_there_is_room(
    client: FlaskClient, small_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore_timeline, "MOST_LISTED", 2)
    more: dict[str, Any] = {"period": None, "outcomes": []}
    publish(small_site, *(("case", f"undated-{number}", case_values(**more)) for number in range(4)), index=False)
    last = Shown(client.get("/en/explore/timeline")).markup.split('id="undated"')[1]
    assert 'class="count">5<' in last
    assert "3 more in the table (CSV)" in last


def test_a_page_of_a_city_leads_to_the_timeline(reader: FlaskClient) -> None:
    assert "/en/explore/timeline" in Shown(reader.get("/en/cities/nice")).links


def test_the_number_of_statements_does_not_grow_with_the_records(
    small_site: Site, make_app: Callable[[Site], Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore_timeline, "MOST_BARS", 5)
    client = make_app(small_site).test_client()
    client.get("/en/explore/timeline")
    with counted(small_site) as bars:
        client.get("/en/explore/timeline?stage=ended")
    publish(small_site, *(("case", f"case-{number}", case_values(outcomes=[])) for number in range(8)), index=False)
    client.get("/en/explore/timeline")
    for address in ("/en/explore/timeline?stage=ended", "/en/explore/timeline?group=theme", "/en/explore/timeline.csv"):
        with counted(small_site) as years:
            client.get(address)
        assert len(years) == len(bars) <= 2
