"""What the costs of a case amount to: which of them speaks for the whole, and estimates on one scale.

Sums of any type are estimated in dollars. Per resident goes only what is spent once for the city or each year by it: not
fares, which one passenger pays once, and not other sums, which may be a loan to the country or the cost of one device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.money import Estimate, NoEstimate, Rates, UsdSpan, estimate, joint_span, per_thousand
from kb.domain.population import Population, population_near
from kb.domain.records import Snapshot

PER_RESIDENT: Final = frozenset({"total", "investment", "contract", "grant", "budget", "operating"})
"""Types of cost that are given per resident."""
_WHOLE: Final = "total"
_STANDS_IN: Final = ("investment", "contract", "budget", "grant")
"""Types of which the largest sum tells the order of a case's cost where no total is known."""


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """An estimate of a cost row. Both of the others are None where it isn't given per resident."""

    estimate: Estimate
    per_thousand: UsdSpan | None = None
    population: Population | None = None


def estimate_row(row: Snapshot, rates: Rates) -> Estimate | NoEstimate:
    """Estimate a row of `costs`."""
    amount = row.get("amount")
    if amount is None:
        return NoEstimate("no_amount")
    return estimate(amount, row.get("amount_max"), str(row.get("currency") or ""), row.get("year"), rates)


def estimate_cost(row: Snapshot, city: Snapshot | None, rates: Rates) -> CostEstimate | NoEstimate:
    """Estimate a row of `costs`, per thousand residents too where its type and the profile of the city allow it."""
    estimated = estimate_row(row, rates)
    if isinstance(estimated, NoEstimate):
        return estimated
    if row.get("cost_type") not in PER_RESIDENT or city is None:
        return CostEstimate(estimated)
    residents = population_near(city, *estimated.years)
    if residents is None:
        return CostEstimate(estimated)
    return CostEstimate(estimated, per_thousand(estimated.span, residents.value), residents)


def key_costs(rows: Sequence[Snapshot]) -> Sequence[Snapshot]:
    """Choose the rows that the key facts of a case give as its cost: all totals, else the only row there is."""
    return [row for row in rows if row.get("cost_type") == _WHOLE] or list(rows if len(rows) == 1 else ())


def whole_cost(rows: Sequence[Snapshot], rates: Rates) -> UsdSpan | None:
    """Estimate what a case cost: the range of its totals, else the largest investment, contract, budget or grant.

    None where it can't be told: of rows without an estimate nobody knows whether one of them is the largest.
    """
    totals = [row for row in rows if row.get("cost_type") == _WHOLE]
    counted = totals or [row for row in rows if row.get("cost_type") in _STANDS_IN]
    spans = [item.span for row in counted if isinstance(item := estimate_row(row, rates), Estimate)]
    if not spans or len(spans) < len(counted):
        return None
    return joint_span(spans) if totals else max(spans, key=lambda span: span.most)
