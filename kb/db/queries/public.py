"""Reading published records. Everything here goes through the live rows, so a draft can't come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.live import read_live
from kb.db.models.record import FormerSlug, Record, Revision, SiteState
from kb.db.models.shared import Citation
from kb.db.models.shared import PublicCard as CardRow
from kb.db.pairs import in_pairs
from kb.domain.locales import Locale, as_locale
from kb.domain.records import PublicCard, PublicRecord

_GENERATION: Final = select(table_of(SiteState).c.content_generation)
"""Asked in every request, so built once."""


def find_record(session: Session, kind: str, slug: str) -> Record | None:
    """Find a record row, public or not, by its present slug."""
    return session.scalar(select(Record).where(Record.kind == kind, Record.slug == slug))


def present_slug(session: Session, kind: str, slug: str) -> str | None:
    """Give the present slug of the record that once had this one."""
    query = select(Record.slug).join(FormerSlug, FormerSlug.record_id == Record.id)
    return session.scalar(query.where(FormerSlug.kind == kind, FormerSlug.slug == slug))


def to_public(session: Session, rows: Sequence[Record]) -> list[PublicRecord]:
    """Turn published record rows into values, order kept."""
    live = read_live(session, rows)
    return [
        PublicRecord(row.kind, row.slug, row.published_number, row.published_at, row.updated_at, live[row.id])
        for row in rows
        if row.published_number is not None and row.published_at is not None and row.id in live
    ]


def published(session: Session, kind: str) -> list[PublicRecord]:
    """List every published record of a kind, by slug."""
    query = select(Record).where(Record.kind == kind, Record.published_number.is_not(None)).order_by(Record.slug)
    return to_public(session, session.scalars(query).all())


def published_pages(session: Session, kind: str, size: int) -> Iterator[list[PublicRecord]]:
    """Read every published record of a kind, by slug, `size` at a time, so that memory doesn't grow with the kind."""
    query = select(Record).where(Record.kind == kind, Record.published_number.is_not(None))
    query = query.order_by(Record.slug).limit(size)
    after = ""
    while rows := session.scalars(query.where(Record.slug > after)).all():
        after = rows[-1].slug
        yield to_public(session, rows)


def published_by_key(session: Session, keys: Iterable[tuple[str, str]]) -> list[PublicRecord]:
    """List the published ones of the given (kind, slug) keys."""
    wanted = sorted(set(keys))
    rows: list[Record] = []
    for start in range(0, len(wanted), 400):
        chunk = wanted[start : start + 400]
        found = session.scalars(select(Record).where(in_pairs(Record.kind, Record.slug, chunk)))
        rows += [row for row in found if row.published_number is not None]  # asked of SQLite, it goes by another index
    return to_public(session, rows)


def published_revision(session: Session, record: Record, number: int) -> Revision | None:
    """Find a revision that was public at some time; drafts between publications are not found."""
    query = select(Revision).where(Revision.record_id == record.id, Revision.number == number)
    return session.scalar(query.where(Revision.published_at.is_not(None)))


def published_revisions(session: Session, record: Record) -> list[Revision]:
    """List the revisions that were public at some time, newest first."""
    query = select(Revision).where(Revision.record_id == record.id, Revision.published_at.is_not(None))
    return list(session.scalars(query.order_by(Revision.number.desc())))


def cards(session: Session, record_ids: Iterable[int]) -> dict[int, PublicCard]:
    """Read the cards of published records by record id."""
    ids = sorted(set(record_ids))
    found: dict[int, PublicCard] = {}
    for start in range(0, len(ids), 500):
        query = (
            select(CardRow, Record.kind, Record.slug, Record.updated_at)
            .join(Record, Record.id == CardRow.record_id)
            .where(CardRow.record_id.in_(ids[start : start + 500]))
        )
        for row, kind, slug, updated_at in session.execute(query):
            locale: Locale = as_locale(row.locale)
            card = found.get(row.record_id)
            title = {**(card.title if card else {}), locale: row.title}
            summary = {**(card.summary if card else {}), locale: row.summary}
            found[row.record_id] = PublicCard(kind, slug, title, summary, updated_at, row.title_lang)
    return found


def cards_by_key(session: Session, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], PublicCard]:
    """Read the cards of the published ones of the given (kind, slug) keys."""
    wanted = sorted(set(keys))
    ids: list[int] = []
    for start in range(0, len(wanted), 400):
        query = select(Record.id).where(in_pairs(Record.kind, Record.slug, wanted[start : start + 400]))
        ids += session.scalars(query)
    return {(card.kind, card.slug): card for card in cards(session, ids).values()}


def citing(session: Session, source: Record) -> list[int]:
    """List the ids of published records that cite a source, in a text or a row."""
    query = select(Citation.record_id).where(Citation.source_id == source.id).distinct()
    return list(session.scalars(query))


def published_counts(session: Session) -> Mapping[str, int]:
    """Count the published records of each kind."""
    query = select(Record.kind, func.count()).where(Record.published_number.is_not(None)).group_by(Record.kind)
    return {row[0]: row[1] for row in session.execute(query)}


def content_generation(session: Session) -> int:
    """Give the number that rises with every change of public content."""
    return session.scalar(_GENERATION) or 0


def generation_of(engine: Engine) -> int | None:
    """Give that number by one statement on a connection of its own; None where the database doesn't answer."""
    try:
        with engine.connect() as connection:
            number = connection.exec_driver_sql("SELECT content_generation FROM site_state").scalar()
    except SQLAlchemyError:
        return None
    return int(number) if number is not None else None
