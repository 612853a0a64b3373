"""How alike cities are: what a score must be whatever the figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.city_similarity import (
    CLIMATES,
    FACTORS,
    INCOME_GROUPS,
    WEIGHTS,
    CityFactors,
    similarity,
)

SIZES = st.floats(1, 1e8)
CITIES = st.builds(
    CityFactors,
    population=st.none() | SIZES,
    density=st.none() | st.floats(1, 1e5),
    income=st.none() | st.sampled_from(INCOME_GROUPS),
    coast=st.none() | st.booleans(),
    climate=st.none() | st.sampled_from(CLIMATES),
)
WEIGHINGS = st.fixed_dictionaries({factor: st.sampled_from((0, 0.5, 1, 2, 3)) for factor in FACTORS})
NICE = CityFactors(population=356_603, income="high", coast=True, climate="temperate")


@given(CITIES, CITIES, WEIGHINGS)
def test_the_order_of_two_cities_does_not_matter(a: CityFactors, b: CityFactors, weights: dict) -> None:  # type: ignore[type-arg]
    assert similarity(a, b, weights) == similarity(b, a, weights)


@given(CITIES, WEIGHINGS)
def test_a_city_is_fully_like_itself_or_nothing_is_known(city: CityFactors, weights: dict) -> None:  # type: ignore[type-arg]
    found = similarity(city, city, weights)
    if any(weights[factor] for factor in city.known()):
        assert found is not None
        assert found.score == pytest.approx(1)
    else:
        assert found is None


@given(CITIES, CITIES, WEIGHINGS)
def test_a_score_is_the_sum_of_its_shares_and_says_what_is_missing(
    a: CityFactors,
    b: CityFactors,
    weights: dict,  # type: ignore[type-arg]
) -> None:
    found = similarity(a, b, weights)
    if found is None:
        return
    assert 0 <= found.score <= 1
    assert found.score == pytest.approx(sum(share.points for share in found.shares))
    assert sum(share.most for share in found.shares) == pytest.approx(1)
    assert all(0 <= share.points <= share.most + 1e-12 for share in found.shares)
    wanted = {factor for factor in FACTORS if weights[factor]}
    assert {share.factor for share in found.shares} | set(found.missing) == wanted
    assert not {share.factor for share in found.shares} & set(found.missing)


@given(CITIES.filter(lambda city: city.population is not None), SIZES, SIZES)
def test_a_city_whose_size_is_nearer_is_never_less_alike(city: CityFactors, one: float, two: float) -> None:
    size = city.population or 0
    near, far = sorted((one, two), key=lambda other: max(other, size) / min(other, size))
    nearer, farther = (similarity(city, replace(city, population=value)) for value in (near, far))
    assert nearer is not None
    assert farther is not None
    assert nearer.score >= farther.score - 1e-9


@given(CITIES, CITIES)
def test_an_unknown_factor_changes_nothing_but_the_weights_of_the_others(a: CityFactors, b: CityFactors) -> None:
    for factor in FACTORS:
        without = similarity(a, replace(b, **{factor: None}))
        unweighted = similarity(a, b, {**WEIGHTS, factor: 0})
        assert (without is None) == (unweighted is None)
        if without is not None and unweighted is not None:
            assert without.score == pytest.approx(unweighted.score)


def test_richer_and_poorer_countries_are_apart_step_by_step() -> None:
    scores = [similarity(NICE, replace(NICE, income=group)) for group in reversed(INCOME_GROUPS)]
    values = [found.score for found in scores if found]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 4


def test_neighbouring_climates_count_half_and_dry_ones_not() -> None:
    only_climate = {"climate": 1.0}
    expected = {"temperate": 1, "continental": 0.5, "tropical": 0.5, "dry": 0, "polar": 0}
    for climate, closeness in expected.items():
        found = similarity(NICE, replace(NICE, climate=climate), only_climate)  # type: ignore[arg-type]
        assert found is not None
        assert found.score == closeness


def test_a_city_a_hundred_times_larger_has_nothing_of_its_size_in_common() -> None:
    for times, closeness in ((1, 1), (10, 0.5), (100, 0), (1000, 0)):
        found = similarity(CityFactors(population=20_000), CityFactors(population=20_000 * times))
        assert found is not None
        assert found.score == pytest.approx(closeness)
