"""Figures of a city as people type them, and as an address carries them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.city_likeness import BadFigure, is_figures, read_figure, read_figures, write_figures
from kb.domain.city_similarity import CLIMATES, INCOME_GROUPS, CityFactors
from kb.domain.typed_numbers import NotANumber, read_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("356603", 356_603),
        ("356,603", 356_603),
        ("356.603", 356_603),
        ("1.256.603", 1_256_603),
        ("356 603", 356_603),
        ("356\u202f603", 356_603),
        ("35만", 350_000),
        ("35만 6,603명", 356_603),
        ("약 35만 명", 350_000),
        ("1억 2,000만", 120_000_000),
        ("3천만", 30_000_000),
        ("９４０만", 9_400_000),
        ("1.2 million", 1_200_000),
        ("1,2 million", 1_200_000),
        ("350k", 350_000),
        ("3.5천", 3_500),
        ("15,870명/㎢", 15_870),
        ("15870 per km²", 15_870),
        ("12.5", 12.5),
        ("-5", -5),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, value: float) -> None:
    assert read_number(typed) == pytest.approx(value)


@pytest.mark.parametrize(
    "typed", ["", "many", "삼십오만", "1e20", "10^6", "nan", "inf", "--", "만", "5만3억", "1,23,4", "9" * 60]
)
def test_what_is_no_number_is_refused_and_never_guessed_at(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_number(typed)


@given(st.text(max_size=60))
def test_reading_never_fails_in_another_way(typed: str) -> None:
    try:
        value = read_number(typed)
    except NotANumber:
        return
    assert value == value  # a number, not NaN


@pytest.mark.parametrize(
    ("typed", "code"),
    [("0", "not_positive"), ("-5", "not_positive"), ("100000000000000000000", "too_large"), ("lots", "not_a_number")],
)
def test_a_figure_that_no_city_has_is_told_apart_from_no_figure(typed: str, code: str) -> None:
    with pytest.raises(BadFigure) as caught:
        read_figure("population", typed)
    assert caught.value.code == code


@given(
    st.builds(
        CityFactors,
        population=st.none() | st.integers(1, 10**8).map(float),
        density=st.none() | st.integers(1, 10**6).map(float),
        income=st.none() | st.sampled_from(INCOME_GROUPS),
        coast=st.none() | st.booleans(),
        climate=st.none() | st.sampled_from(CLIMATES),
    ).filter(lambda factors: bool(factors.known()))
)
def test_figures_come_back_from_an_address_as_they_were(factors: CityFactors) -> None:
    written = write_figures(factors)
    assert is_figures(written)
    assert read_figures(written) == factors


@pytest.mark.parametrize(
    "like", ["", ":", "nice:", "population:", "population:1,population:2", "coast:maybe", "size:3"]
)
def test_figures_that_cannot_be_read_name_what_is_wrong(like: str) -> None:
    with pytest.raises(BadFigure):
        read_figures(like)
