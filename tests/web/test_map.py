"""The map of all case studies: its counts are those of the lists that it leads to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.site import Site
from tests.factories import case_values, city_values, draft, publish, theme_values
from tests.services.test_briefs import counted
from tests.web.json_answers import json_of
from tests.web.shown import Shown

BOTH = pytest.mark.parametrize("lang", ["ko", "en"])


def counts_with_links(page: Shown) -> dict[str, int]:
    """Map each link that is a number to the number."""
    parts = page.markup.split('<td class="n"')[1:]
    cells = [part.split("</td>")[0] for part in parts]
    return {
        cell.split('href="')[1].split('"')[0].replace("&amp;", "&"): int(cell.split("</a>")[0].rsplit(">", 1)[1])
        for cell in cells
        if "href=" in cell
    }


@BOTH
@pytest.mark.parametrize("query", ["", "?theme=governance", "?stage=operating&stage=ended&theme=mobility"])
def test_every_count_is_that_of_the_list_it_leads_to(seeded_client: FlaskClient, lang: str, query: str) -> None:
    found = counts_with_links(Shown(seeded_client.get(f"/{lang}/explore/map{query}")))
    assert found
    for href, count in found.items():
        assert f"/{lang}/search?type=case&" in href
        assert json_of(seeded_client.get(href.replace("/search?", "/search.json?")))["total"] == count


@BOTH
def test_every_city_is_a_link_on_the_map_and_a_row_of_the_list(seeded_client: FlaskClient, lang: str) -> None:
    page = Shown(seeded_client.get(f"/{lang}/explore/map"))
    for city in ("brussels", "dresden", "kampala", "nice", "seoul"):
        assert f"/{lang}/cities/{city}" in page.links
        assert page.links.count(f"/{lang}/search?type=case&city={city}") in (2, 4)  # in the inset or the three layers
    assert {"inset-a", "map-summary", "land"} <= set(page.ids)


def test_the_summary_counts_what_is_shown(seeded_client: FlaskClient) -> None:
    text = Shown(seeded_client.get("/en/explore/map")).text()
    total = json_of(seeded_client.get("/en/search.json?type=case"))["total"]
    assert f"{total} case studies of 5 cities in 5 countries. Most are from Seoul (" in text
    one = Shown(seeded_client.get("/en/explore/map?stage=pilot")).text()
    assert "1 case study of 1 city in 1 country. 4 cities have none." in one


@BOTH
def test_a_filter_that_nothing_passes_says_so(reader: FlaskClient, lang: str) -> None:
    page = Shown(reader.get(f"/{lang}/explore/map?stage=failed"))
    assert page.status == 200
    assert {"en": "No case study has all of these properties.", "ko": "이 조건을 모두 갖춘 사례가 없습니다."}[
        lang
    ] in page.text()
    assert f"/{lang}/cities/nice" in page.links


@BOTH
def test_bad_filter_values_are_named_and_left_out(reader: FlaskClient, lang: str) -> None:
    page = Shown(reader.get(f"/{lang}/explore/map?theme=%3Cb%3E&stage=\0&city=nowhere&x=%F0%28"))
    assert page.status == 200
    assert "<b>" in page.text()
    assert "nowhere" in page.text()
    assert counts_with_links(page) == {f"/{lang}/search?type=case&city=nice": 1}


def test_a_filtered_map_is_not_indexed_and_the_whole_is(reader: FlaskClient) -> None:
    assert Shown(reader.get("/en/explore/map?stage=ended")).robots == "noindex"
    whole = Shown(reader.get("/en/explore/map"))
    assert (whole.robots, whole.canonical) == ("", "http://localhost/en/explore/map")
    assert whole.inline == []


@pytest.fixture
def odd(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """A city without a point, one without cases, one with a Korean name only, and a draft."""
    korean = {name: value for name, value in city_values().items() if not name.endswith("__en")}
    publish(
        small_site,
        ("city", "nowhere", city_values(name__en="Nowhere", name__ko="어딘가", lat=None, lon=None, country=None)),
        ("city", "empty", city_values(name__en="Empty", name__ko="빈 도시")),
        ("city", "korean", {**korean, "name__ko": "한국시", "lat": 0, "lon": 0}),
        ("theme", "data", theme_values()),
        ("case", "far", case_values(city="nowhere", themes=[])),
        ("case", "near", case_values(city="korean", themes=["data", "parking"])),
    )
    draft(small_site, "case", "secret", case_values(city="empty"))
    return make_app(small_site).test_client()


def test_a_city_without_a_point_is_in_the_list_and_said_to_be_missing_on_the_map(odd: FlaskClient) -> None:
    page = Shown(odd.get("/en/explore/map"))
    assert "3 case studies of 3 cities in 1 country." in page.text()
    assert "1 city has no place on record and is in the list only." in page.text()
    assert "not on the map" in page.text()
    assert page.links.count("/en/search?type=case&city=nowhere") == 1


def test_a_city_without_cases_is_named_apart_and_a_draft_counts_nowhere(odd: FlaskClient) -> None:
    page = Shown(odd.get("/en/explore/map"))
    assert "Cities without a case study" in page.text()
    assert "/en/search?type=case&city=empty" not in page.links
    assert "/en/cities/empty" in page.links


def test_a_name_in_the_other_language_is_marked_wherever_it_stands(odd: FlaskClient) -> None:
    page = Shown(odd.get("/en/explore/map"))
    assert {lang for _tag, lang, text in page.texts if "한국시" in text} == {"ko"}


def test_home_and_the_list_of_cities_lead_to_the_map(reader: FlaskClient) -> None:
    for path in ("/en/", "/en/cities/"):
        assert "/en/explore/map" in Shown(reader.get(path)).links


def test_the_number_of_statements_does_not_grow_with_the_records(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    client = make_app(small_site).test_client()
    client.get("/en/explore/map")
    with counted(small_site) as few:
        client.get("/en/explore/map?stage=ended")
    publish(small_site, *(("case", f"case-{number}", case_values(outcomes=[])) for number in range(8)), index=False)
    with counted(small_site) as first:
        client.get("/en/explore/map?stage=ended&x=1")
    with counted(small_site) as later:
        client.get("/en/explore/map?stage=ended&x=2")
    assert len(few) == len(later) <= 2
    assert len(first) < 20
