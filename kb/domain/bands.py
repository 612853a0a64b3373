"""Bands of sizes that cases are filtered by: what they cost and how many people live in their city."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kb.domain.costs import whole_cost
from kb.domain.money import Rates
from kb.domain.population import latest_population
from kb.domain.records import Snapshot

UNKNOWN: Final = "unknown"
_COSTS: Final = (("under-100k", 100e3), ("100k-1m", 1e6), ("1m-10m", 10e6), ("10m-100m", 100e6), ("over-100m", None))
_CITIES: Final = (("under-250k", 250e3), ("250k-1m", 1e6), ("1m-5m", 5e6), ("over-5m", None))
COST_BANDS: Final = (*(name for name, _below in _COSTS), UNKNOWN)
"""Estimated US dollars of the base year, smallest first. A sum on a boundary belongs to the band above."""
CITY_SIZES: Final = (*(name for name, _below in _CITIES), UNKNOWN)
"""Residents in the latest sourced year, fewest first."""


def cost_bands(costs: Sequence[Snapshot], rates: Rates) -> Sequence[str]:
    """Name the bands of what a case cost: every one that its range touches, as it may lie in any of these."""
    span = whole_cost(costs, rates)
    if span is None:
        return (UNKNOWN,)
    first, last = _place(_COSTS, span.amount), _place(_COSTS, span.most)
    return COST_BANDS[first : last + 1]


def city_size(city: Snapshot | None) -> str:
    """Name the band that a city's population lies in."""
    population = latest_population(city) if city else None
    return CITY_SIZES[_place(_CITIES, population.value)] if population else UNKNOWN


def _place(bands: Sequence[tuple[str, float | None]], value: float) -> int:
    return next(place for place, (_name, below) in enumerate(bands) if below is None or value < below)
