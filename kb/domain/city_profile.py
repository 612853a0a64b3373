"""What the rows of a city's profile say about the factors by which cities are compared, and how they say it.

Three figures are coded: their `value` is a number, their `value_text` says the same in words.

- `income_group`: the World Bank's group of the country: 1 low, 2 lower middle, 3 upper middle, 4 high
- `coast`: 1 on the sea, 0 inland
- `climate`: the main group of Köppen and Geiger: 1 tropical (A), 2 dry (B), 3 temperate (C), 4 continental (D), 5 polar (E)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kb.domain.city_similarity import CLIMATES, INCOME_GROUPS, CityFactors, Climate, Factor, IncomeGroup
from kb.domain.dates import parse_edtf
from kb.domain.population import NEAR, latest_population
from kb.domain.records import Snapshot

CODES: Final[Mapping[str, Mapping[int, Any]]] = {
    "income_group": dict(enumerate(INCOME_GROUPS, 1)),
    "coast": {0: False, 1: True},
    "climate": dict(enumerate(CLIMATES, 1)),
}
_FACTOR: Final[Mapping[str, Factor]] = {"income_group": "income", "coast": "coast", "climate": "climate"}
FIGURES_READ: Final = ("population", "area", "density", *CODES)
_SQUARE_KILOMETRES: Final = {"km²": 1.0, "km2": 1.0, "㎢": 1.0, "hectares": 0.01, "ha": 0.01}
"""Units of area; rows in others are left out."""


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """What is known of one factor, by which rows. `year` is empty where the row names none.

    `area_year` is set for a density that was computed: from the population of `year` and the area of that year.
    """

    value: float | IncomeGroup | Climate | bool
    year: str
    rows: Sequence[Snapshot]
    area_year: str = ""

    @property
    def sources(self) -> Sequence[str]:
        """Name the sources of all rows, each once."""
        return list(dict.fromkeys(slug for row in self.rows for slug in row.get("sources") or ()))


def known_figures(profile: Sequence[Snapshot]) -> Mapping[Factor, KnownFigure]:
    """Read what a profile says of each factor; one that it doesn't tell is absent.

    The latest population and density count; a density that isn't given is population by area, if their years are at most
    five apart. A coded figure with an unknown code, and a row without a number, say nothing.
    """
    found: dict[Factor, KnownFigure] = {}
    people = latest_population({"profile": profile})
    if people:
        found["population"] = KnownFigure(people.value, str(people.year), [people.row])
    given = max(_numbers(profile, "density"), key=lambda item: item[1], default=None)
    if given:
        found["density"] = KnownFigure(given[0], str(given[1]), [given[2]])
    elif people:
        areas = [item for item in _areas(profile) if abs(item[1] - people.year) <= NEAR]
        if nearest := min(areas, key=lambda item: abs(item[1] - people.year), default=None):
            rows = [people.row, nearest[2]]
            found["density"] = KnownFigure(people.value / nearest[0], str(people.year), rows, str(nearest[1]))
    for row in profile:
        factor, code = _FACTOR.get(str(row.get("figure"))), row.get("value")
        meaning = CODES[str(row["figure"])].get(int(code)) if factor and code is not None else None
        if factor and meaning is not None and factor not in found:
            found[factor] = KnownFigure(meaning, str(row.get("year") or ""), [row])
    return found


def factors_of(figures: Mapping[Factor, KnownFigure]) -> CityFactors:
    """Take the bare values."""
    values: dict[str, Any] = {factor: figure.value for factor, figure in figures.items()}
    return CityFactors(**values)


def _numbers(profile: Sequence[Snapshot], name: str) -> Iterator[tuple[float, int, Snapshot]]:
    for row in profile:
        value, year = row.get("value"), _year(row)
        if row.get("figure") == name and value is not None and value > 0 and year is not None:
            yield float(value), year, row


def _areas(profile: Sequence[Snapshot]) -> Iterator[tuple[float, int, Snapshot]]:
    """Yield areas in square kilometres."""
    for value, year, row in _numbers(profile, "area"):
        scale = _SQUARE_KILOMETRES.get(str(row.get("unit__en") or row.get("unit__ko")))
        if scale:
            yield value * scale, year, row


def _year(row: Snapshot) -> int | None:
    try:
        first = parse_edtf(str(row["year"])).years()[0] if row.get("year") else None
    except ValueError:
        return None
    return first
