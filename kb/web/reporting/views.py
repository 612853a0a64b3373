"""Showing the form, taking what is sent, thanking."""

from __future__ import annotations

from typing import Final

from flask import Response, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kb.domain.error_reports import LIMITS, sender_mark, tidy
from kb.domain.locales import Locale
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import PublicRecord
from kb.domain.slugs import is_slug
from kb.errors import Invalid, Moved, NotFound, Problem, TooMany
from kb.services import reading
from kb.services.error_reports import ReportError, report_error
from kb.web.database import db, site
from kb.web.errors import status_of
from kb.web.frame import render
from kb.web.reporting.blueprint import reporting
from kb.web.reporting.form import TRAP, build_form, build_sent
from kb.web.reporting.token import FormToken, read_token
from kb.web.urls import report_path, report_sent_path

MOST_BYTES: Final = 256 * 1024
"""Far more than a report may have, so that one that is too long can be shown again with all its text."""


def _about() -> PublicRecord:
    """Read the record that the address names, renamed or not, in the revision asked for.

    Raises `NotFound` where it names none, `Gone` for a withdrawn record.
    """
    kind, _colon, slug = request.args.get("about", "").partition(":")
    if kind not in RECORD_TYPES or not is_slug(slug, kind):
        raise NotFound("about")
    try:
        record = reading.get_record(db(), kind, slug)
    except Moved as moved:
        record = reading.get_record(db(), kind, str(moved.details["slug"]))
    wanted = request.args.get("revision", "")
    if not wanted.isdecimal() or wanted == str(record.revision):
        return record
    return reading.get_revision(db(), kind, record.slug, int(wanted[:9]))


def _action(record: PublicRecord, lang: Locale) -> str:
    return report_path(lang, record.kind, record.slug, record.revision if request.args.get("revision") else None)


@reporting.get("/report")
def report(lang: Locale) -> str:
    """Show the form."""
    record = _about()
    return render("public/report.html", build_form(record, lang, _action(record, lang)))


@reporting.post("/report")
def send_report(lang: Locale) -> BaseResponse:
    """Take a report; show the form again, with everything typed, where it can't be taken."""
    request.max_content_length = MOST_BYTES
    record = _about()
    given = {name: tidy(request.form.get(name, "")) for name in LIMITS}
    try:
        with site().unit_of_work() as uow:
            report_error(uow, _command(record, lang, given))
            uow.commit()
    except (Invalid, TooMany) as error:
        return _refuse(record, lang, given, error)
    return redirect(report_sent_path(lang, record.kind, record.slug), 303)


@reporting.get("/report/sent")
def report_sent(lang: Locale) -> str:
    """Thank."""
    return render("public/report-sent.html", build_sent(_about(), lang))


def _command(record: PublicRecord, lang: Locale, given: dict[str, str]) -> ReportError:
    """Build the command of the form. Raises `Invalid` for a form that isn't a reader's."""
    token = _form_token(record)
    sender = sender_mark(site().config.secret_key, request.remote_addr or "")
    return ReportError(record.kind, record.slug, token.revision, lang, given, token.form, sender)


def _form_token(record: PublicRecord) -> FormToken:
    token = read_token(request.form.get("token", ""), f"{record.kind}:{record.slug}")
    if token is None or request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Invalid([Problem("form", "expired")])
    if request.form.get(TRAP):
        raise Invalid([Problem("form", "trapped")])
    return token


def _refuse(record: PublicRecord, lang: Locale, given: dict[str, str], error: Invalid | TooMany) -> Response:
    wait = error.details["retry_after"] if isinstance(error, TooMany) else 0
    seconds = wait if isinstance(wait, int) else 0
    problems = error.problems if isinstance(error, Invalid) else ()
    page = build_form(record, lang, _action(record, lang), given, problems, seconds)
    response = make_response(render("public/report.html", page), status_of(error))
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
