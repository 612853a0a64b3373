"""`/`: to the reader's language."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response

from kb.web.language import accepted_locale
from kb.web.system.blueprint import system
from kb.web.urls import home_path


@system.get("/")
def root() -> Response:
    """Redirect to the home page in the language that the browser asks for."""
    response = redirect(home_path(accepted_locale()), 302)
    response.headers["Vary"] = "Accept-Language"
    return response
