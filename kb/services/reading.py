"""Reading what is public. Takes a plain session; never shows a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kb.db.models.record import Record
from kb.db.queries import public
from kb.db.queries.references import referring_ids
from kb.db.queries.tagging import types_of_sources
from kb.domain.citations import citations_of
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import Labels, PublicCard, PublicRecord
from kb.domain.snapshots import references_of
from kb.errors import Gone, Moved, NotFound


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One published revision in a record's history."""

    number: int
    published_at: datetime
    author: str
    note: str


def get_record(session: Session, kind: str, slug: str) -> PublicRecord:
    """Read a published record. Raises `Moved` for a former slug, `Gone` for a withdrawn record, else `NotFound`."""
    found = public.to_public(session, [_record(session, kind, slug)])
    if not found:
        raise NotFound(f"{kind} {slug}")
    return found[0]


def _record(session: Session, kind: str, slug: str) -> Record:
    """Find a record row that a reader may know of; same errors as `get_record`."""
    record = public.find_record(session, kind, slug)
    if record is None:
        present = public.present_slug(session, kind, slug)
        target = public.find_record(session, kind, present) if present else None
        if target is not None and (target.published_number is not None or target.status == "withdrawn"):
            raise Moved(details={"kind": kind, "slug": present})
        raise NotFound(f"{kind} {slug}")
    if record.status == "withdrawn":
        raise Gone(details={"kind": kind, "slug": slug, **(record.withdrawal or {})})
    if record.published_number is None:
        raise NotFound(f"{kind} {slug}")
    return record


def get_revision(session: Session, kind: str, slug: str, number: int) -> PublicRecord:
    """Read a record as it stood in a revision that was public at some time. Raises as `get_record`."""
    record = _record(session, kind, slug)
    revision = public.published_revision(session, record, number)
    if revision is None or revision.published_at is None:
        raise NotFound(f"{kind} {slug} revision {number}")
    return PublicRecord(kind, slug, number, revision.published_at, revision.created_at, revision.snapshot)


def list_revisions(session: Session, kind: str, slug: str) -> list[RevisionEntry]:
    """List the revisions of a published record that were public at some time, newest first. Raises as `get_record`."""
    revisions = public.published_revisions(session, _record(session, kind, slug))
    return [
        RevisionEntry(item.number, item.published_at, item.author, item.note) for item in revisions if item.published_at
    ]


def list_records(session: Session, kind: str) -> list[PublicRecord]:
    """List all published records of a kind, by slug."""
    return public.published(session, kind)


def records_by_slug(session: Session, kind: str, slugs: Iterable[str]) -> dict[str, PublicRecord]:
    """Read the published ones of the given slugs."""
    return {item.slug: item for item in public.published_by_key(session, ((kind, slug) for slug in slugs))}


def referred_keys(records: Iterable[PublicRecord]) -> set[tuple[str, str]]:
    """Collect the keys of everything that the records refer to, cited sources included."""
    keys: set[tuple[str, str]] = set()
    for record in records:
        keys.update((kind, slug) for _path, kind, slug in references_of(record.type, record.values))
        keys.update(("source", slug) for _field, _row, _locale, slug in citations_of(record.type, record.values))
    return keys


def labels_for(session: Session, records: Iterable[PublicRecord]) -> Labels:
    """Read the cards of everything that the records refer to; what isn't published is absent."""
    return Labels(public.cards_by_key(session, referred_keys(records)))


def referring(
    session: Session, kind: str, slug: str, field: str | None = None, by: str | None = None
) -> list[PublicCard]:
    """List the cards of published records that refer to this one: by a field, or of a kind (`by`), or at all."""
    record = public.find_record(session, kind, slug)
    if record is None:
        return []
    found = public.cards(session, referring_ids(session, record, field, by))
    return sorted(found.values(), key=lambda card: (card.kind, card.slug))


def citing(session: Session, source_slug: str) -> list[PublicCard]:
    """List the cards of published records that cite a source in a text or a row."""
    record = public.find_record(session, "source", source_slug)
    if record is None:
        return []
    return sorted(
        public.cards(session, public.citing(session, record)).values(), key=lambda card: (card.kind, card.slug)
    )


def newest(session: Session, kinds: Sequence[str], limit: int) -> list[PublicCard]:
    """List the cards of the records published or changed last."""
    query = (
        select(Record.id)
        .where(Record.kind.in_(kinds), Record.published_number.is_not(None))
        .order_by(Record.published_at.desc(), Record.id.desc())
        .limit(limit)
    )
    ids = list(session.scalars(query))
    found = public.cards(session, ids)
    return [found[record_id] for record_id in ids if record_id in found]


def top_themes(themes: Iterable[PublicRecord]) -> Mapping[str, str]:
    """Map each theme's slug to that of its top concept (itself, if it is one). A cycle ends where it closes."""
    broader = {theme.slug: theme.values.get("broader") for theme in themes}

    def top(slug: str) -> str:
        seen = {slug}
        while (parent := broader.get(slug)) and parent not in seen and parent in broader:
            seen.add(parent)
            slug = parent
        return slug

    return {slug: top(slug) for slug in broader}


def source_types(session: Session, records: Iterable[PublicRecord]) -> Mapping[str, str]:
    """Give the type of every source that the records cite, by slug."""
    slugs = sorted({slug for kind, slug in referred_keys(records) if kind == "source"})
    chunks = (slugs[start : start + 500] for start in range(0, len(slugs), 500))
    return {slug: kind or "other" for chunk in chunks for slug, kind in types_of_sources(session, chunk).items()}


def collection_counts(session: Session) -> Mapping[str, int]:
    """Count the published records of each kind; every kind is there, with 0 where it has none."""
    return dict.fromkeys(RECORD_TYPES, 0) | dict(public.published_counts(session))


def content_generation(session: Session) -> int:
    """Give the number that rises with every change of public content."""
    return public.content_generation(session)


def present_generation(engine: Engine) -> int | None:
    """Give the content generation by one bare query, outside any request; None where it can't be read."""
    return public.generation_of(engine)
