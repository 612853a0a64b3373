"""Taking an import back: each record goes back to how it stood, unless somebody changed it since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import delete, select, update

from kb.db.base import table_of
from kb.db.models.import_batch import ImportBatch, ImportEntry
from kb.db.models.record import AuditEntry, Record, Revision
from kb.db.queries.materials import records_with_attachments
from kb.db.queries.revisions import numbered_snapshots
from kb.domain.workflow import Actor, may
from kb.errors import Invalid, NotAllowed, NotFound, Problem
from kb.services.publication_check import PublicationCheck
from kb.services.records import (
    AT_ONCE,
    SaveDraft,
    WithdrawRecord,
    publish_checked,
    save_drafts,
    withdraw_records,
)
from kb.uow import UnitOfWork

REASON: Final = {
    "ko": "자료를 한꺼번에 등록한 작업을 취소했습니다.",
    "en": "The import that added this record was taken back.",
}
CHANGED: Final = "changed since"

Progress = Callable[[str, int, int], None]
Pair = tuple[ImportEntry, Record]


@dataclass(slots=True)
class UndoReport:
    """What taking an import back did. `left_alone` holds (`kind:slug`, reason)."""

    restored: int = 0
    withdrawn: int = 0
    deleted: int = 0
    left_alone: list[tuple[str, str]] = field(default_factory=list)


def undo_import(uow: UnitOfWork, actor: Actor, token: str, progress: Progress) -> UndoReport:
    """Bring each record of an import back to its former state; what the import created is withdrawn or deleted.

    A record that was public keeps its history: its former content becomes a new revision. One that the import
    published first is withdrawn, with a tombstone; a new draft is deleted. Records changed or renamed since are left
    alone and listed. Raises `NotFound` for an unknown batch, `Invalid` for one taken back already.
    """
    if not may(actor, "publish"):
        raise NotAllowed("undo_import")
    batch = uow.session.scalar(select(ImportBatch).where(ImportBatch.token == token))
    if batch is None:
        raise NotFound(f"there is no import {token}")
    if batch.undone_at is not None:
        raise Invalid([Problem(token, "already_undone")])
    report = UndoReport()
    ids = list(uow.session.scalars(select(ImportEntry.id).where(ImportEntry.batch_id == batch.id)))
    for restoring in (True, False):  # former content first: what it replaces may refer to what is withdrawn then
        for start in range(0, len(ids), AT_ONCE):
            _undo(uow, actor, _pairs(uow, ids[start : start + AT_ONCE], restoring), report, restoring=restoring)
            progress("restoring" if restoring else "withdrawing", min(start + AT_ONCE, len(ids)), len(ids))
    batch.undone_at, batch.undone_by = uow.moment, actor.name
    uow.session.flush()
    return report


def _pairs(uow: UnitOfWork, ids: Sequence[int], existed: bool) -> list[Pair]:
    """Read entries with their records: of those that existed before the import, or of those that it created."""
    query = select(ImportEntry, Record).join(Record, Record.id == ImportEntry.record_id)
    known = ImportEntry.head_before > 0 if existed else ImportEntry.head_before == 0
    found = uow.session.execute(query.where(ImportEntry.id.in_(ids), known).order_by(ImportEntry.id))
    return [(entry, record) for entry, record in found]


def _undo(uow: UnitOfWork, actor: Actor, pairs: Sequence[Pair], report: UndoReport, *, restoring: bool) -> None:
    changed = _changed_since(uow, pairs)
    if not restoring:
        changed |= _drafts_with_materials(uow, pairs)
    report.left_alone += [(f"{entry.kind}:{entry.slug}", CHANGED) for entry, _record in pairs if entry.id in changed]
    untouched = [pair for pair in pairs if pair[0].id not in changed]
    if restoring:
        _restore(uow, actor, untouched, report)
        return
    public = [record for _entry, record in untouched if record.published_number is not None]
    drafts = [record for _entry, record in untouched if record.published_number is None]
    _withdraw(uow, actor, public)
    report.withdrawn += len(public)
    _delete(uow, drafts)
    report.deleted += len(drafts)


def _drafts_with_materials(uow: UnitOfWork, pairs: Sequence[Pair]) -> set[int]:
    """Tell, by entry, which drafts somebody has given materials since: they are not to be deleted with them."""
    drafts = [record.id for _entry, record in pairs if record.published_number is None]
    attached = records_with_attachments(uow.session, drafts)
    return {entry.id for entry, record in pairs if record.id in attached}


def _changed_since(uow: UnitOfWork, pairs: Sequence[Pair]) -> set[int]:
    """Tell, by entry, which records don't stand as the import left them.

    More revisions that say the same are no change: a later import that was taken back leaves such.
    """
    moved = [pair for pair in pairs if (pair[1].head_number, pair[1].published_number) != _numbers_after(pair[0])]
    wanted = {
        (record.id, number)
        for entry, record in moved
        for number in (*_numbers_after(entry), record.head_number, record.published_number)
        if number
    }
    snapshots = numbered_snapshots(uow.session, sorted(wanted))

    def says(record: Record, numbers: tuple[int, int | None]) -> list[Mapping[str, Any] | None]:
        return [snapshots.get((record.id, number)) if number else None for number in numbers]

    changed = {
        entry.id
        for entry, record in moved
        if says(record, (record.head_number, record.published_number)) != says(record, _numbers_after(entry))
    }
    renamed = {entry.id for entry, record in pairs if (record.slug, record.status) != (entry.slug, entry.status_after)}
    return changed | renamed


def _numbers_after(entry: ImportEntry) -> tuple[int, int | None]:
    return entry.head_after, entry.published_after


def _withdraw(uow: UnitOfWork, actor: Actor, records: Sequence[Record]) -> None:
    withdraw_records(uow, actor, [WithdrawRecord(record.kind, record.slug, REASON) for record in records])


def _restore(uow: UnitOfWork, actor: Actor, pairs: Sequence[Pair], report: UndoReport) -> None:
    numbers = {(entry.record_id or 0, entry.head_before) for entry, _record in pairs}
    numbers |= {(entry.record_id or 0, entry.published_before) for entry, _record in pairs if entry.published_before}
    numbers |= {(record.id, record.head_number) for _entry, record in pairs}
    snapshots = numbered_snapshots(uow.session, sorted(numbers))
    refused = _not_publishable(uow, pairs, snapshots)
    report.left_alone += [
        (f"{entry.kind}:{entry.slug}", refused[entry.id]) for entry, _record in pairs if entry.id in refused
    ]
    pairs = [pair for pair in pairs if pair[0].id not in refused]
    _withdraw(
        uow, actor, [record for entry, record in pairs if entry.published_before is None and entry.published_after]
    )
    _save(
        uow,
        actor,
        [(record, snapshots[record.id, _public_before(entry)]) for entry, record in pairs if _goes_live(entry)],
    )
    publish_checked(uow, actor, [(record.kind, record.slug) for entry, record in pairs if _goes_live(entry)])
    _save(uow, actor, _heads_to_restore(pairs, snapshots))
    for entry, record in pairs:
        if entry.published_before is None:
            record.status, record.withdrawal = entry.status_before, entry.withdrawal_before
    uow.session.flush()
    report.restored += len(pairs)


def _goes_live(entry: ImportEntry) -> bool:
    return entry.published_before is not None and entry.published_before != entry.published_after


def _public_before(entry: ImportEntry) -> int:
    return entry.published_before or 0


def _not_publishable(
    uow: UnitOfWork, pairs: Sequence[Pair], snapshots: Mapping[tuple[int, int], Mapping[str, Any]]
) -> dict[int, str]:
    """Tell, by entry, why former content can't go live again: it refers to what was withdrawn meanwhile."""
    by_name = {(record.kind, record.slug): (entry, record) for entry, record in pairs if _goes_live(entry)}
    refused: dict[int, str] = {}
    while True:
        check = PublicationCheck(uow.session)
        check.add(
            {
                name: snapshots[record.id, _public_before(entry)]
                for name, (entry, record) in by_name.items()
                if entry.id not in refused
            }
        )
        problems = [(by_name[name][0].id, str(problem)) for name, problem in check.finish() if name in by_name]
        if not problems:
            return refused
        refused.update(problems)


