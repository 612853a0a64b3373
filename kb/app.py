"""The application factory: the one place that knows every part and puts them together."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from kb import api, web
from kb.config import Config, load_config
from kb.search.port import PreparesSearches
from kb.services.site import Site, open_site, resource
from kb.web.database import init_app as init_database
from kb.web.database import site_of

FIRST_PATHS: Final = ("/ko/", "/en/", "/ko/search", "/en/search", "/api/v1/search?per_page=1")
"""Asked when a server process starts; searches without words, so that they don't count as somebody's."""


def serve_app() -> Flask:
    """Build the app for a server process and let it answer once, so that no reader waits for what is read at first.

    That is the index, the model of meaning and the templates. Whatever goes wrong here goes wrong again, and is dealt
    with, when a reader asks.
    """
    app = create_app()
    client = app.test_client()
    with suppress(Exception):
        for path in FIRST_PATHS:
            client.get(path)
        search = site_of(app).search
        if isinstance(search, PreparesSearches):
            search.prepare()
    return app


def create_app(config: Config | None = None, site: Site | None = None) -> Flask:
    """Build the app from the given settings, or those of the environment. Nothing is read or migrated here."""
    config = config or (site.config if site else load_config())
    app = Flask("kb", static_folder=None, template_folder=str(resource("templates")))
    app.secret_key = config.secret_key
    app.config.update(
        MAX_CONTENT_LENGTH=config.max_upload_bytes,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.production,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    init_database(app, site or open_site(config))
    web.init_app(app)
    api.init_app(app)
    if config.production:  # outermost, so that everything inside sees the address that the reader used
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app
