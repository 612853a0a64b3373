"""Revisions: none is ever lost, any can be compared with any and made new again, and a late save loses nothing."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from kb.db.models.record import Record, Revision
from kb.domain.workflow import Actor
from kb.errors import NotAllowed, NotFound, StaleRevision
from kb.services import reading
from kb.services.history import compare_revisions, describe_conflict, list_history, read_revision, restore_revision
from kb.services.records import SaveDraft, save_draft
from kb.services.site import Site
from tests.factories import CHIEF, CONTRIBUTOR, EDITOR, SMALL_COLLECTION, case_values, city_values, draft, publish

KEY = ("city", "nice")


@pytest.fixture(autouse=True)
def collection(site: Site) -> None:
    publish(site, *SMALL_COLLECTION, index=False)


def save(site: Site, actor: Actor, expected: int | None, note: str = "", **given: Any) -> int:
    with site.unit_of_work() as uow:
        number = save_draft(uow, actor, SaveDraft(*KEY, city_values(**given), note, expected)).head_number
        uow.commit()
    return number


def test_every_revision_is_listed_with_its_author_note_and_whether_it_was_public(site: Site) -> None:
    save(site, CONTRIBUTOR, 1, "the sea", name__en="Nice-sur-Mer")
    with site.reads() as session:
        listed = [(entry.number, entry.author, entry.note) for entry in list_history(session, *KEY)]
        public = [entry.number for entry in list_history(session, *KEY) if entry.published_at]
    assert listed == [(2, "contributor", "the sea"), (1, "editor", "")]
    assert public == [1]


def test_any_two_revisions_are_compared_either_way_round(site: Site) -> None:
    save(site, EDITOR, 1, name__en="Nice-sur-Mer")
    save(site, EDITOR, 2, name__en="Nice")
    with site.reads() as session:
        (change,) = compare_revisions(session, *KEY, 1, 2)
        (back,) = compare_revisions(session, *KEY, 2, 1)
        assert compare_revisions(session, *KEY, 1, 3) == []
        with pytest.raises(NotFound):
            compare_revisions(session, *KEY, 1, 9)
    assert (change.path, change.before, change.after) == ("name__en", "Nice", "Nice-sur-Mer")
    assert (back.before, back.after) == (change.after, change.before)


def test_an_old_revision_restored_is_a_new_one_equal_to_it_and_nothing_in_between_is_lost(site: Site) -> None:
    save(site, EDITOR, 1, name__en="Nice-sur-Mer")
    with site.unit_of_work() as uow:
        restored = restore_revision(uow, CONTRIBUTOR, SaveDraft(*KEY, {}, "back to the first", 2), 1)
        assert (restored.head_number, restored.head_state) == (3, "draft")
        uow.commit()
    with site.reads() as session:
        assert read_revision(session, *KEY, 3) == read_revision(session, *KEY, 1)
        assert read_revision(session, *KEY, 2)["name__en"] == "Nice-sur-Mer"
        assert reading.get_record(session, *KEY).revision == 1


def test_restoring_is_refused_to_who_may_not_save_and_to_who_looked_at_an_older_state(site: Site) -> None:
    with site.unit_of_work() as uow:
        with pytest.raises(NotAllowed):
            restore_revision(uow, Actor("visitor"), SaveDraft(*KEY, {}), 1)
        with pytest.raises(StaleRevision):
            restore_revision(uow, EDITOR, SaveDraft(*KEY, {}, expected=7), 1)
        with pytest.raises(NotFound):
            restore_revision(uow, EDITOR, SaveDraft(*KEY, {}), 7)


def test_a_save_that_came_too_late_is_shown_beside_what_was_saved(site: Site) -> None:
    save(site, EDITOR, 1, name__en="Nice, France", country="IT")
    typed = city_values(name__en="Nice (city)", lat=43.8, country="IT")
    with site.unit_of_work() as uow, pytest.raises(StaleRevision) as late:
        save_draft(uow, CONTRIBUTOR, SaveDraft(*KEY, typed, expected=1))
    assert late.value.details == {"expected": 1, "present": 2}
    with site.reads() as session:
        conflict = describe_conflict(session, *KEY, 1, typed)
    assert (conflict.present_number, conflict.typed) == (2, typed)
    assert conflict.base["name__en"] == "Nice"
    assert [change.path for change in conflict.theirs] == ["name__en", "country"]
    assert [change.path for change in conflict.mine] == ["name__en", "country", "lat"]
    assert conflict.clashing == {"name__en"}


def test_of_two_hundred_racing_saves_no_update_is_lost_and_each_late_one_is_told(site: Site) -> None:
    saves, saved, late, failed = 100, [], [], []
    start = Barrier(2)

    def edit(name: str) -> None:
        actor = Actor(name, frozenset(("editor",)))
        for number in range(saves):
            try:
                start.wait(10)
                with site.reads() as session:
                    seen = session.scalar(select(Record.head_number).where(Record.slug == "nice"))
                start.wait(10)  # both have seen the same revision
                saved.append(save(site, actor, seen, f"{name} {number}", name__en=f"Nice {name} {number}"))
            except StaleRevision as error:
                late.append((error.details["expected"], error.details["present"]))
            except Exception as error:
                failed.append(error)

    threads = [Thread(target=edit, args=(name,)) for name in ("Ada", "Bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(saved) == list(range(2, 2 + saves))
    assert sorted(late) == [(number, number + 1) for number in range(1, 1 + saves)]
    with site.reads() as session:
        kept = list(session.scalars(select(Revision.note).join(Record).where(Record.slug == "nice")))
        texts = session.scalars(select(Revision.snapshot).join(Record).where(Record.slug == "nice"))
        names = [snapshot["name__en"] for snapshot in texts]
    assert len(kept) == len(set(kept)) == 1 + saves
    assert names == ["Nice", *(f"Nice {note}" for note in kept[1:])]


def test_a_draft_of_a_case_shows_in_its_history_only(site: Site) -> None:
    draft(site, "case", "smart-parking", case_values(title__en="Secret"), CHIEF)
    with site.reads() as session:
        assert len(list_history(session, "case", "smart-parking")) == 2
        assert len(reading.list_revisions(session, "case", "smart-parking")) == 1
        with pytest.raises(NotFound):
            list_history(session, "case", "no-such-case")
