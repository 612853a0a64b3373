"""An estimate is made of sourced rates and prices alone, and says how."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.money import Estimate, NoEstimate, Rates, UsdSpan, estimate, joint_span, per_thousand

PRICES = {2010: 50.0, 2011: 55.0, 2012: 80.0, 2020: 100.0, 2021: 110.0}
RATES = Rates(
    base_year=2020,
    per_usd={"EUR": {2010: 0.5, 2011: 0.8, 2012: 0.5, 2020: 1.0}, "KRW": {2010: 1000.0, 2011: 1250.0, 2021: 1200.0}},
    prices=PRICES,
    sources={},
)
amounts = st.floats(min_value=0, max_value=1e15, allow_nan=False)
currencies = st.sampled_from(["EUR", "KRW", "USD", "XXX"])
years = st.integers(min_value=2008, max_value=2022)
CONVERTIBLE = [
    *(("EUR", year) for year in ("2010", "2012~", "2010/2012", "2011-02/2012-03")),
    *(("KRW", year) for year in ("2011", "2010/2011", "2021")),
    *(("USD", year) for year in ("2020", "2010/2012?", "2020/2021")),
]
written_years = st.one_of(
    years.map(str),
    years.map(lambda year: f"{year}~"),
    years.map(lambda year: f"{year}-05"),
    st.tuples(years, years).map(lambda pair: f"{min(pair)}/{max(pair)}"),
    years.map(lambda year: f"{year}/.."),
)


def made(amount: float, amount_max: float | None, currency: str, year: str) -> Estimate:
    found = estimate(amount, amount_max, currency, year, RATES)
    assert isinstance(found, Estimate)
    return found


def test_a_sum_is_converted_in_its_year_and_carried_to_the_base_year_by_prices() -> None:
    assert made(1000, None, "EUR", "2010").span == UsdSpan(4000.0)  # 1000 / 0.5 × 100 / 50
    assert made(1000, None, "USD", "2010").span == UsdSpan(2000.0)
    assert made(1000, None, "USD", "2020").span == UsdSpan(1000.0)
    assert made(1200, None, "KRW", "2021").span.amount == pytest.approx(1 / 1.1)


def test_the_formula_names_every_number_used() -> None:
    formula = made(1000, 2000, "EUR", "2010~").formula
    assert (formula.amount, formula.amount_max, formula.currency, formula.base_year) == (1000, 2000, "EUR", 2020)
    assert formula.low == formula.high
    assert (formula.low.year, formula.low.per_usd, formula.low.prices, formula.low.base_prices) == (2010, 0.5, 50, 100)
    assert formula.is_about
    assert not made(1, None, "EUR", "2010").formula.is_about


def test_a_sum_of_several_years_becomes_a_range_from_the_year_that_gives_least_to_the_one_that_gives_most() -> None:
    found = made(1000, None, "EUR", "2010/2012")
    by_year = {2010: 4000.0, 2011: 1000 / 0.8 * 100 / 55, 2012: 2500.0}
    assert found.span == UsdSpan(min(by_year.values()), 4000.0)
    assert (found.formula.low.year, found.formula.high.year) == (2011, 2010)
    assert found.years == (2010, 2012)


@pytest.mark.parametrize("year", [None, "", "2010/..", "2010/", "../2010", "soon", "2010-13"])
def test_without_known_years_there_is_no_estimate(year: str | None) -> None:
    assert estimate(1, None, "USD", year, RATES) == NoEstimate("no_year")


@pytest.mark.parametrize(
    ("currency", "year"), [("EUR", "2009"), ("EUR", "2021"), ("XXX", "2010"), ("USD", "2013"), ("KRW", "2010/2012")]
)
def test_without_a_rate_and_a_price_for_every_year_there_is_no_estimate(currency: str, year: str) -> None:
    assert estimate(1, None, currency, year, RATES) == NoEstimate("no_rate")


@pytest.mark.parametrize("amount", [math.nan, math.inf, 1.7e308])
def test_what_is_no_sum_has_no_estimate(amount: float) -> None:
    assert estimate(amount, None, "EUR", "2010", RATES) == NoEstimate("no_amount")


@given(amounts, st.one_of(st.none(), amounts), st.sampled_from(CONVERTIBLE))
def test_converting_back_with_the_numbers_of_the_formula_gives_the_sum_again(
    amount: float, amount_max: float | None, of: tuple[str, str]
) -> None:
    found = made(amount, amount_max, *of)
    formula = found.formula
    ends = ((formula.amount, found.span.amount, formula.low), (formula.amount_max, found.span.most, formula.high))
    for original, dollars, rate in ends:
        back = dollars / rate.base_prices * rate.prices * (rate.per_usd or 1)
        assert back == pytest.approx(formula.amount if original is None else original)


@given(amounts, currencies, written_years)
def test_every_number_of_a_formula_is_one_that_was_given(amount: float, currency: str, year: str) -> None:
    found = estimate(amount, None, currency, year, RATES)
    if isinstance(found, NoEstimate):
        return
    for rate in (found.formula.low, found.formula.high):
        assert rate.prices == PRICES[rate.year]
        assert rate.base_prices == PRICES[2020]
        assert rate.per_usd == (None if currency == "USD" else RATES.per_usd[currency][rate.year])


@given(amounts, amounts, currencies, written_years)
def test_a_larger_sum_never_has_a_smaller_estimate(one: float, other: float, currency: str, year: str) -> None:
    less, more = (estimate(amount, None, currency, year, RATES) for amount in sorted((one, other)))
    assert isinstance(less, Estimate) == isinstance(more, Estimate)
    if isinstance(less, Estimate) and isinstance(more, Estimate):
        assert less.span.amount <= more.span.amount
        assert less.span.most <= more.span.most


@given(amounts, amounts, currencies, written_years)
def test_a_range_stays_a_range_in_order(one: float, other: float, currency: str, year: str) -> None:
    found = estimate(one, other, currency, year, RATES)
    if isinstance(found, Estimate):
        assert found.span.amount <= found.span.most
        assert (found.span.amount_max is None) == (one == other and found.formula.low == found.formula.high)


def test_a_share_is_dollars_for_a_thousand_residents() -> None:
    assert per_thousand(UsdSpan(5_000_000.0), 250_000) == UsdSpan(20_000.0)
    assert per_thousand(UsdSpan(1_000.0, 3_000.0), 500) == UsdSpan(2_000.0, 6_000.0)


def test_several_sums_lie_in_one_range() -> None:
    assert joint_span([]) is None
    assert joint_span([UsdSpan(5.0)]) == UsdSpan(5.0)
    assert joint_span([UsdSpan(5.0, 9.0), UsdSpan(2.0), UsdSpan(7.0)]) == UsdSpan(2.0, 9.0)
