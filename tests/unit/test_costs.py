"""Which sums speak for a case, what of them is given per resident, and the bands that filters use."""

from __future__ import annotations

from typing import Any

import pytest

from kb.domain.bands import CITY_SIZES, COST_BANDS, city_size, cost_bands
from kb.domain.costs import PER_RESIDENT, CostEstimate, estimate_cost, key_costs, whole_cost
from kb.domain.money import NoEstimate, Rates, UsdSpan
from kb.domain.record_types import COST_TYPES

RATES = Rates(2020, {}, {2020: 100.0}, {})
CITY = {"profile": [{"figure": "population", "value": 2000, "year": "2018"}]}


def cost(cost_type: str, amount: float, year: str | None = "2020", **more: Any) -> dict[str, Any]:
    return {"cost_type": cost_type, "amount": amount, "currency": "USD", "year": year, **more}


@pytest.mark.parametrize("cost_type", COST_TYPES)
def test_only_what_a_city_spends_is_given_per_resident(cost_type: str) -> None:
    found = estimate_cost(cost(cost_type, 4000), CITY, RATES)
    assert isinstance(found, CostEstimate)
    assert found.estimate.span == UsdSpan(4000.0)
    assert (found.per_thousand == UsdSpan(2000.0)) == (cost_type in PER_RESIDENT)
    assert (found.population is None) == (found.per_thousand is None)


def test_fares_and_other_sums_are_never_given_per_resident() -> None:
    assert not {"fare", "other"} & PER_RESIDENT


def test_without_a_population_near_the_year_there_is_no_figure_per_resident() -> None:
    for city in (None, {}, {"profile": [{"figure": "population", "value": 2000, "year": "2014"}]}):
        found = estimate_cost(cost("total", 4000), city, RATES)
        assert isinstance(found, CostEstimate)
        assert found.per_thousand is None


def test_no_estimate_says_why() -> None:
    assert estimate_cost(cost("total", 1, None), CITY, RATES) == NoEstimate("no_year")
    assert estimate_cost({"cost_type": "total", "currency": "USD"}, CITY, RATES) == NoEstimate("no_amount")


def test_key_facts_give_all_totals_else_the_only_sum() -> None:
    totals = [cost("total", 1), cost("total", 2)]
    assert key_costs([cost("grant", 9), *totals]) == totals
    assert key_costs([cost("fare", 1)]) == [cost("fare", 1)]
    assert key_costs([cost("grant", 1), cost("budget", 2)]) == []


def test_a_case_costs_its_totals_else_the_largest_part() -> None:
    assert whole_cost([cost("total", 5), cost("total", 9, amount_max=12), cost("grant", 99)], RATES) == UsdSpan(5, 12)
    assert whole_cost([cost("grant", 5), cost("budget", 9), cost("operating", 99)], RATES) == UsdSpan(9)
    for kind in ("fare", "other", "operating"):
        assert whole_cost([cost(kind, 5)], RATES) is None


def test_a_part_never_stands_in_for_a_sum_that_has_no_estimate() -> None:
    assert whole_cost([cost("total", 5, None), cost("grant", 2)], RATES) is None
    assert whole_cost([cost("grant", 5, None), cost("grant", 2)], RATES) is None
    assert whole_cost([cost("grant", 2), cost("other", 5, None)], RATES) == UsdSpan(2)


@pytest.mark.parametrize(
    ("low", "high", "bands"),
    [
        (0, None, ("under-100k",)),
        (99_999, None, ("under-100k",)),
        (100_000, None, ("100k-1m",)),
        (1_000_000, None, ("1m-10m",)),
        (9e6, 13e6, ("1m-10m", "10m-100m")),
        (50_000, 2e8, ("under-100k", "100k-1m", "1m-10m", "10m-100m", "over-100m")),
        (100e6, None, ("over-100m",)),
    ],
)
def test_a_cost_is_in_every_band_that_its_range_touches(low: float, high: float | None, bands: tuple[str, ...]) -> None:
    assert tuple(cost_bands([cost("total", low, amount_max=high)], RATES)) == bands


def test_what_is_not_known_is_in_a_band_of_its_own() -> None:
    assert tuple(cost_bands([], RATES)) == ("unknown",)
    assert city_size(None) == city_size({}) == "unknown"
    assert COST_BANDS[-1] == CITY_SIZES[-1] == "unknown"


@pytest.mark.parametrize(
    ("people", "band"),
    [(249_999, "under-250k"), (250_000, "250k-1m"), (1_000_000, "1m-5m"), (4_999_999, "1m-5m"), (5e6, "over-5m")],
)
def test_a_city_is_as_large_as_its_latest_population(people: float, band: str) -> None:
    rows = [{"figure": "population", "value": value, "year": year} for value, year in ((1, "2001"), (people, "2020"))]
    assert city_size({"profile": rows}) == band
