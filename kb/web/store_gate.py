"""Answers from the page store before the application is asked at all: a stored page costs one small query.

Only what is certain is answered here: GET or HEAD, no session cookie, a page of the present content generation.
Everything else goes on to the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Request, Response

from kb.web.page_store import PUBLIC, PageStore, StoredPage, store_key
from kb.web.security import security_headers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class StoreGate:
    """WSGI middleware. `generation` gives the present content generation, or None where it can't be read."""

    def __init__(
        self, app: WSGIApplication, store: PageStore, session_cookie: str, generation: Callable[[], int | None]
    ) -> None:
        self._app, self._store, self._generation = app, store, generation
        self._session_cookie = f"{session_cookie}="

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        page = self._find(environ)
        if page is None:
            return self._app(environ, start_response)
        return stored_answer(page, environ)(environ, start_response)

    def _find(self, environ: WSGIEnvironment) -> StoredPage | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or self._session_cookie in environ.get("HTTP_COOKIE", ""):
            return None
        key = store_key(environ)
        if not self._store.holds(key):
            return None
        generation = self._generation()
        return None if generation is None else self._store.get(generation, key)


def stored_answer(page: StoredPage, environ: WSGIEnvironment) -> Response:
    """Turn a stored page into the answer that the application gave the first time, zipped for whoever takes it."""
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", ""), Accept)
    zipped = accepted.quality("gzip") > 0
    response = Response(page.zipped if zipped else page.body, content_type=page.content_type)
    response.headers.extend(page.headers)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = PUBLIC
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(page.etag, weak=True)
    response.headers.extend(security_headers(secure=environ["wsgi.url_scheme"] == "https"))
    response.make_conditional(Request(environ))
    return response
