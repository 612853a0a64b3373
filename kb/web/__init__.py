"""The web pages. `init_app` is all that the app factory needs to know."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Give the app its languages, filters, headers, error pages and routes."""
    from kb.web.assets import assets
    from kb.web.caching import init_caching
    from kb.web.compression import init_compression
    from kb.web.errors import init_errors
    from kb.web.files import files
    from kb.web.filters import init_filters
    from kb.web.insight import init_insight
    from kb.web.language import init_language
    from kb.web.permissions import init_permissions
    from kb.web.public import public
    from kb.web.reporting import reporting
    from kb.web.security import init_security
    from kb.web.system import system
    from kb.web.system.health import health
    from kb.web.urls import SlugConverter

    app.url_map.converters["slug"] = SlugConverter
    init_language(app)
    init_filters(app)
    init_security(app)
    init_permissions(app)
    init_compression(app)
    init_caching(app)
    init_errors(app)
    init_insight(app)
    for blueprint in (assets, system, health, public, files, reporting):
        app.register_blueprint(blueprint)
