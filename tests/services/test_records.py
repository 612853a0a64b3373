"""Saving, publishing, withdrawing and renaming, on both databases."""

from typing import Any

import pytest
from sqlalchemy import func, select

from kb.db.models.record import AuditEntry, OutboxEntry, Record, Revision
from kb.domain.workflow import Actor
from kb.errors import Gone, Invalid, Moved, NotAllowed, NotFound, StaleRevision
from kb.services import reading
from kb.services.records import SaveDraft, WithdrawRecord, publish_records, rename_record, save_draft, withdraw_record
from kb.services.site import Site
from tests.factories import (
    CHIEF,
    CONTRIBUTOR,
    EDITOR,
    SMALL_COLLECTION,
    case_values,
    city_values,
    draft,
    publish,
    source_values,
    theme_values,
)


def outbox(site: Site) -> set[tuple[str, str]]:
    with site.reads() as session:
        return {(kind, slug) for kind, slug in session.execute(select(OutboxEntry.kind, OutboxEntry.slug))}


def test_a_published_record_reads_back_exactly_as_it_was_written(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)
    with site.reads() as session:
        for kind, slug, values in SMALL_COLLECTION:
            assert reading.get_record(session, kind, slug).values == values


def test_a_draft_is_not_found_by_any_reader(site: Site) -> None:
    draft(site, "city", "nice", city_values())
    with site.reads() as session:
        with pytest.raises(NotFound):
            reading.get_record(session, "city", "nice")
        assert reading.list_records(session, "city") == []
        assert reading.newest(session, ["city"], 10) == []
        assert reading.collection_counts(session)["city"] == 0
        assert reading.labels_for(session, []).get("city", "nice") is None
    assert outbox(site) == set()


def test_a_draft_beside_a_published_record_changes_nothing_public(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)
    with site.reads() as session:
        before = (reading.get_record(session, "case", "smart-parking"), reading.content_generation(session))
    draft(site, "case", "smart-parking", case_values(title__en="Secret title", summary__en="Secret [@no-such-source]"))
    with site.reads() as session:
        after = (reading.get_record(session, "case", "smart-parking"), reading.content_generation(session))
        assert after[0].values == before[0].values
        assert after[1] == before[1]
        with pytest.raises(NotFound):
            reading.get_revision(session, "case", "smart-parking", 2)


def test_publishing_takes_draft_sources_along(site: Site) -> None:
    draft(site, "source", "report", source_values())
    draft(site, "city", "nice", city_values())
    with site.unit_of_work() as uow:
        publish_records(uow, EDITOR, [("city", "nice")])
        uow.commit()
    with site.reads() as session:
        assert reading.get_record(session, "source", "report").values["title"] == "Annual report"


def test_a_record_cannot_be_published_while_it_refers_to_an_unpublished_one(site: Site) -> None:
    publish(site, ("source", "report", source_values()), ("theme", "parking", theme_values()), index=False)
    draft(site, "city", "nice", city_values())
    draft(site, "case", "smart-parking", case_values())
    with site.unit_of_work() as uow, pytest.raises(Invalid) as caught:
        publish_records(uow, CHIEF, [("case", "smart-parking")])
    assert [str(problem) for problem in caught.value.problems] == [
        "case:smart-parking/city: refers_to_unpublished (city nice)"
    ]


def test_all_problems_of_a_batch_are_told_and_nothing_of_it_is_published(site: Site) -> None:
    publish(site, ("source", "report", source_values()), index=False)
    draft(site, "city", "nice", city_values())
    draft(site, "city", "lyon", {"summary__en": "No name.[@nowhere]"})
    with site.unit_of_work() as uow, pytest.raises(Invalid) as caught:
        publish_records(uow, EDITOR, [("city", "nice"), ("city", "lyon")])
    assert {problem.code for problem in caught.value.problems} == {"required_to_publish", "refers_to_unpublished"}
    with site.reads() as session:
        assert reading.list_records(session, "city") == []


def test_leaving_the_unit_of_work_without_commit_undoes_everything(site: Site) -> None:
    with site.unit_of_work() as uow:
        save_draft(uow, EDITOR, SaveDraft("city", "nice", city_values(summary__ko="", summary__en="")))
        publish_records(uow, EDITOR, [("city", "nice")])
    with site.reads() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 0
        assert reading.content_generation(session) == 0
    assert outbox(site) == set()


def test_publishing_leaves_outbox_row_audit_row_and_a_new_generation_together(site: Site) -> None:
    publish(site, ("source", "report", source_values()), index=False)
    with site.reads() as session:
        assert reading.content_generation(session) == 1
        actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
        assert actions == ["save", "publish"]
    assert outbox(site) == {("source", "report")}


def test_a_stale_save_is_refused_and_changes_nothing(site: Site) -> None:
    draft(site, "city", "nice", city_values())
    draft(site, "city", "nice", city_values(name__en="Nizza"))
    with site.unit_of_work() as uow, pytest.raises(StaleRevision) as caught:
        save_draft(uow, EDITOR, SaveDraft("city", "nice", city_values(name__en="Late"), expected=1))
    assert dict(caught.value.details) == {"expected": 1, "present": 2}
    with site.reads() as session:
        assert session.scalar(select(func.count()).select_from(Revision)) == 2


