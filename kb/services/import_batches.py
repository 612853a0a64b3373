"""What an import changed, kept so that it can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from kb.db.base import table_of
from kb.db.models.import_batch import ImportBatch, ImportEntry
from kb.db.queries.revisions import RecordState
from kb.domain.workflow import Actor
from kb.services.import_planning import Plan
from kb.services.resolving import RecordName
from kb.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class BatchView:
    """One import, for a list of them."""

    token: str
    actor: str
    created_at: datetime
    file_name: str
    created: int
    updated: int
    undone_at: datetime | None


def list_batches(session: Session) -> list[BatchView]:
    """List the imports, the last one first."""
    return [
        BatchView(row.token, row.actor, row.created_at, row.file_name, row.created, row.updated, row.undone_at)
        for row in session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()))
    ]


def open_batch(uow: UnitOfWork, actor: Actor, file_name: str) -> ImportBatch:
    """Begin a batch; its counts are filled in at the end."""
    batch = ImportBatch(
        token=f"{uow.moment:%Y%m%d}-{secrets.token_hex(3)}",
        actor=actor.name,
        created_at=uow.moment,
        file_name=file_name[:200],
        created=0,
        updated=0,
        unchanged=0,
    )
    uow.session.add(batch)
    uow.session.flush()
    return batch


def note_plans(uow: UnitOfWork, batch: ImportBatch, plans: Iterable[Plan], ids: Mapping[RecordName, int]) -> None:
    """Keep where each record stood and where it will stand; `ids` are those of the records just saved."""
    rows = []
    for plan in plans:
        if plan.what == "unchanged":
            continue
        state = plan.state or RecordState(ids[plan.name], "", 0, None, None)
        head = state.head_number + plan.saves
        public, status = state.published_number, state.status
        if plan.publishes:
            public, status = head, "published"
        elif plan.withdraws:
            public, status = None, "withdrawn"
        elif status != "published":
            status = "draft"
        rows.append(_entry(batch, plan.name, state, head, public, status))
    if rows:
        uow.session.execute(insert(table_of(ImportEntry)), rows)


def note_sources(uow: UnitOfWork, batch: ImportBatch, states: Mapping[RecordName, RecordState]) -> None:
    """Keep that drafts of sources, in the file or not, come along with what cites them; `states` are those before."""
    of_batch = ImportEntry.batch_id == batch.id, ImportEntry.kind == "source"
    known = set(uow.session.scalars(select(ImportEntry.slug).where(*of_batch))) if states else set()
    for (_kind, slug), state in states.items():
        if slug in known:
            went_live = {"published_after": state.head_number, "status_after": "published"}
            uow.session.execute(update(ImportEntry).where(*of_batch, ImportEntry.slug == slug).values(**went_live))
    rows = [
        _entry(batch, name, state, state.head_number, state.head_number, "published")
        for name, state in states.items()
        if name[1] not in known
    ]
    if rows:
        uow.session.execute(insert(table_of(ImportEntry)), rows)


def _entry(
    batch: ImportBatch, name: RecordName, state: RecordState, head: int, public: int | None, status: str
) -> dict[str, object]:
    return {
        "batch_id": batch.id,
        "record_id": state.record_id,
        "kind": name[0],
        "slug": name[1],
        "head_before": state.head_number,
        "head_after": head,
        "published_before": state.published_number,
        "published_after": public,
        "status_before": state.status,
        "status_after": status,
        "withdrawal_before": state.withdrawal,
    }
