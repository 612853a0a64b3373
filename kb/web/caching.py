"""Cache headers of public pages, and the store that answers for pages already rendered."""

from __future__ import annotations

import gzip
import hashlib
from typing import Final

from flask import Blueprint, Flask, Response, current_app, g, request
from werkzeug.wrappers import Response as BaseResponse

from kb.services.reading import content_generation
from kb.web.database import db, site
from kb.web.page_store import PageStore, StoredPage

PUBLIC: Final = "public, max-age=0, must-revalidate"
PRIVATE: Final = "private, no-store"
_KEY: Final = "kb_page_store"


def is_signed_in() -> bool:
    """Say whether the request carries a session cookie: its answer is then nobody else's."""
    return str(current_app.config["SESSION_COOKIE_NAME"]) in request.cookies


def _store() -> PageStore | None:
    store: PageStore | None = current_app.extensions.get(_KEY)
    return store if store and site().config.page_store and request.method in ("GET", "HEAD") else None


def _answer(page: StoredPage) -> BaseResponse:
    zipped = request.accept_encodings.quality("gzip") > 0
    response = Response(page.zipped if zipped else page.body, content_type=page.content_type)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = PUBLIC
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(page.etag, weak=True)
    return response.make_conditional(request)


def answer_from_store() -> BaseResponse | None:
    """Answer with the stored page, if there is one; otherwise note what the page will be stored under."""
    store = _store()
    if store is None or is_signed_in():
        return None
    g.kb_generation = content_generation(db())
    page = store.get(g.kb_generation, request.url)
    return _answer(page) if page else None


def keep_and_mark(response: Response) -> BaseResponse:
    """Set the cache headers of a public page, and keep it for the next reader."""
    if is_signed_in():
        response.headers["Cache-Control"] = PRIVATE
        return response
    response.headers.setdefault("Cache-Control", PUBLIC)
    if response.status_code != 200 or "Set-Cookie" in response.headers or "ETag" in response.headers:
        return response
    body = response.get_data()
    etag = hashlib.sha256(body).hexdigest()[:20]
    store, generation = _store(), g.get("kb_generation")
    if store and generation is not None and not g.get("kb_unstored"):
        page = StoredPage(response.content_type, body, gzip.compress(body, mtime=0), etag)
        store.put(generation, request.url, page)
    response.set_etag(etag, weak=True)
    return response.make_conditional(request)


def leave_unstored() -> None:
    """Keep the present answer out of the store: it depends on more than the published content."""
    g.kb_unstored = True


def keep_pages_of(blueprint: Blueprint) -> None:
    """Have the pages of a blueprint marked, stored and answered from the store."""
    blueprint.before_request(answer_from_store)
    blueprint.after_request(keep_and_mark)


def init_caching(app: Flask) -> None:
    """Give the app its store."""
    app.extensions[_KEY] = PageStore()
