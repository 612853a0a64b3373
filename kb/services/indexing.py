"""Keeping the search index true to the database: draining the outbox, rebuilding, checking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from kb.clock import now
from kb.db.models.record import OutboxEntry, Record
from kb.db.queries import public
from kb.domain.evidence import case_grade
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import PublicRecord
from kb.search.documents import build_document
from kb.search.port import Concept, IndexDocument, IndexWriter
from kb.services import reading

BATCH = 200
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits to be indexed."""

    entries: int


def drain(reads: sessionmaker[Session], writes: sessionmaker[Session], writer: IndexWriter) -> int:
    """Bring the index up to the outbox, batch by batch; return the number of entries worked off.

    Entries are deleted only after the index has them durably, and by token: if the process dies in between, the work
    is done again, which changes nothing; a change that comes meanwhile has its own entry and stays.
    """
    done = 0
    while True:
        with reads() as session:
            query = select(OutboxEntry.token, OutboxEntry.kind, OutboxEntry.slug).order_by(OutboxEntry.id).limit(BATCH)
            entries = session.execute(query).all()
            if not entries:
                return done
            keys = list(dict.fromkeys((kind, slug) for _token, kind, slug in entries))
            documents = _documents(session, public.published_by_key(session, keys))
            concepts = _concepts(session) if any(kind == "theme" for kind, _slug in keys) else None
        found = {document.key for document in documents}
        writer.apply(documents, [f"{kind}:{slug}" for kind, slug in keys if f"{kind}:{slug}" not in found])
        if concepts is not None:
            writer.set_concepts(concepts)
        with writes() as session:
            session.execute(
                delete(OutboxEntry).where(OutboxEntry.token.in_([token for token, _kind, _slug in entries]))
            )
            session.commit()
        done += len(entries)


def rebuild(
    reads: sessionmaker[Session],
    writes: sessionmaker[Session],
    writer: IndexWriter,
    progress: Progress = lambda done, total: None,
) -> int:
    """Build a new generation from the database; return the number of documents.

    The outbox entries that stood before the snapshot was taken are covered by it and deleted after the switch.
    """
    with reads() as session:
        covered = list(session.scalars(select(OutboxEntry.token)))
        counted = select(func.count()).select_from(Record).where(Record.published_number.is_not(None))
        total = session.scalar(counted) or 0
        writer.rebuild(_all_documents(session), _concepts(session), lambda done: progress(done, total))
    with writes() as session:
        for start in range(0, len(covered), 500):
            session.execute(delete(OutboxEntry).where(OutboxEntry.token.in_(covered[start : start + 500])))
        session.commit()
    return total


def backlog(session: Session) -> Backlog:
    """Count what waits to be indexed."""
    return Backlog(session.scalar(select(func.count()).select_from(OutboxEntry)) or 0)


def expected_keys(session: Session) -> set[str]:
    """Name every document that the index should hold."""
    query = select(Record.kind, Record.slug).where(Record.published_number.is_not(None))
    return {f"{kind}:{slug}" for kind, slug in session.execute(query)}


def _all_documents(session: Session) -> Iterator[IndexDocument]:
    for kind in RECORD_TYPES:
        records = public.published(session, kind)
        for start in range(0, len(records), BATCH):
            yield from _documents(session, records[start : start + BATCH])


def _documents(session: Session, records: Sequence[PublicRecord]) -> list[IndexDocument]:
    """Build the documents of some records, reading everything they refer to in a fixed number of statements."""
    if not records:
        return []
    labels = reading.labels_for(session, records)
    related = _related(session, records)
    themes = {theme.slug: theme for theme in public.published(session, "theme")}
    types = reading.source_types(session, [record for record in records if record.kind == "case"])
    return [
        build_document(
            record,
            labels,
            related=related,
            broader={slug: theme.values.get("broader") for slug, theme in themes.items()},
            evidence=case_grade(record.values, types) if record.kind == "case" else None,
            this_year=now().year,
            presented_at=_presented_at(session, record) if record.kind == "case" else (),
        )
        for record in records
    ]


def _related(session: Session, records: Sequence[PublicRecord]) -> dict[tuple[str, str], PublicRecord]:
    """Read the cities, sessions and events that records refer to, sessions' own events included."""
    keys = {key for key in reading.referred_keys(records) if key[0] in ("city", "session", "event")}
    found = public.published_by_key(session, keys)
    found += public.published_by_key(session, {key for key in reading.referred_keys(found) if key[0] == "event"})
    return {(record.kind, record.slug): record for record in found}


def _presented_at(session: Session, case: PublicRecord) -> list[str]:
    cards = reading.referring(session, "case", case.slug, "cases", "presentation")
    shown = reading.records_by_slug(session, "presentation", (card.slug for card in cards))
    sessions = {str(item.values.get("session")) for item in shown.values()}
    return sorted({slug.split("/")[0] for slug in sessions})


def _concepts(session: Session) -> list[Concept]:
    return [
        Concept(theme.slug, {locale: _labels(theme, locale) for locale in ("ko", "en")})
        for theme in public.published(session, "theme")
    ]


def _labels(theme: PublicRecord, locale: str) -> list[str]:
    preferred = theme.values.get(f"pref_label__{locale}")
    return ([preferred] if preferred else []) + list(theme.values.get(f"alt_labels__{locale}") or ())
