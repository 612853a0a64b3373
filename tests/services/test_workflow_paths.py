"""Whatever people do, in whatever order: nothing is published without the right, and no revision is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from kb.db.models.record import AuditEntry, Record, Revision
from kb.domain.workflow import Actor
from kb.errors import KBError, NotAllowed
from kb.services import preparing
from kb.services.history import read_revision, restore_revision
from kb.services.reading import records_by_slug
from kb.services.records import SaveDraft, WithdrawRecord, rename_record, save_draft, withdraw_record
from kb.services.site import Site, open_site
from kb.services.workflow import ReviewStep, approve_record, return_record, schedule_record, submit_record
from kb.uow import UnitOfWork
from tests.conftest import local_config
from tests.factories import SMALL_COLLECTION, case_values, publish

PEOPLE = {
    "Ada": Actor("Ada", frozenset(("editor",))),
    "Bo": Actor("Bo", frozenset(("administrator",))),
    "Cy": Actor("Cy", frozenset(("contributor",))),
    "Di": Actor("Di", frozenset(("translator",))),
    "visitor": Actor("visitor"),
}
EDITORS = ("Ada", "Bo")
SLUG = "smart-parking"
someone = st.sampled_from(sorted(PEOPLE))


class Workflow(RuleBasedStateMachine):
    """A case and five people, beside a plain model of what must be true of it."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.site: Site = open_site(local_config(Path(self.folder.name)))
        preparing.migrate(self.site)
        publish(self.site, *SMALL_COLLECTION, index=False)
        self.slug = SLUG
        self.revisions: list[tuple[str, dict[str, Any]]] = [("editor", case_values())]
        self.public: int | None = 1
        self.writers: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "site"):
            self.site.engine.dispose()
            self.folder.cleanup()

    @contextmanager
    def trying(self) -> Iterator[UnitOfWork]:
        """Run one step in a transaction; what is refused changes nothing."""
        with self.site.unit_of_work() as uow:
            try:
                yield uow
            except KBError:
                return
            uow.commit()

    @rule(who=someone, title=st.sampled_from(["A", "B", "C"]), late=st.booleans())
    def save(self, who: str, title: str, late: bool) -> None:
        values = case_values(title__en=title)
        expected = len(self.revisions) - late
        with self.trying() as uow:
            save_draft(uow, PEOPLE[who], SaveDraft("case", self.slug, values, expected=expected))
            assert not late
            assert PEOPLE[who].roles
            self._saved(who, values)

    @rule(who=someone, which=st.integers(0, 100))
    def restore(self, who: str, which: int) -> None:
        number = which % len(self.revisions) + 1
        with self.trying() as uow:
            restore_revision(uow, PEOPLE[who], SaveDraft("case", self.slug, {}), number)
            self._saved(who, self.revisions[number - 1][1])

    def _saved(self, who: str, values: dict[str, Any]) -> None:
        self.revisions.append((who, values))
        self.writers.add(who)

    @rule(who=someone)
    def submit(self, who: str) -> None:
        with self.trying() as uow:
            submit_record(uow, PEOPLE[who], ReviewStep("case", self.slug))

    @rule(who=someone)
    def send_back(self, who: str) -> None:
        with self.trying() as uow:
            return_record(uow, PEOPLE[who], ReviewStep("case", self.slug, "please"))
            assert who in EDITORS

    @rule(who=someone)
    def publish(self, who: str) -> None:
        allowed = who in EDITORS and who not in self.writers
        with self.trying() as uow:
            try:
                approve_record(uow, PEOPLE[who], ReviewStep("case", self.slug))
            except NotAllowed:
                assert not allowed
                raise
            assert allowed
            self.public, self.writers = len(self.revisions), set()

    @rule(who=someone)
    def schedule(self, who: str) -> None:
        with self.trying() as uow:
            schedule_record(uow, PEOPLE[who], ReviewStep("case", self.slug), uow.moment.replace(year=2999))
            assert who in EDITORS
            assert who not in self.writers

    @rule(who=someone)
    @precondition(lambda self: self.public is not None)
    def withdraw(self, who: str) -> None:
        with self.trying() as uow:
            withdraw_record(uow, PEOPLE[who], WithdrawRecord("case", self.slug))
            assert who in EDITORS
            self.public = None
            self.writers = {author for author, _values in self.revisions}

    @rule(who=someone, number=st.integers(1, 3))
    def rename(self, who: str, number: int) -> None:
        with self.trying() as uow:
            rename_record(uow, PEOPLE[who], "case", self.slug, f"case-{number}")
            assert who in EDITORS
            self.slug = f"case-{number}"

    @invariant()
    def no_revision_is_lost(self) -> None:
        with self.site.reads() as session:
            kept = session.execute(
                select(Revision.number, Revision.author, Revision.snapshot)
                .join(Record)
                .where(Record.kind == "case")
                .order_by(Revision.number)
            ).all()
            assert [(row.author, row.snapshot) for row in kept] == self.revisions
            assert [row.number for row in kept] == list(range(1, len(self.revisions) + 1))
            assert read_revision(session, "case", self.slug, len(kept)) == self.revisions[-1][1]

    @invariant()
    def the_public_sees_what_was_published(self) -> None:
        with self.site.reads() as session:
            shown = records_by_slug(session, "case", [self.slug])
        if self.public is None:
            assert shown == {}
        else:
            assert shown[self.slug].values == self.revisions[self.public - 1][1]

    @invariant()
    def whoever_published_was_allowed_to(self) -> None:
        with self.site.reads() as session:
            query = select(AuditEntry.actor).join(Record).where(Record.kind == "case", AuditEntry.action == "publish")
            assert set(session.scalars(query)) <= {"chief", *EDITORS}


TestWorkflow = Workflow.TestCase
TestWorkflow.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
