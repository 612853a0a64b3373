"""How alike two cities are, by the few figures that decide what can be carried over from one to the other.

Each factor that is known of both cities gives a closeness from 0 to 1; the score is their weighted mean. A factor that is
unknown of either is left out and the weights of the others grow accordingly, so that nothing is ever guessed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

Factor = Literal["population", "density", "income", "coast", "climate"]
IncomeGroup = Literal["low", "lower_middle", "upper_middle", "high"]
Climate = Literal["tropical", "dry", "temperate", "continental", "polar"]

FACTORS: Final[Sequence[Factor]] = get_args(Factor)
INCOME_GROUPS: Final[Sequence[IncomeGroup]] = get_args(IncomeGroup)
"""The World Bank's groups, poorest first."""
CLIMATES: Final[Sequence[Climate]] = get_args(Climate)
"""The main groups A to E of Köppen and Geiger."""

POPULATION_SPAN: Final = 100.0
"""A city so many times larger has nothing in common with the other as to its size."""
DENSITY_SPAN: Final = 10.0
NEIGHBOURS: Final = frozenset(
    (frozenset(("tropical", "temperate")), frozenset(("temperate", "continental")), frozenset(("continental", "polar")))
)
"""Climates that one limit of temperature parts (the mean of the coldest or of the warmest month) are half alike."""

WEIGHTS: Final[Mapping[Factor, float]] = {"population": 2, "density": 1, "income": 2, "coast": 1, "climate": 1}
"""Size and means decide most about what a city can take on, so they count twice."""
HEAVIEST: Final = 3
SIMILAR_FROM: Final = 0.6
"""Cities with at least this score count as similar where a list is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFactors:
    """What is known of a city; None is unknown. `population` in residents, `density` in residents per square kilometre.

    Both are more than 0. `coast` tells whether the city lies on the sea.
    """

    population: float | None = None
    density: float | None = None
    income: IncomeGroup | None = None
    coast: bool | None = None
    climate: Climate | None = None

    def known(self) -> Sequence[Factor]:
        """List the factors that are known."""
        return [factor for factor in FACTORS if getattr(self, factor) is not None]


@dataclass(frozen=True, slots=True)
class Share:
    """What a factor adds to the score: `points` of at most `most`; `closeness` is how alike the cities are in it."""

    factor: Factor
    closeness: float
    points: float
    most: float


@dataclass(frozen=True, slots=True)
class Similarity:
    """A score from 0 to 1, the sum of the points of its shares. `missing` are factors that are wanted and unknown."""

    score: float
    shares: Sequence[Share]
    missing: Sequence[Factor]


def similarity(a: CityFactors, b: CityFactors, weights: Mapping[Factor, float] = WEIGHTS) -> Similarity | None:
    """Compare two cities; None if no factor that has a weight is known of both. The order doesn't matter."""
    wanted = [factor for factor in FACTORS if weights.get(factor, 0) > 0]
    known = [factor for factor in wanted if _both_known(a, b, factor)]
    total = sum(weights[factor] for factor in known)
    if not known:
        return None
    shares = []
    for factor in known:
        closeness, most = _CLOSENESS[factor](getattr(a, factor), getattr(b, factor)), weights[factor] / total
        shares.append(Share(factor, closeness, closeness * most, most))
    score = min(1.0, math.fsum(share.points for share in shares))
    return Similarity(score, shares, [factor for factor in wanted if factor not in known])


def _both_known(a: CityFactors, b: CityFactors, factor: Factor) -> bool:
    return getattr(a, factor) is not None and getattr(b, factor) is not None


def _on_log_scale(a: float, b: float, span: float) -> float:
    return max(0.0, 1 - abs(math.log(a) - math.log(b)) / math.log(span))


def _of_income(a: IncomeGroup, b: IncomeGroup) -> float:
    return 1 - abs(INCOME_GROUPS.index(a) - INCOME_GROUPS.index(b)) / (len(INCOME_GROUPS) - 1)


def _of_climate(a: Climate, b: Climate) -> float:
    if a == b:
        return 1.0
    return 0.5 if frozenset((a, b)) in NEIGHBOURS else 0.0


_CLOSENESS: Final[Mapping[Factor, Callable[[Any, Any], float]]] = {
    "population": lambda a, b: _on_log_scale(a, b, POPULATION_SPAN),
    "density": lambda a, b: _on_log_scale(a, b, DENSITY_SPAN),
    "income": _of_income,
    "coast": lambda a, b: float(a == b),
    "climate": _of_climate,
}
