"""The filters that officials ask for: cost, size of the city, lessons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.search.port import SearchRequest
from kb.services.database_search import search_database
from kb.services.site import Site
from tests.factories import case_values, city_values, publish
from tests.web.json_answers import json_of
from tests.web.shown import Shown


def population(people: float) -> list[dict[str, Any]]:
    return [{"row_id": "p", "figure": "population", "label__en": "Population", "value": people, "year": "2019", "sources": ["report"]}]  # fmt: skip


def lesson(kind: str, category: str) -> dict[str, Any]:
    return {"row_id": f"{kind}-{category}", "lesson_type": kind, "category": category, "text__en": "It rained.", "sources": ["report"]}  # fmt: skip


def cost(amount: float, year: str | None = "2017", cost_type: str = "total") -> dict[str, Any]:
    return {"row_id": f"{cost_type}-{amount}", "cost_type": cost_type, "amount": amount, "currency": "EUR", "year": year,
            "sources": ["report"]}  # fmt: skip


@pytest.fixture
def officials_site(small_site: Site) -> Site:
    """The small collection with three cases that differ in cost and lessons."""
    publish(
        small_site,
        ("city", "nice", city_values(profile=population(350_000))),
        ("case", "smart-parking", case_values(costs=[cost(9_000_000)], lessons=[lesson("barrier", "legal")])),
        ("case", "cheap", case_values(costs=[cost(50_000)], lessons=[lesson("success", "finance"), lesson("failure", "legal")])),
        ("case", "fares-only", case_values(costs=[cost(2, cost_type="fare")])),
    )  # fmt: skip
    return small_site


@pytest.fixture
def reader(officials_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """Somebody who reads it."""
    return make_app(officials_site).test_client()


def cases(reader: FlaskClient, query: str) -> set[str]:
    return {item["slug"] for item in json_of(reader.get(f"/api/v1/search?type=case&{query}"))["items"]}


def test_cases_are_found_by_what_they_cost(reader: FlaskClient) -> None:
    assert cases(reader, "cost=10m-100m") == {"smart-parking"}
    assert cases(reader, "cost=under-100k") == {"cheap"}
    assert cases(reader, "cost=unknown") == {"fares-only"}
    assert cases(reader, "cost=under-100k&cost=10m-100m") == {"smart-parking", "cheap"}


def test_cases_are_found_by_their_lessons(reader: FlaskClient) -> None:
    assert cases(reader, "lesson=legal") == {"smart-parking", "cheap"}
    assert cases(reader, "lesson_type=failure") == {"cheap"}
    assert cases(reader, "lesson=legal&lesson_type=barrier") == {"smart-parking"}


def test_a_changed_population_moves_the_cases_of_the_city(reader: FlaskClient, officials_site: Site) -> None:
    assert len(cases(reader, "city_size=250k-1m")) == 3
    publish(officials_site, ("city", "nice", city_values(profile=population(1_200_000))))
    assert cases(reader, "city_size=250k-1m") == set()
    assert len(cases(reader, "city_size=1m-5m")) == 3


def test_facets_name_and_count_the_values(reader: FlaskClient) -> None:
    facets = json_of(reader.get("/api/v1/search?type=case&lang=ko"))["facets"]
    assert {item["value"]: (item["label"], item["count"]) for item in facets["cost"]} == {
        "10m-100m": ("1,000만~1억 달러", 1),
        "under-100k": ("10만 달러 미만", 1),
        "unknown": ("추정할 수 없음", 1),
    }
    assert {item["value"]: item["count"] for item in facets["lesson"]} == {"legal": 2, "finance": 1}
    assert {item["value"]: item["count"] for item in facets["lesson_type"]} == {
        "barrier": 1,
        "failure": 1,
        "success": 1,
    }
    assert [(item["value"], item["count"]) for item in facets["city_size"]] == [("250k-1m", 3)]


@pytest.mark.parametrize("name", ["cost", "city_size", "lesson", "lesson_type"])
def test_an_unknown_value_is_refused_by_the_api_and_said_on_the_page(reader: FlaskClient, name: str) -> None:
    assert reader.get(f"/api/v1/search?{name}=huge").status_code == 400
    page = reader.get(f"/en/search?{name}=huge")
    assert page.status_code == 200
    assert "huge" in Shown(page).text()


def test_a_chosen_band_is_a_removable_tag_named_as_an_estimate(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?type=case&cost=10m-100m&lesson=legal"))
    assert "Estimated cost" in page.text()
    assert "US$ 10 to 100 million" in page.text()
    assert "/en/search?type=case&lesson=legal" in page.links


def test_bands_stand_in_their_order_whatever_their_counts(reader: FlaskClient) -> None:
    markup = Shown(reader.get("/en/search?type=case")).markup
    assert markup.index('value="under-100k"') < markup.index('value="10m-100m"') < markup.index('value="unknown"')


def test_without_the_index_lessons_are_still_answered(officials_site: Site) -> None:
    with officials_site.reads() as session:
        for filters, expected in (
            ({"lesson": ["legal"]}, {"smart-parking", "cheap"}),
            ({"lesson_type": ["failure"]}, {"cheap"}),
            ({"lesson": ["procurement"]}, set()),
        ):
            found = search_database(session, SearchRequest(filters={"type": ["case"], **filters}), 0.0)
            assert {hit.slug for hit in found.hits} == expected