def _heads_to_restore(
    pairs: Sequence[Pair], snapshots: Mapping[tuple[int, int], Mapping[str, Any]]
) -> list[tuple[Record, Mapping[str, Any]]]:
    """List the records whose latest revision doesn't say what it said before, with what it is to say."""
    found = []
    for entry, record in pairs:
        latest = (record.id, _public_before(entry) if _goes_live(entry) else entry.head_after)
        wanted = snapshots[record.id, entry.head_before]
        if snapshots[latest] != wanted:
            found.append((record, wanted))
    return found


def _save(uow: UnitOfWork, actor: Actor, wanted: Sequence[tuple[Record, Mapping[str, Any]]]) -> None:
    save_drafts(
        uow, actor, [SaveDraft(record.kind, record.slug, values, "import taken back") for record, values in wanted]
    )


def _delete(uow: UnitOfWork, records: Sequence[Record]) -> None:
    """Remove drafts that were never public and that only the import knows of; what was done stays in the audit."""
    ids = [record.id for record in records]
    for table in (AuditEntry, ImportEntry):
        owned = table_of(table).c.record_id
        uow.session.execute(update(table_of(table)).where(owned.in_(ids)).values(record_id=None))
    uow.session.execute(delete(table_of(Revision)).where(table_of(Revision).c.record_id.in_(ids)))
    uow.session.execute(delete(table_of(Record)).where(table_of(Record).c.id.in_(ids)))
    for record in records:
        uow.session.expunge(record)
