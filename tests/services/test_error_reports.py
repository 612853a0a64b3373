"""Taking reports of errors from readers and closing them, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from kb.cli.worker import run_worker
from kb.db.models.error_report import ErrorReport, ReportSender
from kb.db.models.record import AuditEntry, OutboxEntry, SiteState
from kb.domain.error_reports import ALLOWED
from kb.domain.workflow import SYSTEM
from kb.errors import Invalid, NotAllowed, NotFound, TooMany
from kb.services.error_reports import (
    CloseReport,
    ReportError,
    close_report,
    forget_senders,
    list_reports,
    read_report,
    report_error,
)
from kb.services.records import WithdrawRecord, rename_record, withdraw_record
from kb.services.site import Site
from kb.uow import UnitOfWork
from tests.factories import CONTRIBUTOR, EDITOR, city_values, draft, publish, source_values

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GIVEN = {
    "what": "The population is of 2015.",
    "where": "The city in figures",
    "source": "insee.fr",
    "contact": "a@b.fr",
}


@pytest.fixture(autouse=True)
def collection(site: Site) -> None:
    publish(site, ("source", "report", source_values()), ("city", "nice", city_values()), index=False)


def command(form: str = "form", sender: str = "here", slug: str = "nice", **given: str) -> ReportError:
    return ReportError("city", slug, 1, "en", {**GIVEN, **given}, form, sender)


def send(site: Site, wanted: ReportError, at: datetime = NOON) -> int:
    with UnitOfWork(site.writes, lambda: at) as uow:
        number = report_error(uow, wanted)
        uow.commit()
    return number


def close(site: Site, number: int, note: str = "") -> None:
    with site.unit_of_work() as uow:
        close_report(uow, SYSTEM, CloseReport(number, note))
        uow.commit()


def count(site: Site, table: type) -> int:
    with site.reads() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_report_is_kept_with_its_record_revision_language_and_time(site: Site) -> None:
    number = send(site, command())
    with site.reads() as session:
        (found,) = list_reports(session, "open")
    assert (found.number, found.kind, found.slug, found.revision, found.locale) == (number, "city", "nice", 1, "en")
    assert (found.text, found.place) == (GIVEN["what"], GIVEN["where"])
    assert (found.source_address, found.contact) == ("https://insee.fr", "a@b.fr")
    assert (found.state, found.created_at) == ("open", NOON)


def test_what_was_left_empty_is_nothing(site: Site) -> None:
    send(site, command(source=" ", contact=""))
    with site.reads() as session:
        (found,) = list_reports(session)
    assert (found.source_address, found.contact) == (None, None)


def test_an_incomplete_report_is_refused_with_every_problem_and_nothing_is_kept(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        send(site, command(what="", where=" ", contact="x" * 201))
    assert [problem.where for problem in refused.value.problems] == ["what", "where", "contact"]
    assert (count(site, ErrorReport), count(site, ReportSender)) == (0, 0)


def test_nobody_can_report_about_what_is_not_public(site: Site) -> None:
    draft(site, "city", "seoul", city_values())
    draft(site, "city", "nice", city_values(name__en="Nizza"))
    for wanted in (
        command(slug="seoul"),
        command(slug="nowhere"),
        ReportError("city", "nice", 2, "en", GIVEN, "form", "here"),
    ):
        with pytest.raises(NotFound):
            send(site, wanted)


def test_reports_change_nothing_that_is_public(site: Site) -> None:
    with site.reads() as session:
        before = session.scalar(select(SiteState.content_generation))
    waiting = count(site, OutboxEntry)
    send(site, command())
    with site.reads() as session:
        assert session.scalar(select(SiteState.content_generation)) == before
    assert count(site, OutboxEntry) == waiting


def test_the_same_form_sent_twice_is_kept_once_and_counted_once(site: Site) -> None:
    first = send(site, command())
    assert send(site, command(), NOON + timedelta(seconds=1)) == first
    assert (count(site, ErrorReport), count(site, ReportSender)) == (1, 1)


def test_a_form_sent_again_with_other_words_is_another_report(site: Site) -> None:
    assert send(site, command()) != send(site, command(what="The population is of 2014."))
    assert send(site, command(form="another")) not in (1, 2)


def test_two_clicks_at_the_same_moment_are_kept_once(site: Site) -> None:
    start, numbers = Barrier(2), []

    def click() -> None:
        start.wait(10)
        numbers.append(send(site, command()))

    threads = [Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(numbers) == 2
    assert len(set(numbers)) == 1
    assert count(site, ErrorReport) == 1


def test_a_network_that_sends_too_much_is_told_how_long_to_wait_and_others_are_not_stopped(site: Site) -> None:
    most, _hour = ALLOWED[0]
    for number in range(most):
        send(site, command(f"form {number}"))
    with pytest.raises(TooMany) as refused:
        send(site, command("one more"), NOON + timedelta(minutes=59))
    assert refused.value.details["retry_after"] == 60
    assert count(site, ErrorReport) == most
    send(site, command("one more", sender="elsewhere"), NOON + timedelta(minutes=59))
    send(site, command("one more still"), NOON + timedelta(minutes=60))


def test_a_report_that_is_known_already_is_never_too_many(site: Site) -> None:
    for number in range(ALLOWED[0][0]):
        send(site, command(f"form {number}"))
    assert send(site, command("form 0")) == send(site, command("form 0"))


def test_marks_of_networks_are_deleted_after_a_day(site: Site) -> None:
    send(site, command("a", "first"), NOON)
    send(site, command("b", "second"), NOON + timedelta(hours=23))
    with UnitOfWork(site.writes, lambda: NOON + timedelta(hours=24)) as uow:
        forget_senders(uow)
        uow.commit()
    with site.reads() as session:
        assert list(session.scalars(select(ReportSender.mark))) == ["second"]
    assert count(site, ErrorReport) == 2


def test_the_worker_deletes_old_marks_without_a_new_report(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.cli.worker.signal.signal", lambda *_arguments: None)
    send(site, command(), NOON - timedelta(days=400))
    run_worker(site, once=True)
    assert count(site, ReportSender) == 0


def test_closing_a_report_erases_the_contact_and_is_written_down(site: Site) -> None:
    number = send(site, command())
    close(site, number, "Mended in revision 2.\x1b[2J")
    with site.reads() as session:
        assert list_reports(session, "open") == []
        found = read_report(session, number)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "close_report")).one()
    assert (found.state, found.contact, found.closed_by) == ("closed", None, "system")
    assert found.note == "Mended in revision 2.[2J"
    assert found.closed_at is not None
    assert (entry.actor, entry.after) == ("system", {"report": number, "state": "closed"})


def test_closing_again_changes_nothing(site: Site) -> None:
    number = send(site, command())
    close(site, number, "first")
    close(site, number, "second")
    with site.reads() as session:
        assert read_report(session, number).note == "first"


def test_only_editors_and_administrators_close_reports_and_only_those_that_exist(site: Site) -> None:
    number = send(site, command())
    with site.unit_of_work() as uow, pytest.raises(NotAllowed):
        close_report(uow, CONTRIBUTOR, CloseReport(number))
    with site.unit_of_work() as uow, pytest.raises(NotFound):
        close_report(uow, EDITOR, CloseReport(number + 1))
    with site.reads() as session, pytest.raises(NotFound):
        read_report(session, number + 1)


def test_a_report_stays_with_its_record_when_that_is_renamed_or_withdrawn(site: Site) -> None:
    number = send(site, command())
    with site.unit_of_work() as uow:
        rename_record(uow, EDITOR, "city", "nice", "nizza")
        withdraw_record(uow, EDITOR, WithdrawRecord("city", "nizza"))
        uow.commit()
    with site.reads() as session:
        assert read_report(session, number).slug == "nizza"
