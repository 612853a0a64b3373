"""Where the published cities lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.db.queries.city_points import city_points


@dataclass(frozen=True, slots=True)
class CityPoint:
    """A city with its country (ISO alpha-2, may be empty) and its point in degrees; None where nobody recorded one."""

    slug: str
    country: str
    lon: float | None
    lat: float | None


def read_city_points(session: Session) -> Sequence[CityPoint]:
    """Read the points of all published cities, by slug, in one statement."""
    return tuple(CityPoint(*row) for row in city_points(session))
