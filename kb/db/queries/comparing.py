"""What a comparison needs beside whole records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models.organization import Organization
from kb.db.models.record import Record

_RECORD: Final = table_of(Record)
_ORGANIZATION: Final = table_of(Organization)


def records_with_ids(session: Session, ids: Sequence[int]) -> Sequence[Record]:
    """Find record rows, public or not, in no certain order."""
    return session.scalars(select(Record).where(Record.id.in_(ids))).all()


def organizations_seated_in(session: Session, city_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield (id of the city, slug of a published organization seated there), by slug."""
    wanted = select(_ORGANIZATION.c.city_id, _RECORD.c.slug).join_from(
        _ORGANIZATION, _RECORD, _RECORD.c.id == _ORGANIZATION.c.record_id
    )
    for row in session.execute(wanted.where(_ORGANIZATION.c.city_id.in_(city_ids)).order_by(_RECORD.c.slug)):
        yield row.city_id, row.slug
