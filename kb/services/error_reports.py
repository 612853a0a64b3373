"""Reports of errors: taking them from readers, showing them to staff, closing them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kb.db.models.error_report import ErrorReport, ReportSender
from kb.db.models.record import Record
from kb.db.queries.error_reports import ReportView, reports
from kb.db.queries.public import find_record, published_revision
from kb.domain.error_reports import SENDER_KEPT, STAFF, clean_report, seconds_to_wait, tidy
from kb.domain.locales import Locale
from kb.domain.workflow import Actor
from kb.errors import Invalid, NotAllowed, NotFound, TooMany
from kb.services.auditing import audit
from kb.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class ReportError:
    """What a reader sends. `given` has the fields of `kb.domain.error_reports.LIMITS`.

    `form` names the form that was sent: the same content of the same form is kept once, however often it comes.
    `sender` is the mark of the reader's network.
    """

    kind: str
    slug: str
    revision: int
    locale: Locale
    given: Mapping[str, str]
    form: str
    sender: str


@dataclass(frozen=True, slots=True)
class CloseReport:
    """That a report was dealt with; the note says how."""

    number: int
    note: str = ""


def report_error(uow: UnitOfWork, command: ReportError) -> int:
    """Keep a report for staff; return its number.

    Raises `Invalid` with every problem, `NotFound` if that revision isn't public, `TooMany` with `retry_after`.
    """
    fields, problems = clean_report(command.given)
    if problems:
        raise Invalid(problems)
    record = find_record(uow.session, command.kind, command.slug)
    if not record or record.published_number is None or not published_revision(uow.session, record, command.revision):
        raise NotFound(f"{command.kind} {command.slug} revision {command.revision}")
    fingerprint = _fingerprint(command.form, fields)
    known = _known(uow.session, fingerprint)
    if known is not None:
        return known
    _admit(uow, command.sender)
    return _keep(uow, command, record, fields, fingerprint)


def _fingerprint(form: str, fields: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps([form, sorted(fields.items())]).encode()).hexdigest()


def _known(session: Session, fingerprint: str) -> int | None:
    return session.scalar(select(ErrorReport.id).where(ErrorReport.fingerprint == fingerprint))


def _admit(uow: UnitOfWork, sender: str) -> None:
    forget_senders(uow)
    query = select(ReportSender.sent_at).where(ReportSender.mark == sender).order_by(ReportSender.sent_at)
    wait = seconds_to_wait(uow.session.scalars(query).all(), uow.moment)
    if wait:
        raise TooMany(details={"retry_after": wait})


def _keep(uow: UnitOfWork, command: ReportError, record: Record, fields: Mapping[str, str], fingerprint: str) -> int:
    report = ErrorReport(
        record_id=record.id, revision=command.revision, locale=command.locale, text=fields["what"],
        place=fields["where"], source_address=fields["source"] or None, contact=fields["contact"] or None,
        fingerprint=fingerprint, state="open", created_at=uow.moment, note="",
    )  # fmt: skip
    try:
        with uow.session.begin_nested():
            uow.session.add(report)
    except IntegrityError:  # a second click got there first, in a transaction of its own
        known = _known(uow.session, fingerprint)
        if known is None:
            raise
        return known
    uow.session.add(ReportSender(mark=command.sender, sent_at=uow.moment))
    return report.id


def close_report(uow: UnitOfWork, actor: Actor, command: CloseReport) -> None:
    """Mark a report as dealt with and erase how its reader can be reached. Closing again changes nothing.

    Raises `NotAllowed`, or `NotFound` for a number that no report has.
    """
    if STAFF.isdisjoint(actor.roles):
        raise NotAllowed("close_report")
    report = uow.session.get(ErrorReport, command.number)
    if report is None:
        raise NotFound(f"there is no report {command.number}")
    if report.state == "closed":
        return
    report.state, report.contact = "closed", None
    report.closed_at, report.closed_by, report.note = uow.moment, actor.name, tidy(command.note)
    record = uow.session.get_one(Record, report.record_id)
    about = {"report": report.id}
    audit(uow, actor, "close_report", record, {**about, "state": "open"}, {**about, "state": "closed"})


def list_reports(session: Session, state: str | None = None) -> list[ReportView]:
    """List the reports in a state, or all, the oldest first."""
    return list(reports(session, state))


def read_report(session: Session, number: int) -> ReportView:
    """Read one report. Raises `NotFound`."""
    for report in reports(session, number=number):
        return report
    raise NotFound(f"there is no report {number}")


def forget_senders(uow: UnitOfWork) -> None:
    """Delete the marks of networks that are older than a day."""
    uow.session.execute(delete(ReportSender).where(ReportSender.sent_at <= uow.moment - SENDER_KEPT))
