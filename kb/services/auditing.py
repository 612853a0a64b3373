"""Writing down who changed what, in the same transaction as the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert

from kb.db.base import table_of
from kb.db.models.record import AuditEntry, Record
from kb.domain.workflow import Actor
from kb.uow import UnitOfWork

States = Mapping[str, Any]


def audit(uow: UnitOfWork, actor: Actor, action: str, record: Record, before: States, after: States) -> None:
    """Write down one change of a record."""
    audit_all(uow, actor, action, [(record, before, after)])


def audit_all(uow: UnitOfWork, actor: Actor, action: str, changes: Iterable[tuple[Record, States, States]]) -> None:
    """Write down the same change of several records, each with its states before and after."""
    entry = {"at": uow.moment, "actor": actor.name, "action": action}
    rows = [
        {**entry, "record_id": record.id, "before": dict(before), "after": dict(after)}
        for record, before, after in changes
    ]
    if rows:
        uow.session.execute(insert(table_of(AuditEntry)), rows)
