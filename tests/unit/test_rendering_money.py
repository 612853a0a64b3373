"""Estimates are written as such, rounded, with a formula whose figures are those of the sources."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.money import Estimate, Rates, UsdSpan, estimate
from kb.domain.population import Population
from kb.rendering.money import about_usd, format_estimate, format_formula, format_per_thousand, format_usd_estimate

RATES = Rates(
    2024,
    {"EUR": {2018: 0.8462, 2019: 0.8933, 2024: 0.9242}},
    {2018: 251.107, 2019: 255.657, 2024: 313.689},
    {},
)


def made(amount: float, amount_max: float | None, currency: str, year: str) -> Estimate:
    found = estimate(amount, amount_max, currency, year, RATES)
    assert isinstance(found, Estimate)
    return found


@pytest.mark.parametrize(
    ("low", "high", "english", "korean"),
    [
        (15_587_212.4, None, "≈ US$ 15.6 million (2024 prices, estimate)", "약 1,560만 달러(2024년 가격, 추정)"),
        (232e6, None, "≈ US$ 232 million (2024 prices, estimate)", "약 2억 3,200만 달러(2024년 가격, 추정)"),
        (9.08e6, 13.04e6, "≈ US$ 9.08–13 million (2024 prices, estimate)", "약 908만~1,300만 달러(2024년 가격, 추정)"),
        (
            950_400,
            1.23e6,
            "≈ US$ 950,000 to 1.23 million (2024 prices, estimate)",
            "약 95만~123만 달러(2024년 가격, 추정)",
        ),
        (0.8296, None, "≈ US$ 0.83 (2024 prices, estimate)", "약 0.83달러(2024년 가격, 추정)"),
        (0.0001, None, "less than US$ 0.01 (2024 prices, estimate)", "0.01달러 미만(2024년 가격, 추정)"),
        (0, None, "≈ US$ 0 (2024 prices, estimate)", "약 0달러(2024년 가격, 추정)"),
        (1_000_100, 1_000_200, "≈ US$ 1 million (2024 prices, estimate)", "약 100만 달러(2024년 가격, 추정)"),
    ],
)
def test_an_estimate_says_that_it_is_one(low: float, high: float | None, english: str, korean: str) -> None:
    assert format_usd_estimate(UsdSpan(low, high), 2024, "en") == english
    assert format_usd_estimate(UsdSpan(low, high), 2024, "ko") == korean


def test_a_formula_gives_every_figure_as_its_source_does() -> None:
    formula = made(12_700_000, None, "EUR", "2019").formula
    assert format_formula(formula, "en") == (
        "12,700,000 EUR ÷ 0.8933 EUR per USD (2019) × 313.689/255.657 (US prices 2024 against 2019)"
    )
    assert format_formula(formula, "ko") == (
        "12,700,000 EUR ÷ 0.8933(2019년 1달러당 EUR) × 313.689/255.657(미국 소비자물가, 2024년/2019년)"
    )


def test_a_formula_leaves_out_what_was_not_calculated() -> None:
    assert format_formula(made(5, None, "EUR", "2024").formula, "en") == "5 EUR ÷ 0.9242 EUR per USD (2024)"
    assert format_formula(made(5, None, "USD", "2019").formula, "en").startswith("5 USD × 313.689/255.657 (")
    assert format_formula(made(5, None, "USD", "2024").formula, "en") == "5 USD (as it is, in 2024 prices)"
    assert format_formula(made(5, None, "USD", "2024").formula, "ko") == "5 USD (2024년 금액 그대로)"


def test_an_approximate_year_is_said() -> None:
    formula = made(9, 13, "EUR", "2019~").formula
    assert format_formula(formula, "en").startswith("9–13 EUR ÷ 0.8933 EUR per USD (about 2019)")
    assert format_formula(formula, "ko").startswith("9~13 EUR ÷ 0.8933(2019년경 1달러당 EUR)")


def test_a_sum_of_several_years_is_written_for_the_year_that_gives_least_and_the_one_that_gives_most() -> None:
    text = format_formula(made(100, 200, "EUR", "2018/2019").formula, "en")
    assert text.startswith("100 EUR ÷ 0.8933 EUR per USD (2019)")
    assert " to 200 EUR ÷ 0.8462 EUR per USD (2018)" in text


def test_a_share_of_the_residents_names_the_year_of_their_number() -> None:
    population = Population(572_240, 2023, {})
    assert format_per_thousand(UsdSpan(37_500), population, "en") == (
        "≈ US$ 37,500 per 1,000 residents (population of 2023, estimate)"
    )
    assert (
        format_per_thousand(UsdSpan(37_500), population, "ko")
        == "주민 1,000명당 약 3만 7,500달러(2023년 인구 기준, 추정)"
    )


@given(st.floats(min_value=0, max_value=1e17))
def test_an_estimate_is_marked_and_within_one_in_two_hundred_of_the_sum(amount: float) -> None:
    for lang in ("en", "ko"):
        text = format_usd_estimate(UsdSpan(amount), 2024, lang)
        assert ("estimate" if lang == "en" else "추정") in text
    shown = re.fullmatch(
        r"(?:≈ |less than )US\$ ([\d,.]+)(?: (million|billion|trillion))?", about_usd(UsdSpan(amount), "en")
    )
    assert shown is not None
    scale = {None: 1, "million": 1e6, "billion": 1e9, "trillion": 1e12}[shown.group(2)]
    assert float(shown.group(1).replace(",", "")) * scale == pytest.approx(amount, rel=0.005, abs=0.01)


def test_the_estimate_of_a_sum_is_written_in_its_base_year() -> None:
    assert format_estimate(made(12_700_000, None, "EUR", "2019"), "en") == "≈ US$ 17.4 million (2024 prices, estimate)"
