"""How published records hang together, as slugs only: one statement each."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kb.db.models.case import Case
from kb.db.models.event import Presentation
from kb.db.models.record import Record
from kb.db.models.shared import PublicCard, RecordLink
from kb.db.models.source import Source
from kb.db.models.theme import Theme


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


def titles_and_cities_of_cases(session: Session) -> list[tuple[str, str | None, str | None, str | None]]:
    """List (case, title in Korean, title in English, city) of every published case."""
    case, city, korean, english = aliased(Record), aliased(Record), aliased(PublicCard), aliased(PublicCard)
    query = (
        select(case.slug, korean.title, english.title, city.slug)
        .join(Case, Case.record_id == case.id)
        .outerjoin(city, city.id == Case.city_id)
        .outerjoin(korean, (korean.record_id == case.id) & (korean.locale == "ko"))
        .outerjoin(english, (english.record_id == case.id) & (english.locale == "en"))
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def events_of_cases(session: Session, cases: Sequence[str]) -> dict[str, list[str]]:
    """Map the given cases that were presented anywhere to the events, in order of their slugs."""
    case, presented_in = aliased(Record), aliased(Record)
    query = (
        select(case.slug, presented_in.slug)
        .join(RecordLink, RecordLink.target_id == case.id)
        .join(Presentation, Presentation.record_id == RecordLink.record_id)
        .join(presented_in, presented_in.id == Presentation.session_id)
        .where(case.kind == "case", case.slug.in_(cases), RecordLink.field == "cases")
    )
    found: dict[str, set[str]] = {}
    for slug, session_slug in session.execute(query):
        found.setdefault(slug, set()).add(session_slug.split("/")[0])
    return {slug: sorted(events) for slug, events in found.items()}


def broader_themes(session: Session) -> dict[str, str | None]:
    """Map each published theme to the one above it."""
    theme, above = aliased(Record), aliased(Record)
    query = (
        select(theme.slug, above.slug)
        .join(Theme, Theme.record_id == theme.id)
        .outerjoin(above, above.id == Theme.broader_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def types_of_sources(session: Session, slugs: Sequence[str]) -> dict[str, str | None]:
    """Map those of the given sources that are published to their types."""
    query = (
        select(Record.slug, Source.source_type)
        .join(Source, Source.record_id == Record.id)
        .where(Record.kind == "source", Record.slug.in_(slugs))
    )
    return {row[0]: row[1] for row in session.execute(query)}
