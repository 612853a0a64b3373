"""What somebody is typing is kept as it is, for them alone, until they save it or give it up."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from kb.db.models.drafting import Autosave
from kb.db.models.record import AuditEntry, OutboxEntry, Revision
from kb.domain.workflow import Actor
from kb.errors import Invalid, NotAllowed
from kb.services.autosave import LARGEST, Typed, forget_typed, keep_typed, list_typed, read_typed
from kb.services.site import Site
from tests.factories import CONTRIBUTOR, EDITOR

FORM = "case:owl-bus"


def keep(site: Site, actor: Actor = CONTRIBUTOR, form: str = FORM, **fields: str) -> None:
    with site.unit_of_work() as uow:
        keep_typed(uow, actor, form, {name: [value] for name, value in fields.items()}, 3)
        uow.commit()


def kept(site: Site, actor: Actor = CONTRIBUTOR, form: str = FORM) -> Typed | None:
    with site.reads() as session:
        return read_typed(session, actor, form)


def test_the_last_state_of_a_form_is_kept_even_where_it_is_no_valid_record(site: Site) -> None:
    keep(site, period="2013-13-")
    keep(site, period="2013-99", title__ko="올빼미버")
    found = kept(site)
    assert found is not None
    assert (found.fields, found.base_number) == ({"period": ["2013-99"], "title__ko": ["올빼미버"]}, 3)


def test_nobody_reads_what_somebody_else_types(site: Site) -> None:
    keep(site, title__en="Owl")
    assert kept(site, EDITOR) is None
    keep(site, EDITOR, title__en="Another")
    found = kept(site)
    assert found is not None
    assert found.fields == {"title__en": ["Owl"]}


def test_typing_is_no_revision_no_change_of_state_and_nothing_to_index(site: Site) -> None:
    keep(site, title__en="Owl")
    with site.reads() as session:
        assert [session.scalar(select(func.count()).select_from(table)) for table in (Revision, AuditEntry, OutboxEntry)] == [0, 0, 0]  # fmt: skip


def test_forms_left_unsaved_are_listed_and_forgotten_one_by_one(site: Site) -> None:
    keep(site, title__en="Owl")
    keep(site, form="case:new-1", title__en="New")
    with site.unit_of_work() as uow:
        forget_typed(uow, CONTRIBUTOR, FORM)
        uow.commit()
    with site.reads() as session:
        assert [typed.form for typed in list_typed(session, CONTRIBUTOR)] == ["case:new-1"]


def test_two_windows_of_one_person_keep_one_state(site: Site) -> None:
    start, failed = Barrier(2), []

    def type_in(word: str) -> None:
        try:
            start.wait(10)
            for number in range(20):
                keep(site, title__en=f"{word} {number}")
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=type_in, args=(word,)) for word in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with site.reads() as session:
        assert session.scalar(select(func.count()).select_from(Autosave)) == 1


def test_who_may_not_save_and_what_is_too_large_is_refused(site: Site) -> None:
    with pytest.raises(NotAllowed):
        keep(site, Actor("visitor"), title__en="x")
    with pytest.raises(Invalid):
        keep(site, title__en="x" * LARGEST)
