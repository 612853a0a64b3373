"""Estimated costs on the case page and in the API: marked as such, with formula, source and reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.economy import read_rates
from kb.services.site import Site
from tests.factories import case_values, city_values, publish
from tests.web.json_answers import json_of
from tests.web.shown import Shown

POPULATION = {"row_id": "p", "figure": "population", "label__en": "Population", "value": 350_000, "year": "2019", "sources": ["report"]}  # fmt: skip


def cost(row_id: str, cost_type: str, amount: float, year: str | None, **more: Any) -> dict[str, Any]:
    return {"row_id": row_id, "cost_type": cost_type, "amount": amount, "currency": "EUR", "year": year,
            "sources": ["report"], **more}  # fmt: skip


COSTS = [
    cost("whole", "total", 9_000_000, "2017"),
    cost("undated", "grant", 5_000, None),
    cost("early", "budget", 5_000, "1995"),
    cost("ticket", "fare", 2, "2017"),
    cost("range", "operating", 100_000, "2010", amount_max=200_000),
]


@pytest.fixture
def client(small_site: Site, make_app: Callable[[Site], Flask]) -> FlaskClient:
    """The small collection, its case with costs and its city with a population."""
    publish(
        small_site, ("city", "nice", city_values(profile=[POPULATION])), ("case", "smart-parking", case_values(costs=COSTS))
    )  # fmt: skip
    return make_app(small_site).test_client()


def dollars(amount: float, year: int) -> float:
    rates = read_rates()
    return amount / rates.per_usd["EUR"][year] * rates.prices[rates.base_year] / rates.prices[year]


def test_the_sum_as_published_stands_first_and_the_estimate_beside_it(client: FlaskClient) -> None:
    text = Shown(client.get("/en/cases/smart-parking")).text()
    assert text.index("9 million euros") < text.index("≈ US$ 13 million (2024 prices, estimate)")
    assert "9,000,000 EUR ÷ 0.8849 EUR per USD (2017) × 313.689/245.12 (US prices 2024 against 2017)" in text
    assert "≈ US$ 37,200 per 1,000 residents (population of 2019, estimate)" in text
    assert "that sum ÷ 350,000 residents (2019) × 1,000" in text


def test_the_korean_page_writes_estimates_as_koreans_do(client: FlaskClient) -> None:
    text = Shown(client.get("/ko/cases/smart-parking")).text()
    assert "900만 유로" in text
    assert "약 1,300만 달러(2024년 가격, 추정)" in text
    assert "주민 1,000명당 약 3만 7,200달러(2019년 인구 기준, 추정)" in text


def test_the_sources_of_rates_and_prices_are_linked_and_so_is_the_city_of_the_population(client: FlaskClient) -> None:
    links = Shown(client.get("/en/cases/smart-parking")).links
    sources = read_rates().sources
    assert {sources["EUR"].url, sources["USD"].url, "/en/cities/nice#profile"} <= set(links)
    assert sources["UGX"].url not in links


def test_a_sum_without_a_sourced_rate_says_why_it_has_no_estimate(client: FlaskClient) -> None:
    text = Shown(client.get("/en/cases/smart-parking")).text()
    assert text.count("no estimate: the year of the sum is not known") == 1
    assert text.count("no estimate: no sourced exchange rate or price index for that year") == 1


def test_key_facts_give_no_estimate_where_one_of_the_sums_has_none(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    totals = [cost("a", "total", 1_000_000, "2017"), cost("b", "total", 2_000_000, "2016")]
    publish(small_site, ("case", "smart-parking", case_values(costs=totals)))
    client = make_app(small_site).test_client()
    head = Shown(client.get("/en/cases/smart-parking")).markup.split('id="contents"')[0]
    assert "≈ US$ 1.45–2.89 million (2024 prices, estimate)" in head
    publish(small_site, ("case", "smart-parking", case_values(costs=[*totals, cost("c", "total", 3_000_000, None)])))
    head = Shown(client.get("/en/cases/smart-parking")).markup.split('id="contents"')[0]
    assert "1–3 million euros" in head
    assert "estimate" not in head


def test_the_api_gives_the_estimate_with_what_it_is_made_of(client: FlaskClient) -> None:
    whole, undated, early, ticket, span = json_of(client.get("/api/v1/cases/smart-parking"))["costs"]
    found = whole["estimate"]
    assert found["amount_usd"] == pytest.approx(dollars(9_000_000, 2017), abs=0.01)
    assert (found["amount_usd_max"], found["base_year"]) == (None, 2024)
    assert found["per_thousand_residents"] == pytest.approx(dollars(9_000_000, 2017) / 350, abs=0.01)
    assert (found["population"], found["population_year"]) == (350_000, 2019)
    assert found["formula"]["en"].startswith("9,000,000 EUR ÷ 0.8849 EUR per USD (2017)")
    assert found["formula"]["ko"].startswith("9,000,000 EUR ÷ 0.8849(2017년 1달러당 EUR)")
    assert [source["url"] for source in found["rate_sources"]] == [
        source.url for source in read_rates().sources_of("EUR")
    ]
    assert (undated["estimate"], undated["no_estimate"]) == (None, "no_year")
    assert (early["estimate"], early["no_estimate"]) == (None, "no_rate")
    assert whole["no_estimate"] is None
    assert ticket["estimate"]["per_thousand_residents"] is None
    assert span["estimate"]["amount_usd_max"] == pytest.approx(dollars(200_000, 2010), abs=0.01)
    assert span["estimate"]["population"] is None  # 2019 is more than five years from 2010


def test_a_case_without_costs_or_without_a_published_city_needs_no_estimate(
    client: FlaskClient, small_site: Site
) -> None:
    publish(small_site, ("case", "free", case_values(costs=[])))
    assert json_of(client.get("/api/v1/cases/free"))["costs"] == []
    assert "estimate" not in Shown(client.get("/en/cases/free")).text()


def test_what_estimates_rest_on_is_named_only_where_there_are_any(
    small_site: Site, make_app: Callable[[Site], Flask]
) -> None:
    publish(small_site, ("city", "nice", city_values(profile=[POPULATION])))
    client = make_app(small_site).test_client()
    for costs, said, peopled in (
        ([cost("undated", "total", 1, None)], False, False),
        ([cost("ticket", "fare", 2, "2017")], True, False),
        ([cost("whole", "total", 2, "2017")], True, True),
    ):
        publish(small_site, ("case", "smart-parking", case_values(costs=costs)))
        page = Shown(client.get("/en/cases/smart-parking"))
        assert ("Estimates are in US dollars of 2024" in page.text()) == said
        assert ("/en/cities/nice#profile" in page.links) == peopled
