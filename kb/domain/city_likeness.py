"""The city that others are to be like, written as a search parameter: the slug of a city, or figures.

Figures are `name:value` pairs: `population:350000,income:high,coast:yes,climate:temperate`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kb.domain.city_similarity import CLIMATES, FACTORS, INCOME_GROUPS, CityFactors, Factor
from kb.domain.typed_numbers import NotANumber, read_number

HIGHEST: Final[Mapping[Factor, float]] = {"population": 100_000_000, "density": 1_000_000}
"""Beyond what any city has, so a slip of the finger is seen."""
LONGEST: Final = 200
"""Characters of a parameter that are looked at."""
COAST: Final = {"yes": True, "no": False}


class BadFigure(ValueError):
    """A figure that can't be: `code` says in what way (`not_a_number`, `not_positive`, `too_large`, `not_a_choice`)."""

    def __init__(self, factor: str, code: str, typed: str) -> None:
        super().__init__(f"{factor}: {code}: {typed}")
        self.factor, self.code, self.typed = factor, code, typed


def read_figure(factor: Factor, typed: str) -> float | bool | str:
    """Read one figure as typed or chosen. Raises `BadFigure`."""
    return _READERS[factor](factor, typed.strip())


def _number(factor: Factor, typed: str) -> float:
    try:
        value = read_number(typed)
    except NotANumber as error:
        raise BadFigure(factor, "not_a_number", typed) from error
    if value <= 0:
        raise BadFigure(factor, "not_positive", typed)
    if value > HIGHEST[factor]:
        raise BadFigure(factor, "too_large", typed)
    return value


def _choice(factor: Factor, typed: str) -> str:
    if typed.casefold() not in CHOICES[factor]:
        raise BadFigure(factor, "not_a_choice", typed)
    return typed.casefold()


def _coast(factor: Factor, typed: str) -> bool:
    if typed.casefold() not in COAST:
        raise BadFigure(factor, "not_a_choice", typed)
    return COAST[typed.casefold()]


CHOICES: Final[Mapping[Factor, tuple[str, ...]]] = {
    "income": tuple(INCOME_GROUPS),
    "climate": tuple(CLIMATES),
    "coast": tuple(COAST),
}
_READERS: Final[Mapping[Factor, Callable[[Factor, str], float | bool | str]]] = {
    "population": _number,
    "density": _number,
    "income": _choice,
    "coast": _coast,
    "climate": _choice,
}


def is_figures(like: str) -> bool:
    """Tell figures from the slug of a city."""
    return ":" in like


def read_figures(like: str) -> CityFactors:
    """Read figures; a name may be written once. Raises `BadFigure` for the first that can't be, or if there is none."""
    known: dict[str, Any] = {}
    for pair in like[:LONGEST].split(","):
        name, mark, typed = pair.partition(":")
        factor = next((factor for factor in FACTORS if factor == name.strip().casefold()), None)
        if factor is None or not mark or factor in known:
            raise BadFigure(name.strip()[:20], "not_a_factor", pair.strip()[:40])
        known[factor] = read_figure(factor, typed)
    return CityFactors(**known)


def write_figures(factors: CityFactors) -> str:
    """Write figures, each with the digits that it needs; empty if nothing is known."""
    pairs = []
    for factor in factors.known():
        value = getattr(factors, factor)
        if factor == "coast":
            value = "yes" if value else "no"
        elif isinstance(value, float):
            value = f"{value:.12g}" if value % 1 else str(int(value))
        pairs.append(f"{factor}:{value}")
    return ",".join(pairs)
