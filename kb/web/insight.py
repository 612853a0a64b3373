"""Counting what people search for, unless the setting says not to."""

from __future__ import annotations

from typing import Final

from flask import Flask, current_app, request

from kb.search.port import SearchRequest
from kb.services.search_insight import AskedQuery, QueryCounter
from kb.web.database import site_of

_KEY: Final = "kb_query_counter"


def init_insight(app: Flask) -> None:
    """Give the app its counter, unless counting is turned off."""
    parts = site_of(app)
    if parts.config.search_insight:
        app.extensions[_KEY] = QueryCounter(parts.writes, parts.config.time_zone)


def query_counter(app: Flask) -> QueryCounter | None:
    """Give the app's counter; None where counting is turned off."""
    counter: QueryCounter | None = app.extensions.get(_KEY)
    return counter


def note_search(asked: SearchRequest, results: int, mode: str, *, degraded: bool) -> None:
    """Count the search that the present request made. Further pages of one, and makeshift answers, don't count."""
    counter = query_counter(current_app)
    if counter is None or request.method != "GET" or asked.page > 1 or degraded:
        return
    counter.note(AskedQuery(asked.text, asked.lang, mode, results))
