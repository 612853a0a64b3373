"""Estimated costs as JSON, beside the sums as published."""

from __future__ import annotations

from typing import Any

from kb.domain.costs import CostEstimate, estimate_cost
from kb.domain.locales import LOCALES, Locale
from kb.domain.money import NoEstimate
from kb.domain.records import Snapshot
from kb.rendering.money import format_formula, format_per_thousand_formula
from kb.services.economy import read_rates


def estimate_members(row: Snapshot, city: Snapshot | None) -> dict[str, Any]:
    """Give the members that a row of costs gets: `estimate`, or null and in `no_estimate` the reason."""
    return written_members(estimate_cost(row, city, read_rates()), str(row.get("currency") or ""))


def written_members(found: CostEstimate | NoEstimate, currency: str) -> dict[str, Any]:
    """Give these members of an estimate made before."""
    if isinstance(found, NoEstimate):
        return {"estimate": None, "no_estimate": found.reason}
    return {"estimate": _document(found, currency), "no_estimate": None}


def _document(found: CostEstimate, currency: str) -> dict[str, Any]:
    span, share, population = found.estimate.span, found.per_thousand, found.population
    return {
        "amount_usd": _cents(span.amount),
        "amount_usd_max": _cents(span.amount_max),
        "base_year": found.estimate.base_year,
        "per_thousand_residents": _cents(share.amount) if share else None,
        "per_thousand_residents_max": _cents(share.amount_max) if share else None,
        "population": population.value if population else None,
        "population_year": population.year if population else None,
        "formula": {lang: _formula(found, lang) for lang in LOCALES},
        "rate_sources": [
            {"title": dict(source.title), "publisher": source.publisher, "url": source.url, "date": source.date}
            for source in read_rates().sources_of(currency)
        ],
    }


def _formula(found: CostEstimate, lang: Locale) -> str:
    lines = [format_formula(found.estimate.formula, lang)]
    if found.population:
        lines.append(format_per_thousand_formula(found.population, lang))
    return "; ".join(lines)


def _cents(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)
