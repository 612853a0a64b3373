"""Residents are those of the nearest sourced year within five, of the city itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.population import NEAR, latest_population, population_near


def city(*rows: tuple[str, float | None, str | None]) -> dict[str, Any]:
    profile = [
        {"row_id": f"r{place}", "figure": figure, "value": value, "year": year}
        for place, (figure, value, year) in enumerate(rows)
    ]
    return {"profile": profile}


def test_the_nearest_year_counts_and_is_named() -> None:
    found = population_near(city(("population", 100, "2010"), ("population", 200, "2016")), 2014)
    assert found is not None
    assert (found.value, found.year, found.row["row_id"]) == (200, 2016, "r1")


def test_of_two_equally_near_years_the_later_one_counts_and_of_two_rows_the_first() -> None:
    found = population_near(city(("population", 1, "2012"), ("population", 2, "2016"), ("population", 3, "2016")), 2014)
    assert found is not None
    assert found.value == 2


@pytest.mark.parametrize(("year", "known"), [(2015, True), (2014, False), (2025, True), (2026, False)])
def test_a_year_more_than_five_away_is_too_far(year: int, known: bool) -> None:
    assert (population_near(city(("population", 100, "2020")), year) is not None) == known


def test_a_sum_of_several_years_takes_a_population_near_any_of_them() -> None:
    rows = city(("population", 100, "2005"), ("population", 200, "2013"))
    found = population_near(rows, 2010, 2014)
    assert found is not None
    assert found.year == 2013


def test_other_figures_and_rows_without_number_or_year_say_nothing() -> None:
    rows = city(
        ("other", 9, "2014"), ("population", None, "2014"), ("population", 9, None), ("population", 0, "2014"),
        ("population", 9, "2012/2016"), ("population", 9, "long ago"), ("households", 9, "2014"),
    )  # fmt: skip
    assert population_near(rows, 2014) is None
    assert latest_population(rows) is None
    assert population_near({}, 2014) is None


def test_the_latest_population_counts_however_long_ago() -> None:
    found = latest_population(city(("population", 1, "1980"), ("population", 2, "1990~"), ("population", 3, "1985-06")))
    assert found is not None
    assert (found.value, found.year) == (2, 1990)


@given(st.lists(st.integers(1950, 2050)), st.integers(1950, 2050))
def test_no_year_within_reach_is_nearer_than_the_one_found(years: list[int], wanted: int) -> None:
    found = population_near(city(*(("population", 1.0, str(year)) for year in years)), wanted)
    distances = [abs(year - wanted) for year in years]
    if found is None:
        assert all(distance > NEAR for distance in distances)
    else:
        assert abs(found.year - wanted) == min(distances) <= NEAR
