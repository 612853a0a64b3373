"""Keeping the search index true to the database: draining the outbox, rebuilding, checking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from kb.db.models.record import OutboxEntry, Record
from kb.search.port import IndexWriter
from kb.services.index_documents import all_documents, concepts, documents_of

FIRST_BATCH: Final = 200
LARGEST_BATCH: Final = 2000
"""Changes that are indexed by one commit of the index: few at first, so that the latest are soon found."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits to be indexed."""

    entries: int


def no_progress(_done: int, _total: int) -> None:
    """Ignore progress."""


def drain(
    reads: sessionmaker[Session], writes: sessionmaker[Session], writer: IndexWriter, progress: Progress = no_progress
) -> int:
    """Bring the index up to the outbox as it is now, batch by batch; return the number of entries worked off.

    It ends however many changes come meanwhile. Entries are deleted only after the index has them durably, and by
    token: if the process dies in between, the work is done again, which changes nothing; a change that comes meanwhile
    has its own entry and stays.
    """
    done, size, total = 0, FIRST_BATCH, _waiting(reads)
    while done < total and (worked := _drain_batch(reads, writes, writer, size)):
        done, size = done + worked, min(size * 2, LARGEST_BATCH)
        progress(done, max(done, total))
    return done


def _waiting(reads: sessionmaker[Session]) -> int:
    with reads() as session:
        return backlog(session).entries


def _drain_batch(reads: sessionmaker[Session], writes: sessionmaker[Session], writer: IndexWriter, size: int) -> int:
    """Work off the oldest entries, at most `size`; return how many."""
    with writer.turn():
        with reads() as session:
            query = select(OutboxEntry.token, OutboxEntry.kind, OutboxEntry.slug).order_by(OutboxEntry.id).limit(size)
            entries = session.execute(query).all()
            names = list(dict.fromkeys((kind, slug) for _token, kind, slug in entries))
            documents = documents_of(session, names)
            vocabulary = concepts(session) if any(kind == "theme" for kind, _slug in names) else None
        found = {document.key for document in documents}
        writer.apply(documents, [f"{kind}:{slug}" for kind, slug in names if f"{kind}:{slug}" not in found])
        if vocabulary is not None:
            writer.set_concepts(vocabulary)
        _forget(writes, [token for token, _kind, _slug in entries])
    return len(entries)


def rebuild(
    reads: sessionmaker[Session],
    writes: sessionmaker[Session],
    writer: IndexWriter,
    progress: Progress = no_progress,
    is_needed: Callable[[], bool] = lambda: True,
) -> int | None:
    """Build a new generation from the database; return the number of documents.

    The outbox entries that stood before the snapshot was taken are covered by it and deleted after the switch.
    Returns None, and does nothing, where it is no longer needed once our turn comes: somebody else did it meanwhile.
    """
    with writer.turn():
        if not is_needed():
            return None
        with reads() as session:
            covered = list(session.scalars(select(OutboxEntry.token)))
            counted = select(func.count()).select_from(Record).where(Record.published_number.is_not(None))
            total = session.scalar(counted) or 0
            writer.rebuild(all_documents(session), concepts(session), lambda done: progress(done, total))
        _forget(writes, covered)
    return total


def _forget(writes: sessionmaker[Session], tokens: list[str]) -> None:
    """Delete the outbox entries that were worked off."""
    with writes() as session:
        for start in range(0, len(tokens), 500):
            session.execute(delete(OutboxEntry).where(OutboxEntry.token.in_(tokens[start : start + 500])))
        session.commit()


def backlog(session: Session) -> Backlog:
    """Count what waits to be indexed."""
    return Backlog(session.scalar(select(func.count()).select_from(OutboxEntry)) or 0)


def expected_keys(session: Session) -> set[str]:
    """Name every document that the index should hold."""
    query = select(Record.kind, Record.slug).where(Record.published_number.is_not(None))
    return {f"{kind}:{slug}" for kind, slug in session.execute(query)}
