"""Errors of the API, all in one shape, their message in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import structlog
from flask import Blueprint, Flask, Response, redirect, request
from flask_babel import force_locale
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from kb.api.answers import json_answer
from kb.api.parameters import error_lang
from kb.domain.locales import Locale
from kb.domain.record_types import RECORD_TYPES
from kb.errors import Invalid, KBError, Moved
from kb.web.errors import status_of
from kb.web.messages import gettext as _
from kb.web.urls import record_path

PREFIX: Final = "/api/"
CODES: Final = {
    400: "invalid",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "stale_revision",
    410: "gone",
    413: "too_large",
    429: "too_many_requests",
    500: "internal_error",
    503: "unavailable",
}
_log = structlog.get_logger(__name__)


def _message(status: int, lang: Locale) -> str:
    with force_locale(lang):
        said = {
            400: _("A parameter has a value that is not possible here."),
            403: _("You may not do this."),
            404: _("Nothing is published at this address."),
            405: _("This address does not take that request."),
            409: _("Somebody saved this record in the meantime."),
            410: _("This record was withdrawn."),
            413: _("The request is too large."),
            429: _("Too many requests; please wait a moment."),
            503: _("The site is not ready; please try again in a minute."),
        }
        return said.get(status) or _("Something went wrong here.")


def error_answer(status: int, code: str = "", details: Mapping[str, object] | None = None) -> Response:
    """Build the answer to a failed request: `{"error": {"code", "message", "details"}}`."""
    error = {
        "code": code or CODES.get(status, "error"),
        "message": _message(status, error_lang()),
        "details": dict(details or {}),
    }
    response = json_answer({"error": error}, status)
    if status == 429 or status >= 500:
        response.headers["Cache-Control"] = "no-store"
    return response


def moved_path(error: Moved) -> str:
    """Address a renamed record where the present request asked for it: in the API, or as the twin of its page."""
    kind, slug = str(error.details["kind"]), str(error.details["slug"])
    if request.path.startswith(PREFIX):
        below = "/similar" if request.path.endswith("/similar") else ""
        path = f"{PREFIX}v1/{RECORD_TYPES[kind].plural}/{slug}{below}"
    else:
        path = record_path(error_lang(), kind, slug) + ".json"
    query = request.query_string.decode("ascii", "ignore")
    return f"{path}?{query}" if query else path


def handle_kb_error(error: KBError) -> BaseResponse:
    """Answer an expected failure. A renamed record redirects for ever, its query kept."""
    if isinstance(error, Moved):
        return redirect(moved_path(error), 301)
    details = error.details
    if isinstance(error, Invalid):
        found = error.problems
        details = {"problems": [{"where": item.where, "code": item.code, "detail": item.detail} for item in found]}
    return error_answer(status_of(error), error.code, details)


def handle_http_error(error: HTTPException) -> BaseResponse:
    """Answer what the framework refused, keeping the headers that belong to it (`Allow`, `Retry-After`)."""
    response = error_answer(error.code or 500)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def handle_unexpected(error: Exception) -> BaseResponse:
    """Answer a failure that nobody expected: logged in full, told in one sentence."""
    status = status_of(error)
    _log.error("API request failed", path=request.path, status=status, exc_info=error)
    response = error_answer(status)
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response


def open_to_all(response: Response) -> Response:
    """Let scripts of any site read the answer. It holds nothing about the person who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def refuse_unknown_address() -> BaseResponse | None:
    """Answer for an address, or a method, that no route under the API takes: such a request belongs to no blueprint."""
    refused = request.routing_exception
    if refused is None or isinstance(refused, RequestRedirect) or not request.path.startswith(PREFIX):
        return None
    response = handle_http_error(refused)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def answer_errors_of(blueprint: Blueprint) -> None:
    """Have the errors of a blueprint's views answered here."""
    blueprint.register_error_handler(KBError, handle_kb_error)
    blueprint.register_error_handler(HTTPException, handle_http_error)
    blueprint.register_error_handler(Exception, handle_unexpected)


def init_errors(app: Flask) -> None:
    """Have the app answer here for unknown addresses under the API."""
    app.before_request(refuse_unknown_address)
