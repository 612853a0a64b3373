"""The residents of a city: which row of its profile tells of them for a year.

Only rows of the figure `population` count, and these hold the residents of the city itself (`docs/editorial-guide.md`):
daytime populations, foreigners or the population of a region are of the figure `other`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from kb.domain.dates import parse_edtf
from kb.domain.records import Snapshot

NEAR: Final = 5
"""Years by which a population may be away from the year that it is used for."""


class Population(NamedTuple):
    """How many residents a city had in a year, and the profile row that says so, with its sources."""

    value: float
    year: int
    row: Snapshot


def populations(city: Snapshot) -> Iterator[Population]:
    """Yield what the profile says of one year each, in the order of its rows; a row of several years says too little."""
    for row in city.get("profile") or ():
        value, year = row.get("value"), _single_year(row.get("year"))
        if row.get("figure") == "population" and value is not None and value > 0 and year is not None:
            yield Population(float(value), year, row)


def population_near(city: Snapshot, year: int, last_year: int | None = None) -> Population | None:
    """Find the residents in the sourced year nearest to `year`, or to the years until `last_year`.

    None where the nearest is more than `NEAR` years away. Of two equally near the later one counts, of two rows of the
    same year the first.
    """
    last = year if last_year is None else last_year

    def distance(found: Population) -> tuple[int, int]:
        return max(0, year - found.year, found.year - last), -found.year

    nearest = min(populations(city), key=distance, default=None)
    return nearest if nearest and distance(nearest)[0] <= NEAR else None


def latest_population(city: Snapshot) -> Population | None:
    """Find the residents in the latest sourced year, however long ago."""
    return max(populations(city), key=lambda found: found.year, default=None)


def _single_year(text: str | None) -> int | None:
    try:
        period = parse_edtf(text) if text else None
    except ValueError:
        return None
    if period is None or period.start is None or period.end is None or period.start.year != period.end.year:
        return None
    return period.start.year
