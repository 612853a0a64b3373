"""Which published cases carry which theme and city: slugs only, one statement each."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kb.db.models.case import Case
from kb.db.models.record import Record
from kb.db.models.shared import RecordLink


def themes_of_cases(session: Session) -> list[tuple[str, str]]:
    """List (case, theme) of every theme that a published case names."""
    case, theme = aliased(Record), aliased(Record)
    query = (
        select(case.slug, theme.slug)
        .join(RecordLink, RecordLink.record_id == case.id)
        .join(theme, theme.id == RecordLink.target_id)
        .where(case.kind == "case", RecordLink.field == "themes")
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def cities_of_cases(session: Session) -> dict[str, str]:
    """Map each published case to its city."""
    case, city = aliased(Record), aliased(Record)
    query = select(case.slug, city.slug).join(Case, Case.record_id == case.id).join(city, city.id == Case.city_id)
    return {row[0]: row[1] for row in session.execute(query)}
