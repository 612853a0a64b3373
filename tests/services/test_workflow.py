"""Review, publication by other eyes, publication at a set time: what may happen does, the rest changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from kb.db.models.record import AuditEntry, Record
from kb.errors import Invalid, NotAllowed, NotFound, StaleRevision
from kb.services import reading
from kb.services.records import SaveDraft, WithdrawRecord, save_draft, withdraw_record
from kb.services.scheduling import publish_due
from kb.services.site import Site
from kb.services.workflow import (
    Comment,
    ReviewStep,
    approve_record,
    assign_record,
    comment_on,
    open_comments,
    publish_problems,
    resolve_comment,
    return_record,
    schedule_record,
    submit_record,
    unschedule_record,
)
from kb.uow import UnitOfWork
from tests.factories import CHIEF, CONTRIBUTOR, EDITOR, SMALL_COLLECTION, case_values, draft, publish

CASE = ReviewStep("case", "owl-bus")


@pytest.fixture(autouse=True)
def collection(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)
    draft(site, "case", "owl-bus", case_values(title__en="Owl Bus"), CONTRIBUTOR)


def record_of(site: Site, slug: str = "owl-bus") -> Record:
    with site.reads() as session:
        found = session.scalar(select(Record).where(Record.kind == "case", Record.slug == slug))
        assert found is not None
        session.expunge(found)
    return found


def is_public(site: Site, slug: str = "owl-bus") -> bool:
    with site.reads() as session:
        return bool(reading.records_by_slug(session, "case", [slug]))


def submitted(site: Site) -> None:
    with site.unit_of_work() as uow:
        submit_record(uow, CONTRIBUTOR, CASE)
        uow.commit()


def test_a_draft_is_reviewed_returned_corrected_and_published(site: Site) -> None:
    submitted(site)
    assert record_of(site).head_state == "in_review"
    with site.unit_of_work() as uow:
        return_record(uow, EDITOR, ReviewStep("case", "owl-bus", "Which year?"))
        uow.commit()
    assert record_of(site).head_state == "needs_changes"
    with site.reads() as session:
        (comment,) = open_comments(session, "case", "owl-bus")
    assert (comment.text, comment.author, comment.path) == ("Which year?", "editor", "")
    draft(site, "case", "owl-bus", case_values(title__en="Owl Bus of 2013"), CONTRIBUTOR)
    submitted(site)
    with site.unit_of_work() as uow:
        resolve_comment(uow, EDITOR, comment.id)
        approve_record(uow, EDITOR, ReviewStep("case", "owl-bus", expected=2))
        uow.commit()
    assert is_public(site)
    assert (record_of(site).head_state, record_of(site).published_number) == ("published", 2)
    with site.reads() as session:
        assert open_comments(session, "case", "owl-bus") == []
        wanted = select(AuditEntry.action).join(Record).where(Record.slug == "owl-bus").order_by(AuditEntry.id)
        actions = list(session.scalars(wanted))
    assert actions == ["save", "submit", "return", "save", "submit", "resolve", "publish"]


def test_nobody_publishes_a_case_they_wrote_since_the_last_publication(site: Site) -> None:
    draft(site, "case", "owl-bus", case_values(title__en="Mended by the editor"), EDITOR)
    with site.unit_of_work() as uow, pytest.raises(NotAllowed) as refused:
        approve_record(uow, EDITOR, CASE)
    assert refused.value.details["reason"] == "own_work"
    with site.unit_of_work() as uow:
        approve_record(uow, CHIEF, CASE)
        uow.commit()
    draft(site, "case", "owl-bus", case_values(title__en="A later word"), CONTRIBUTOR)
    with site.unit_of_work() as uow:
        approve_record(uow, EDITOR, CASE)
        uow.commit()
    assert record_of(site).published_number == 3


def test_an_editor_who_works_alone_publishes_their_own(site: Site) -> None:
    draft(site, "case", "owl-bus", case_values(), EDITOR)
    with site.unit_of_work() as uow:
        approve_record(uow, EDITOR, CASE, works_alone=True)
        uow.commit()
    assert is_public(site)


def test_a_contributor_cannot_publish_return_schedule_or_withdraw(site: Site) -> None:
    submitted(site)
    at = record_of(site).updated_at + timedelta(days=1)
    with site.unit_of_work() as uow:
        attempts: list[Callable[[], Record]] = [
            lambda: approve_record(uow, CONTRIBUTOR, CASE),
            lambda: return_record(uow, CONTRIBUTOR, CASE),
            lambda: schedule_record(uow, CONTRIBUTOR, CASE, at),
            lambda: withdraw_record(uow, CONTRIBUTOR, WithdrawRecord("case", "smart-parking")),
        ]
        for attempt in attempts:
            with pytest.raises(NotAllowed):
                attempt()


def test_a_revision_that_changed_since_it_was_looked_at_is_not_approved(site: Site) -> None:
    draft(site, "case", "owl-bus", case_values(title__en="Changed meanwhile"), CONTRIBUTOR)
    with site.unit_of_work() as uow, pytest.raises(StaleRevision):
        approve_record(uow, EDITOR, ReviewStep("case", "owl-bus", expected=1))


def test_changes_are_not_asked_for_without_saying_which(site: Site) -> None:
    submitted(site)
    with site.unit_of_work() as uow, pytest.raises(Invalid):
        return_record(uow, EDITOR, CASE)
    assert record_of(site).head_state == "in_review"


def schedule(site: Site, hours: int = 1) -> None:
    with site.unit_of_work() as uow:
        schedule_record(uow, EDITOR, CASE, uow.moment + timedelta(hours=hours))
        uow.commit()


def let_time_pass(site: Site) -> None:
    with site.writes() as session:
        session.execute(update(Record).where(Record.slug == "owl-bus").values(scheduled_at=record_of(site).created_at))
        session.commit()


def test_a_scheduled_record_goes_live_when_its_time_has_come_and_not_before(site: Site) -> None:
    schedule(site)
    assert publish_due(site.reads, site.writes) == []
    assert not is_public(site)
    let_time_pass(site)
    assert publish_due(site.reads, site.writes) == [("case", "owl-bus")]
    assert is_public(site)
    assert publish_due(site.reads, site.writes) == []


def test_saving_after_scheduling_takes_the_time_back(site: Site) -> None:
    schedule(site)
    draft(site, "case", "owl-bus", case_values(title__en="Not read by the editor"), CONTRIBUTOR)
    assert (record_of(site).head_state, record_of(site).scheduled_at) == ("draft", None)


def test_a_time_can_be_taken_back_and_must_lie_ahead(site: Site) -> None:
    with pytest.raises(Invalid):
        schedule(site, hours=-1)
    schedule(site)
    with site.unit_of_work() as uow:
        unschedule_record(uow, EDITOR, CASE)
        uow.commit()
    assert (record_of(site).head_state, record_of(site).scheduled_at) == ("in_review", None)


def test_what_cannot_be_published_when_its_time_comes_goes_back_with_the_reason(site: Site) -> None:
    schedule(site)
    let_time_pass(site)
    with site.unit_of_work() as uow:
        withdraw_record(uow, CHIEF, WithdrawRecord("theme", "parking"))
        uow.commit()
    assert publish_due(site.reads, site.writes) == []
    assert record_of(site).head_state == "needs_changes"
    with site.reads() as session:
        (comment,) = open_comments(session, "case", "owl-bus")
    assert "theme parking" in comment.text
    assert publish_due(site.reads, site.writes) == []


def test_what_is_missing_is_listed_before_anybody_asks_to_publish(site: Site) -> None:
    draft(site, "case", "bare", {"title__en": "Bare", "themes": ["no-such-theme"]}, CONTRIBUTOR)
    with site.reads() as session:
        record = session.scalar(select(Record).where(Record.slug == "bare"))
        assert record is not None
        problems = {(problem.where, problem.code) for problem in publish_problems(session, record)}
    assert {("city", "required_to_publish"), ("summary", "required_to_publish")} <= problems
    assert ("themes", "refers_to_unpublished") in problems


def test_a_record_is_assigned_to_a_colleague_with_a_message(site: Site) -> None:
    with site.unit_of_work() as uow:
        assign_record(uow, CONTRIBUTOR, ReviewStep("case", "owl-bus", "Please check the fares."), "editor")
        uow.commit()
    assert record_of(site).assigned_to == "editor"
    with site.reads() as session:
        assert [comment.text for comment in open_comments(session, "case", "owl-bus")] == ["Please check the fares."]


def test_a_comment_belongs_to_a_field_that_exists(site: Site) -> None:
    with site.unit_of_work() as uow:
        comment_on(uow, CONTRIBUTOR, Comment("case", "owl-bus", "Source?", "outcomes/kiosks/value"))
        comment_on(uow, CONTRIBUTOR, Comment("case", "owl-bus", "Too long", "summary__en"))
        with pytest.raises(Invalid):
            comment_on(uow, CONTRIBUTOR, Comment("case", "owl-bus", "x", "no_such_field"))
        with pytest.raises(Invalid):
            comment_on(uow, CONTRIBUTOR, Comment("case", "owl-bus", "  ", "summary__en"))
        with pytest.raises(NotFound):
            resolve_comment(uow, CONTRIBUTOR, 999)
        uow.commit()


def test_editing_a_published_record_leaves_what_is_public_until_it_is_approved(site: Site) -> None:
    draft(site, "case", "smart-parking", case_values(title__en="Secret"), CONTRIBUTOR)
    with site.unit_of_work() as uow:
        submit_record(uow, CONTRIBUTOR, ReviewStep("case", "smart-parking"))
        uow.commit()
    assert (record_of(site, "smart-parking").status, record_of(site, "smart-parking").head_state) == (
        "published",
        "in_review",
    )
    with site.reads() as session:
        assert reading.get_record(session, "case", "smart-parking").values["title__en"] == "Smart parking"


def test_a_save_without_commit_leaves_nothing(site: Site) -> None:
    with UnitOfWork(site.writes) as uow:
        save_draft(uow, EDITOR, SaveDraft("case", "owl-bus", case_values()))
        submit_record(uow, EDITOR, CASE)
    assert (record_of(site).head_number, record_of(site).head_state) == (1, "draft")
