"""A few facts of all published cases at once: one statement each, however many cases there are."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models.case import Case
from kb.db.models.record import Record
from kb.db.models.shared import RecordLink

_RECORD, _CASE, _LINK = table_of(Record), table_of(Case), table_of(RecordLink)


def case_facts(session: Session) -> Iterator[tuple[int, str, int | None, str, str, str]]:
    """Yield (record id, slug, id of the city, period, stage, date to which the stage is attested), by slug."""
    wanted = _RECORD.c.id, _RECORD.c.slug, _CASE.c.city_id, _CASE.c.period, _CASE.c.stage, _CASE.c.stage_as_of
    joined = select(*wanted).join_from(_CASE, _RECORD, _RECORD.c.id == _CASE.c.record_id)
    for row in session.execute(joined.order_by(_RECORD.c.slug)):
        yield row.id, row.slug, row.city_id, row.period or "", row.stage or "", row.stage_as_of or ""


def case_theme_ids(session: Session) -> Iterator[tuple[int, int]]:
    """Yield (record id, id of a theme that the case names), in the order given by its author."""
    of_cases = select(_LINK.c.record_id, _LINK.c.target_id).join(_CASE, _CASE.c.record_id == _LINK.c.record_id)
    ordered = of_cases.where(_LINK.c.field == "themes").order_by(_LINK.c.record_id, _LINK.c.position)
    yield from ((row.record_id, row.target_id) for row in session.execute(ordered))