def test_nobody_without_the_role_saves_or_publishes(site: Site) -> None:
    draft(site, "city", "nice", city_values(), CONTRIBUTOR)
    with site.unit_of_work() as uow:
        with pytest.raises(NotAllowed):
            publish_records(uow, CONTRIBUTOR, [("city", "nice")])
        with pytest.raises(NotAllowed):
            save_draft(uow, Actor("visitor"), SaveDraft("city", "nice", {}))


def test_a_withdrawn_record_leaves_a_tombstone_and_no_live_rows(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)
    with site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "smart-parking", {"en": "Asked to.", "ko": "요청에 따라."}))
        uow.commit()
    with site.reads() as session:
        with pytest.raises(Gone) as caught:
            reading.get_record(session, "case", "smart-parking")
        details: dict[str, Any] = dict(caught.value.details)
        assert details["title"] == {"ko": "스마트 주차", "en": "Smart parking"}
        assert reading.list_records(session, "case") == []
        assert reading.referring(session, "city", "nice", "city", "case") == []
        presentation = reading.get_record(session, "presentation", "talk-by-nice")
        assert reading.labels_for(session, [presentation]).get("case", "smart-parking") is None


def test_a_withdrawn_record_can_be_published_again(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)
    with site.unit_of_work() as uow:
        withdraw_record(uow, EDITOR, WithdrawRecord("case", "smart-parking"))
        publish_records(uow, CHIEF, [("case", "smart-parking")])
        uow.commit()
    with site.reads() as session:
        assert reading.get_record(session, "case", "smart-parking").values == case_values()


def test_a_renamed_record_redirects_from_every_former_slug(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)
    for old, new in (("nice", "nice-city"), ("nice-city", "nizza")):
        with site.unit_of_work() as uow:
            rename_record(uow, EDITOR, "city", old, new)
            uow.commit()
    with site.reads() as session:
        for former in ("nice", "nice-city"):
            with pytest.raises(Moved) as caught:
                reading.get_record(session, "city", former)
            assert caught.value.details["slug"] == "nizza"
        assert reading.get_record(session, "case", "smart-parking").values["city"] == "nizza"


def test_a_former_slug_is_never_given_to_another_record(site: Site) -> None:
    publish(site, ("source", "report", source_values()), ("city", "nice", city_values()), index=False)
    with site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "city", "nice", "nizza")
        with pytest.raises(Invalid):
            save_draft(uow, EDITOR, SaveDraft("city", "nice", city_values()))


def test_a_record_can_take_its_own_former_slug_back(site: Site) -> None:
    publish(site, ("source", "report", source_values()), ("city", "nice", city_values()), index=False)
    with site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "city", "nice", "nizza")
        rename_record(uow, EDITOR, "city", "nizza", "nice")
        uow.commit()
    with site.reads() as session, pytest.raises(Moved):
        reading.get_record(session, "city", "nizza")


def test_a_renamed_event_takes_its_sessions_along(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)
    with site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "event", "summit", "summit-2018")
        uow.commit()
    with site.reads() as session:
        assert reading.get_record(session, "session", "summit-2018/plenary").values["event"] == "summit-2018"
        with pytest.raises(Moved):
            reading.get_record(session, "session", "summit/plenary")


def test_a_new_name_reindexes_everything_that_shows_it(site: Site) -> None:
    publish(site, *SMALL_COLLECTION)
    publish(site, ("city", "nice", city_values(name__en="Nizza")), index=False)
    assert {("city", "nice"), ("case", "smart-parking"), ("presentation", "talk-by-nice")} <= outbox(site)


def test_only_revisions_that_were_public_are_in_the_public_history(site: Site) -> None:
    publish(site, ("source", "report", source_values()), index=False)
    draft(site, "source", "report", source_values(title="Draft title"))
    publish(site, ("source", "report", source_values(title="Third title")), index=False)
    with site.reads() as session:
        assert [entry.number for entry in reading.list_revisions(session, "source", "report")] == [3, 1]
        assert reading.get_revision(session, "source", "report", 1).values["title"] == "Annual report"
        with pytest.raises(NotFound):
            reading.get_revision(session, "source", "report", 2)


def test_a_theme_under_another_broader_one_reindexes_the_records_of_the_themes_below_it(site: Site) -> None:
    publish(site, *SMALL_COLLECTION)
    transport = theme_values(pref_label__en="Transport", pref_label__ko="교통")
    publish(site, ("theme", "transport", transport))
    mobility = dict(SMALL_COLLECTION[1][2], broader="transport")
    publish(site, ("theme", "mobility", mobility), index=False)
    assert {("theme", "parking"), ("case", "smart-parking")} <= outbox(site)


def test_a_source_of_another_type_reindexes_the_cases_graded_by_it(site: Site) -> None:
    publish(site, *SMALL_COLLECTION)
    publish(site, ("source", "report", source_values(source_type="vendor")), index=False)
    assert ("case", "smart-parking") in outbox(site)


def test_a_source_with_only_another_note_reindexes_nothing_else(site: Site) -> None:
    publish(site, *SMALL_COLLECTION)
    publish(site, ("source", "report", source_values(note__en="Read again.")), index=False)
    assert outbox(site) == {("source", "report")}
