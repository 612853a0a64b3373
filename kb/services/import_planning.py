"""What an import is to do with each record of its file, and everything that speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from kb.db.queries.revisions import RecordState, head_snapshots, record_states
from kb.domain.import_rows import ImportRow, differences, import_warnings, read_import_row
from kb.domain.records import Snapshot
from kb.domain.workflow import applies
from kb.errors import Problem
from kb.services.import_reading import FileRecord
from kb.services.publication_check import PublicationCheck, record_type, referred_by
from kb.services.records import redirecting_slugs
from kb.services.resolving import RecordName

MOST_PROBLEMS: Final = 10_000
"""Problems, and warnings, kept for showing; all are counted."""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong, or worth a look, on a line of the file."""

    line: int
    record: str
    problem: Problem

    def __str__(self) -> str:
        record = f"{self.record}: " if self.record else ""
        return f"line {self.line}: {record}{self.problem}"


@dataclass(frozen=True, slots=True)
class Change:
    """What the import makes of a record (`created`, `updated`, `withdrawn`), field by field: name, old, new."""

    line: int
    record: str
    what: str
    publishes: bool
    fields: Sequence[tuple[str, Any, Any]]


@dataclass(slots=True)
class ImportReport:
    """What an import did, or would do; with any problem nothing was changed. `token` names the batch."""

    counts: Counter[str] = field(default_factory=Counter)
    """Of records `created`, `updated`, `unchanged`, `published`, `withdrawn`, and of `problems`."""
    problems: list[LineProblem] = field(default_factory=list)
    warnings: list[LineProblem] = field(default_factory=list)
    warning_counts: Counter[str] = field(default_factory=Counter)
    token: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with one record. `before` is its latest revision, `state` None where there is no record yet."""

    line: int
    row: ImportRow
    state: RecordState | None
    before: Snapshot
    values: dict[str, Any]

    @property
    def name(self) -> RecordName:
        """Name the record."""
        return self.row.kind, self.row.slug

    @property
    def withdraws(self) -> bool:
        """Say whether the record is taken off the site."""
        return self.row.status == "withdrawn" and self.state is not None and self.state.status != "withdrawn"

    @property
    def saves(self) -> bool:
        """Say whether there will be a new revision. A withdrawal makes none."""
        return self.row.status != "withdrawn" and (self.state is None or self.values != self.before)

    @property
    def publishes(self) -> bool:
        """Say whether a revision goes live."""
        return self.row.status == "published" and (
            self.saves or self.state is None or self.state.published_number != self.state.head_number
        )

    @property
    def what(self) -> str:
        """Name the change as the report does."""
        if self.state is None:
            return "created"
        return "withdrawn" if self.withdraws else "updated" if self.saves or self.publishes else "unchanged"


class Planner:
    """Reads a file's records chunk by chunk and reports on them. `finish` judges what only the whole file can tell."""

    def __init__(self, session: Session, on_change: Callable[[Change], None] = lambda change: None) -> None:
        self._session = session
        self._on_change = on_change
        self._lines: dict[RecordName, int] = {}
        self._unknown: list[tuple[int, RecordName, str, RecordName]] = []
        self.check = PublicationCheck(session)
        self.report = ImportReport()
        self.to_withdraw: list[RecordName] = []
        self.done = 0

    def read(self, records: Sequence[FileRecord]) -> list[Plan]:
        """Plan what to do with some records; those with problems are left out."""
        rows = [found for record in records if (found := self._row(record))]
        self.done += len(records)
        self._note_references(rows)
        sound = [(line, row) for line, row, is_sound in rows if is_sound]
        names = [(row.kind, row.slug) for _line, row in sound]
        states = record_states(self._session, names)
        heads = head_snapshots(self._session, [state.record_id for state in states.values()])
        taken = redirecting_slugs(self._session, [name for name in names if name not in states])
        plans = []
        for (line, row), name in zip(sound, names, strict=True):
            state = states.get(name)
            before = heads.get(state.record_id, {}) if state else {}
            plan = Plan(line, row, state, before, row.apply_to(before))
            if self._is_possible(plan, name in taken):
                plans.append(plan)
                self._note(plan)
        self.check.add({plan.name: plan.values for plan in plans if plan.publishes})
        self.check.offer({plan.name: plan.values for plan in plans if plan.row.status == "draft"})
        return plans

    def finish(self) -> None:
        """Judge references, which may lead to any record of the file, and what is published together."""
        unknown = [item for item in self._unknown if item[3] not in self._lines]
        for line, name, path, target in unknown:
            self._refuse(line, name, Problem(path, "refers_to_unknown", " ".join(target)))
        known_already = {(name, path, " ".join(target)) for _line, name, path, target in unknown}
        for name, problem in self.check.finish():
            if (name, problem.where, problem.detail) not in known_already:
                self._refuse(self._lines.get(name, 0), name, problem)
        self.report.problems.sort(key=lambda item: item.line)
        self.report.counts["published"] = len(self.check.names)

    def _row(self, record: FileRecord) -> tuple[int, ImportRow, bool] | None:
        """Read a row; the last value says whether it is sound. Of a row that isn't, references are still checked."""
        if record.problem or record.fields is None:
            self._refuse(record.line, None, record.problem or Problem("line", "not_an_object"))
            return None
        row, problems = read_import_row(record.fields)
        name = (row.kind, row.slug) if row else None
        if name and name in self._lines:
            problems.append(Problem("slug", "duplicate", f"also on line {self._lines[name]}"))
        for problem in problems:
            self._refuse(record.line, name, problem)
        if name:
            self._lines.setdefault(name, record.line)
        return (record.line, row, not problems) if row else None

    def _is_possible(self, plan: Plan, slug_redirects: bool) -> bool:
        if slug_redirects:
            self._refuse(plan.line, plan.name, Problem("slug", "slug_redirects", plan.row.slug))
        elif plan.row.status == "withdrawn" and (
            plan.state is None or not (applies("withdraw", plan.state.status) or plan.state.status == "withdrawn")
        ):
            self._refuse(plan.line, plan.name, Problem("status", "cannot_withdraw"))
        else:
            return True
        return False

    def _note(self, plan: Plan) -> None:
        self.report.counts[plan.what] += 1
        if plan.withdraws:
            self.to_withdraw.append(plan.name)
        for problem in _warnings(plan):
            self.report.warning_counts[f"{problem.where}: {problem.code}"] += 1
            if len(self.report.warnings) < MOST_PROBLEMS:
                self.report.warnings.append(LineProblem(plan.line, ":".join(plan.name), problem))
        if plan.what != "unchanged":
            fields = differences(plan.before, plan.values) if plan.saves else []
            self._on_change(Change(plan.line, ":".join(plan.name), plan.what, plan.publishes, fields))

    def _note_references(self, rows: Sequence[tuple[int, ImportRow, bool]]) -> None:
        given = [(line, row, list(referred_by(row.kind, row.values))) for line, row, _is_sound in rows]
        self.check.resolver.preload(target for _line, _row, found in given for _path, target in found)
        self._unknown += [
            (line, (row.kind, row.slug), path, target)
            for line, row, found in given
            for path, target in found
            if self.check.resolver.find(*target) is None
        ]

    def _refuse(self, line: int, name: RecordName | None, problem: Problem) -> None:
        self.report.counts["problems"] += 1
        if len(self.report.problems) < MOST_PROBLEMS:
            self.report.problems.append(LineProblem(line, ":".join(name) if name else "", problem))


def _warnings(plan: Plan) -> list[Problem]:
    if plan.row.status == "withdrawn":
        return [Problem("status", "fields_ignored")] if plan.values != plan.before else []
    if not plan.publishes:
        return []
    found = list(import_warnings(record_type(plan.row.kind), plan.values))
    state = plan.state
    if state and state.published_number is not None and state.head_number != state.published_number:
        found.append(Problem("status", "publishes_earlier_draft", f"revision {state.head_number}"))
    return found
