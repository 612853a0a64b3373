"""Cache headers of public pages, and the store that answers for pages already rendered."""

from __future__ import annotations

import hashlib
from typing import Final

from flask import Blueprint, Flask, Response, current_app, g, request
from werkzeug.wrappers import Response as BaseResponse

from kb.services.reading import present_generation
from kb.web.compression import zip_text
from kb.web.database import generation, site, site_of
from kb.web.page_store import PUBLIC, PageStore, StoredPage, store_key
from kb.web.store_gate import StoreGate

PRIVATE: Final = "private, no-store"
_KEY: Final = "kb_page_store"
_SET_AT_EACH_ANSWER: Final = ("Content-Type", "Content-Length", "Cache-Control", "Vary")


def is_signed_in() -> bool:
    """Say whether the request carries a session cookie: its answer is then nobody else's."""
    return str(current_app.config["SESSION_COOKIE_NAME"]) in request.cookies


def _store() -> PageStore | None:
    store: PageStore | None = current_app.extensions.get(_KEY)
    return store if store and site().config.page_store and request.method in ("GET", "HEAD") else None


def note_generation() -> None:
    """Note the content generation that the page is rendered from, in the same read transaction as the page itself."""
    if _store() is not None and not is_signed_in():
        g.kb_generation = generation()


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
    store, noted = _store(), g.get("kb_generation")
    if store and noted is not None and not g.get("kb_unstored"):
        own = tuple((name, value) for name, value in response.headers.items() if name not in _SET_AT_EACH_ANSWER)
        page = StoredPage(response.content_type, body, zip_text(body), etag, own)
        store.put(noted, store_key(request.environ), page)
    response.set_etag(etag, weak=True)
    return response.make_conditional(request)


def leave_unstored() -> None:
    """Keep the present answer out of the store: it depends on more than the published content."""
    g.kb_unstored = True


def keep_pages_of(blueprint: Blueprint) -> None:
    """Have the pages of a blueprint marked, and stored for the gate to answer with."""
    blueprint.before_request(note_generation)
    blueprint.after_request(keep_and_mark)


def init_caching(app: Flask) -> None:
    """Give the app its store, and the gate that answers from it."""
    store = app.extensions[_KEY] = PageStore()
    parts = site_of(app)
    if parts.config.page_store:
        cookie = str(app.config["SESSION_COOKIE_NAME"])
        gate = StoreGate(app.wsgi_app, store, cookie, lambda: present_generation(parts.engine))
        app.wsgi_app = gate  # type: ignore[method-assign]  # Flask's documented way to add middleware
