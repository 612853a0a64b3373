"""Where all published cities lie: one statement, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models.city import City
from kb.db.models.record import Record

_RECORD, _CITY = table_of(Record), table_of(City)


def city_points(session: Session) -> Iterator[tuple[str, str, float | None, float | None]]:
    """Yield (slug, country code, longitude, latitude), by slug; degrees, None where the record has no point."""
    wanted = _RECORD.c.slug, _CITY.c.country, _CITY.c.lon, _CITY.c.lat
    joined = select(*wanted).join_from(_CITY, _RECORD, _RECORD.c.id == _CITY.c.record_id)
    for row in session.execute(joined.order_by(_RECORD.c.slug)):
        yield row.slug, row.country or "", row.lon, row.lat
