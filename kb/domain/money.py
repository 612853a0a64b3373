"""Sums of money on one scale: an estimate in US dollars at the prices of one base year.

    estimate = amount ÷ units of the currency for a dollar in the sum's year × US prices of the base year ÷ of that year

that is, converted at the yearly average rate and then carried to the base year by US consumer prices (the reasons are in
`docs/decisions/0009-money-estimates.md`). Rates and prices come from `Rates` alone: what no source gives isn't estimated.
Nothing is rounded here; that is for whoever writes a sum (`kb.rendering.money`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kb.domain.dates import parse_edtf

USD: Final = "USD"
NoEstimateReason = Literal["no_year", "no_rate", "no_amount"]
NO_ESTIMATE_REASONS: Final[tuple[NoEstimateReason, ...]] = ("no_year", "no_rate", "no_amount")


@dataclass(frozen=True, slots=True)
class RateSource:
    """Where rates or prices were published."""

    id: str
    title: Mapping[str, str]  # by locale
    publisher: str
    url: str
    language: str
    date: str  # EDTF


@dataclass(frozen=True, slots=True)
class Rates:
    """Yearly averages: `per_usd[currency][year]` units for a dollar, `prices[year]` the US consumer price index.

    `sources` names the source of each currency, and under `USD` that of the prices.
    """

    base_year: int
    per_usd: Mapping[str, Mapping[int, float]]
    prices: Mapping[int, float]
    sources: Mapping[str, RateSource]

    def year(self, currency: str, year: int) -> YearRate | None:
        """Give what turns a sum of a year into dollars of the base year; None where a rate or a price is missing."""
        per_usd = None if currency == USD else self.per_usd.get(currency, {}).get(year)
        known = currency == USD or per_usd is not None
        if not known or year not in self.prices or self.base_year not in self.prices:
            return None
        return YearRate(year, per_usd, self.prices[year], self.prices[self.base_year])

    def sources_of(self, currency: str) -> Sequence[RateSource]:
        """List what an estimate of a sum in a currency rests on: the rate's source, then that of the prices."""
        return [self.sources[name] for name in dict.fromkeys((currency, USD)) if name in self.sources]


@dataclass(frozen=True, slots=True)
class YearRate:
    """The figures used for a year; `per_usd` is None for sums in dollars, which only prices change."""

    year: int
    per_usd: float | None
    prices: float
    base_prices: float

    def in_base_dollars(self, amount: float) -> float:
        """Turn a sum of this year into dollars of the base year."""
        return amount / (self.per_usd or 1) * self.base_prices / self.prices


@dataclass(frozen=True, slots=True)
class Formula:
    """The numbers that an estimate was made of, to be written out.

    `low` is the year whose figures give least and `high` the one that gives most; they are the same unless the sum
    belongs to several years. `is_about` tells that the year itself is approximate or uncertain.
    """

    amount: float
    amount_max: float | None
    currency: str
    base_year: int
    low: YearRate
    high: YearRate
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class UsdSpan:
    """US dollars: a sum, or a range where `amount_max` is given."""

    amount: float
    amount_max: float | None = None

    @property
    def most(self) -> float:
        """Give the sum, or the upper end of the range."""
        return self.amount if self.amount_max is None else self.amount_max


@dataclass(frozen=True, slots=True)
class Estimate:
    """A sum in US dollars of the base year; `years` are the first and last year of the original sum."""

    span: UsdSpan
    base_year: int
    years: tuple[int, int]
    formula: Formula


@dataclass(frozen=True, slots=True)
class NoEstimate:
    """There is no estimate, and why: no single year is given, no rate is sourced, or the sum is no number."""

    reason: NoEstimateReason


def estimate(
    amount: float, amount_max: float | None, currency: str, year: str | None, rates: Rates
) -> Estimate | NoEstimate:
    """Estimate a sum or a range of sums. `year` is EDTF.

    A sum that belongs to several years becomes a range over them, if each has a rate; an interval without an end has no
    known years. An approximate year counts as the year.
    """
    sums = [amount] if amount_max is None or amount_max == amount else [amount, amount_max]
    if not all(map(math.isfinite, sums)):
        return NoEstimate("no_amount")
    span = _years(year)
    if span is None:
        return NoEstimate("no_year")
    first, last, is_about = span
    found = [rates.year(currency, each) for each in range(first, last + 1)]
    known = [rate for rate in found if rate is not None]
    if len(known) < len(found):
        return NoEstimate("no_rate")
    results = [(rate.in_base_dollars(each), rate) for rate in known for each in sums]
    least, most = min(results, key=_value), max(results, key=_value)
    if not (math.isfinite(least[0]) and math.isfinite(most[0])):
        return NoEstimate("no_amount")
    high = None if len(results) == 1 else most[0]
    upper = max(sums) if len(sums) > 1 else None
    formula = Formula(min(sums), upper, currency, rates.base_year, least[1], most[1], is_about)
    return Estimate(UsdSpan(least[0], high), rates.base_year, (first, last), formula)


def per_thousand(estimated: UsdSpan, population: float) -> UsdSpan:
    """Share a sum among the residents of a city: dollars per thousand of them. `population` is above zero."""
    high = estimated.amount_max
    return UsdSpan(estimated.amount / population * 1000, None if high is None else high / population * 1000)


def joint_span(spans: Sequence[UsdSpan]) -> UsdSpan | None:
    """Give the range that several sums lie in; None for none."""
    if not spans:
        return None
    low, high = min(span.amount for span in spans), max(span.most for span in spans)
    return UsdSpan(low, None if high == low else high)


def _value(result: tuple[float, YearRate]) -> float:
    return result[0]


def _years(text: str | None) -> tuple[int, int, bool] | None:
    """Read first year, last year and whether they are approximate; None unless both ends are known."""
    try:
        period = parse_edtf(text) if text else None
    except ValueError:
        return None
    if period is None or period.start is None or period.end is None:
        return None
    return period.start.year, period.end.year, bool(period.start.qualifier or period.end.qualifier)
