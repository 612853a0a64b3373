"""Estimates of money in words: always marked as estimates, rounded to three significant digits, with their formula."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Final

from kb.domain.locales import Locale
from kb.domain.money import Estimate, Formula, UsdSpan, YearRate
from kb.domain.population import Population
from kb.rendering.numbers import english_range, format_amount, format_large_number, format_number

SIGNIFICANT_DIGITS: Final = 3
_ROUNDING: Final = Context(prec=SIGNIFICANT_DIGITS)
_CENT: Final = Decimal("0.01")


def format_estimate(estimate: Estimate, locale: Locale) -> str:
    """Write an estimate: `≈ US$ 15.6 million (2024 prices, estimate)`, `약 1,560만 달러(2024년 가격, 추정)`."""
    return format_usd_estimate(estimate.span, estimate.base_year, locale)


def format_usd_estimate(span: UsdSpan, base_year: int, locale: Locale) -> str:
    """Write an estimated sum or range in dollars of the base year."""
    if locale == "ko":
        return f"{about_usd(span, 'ko')}({base_year}년 가격, 추정)"
    return f"{about_usd(span, 'en')} ({base_year} prices, estimate)"


def format_per_thousand(span: UsdSpan, population: Population, locale: Locale) -> str:
    """Write what comes to a thousand residents, and of which year their number is."""
    if locale == "ko":
        return f"주민 1,000명당 {about_usd(span, 'ko')}({population.year}년 인구 기준, 추정)"
    return f"{about_usd(span, 'en')} per 1,000 residents (population of {population.year}, estimate)"


def about_usd(span: UsdSpan, locale: Locale) -> str:
    """Write US dollars, rounded: `≈ US$ 15.6 million`, `약 1,560만 달러`."""
    low, high = _rounded(span.amount), _rounded(span.most)
    if high < _CENT and span.most > 0:
        return "0.01달러 미만" if locale == "ko" else "less than US$ 0.01"
    if locale == "ko":
        return f"약 {format_amount(low, high, 'USD', 'ko')}"
    return f"≈ US$ {format_large_number(low, 'en') if low == high else english_range(low, high)}"


def format_formula(formula: Formula, locale: Locale) -> str:
    """Write the calculation on one line, with every figure as its source gives it.

    `12,700,000 EUR ÷ 0.8933 EUR per USD (2019) × 313.689/255.657 (US prices 2024 against 2019)`
    """
    if formula.low.year == formula.high.year:
        return _calculation(_original(formula, locale), formula.low, formula, locale)
    low, high = formula.amount, formula.amount if formula.amount_max is None else formula.amount_max
    ends = [
        _calculation(f"{format_number(amount, locale)} {formula.currency}", rate, formula, locale)
        for amount, rate in ((low, formula.low), (high, formula.high))
    ]
    return (" ~ " if locale == "ko" else " to ").join(ends)


def format_per_thousand_formula(population: Population, locale: Locale) -> str:
    """Write the rest of the calculation of a sum per thousand residents, to stand after or below the formula."""
    residents = format_number(population.value, locale)
    if locale == "ko":
        return f"위 금액 ÷ 주민 {residents}명({population.year}년) × 1,000"
    return f"that sum ÷ {residents} residents ({population.year}) × 1,000"


def _original(formula: Formula, locale: Locale) -> str:
    low = format_number(formula.amount, locale)
    if formula.amount_max is None:
        return f"{low} {formula.currency}"
    return f"{low}{'~' if locale == 'ko' else '–'}{format_number(formula.amount_max, locale)} {formula.currency}"


def _calculation(original: str, rate: YearRate, formula: Formula, locale: Locale) -> str:
    year = _year(rate.year, formula.is_about, locale)
    parts = [original]
    if rate.per_usd is not None:
        units = format_number(rate.per_usd, locale)
        of = f"{year} 1달러당 {formula.currency}" if locale == "ko" else year
        parts.append(f"÷ {units}({of})" if locale == "ko" else f"÷ {units} {formula.currency} per USD ({of})")
    if rate.year != formula.base_year:
        ratio = f"{format_number(rate.base_prices, locale)}/{format_number(rate.prices, locale)}"
        base = formula.base_year
        why = f"(미국 소비자물가, {base}년/{year})" if locale == "ko" else f" (US prices {base} against {year})"
        parts.append(f"× {ratio}{why}")
    if len(parts) == 1:  # dollars of the base year need no calculation
        parts.append(f"({year} 금액 그대로)" if locale == "ko" else f"(as it is, in {year} prices)")
    return " ".join(parts)


def _year(year: int, is_about: bool, locale: Locale) -> str:
    if locale == "ko":
        return f"{year}년경" if is_about else f"{year}년"
    return f"about {year}" if is_about else str(year)


def _rounded(amount: float) -> Decimal:
    """Round to three significant digits, and to cents below a dollar; trailing zeros are dropped."""
    rounded = _ROUNDING.create_decimal(Decimal(str(amount)))
    if abs(rounded) < 1:
        rounded = rounded.quantize(_CENT)
    return Decimal(format(rounded.normalize(), "f"))
