"""Estimated costs as pages show them: the estimate, what comes to a thousand residents, and how both were worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.domain.costs import CostEstimate, estimate_cost, key_costs
from kb.domain.locales import Locale
from kb.domain.money import USD, NoEstimate, RateSource, joint_span
from kb.domain.records import PublicRecord, Snapshot
from kb.rendering.money import (
    format_estimate,
    format_formula,
    format_per_thousand,
    format_per_thousand_formula,
    format_usd_estimate,
)
from kb.services.economy import read_rates


@dataclass(frozen=True, slots=True)
class EstimateView:
    """An estimate in words with its formulas; `missing` says why there is none (`kb.domain.money.NoEstimateReason`)."""

    text: str = ""
    per_thousand: str = ""
    formulas: Sequence[str] = ()
    missing: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class RateLink:
    """Where rates were published; `language` is that of the place, its title is in the page's language."""

    title: str
    publisher: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class EstimateBasis:
    """What the estimates of a page rest on."""

    base_year: int
    rates: Sequence[RateLink]
    prices: RateLink


def estimate_view(row: Snapshot, city: Snapshot | None, lang: Locale) -> EstimateView:
    """Estimate a row of costs; `city` holds the fields of the case's city, where it is published."""
    return written_estimate(estimate_cost(row, city, read_rates()), lang)


def written_estimate(found: CostEstimate | NoEstimate, lang: Locale) -> EstimateView:
    """Write an estimate out, or why there is none."""
    if isinstance(found, NoEstimate):
        return EstimateView(missing=found.reason)
    share = ""
    if found.per_thousand and found.population:
        share = format_per_thousand(found.per_thousand, found.population, lang)
    return EstimateView(format_estimate(found.estimate, lang), share, _formulas(found, lang))


def key_estimate(case: PublicRecord, city: Snapshot | None, lang: Locale) -> EstimateView:
    """Estimate the cost that the key facts give: one sum, or the range of several if each of them has an estimate."""
    rows = key_costs(case.rows("costs"))
    if len(rows) == 1:
        return estimate_view(rows[0], city, lang)
    rates = read_rates()
    found = [estimate_cost(row, None, rates) for row in rows]
    known = [item for item in found if isinstance(item, CostEstimate)]
    span = joint_span([item.estimate.span for item in known])
    if span is None or len(known) < len(found):
        return EstimateView()
    formulas = dict.fromkeys(line for item in known for line in _formulas(item, lang))
    return EstimateView(format_usd_estimate(span, rates.base_year, lang), "", tuple(formulas))


def estimate_basis(rows: Sequence[Snapshot], lang: Locale) -> EstimateBasis:
    """Name the sources that estimates of these costs rest on."""
    rates = read_rates()
    currencies = dict.fromkeys(str(row.get("currency")) for row in rows)
    used = {rates.sources[name].id: rates.sources[name] for name in currencies if name in rates.sources and name != USD}
    return EstimateBasis(
        rates.base_year, tuple(_link(source, lang) for source in used.values()), _link(rates.sources[USD], lang)
    )


def _formulas(found: CostEstimate, lang: Locale) -> tuple[str, ...]:
    formula = format_formula(found.estimate.formula, lang)
    return (formula, format_per_thousand_formula(found.population, lang)) if found.population else (formula,)


def _link(source: RateSource, lang: Locale) -> RateLink:
    return RateLink(source.title[lang], source.publisher, source.url, source.language)
