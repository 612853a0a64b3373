"""Who may do what with a record, in which state, and what becomes of it."""

from __future__ import annotations

import pytest

from kb.domain.workflow import (
    ACTIONS,
    HEAD_STATES,
    STATUSES,
    SYSTEM,
    Action,
    Actor,
    HeadState,
    Standing,
    Status,
    applies,
    head_state_after,
    may,
    refusal,
)

EDITOR = Actor("Ada", frozenset(("editor",)))
CONTRIBUTOR = Actor("Bo", frozenset(("contributor",)))


def case(head_state: HeadState, status: Status = "draft", *writers: str) -> Standing:
    return Standing("case", status, head_state, frozenset(writers))


def test_only_editors_and_administrators_publish() -> None:
    for role, allowed in (("contributor", False), ("translator", False), ("editor", True), ("administrator", True)):
        actor = Actor("somebody", frozenset((role,)))
        assert may(actor, "publish") is allowed
        assert may(actor, "save")


def test_somebody_without_a_role_may_nothing() -> None:
    visitor = Actor("visitor")
    standings = [Standing("city", status, head) for status in STATUSES for head in HEAD_STATES]
    assert {refusal(visitor, action, standing) for action in ACTIONS for standing in standings} == {"role"}
    assert may(SYSTEM, "withdraw")


def test_only_a_published_record_can_be_withdrawn() -> None:
    assert [status for status in STATUSES if applies("withdraw", status)] == ["published"]
    assert refusal(EDITOR, "withdraw", case("draft", "withdrawn")) == "status"


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("save", "in_review", "draft"),
        ("submit", "draft", "in_review"),
        ("submit", "needs_changes", "in_review"),
        ("return", "in_review", "needs_changes"),
        ("return", "scheduled", "needs_changes"),
        ("publish", "in_review", "published"),
        ("schedule", "in_review", "scheduled"),
        ("unschedule", "scheduled", "in_review"),
        ("comment", "in_review", "in_review"),
        ("assign", "draft", "draft"),
        ("withdraw", "published", "draft"),
    ],
)
def test_an_action_moves_the_latest_revision_on(action: Action, before: HeadState, after: HeadState) -> None:
    standing = case(before, "published")
    assert refusal(EDITOR, action, standing) is None
    assert head_state_after(action, standing) == after


@pytest.mark.parametrize(
    ("action", "state"),
    [("submit", "in_review"), ("submit", "published"), ("return", "draft"), ("unschedule", "draft"), ("schedule", "published")],
)  # fmt: skip
def test_an_action_out_of_turn_is_refused(action: Action, state: HeadState) -> None:
    assert refusal(EDITOR, action, case(state, "published")) == "head_state"


def test_nobody_publishes_a_case_that_they_wrote_unless_they_work_alone() -> None:
    own = case("in_review", "draft", "Ada", "Bo")
    assert refusal(EDITOR, "publish", own) == "own_work"
    assert refusal(EDITOR, "schedule", own) == "own_work"
    assert refusal(EDITOR, "publish", own, works_alone=True) is None
    assert refusal(Actor("Cy", frozenset(("editor",))), "publish", own) is None
    assert refusal(EDITOR, "publish", Standing("event", "draft", "draft", frozenset(("Ada",)))) is None


def test_working_alone_gives_no_role() -> None:
    assert refusal(CONTRIBUTOR, "publish", case("in_review"), works_alone=True) == "role"
