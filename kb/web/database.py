"""The request's read session and the process's parts, for views."""

from __future__ import annotations

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from kb.services.reading import content_generation
from kb.services.site import Site

_KEY = "kb_site"


def init_app(app: Flask, site: Site) -> None:
    """Give the app its parts and close each request's session at its end."""
    app.extensions[_KEY] = site
    app.teardown_appcontext(_close)


def site_of(app: Flask) -> Site:
    """Give the parts of an app's site."""
    found: Site = app.extensions[_KEY]
    return found


def site() -> Site:
    """Give the parts of the running site."""
    return site_of(current_app)


def db() -> Session:
    """Give the request's read session: one consistent state, opened at first use."""
    if "kb_db" not in g:
        g.kb_db = site().reads()
    session: Session = g.kb_db
    return session


def generation() -> int:
    """Give the content generation that the request's read session sees, asked for once a request."""
    if "kb_content_generation" not in g:
        g.kb_content_generation = content_generation(db())
    found: int = g.kb_content_generation
    return found


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("kb_db", None)
    if session is not None:
        session.close()
