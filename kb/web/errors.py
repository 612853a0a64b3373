"""One table from expected failures to HTTP, and the pages that say what went wrong in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kb.domain.locales import LOCALES, LocalText, choose
from kb.errors import Gone, Invalid, KBError, Moved, NotAllowed, NotFound, StaleRevision, TooMany
from kb.search.port import IndexUnavailable
from kb.web.frame import Page, make_frame
from kb.web.messages import gettext as _
from kb.web.urls import with_query

STATUS: Final[Mapping[type[Exception], int]] = {
    NotFound: 404,
    Moved: 301,
    Gone: 410,
    Invalid: 400,
    NotAllowed: 403,
    StaleRevision: 409,
    TooMany: 429,
    IndexUnavailable: 503,
}
_CODES: Final = {
    400: "bad_request",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    410: "gone",
    413: "too_large",
    429: "too_many_requests",
    500: "internal_error",
    503: "unavailable",
}
_OUR_PATHS: Final = tuple(f"/{locale}/" for locale in LOCALES)
_OWN_PAGE: Final = (400, 403, 404, 405, 410, 413, 429, 500, 503)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """What an error page tells. `tombstone` holds what is left of a withdrawn record, by name."""

    status: int
    retry_after: int | None = None
    tombstone: Mapping[str, Mapping[str, LocalText]] = field(default_factory=dict)


def status_of(error: Exception) -> int:
    """Give the HTTP status of an expected failure; 500 for any other."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def wants_json() -> bool:
    """Say whether the answer is for a machine: the API, and the `.json` twins of pages."""
    return request.path.startswith("/api/") or request.path.endswith(".json")


def _title(status: int) -> str:
    titles = {
        400: _("The request could not be understood"),
        403: _("You may not do this"),
        404: _("Page not found"),
        405: _("This address does not take that request"),
        410: _("This record was withdrawn"),
        413: _("The file is too large"),
        429: _("Too many requests"),
        500: _("Something went wrong here"),
        503: _("The site is not ready"),
    }
    return titles.get(status, _("Something went wrong here"))


def _tombstone(details: Mapping[str, object]) -> Mapping[str, Mapping[str, LocalText]]:
    """Take what a withdrawn record left, in both languages: `title` and `reason`, as far as they were given."""
    left: dict[str, Mapping[str, LocalText]] = {}
    for name in ("title", "reason"):
        texts = details.get(name)
        if isinstance(texts, Mapping):
            left[name] = {locale: choose(texts, locale) for locale in LOCALES}
    return left


def error_response(
    status: int, code: str, message: str, details: Mapping[str, object], retry_after: int | None = None
) -> Response:
    """Build the answer to a failed request, for a reader or for a machine."""
    if wants_json():
        response = jsonify({"error": {"code": code, "message": message, "details": dict(details)}})
    else:
        page = ErrorPage(
            title=_title(status),
            status=status,
            noindex=True,
            is_addressed=False,
            has_twin=status != 405,
            retry_after=retry_after,
            tombstone=_tombstone(details) if status == 410 else {},
        )
        name = status if status in _OWN_PAGE else 500
        response = make_response(render_template(f"errors/{name}.html", page=page, frame=make_frame()))
    response.status_code = status
    response.vary.add("Accept-Language")
    if status >= 500:
        response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _moved_to(slug: str) -> str | None:
    """Address the same view of a renamed record, query included."""
    arguments: dict[str, Any] = dict(request.view_args or {})
    if request.endpoint is None or "slug" not in arguments:
        return None
    head, _slash, tail = slug.rpartition("/")
    arguments |= {"event": head, "slug": tail} if "event" in arguments else {"slug": slug}
    return with_query(url_for(request.endpoint, **arguments), list(request.args.items(multi=True)))


def handle_kb_error(error: KBError) -> BaseResponse:
    """Answer an expected failure. A renamed record redirects for ever."""
    if isinstance(error, Moved) and (target := _moved_to(str(error.details.get("slug", "")))):
        return redirect(target, 301)
    status = status_of(error)
    if status >= 500:
        _log.error("request failed", path=request.path, exc_info=error)
    retry_after = error.details.get("retry_after")
    return error_response(
        status, error.code, str(error), error.details, retry_after if isinstance(retry_after, int) else None
    )


def _without_final_slash() -> str | None:
    """Address what a request asked for with a slash too many at its end, if there is something there."""
    path = request.path.rstrip("/")
    if request.method not in ("GET", "HEAD") or path == request.path or not path.startswith(_OUR_PATHS):
        return None
    try:
        adapter = current_app.create_url_adapter(request)
        found = adapter.match(path, "GET") if adapter else None
    except HTTPException:
        return None
    return with_query(quote(path), list(request.args.items(multi=True))) if found else None


def handle_http_error(error: HTTPException) -> BaseResponse:
    """Answer what the framework refused."""
    status = error.code or 500
    if status == 404 and (target := _without_final_slash()):
        return redirect(target, 308)
    retry = getattr(error, "retry_after", None)
    response = error_response(status, _CODES.get(status, "error"), error.description or "", {}, retry)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "www-authenticate"):
            response.headers[name] = value
    return response


def handle_unavailable(_error: IndexUnavailable) -> BaseResponse:
    """Answer a request that needs the search index while there is none."""
    return error_response(503, _CODES[503], _title(503), {}, retry_after=60)


def handle_unexpected(_error: Exception) -> BaseResponse:
    """Answer a failure that nobody expected, in one sentence; Flask has logged it in full."""
    return error_response(500, _CODES[500], _title(500), {})


def init_errors(app: Flask) -> None:
    """Have the app answer its errors with this module's pages."""
    app.register_error_handler(KBError, handle_kb_error)
    app.register_error_handler(IndexUnavailable, handle_unavailable)
    app.register_error_handler(HTTPException, handle_http_error)
    app.register_error_handler(500, handle_unexpected)
