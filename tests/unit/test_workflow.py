from kb.domain.workflow import STATUSES, SYSTEM, Actor, applies, may


def test_only_editors_and_administrators_publish() -> None:
    for role, allowed in (("contributor", False), ("translator", False), ("editor", True), ("administrator", True)):
        actor = Actor("somebody", frozenset((role,)))
        assert may(actor, "publish") is allowed
        assert may(actor, "save")


def test_somebody_without_a_role_may_nothing() -> None:
    assert not any(may(Actor("visitor"), action) for action in ("save", "submit", "publish", "withdraw", "rename"))
    assert may(SYSTEM, "withdraw")


def test_only_a_published_record_can_be_withdrawn() -> None:
    assert [status for status in STATUSES if applies("withdraw", status)] == ["published"]
