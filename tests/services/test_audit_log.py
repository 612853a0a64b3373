"""Every change of state is in the log, and is found by who, what, which record and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kb.services.audit_log import PER_PAGE, AuditFilter, audit_actors, export_audit, list_audit
from kb.services.records import SaveDraft, WithdrawRecord, rename_record, save_draft, withdraw_record
from kb.services.site import Site
from kb.uow import UnitOfWork
from tests.factories import CHIEF, CONTRIBUTOR, EDITOR, SMALL_COLLECTION, city_values, publish

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def collection(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)


def save_at(site: Site, at: datetime, note: str = "") -> None:
    with UnitOfWork(site.writes, lambda: at) as uow:
        save_draft(uow, CONTRIBUTOR, SaveDraft("city", "nice", city_values(name__en=f"Nice {at}"), note))
        uow.commit()


def listed(site: Site, wanted: AuditFilter, page: int = 1) -> list[tuple[str, str, str]]:
    with site.reads() as session:
        return [(line.actor, line.action, f"{line.kind}:{line.slug}") for line in list_audit(session, wanted, page)[0]]


def test_the_log_is_filtered_by_person_action_and_record(site: Site) -> None:
    save_at(site, NOON)
    assert listed(site, AuditFilter(actor="contributor")) == [("contributor", "save", "city:nice")]
    assert listed(site, AuditFilter(kind="city", slug="nice")) == [
        ("contributor", "save", "city:nice"),
        ("chief", "publish", "city:nice"),
        ("editor", "save", "city:nice"),
    ]
    assert len(listed(site, AuditFilter(action="publish"))) == len(SMALL_COLLECTION)
    assert listed(site, AuditFilter(actor="nobody")) == []
    with site.reads() as session:
        assert audit_actors(session) == ["chief", "contributor", "editor"]


def test_a_span_of_time_begins_with_its_first_moment_and_ends_before_its_last(site: Site) -> None:
    for hours in range(3):
        save_at(site, NOON + timedelta(hours=hours))
    span = AuditFilter(actor="contributor", since=NOON, until=NOON + timedelta(hours=2))
    assert len(listed(site, span)) == 2


def test_a_renamed_or_withdrawn_record_is_found_under_its_present_slug_with_what_changed(site: Site) -> None:
    with site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "case", "smart-parking", "parking-of-nice")
        withdraw_record(uow, CHIEF, WithdrawRecord("case", "parking-of-nice", {"en": "Twice"}))
        uow.commit()
    with site.reads() as session:
        lines, total = list_audit(session, AuditFilter(slug="parking-of-nice"))
    assert total == 4
    assert [line.action for line in lines] == ["withdraw", "rename", "publish", "save"]
    assert (lines[1].before, lines[1].after) == ({"slug": "smart-parking"}, {"slug": "parking-of-nice"})
    assert lines[0].after["reason"] == {"en": "Twice"}


def test_a_long_log_comes_page_by_page_and_is_exported_as_a_whole(site: Site) -> None:
    for minutes in range(PER_PAGE + 5):
        save_at(site, NOON + timedelta(minutes=minutes))
    wanted = AuditFilter(actor="contributor")
    assert (len(listed(site, wanted)), len(listed(site, wanted, 2)), listed(site, wanted, 3)) == (PER_PAGE, 5, [])
    with site.reads() as session:
        exported = list(export_audit(session, wanted))
    assert [line.at for line in exported] == [NOON + timedelta(minutes=minutes) for minutes in range(PER_PAGE + 5)]
