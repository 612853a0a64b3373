"""JSON API v1 and the machine-readable twins of public pages."""

from __future__ import annotations

from flask import Flask

from kb.api.errors import init_errors
from kb.api.routes import build_api, build_twins

blueprint = build_api()
twins = build_twins()


def init_app(app: Flask) -> None:
    """Give the app the API, the twins, and the API's answers for addresses that don't exist."""
    app.register_blueprint(blueprint)
    app.register_blueprint(twins)
    init_errors(app)
