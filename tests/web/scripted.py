"""An engine that answers what a test says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from flask import Flask
from flask.testing import FlaskClient

from kb.domain.locales import Locale
from kb.search.port import IndexUnavailable, SearchRequest, SearchResult
from kb.services.site import Site

MakeApp = Callable[[Site], Flask]


class Scripted:
    """An engine that answers what the test says, and remembers what it was asked."""

    def __init__(self, result: SearchResult | None) -> None:
        self.result = result
        self.asked: list[SearchRequest] = []

    def search(self, request: SearchRequest) -> SearchResult:
        self.asked.append(request)
        if self.result is None:
            raise IndexUnavailable("as the test wants it")
        return self.result

    def suggest(self, text: str, lang: Locale, limit: int = 8) -> Sequence[tuple[str, str]]:
        if self.result is None:
            raise IndexUnavailable("as the test wants it")
        return [("case", "smart-parking"), ("case", "withdrawn-since")][:limit]


def scripted(site: Site, make_app: MakeApp, result: SearchResult | None) -> tuple[FlaskClient, Scripted]:
    engine = Scripted(result)
    replaced = dataclasses.replace(site, search=engine)  # type: ignore[arg-type]  # the rest of it is not asked for
    return make_app(replaced).test_client(), engine
