"""Bulk import: many records from one file, all or nothing, as one batch that can be undone.

A dry run and a real run take the same way; the dry run reads only. What is wrong is collected to the end of the file,
so that everybody sees every mistake at once. Records are handled a chunk at a time, so a file may have any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy.orm import Session

from kb.db.models.import_batch import ImportBatch
from kb.db.queries.revisions import record_states
from kb.domain.workflow import Actor
from kb.errors import KBError, Problem
from kb.services.import_batches import note_plans, note_sources, open_batch
from kb.services.import_planning import Change, ImportReport, LineProblem, Plan, Planner
from kb.services.import_reading import FileRecord
from kb.services.records import AT_ONCE, SaveDraft, WithdrawRecord, publish_checked, save_drafts, withdraw_records
from kb.uow import UnitOfWork

CHUNK_BYTES: Final = 8 * 1024 * 1024

Progress = Callable[[str, int, int], None]


class ImportRefused(KBError):
    """The file has problems; `report` lists them with their lines, and nothing was changed."""

    code = "import_refused"

    def __init__(self, report: ImportReport) -> None:
        super().__init__(f"{report.counts['problems']} problems, nothing was changed")
        self.report = report


def preview_import(
    session: Session, records: Iterable[FileRecord], on_change: Callable[[Change], None], progress: Progress
) -> ImportReport:
    """Find out what an import would do and everything that is wrong with the file; changes nothing."""
    planner = Planner(session, on_change)
    for chunk in _chunks(records):
        planner.read(chunk)
        progress("reading", planner.done, 0)
    _finish(planner)
    return planner.report


def import_records(
    uow: UnitOfWork, actor: Actor, records: Iterable[FileRecord], file_name: str, progress: Progress
) -> ImportReport:
    """Import a file's records. Raises `ImportRefused` with every problem; the unit of work is then to be given up."""
    planner = Planner(uow.session)
    batch = open_batch(uow, actor, file_name)
    for chunk in _chunks(records):
        plans = planner.read(chunk)
        if not planner.report.problems:
            _save(uow, actor, batch, plans)
        progress("saving", planner.done, 0)
    _finish(planner)
    if planner.report.problems:
        raise ImportRefused(planner.report)
    _publish_and_withdraw(uow, actor, batch, planner, progress)
    _close(uow, batch, planner.report)
    return planner.report


def _finish(planner: Planner) -> None:
    planner.finish()
    if not planner.done:
        planner.report.counts["problems"] += 1
        planner.report.problems.append(LineProblem(0, "", Problem("file", "empty_file")))


def _save(uow: UnitOfWork, actor: Actor, batch: ImportBatch, plans: Sequence[Plan]) -> None:
    saved = [plan for plan in plans if plan.saves]
    records = save_drafts(uow, actor, [SaveDraft(*plan.name, plan.values) for plan in saved])
    ids = {plan.name: record.id for plan, record in zip(saved, records, strict=True)}
    note_plans(uow, batch, plans, ids)


def _publish_and_withdraw(
    uow: UnitOfWork, actor: Actor, batch: ImportBatch, planner: Planner, progress: Progress
) -> None:
    names = list(planner.check.names)
    note_sources(uow, batch, record_states(uow.session, planner.check.along))
    publish_checked(uow, actor, names, lambda done: progress("publishing", done, len(names)))
    withdraw_records(uow, actor, [WithdrawRecord(*name) for name in planner.to_withdraw])


def _close(uow: UnitOfWork, batch: ImportBatch, report: ImportReport) -> None:
    if report.counts["created"] + report.counts["updated"] + report.counts["withdrawn"] == 0:
        uow.session.delete(batch)  # nothing to undo
        return
    batch.created, batch.unchanged = report.counts["created"], report.counts["unchanged"]
    batch.updated = report.counts["updated"] + report.counts["withdrawn"]
    report.token = batch.token


def _chunks(records: Iterable[FileRecord]) -> Iterator[list[FileRecord]]:
    chunk: list[FileRecord] = []
    size = 0
    for record in records:
        chunk.append(record)
        size += record.size
        if len(chunk) >= AT_ONCE or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
