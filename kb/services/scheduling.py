"""Publishing what was set to go live at a time that has come. The worker's part."""

from __future__ import annotations

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from kb.clock import now
from kb.db.models.record import Record
from kb.domain.workflow import SYSTEM
from kb.errors import KBError
from kb.services.records import find_records, publish_records
from kb.services.workflow import LONGEST_TEXT, ReviewStep, return_record
from kb.uow import UnitOfWork

log = structlog.get_logger()


def publish_due(reads: sessionmaker[Session], writes: sessionmaker[Session]) -> list[tuple[str, str]]:
    """Publish what is due, each in a transaction of its own; give what was published.

    One that can't be published (what it refers to was withdrawn meanwhile) goes back to review, with the reason as a
    comment, so that it neither blocks the others nor is tried for ever.
    """
    published = []
    for kind, slug in _due(reads):
        try:
            with UnitOfWork(writes) as uow:
                record = find_records(uow.session, [(kind, slug)])[kind, slug]
                if record.head_state == "scheduled" and record.scheduled_at and record.scheduled_at <= uow.moment:
                    publish_records(uow, SYSTEM, [(kind, slug)])
                    uow.commit()
                    published.append((kind, slug))
        except KBError as error:
            log.warning("scheduled publication failed", kind=kind, slug=slug, reason=str(error))
            with UnitOfWork(writes) as uow:
                return_record(uow, SYSTEM, ReviewStep(kind, slug, str(error)[:LONGEST_TEXT]))
                uow.commit()
    return published


def _due(reads: sessionmaker[Session]) -> list[tuple[str, str]]:
    with reads() as session:
        query = select(Record.kind, Record.slug).where(Record.head_state == "scheduled", Record.scheduled_at <= now())
        return [(row.kind, row.slug) for row in session.execute(query.order_by(Record.scheduled_at, Record.id))]
