"""`/sitemap.xml` and `/robots.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from flask import Response, render_template

from kb.domain.locales import LOCALES, Locale
from kb.domain.record_types import RECORD_TYPES
from kb.services.listing import list_cards
from kb.services.material_reading import list_all_materials
from kb.web.caching import keep_pages_of
from kb.web.database import db
from kb.web.frame import base_url
from kb.web.system.blueprint import system
from kb.web.urls import home_path, list_path, material_page_path, page_path, record_path

LISTED: Final = ("case", "city", "event", "organization", "theme", "source")
FIXED: Final = (
    "compare",
    "explore/matrix",
    "explore/map",
    "explore/timeline",
    "explore/failures",
    "explore/similar",
    "about",
    "accessibility",
    "privacy",
    "search/help",
)
Entry = tuple[dict[Locale, str], datetime | None]

keep_pages_of(system)


def _pages() -> Iterator[Entry]:
    yield {lang: home_path(lang) for lang in LOCALES}, None
    for kind in LISTED:
        yield {lang: list_path(lang, kind) for lang in LOCALES}, None
    for name in FIXED:
        yield {lang: page_path(lang, name) for lang in LOCALES}, None


def _records() -> Iterator[Entry]:
    """List the records in the languages that they are written in; a page in the fallback language is left out."""
    for kind in RECORD_TYPES:
        for card in list_cards(db(), kind).cards:
            written = [lang for lang in LOCALES if card.title.get(lang)] or list(LOCALES)
            yield {lang: record_path(lang, kind, card.slug) for lang in written}, card.updated_at


def _materials() -> Iterator[Entry]:
    """List the first page of every material; the others are found from there."""
    for material in list_all_materials(db()):
        written = [lang for lang in LOCALES if material.title_in(lang)] or list(LOCALES)
        yield {lang: material_page_path(lang, material.id, 1) for lang in written}, material.updated_at


@system.get("/sitemap.xml")
def sitemap() -> Response:
    """List every public page with its twin in the other language."""
    text = render_template("system/sitemap.xml", base=base_url(), entries=[*_pages(), *_records(), *_materials()])
    return Response(text, content_type="application/xml; charset=utf-8")


@system.get("/robots.txt")
def robots() -> Response:
    """Invite search engines everywhere but to searches and the staff area."""
    lines = ["User-agent: *"]
    lines += [
        f"Disallow: /{lang}/{path}"
        for lang in LOCALES
        for path in ("search?", "staff/", "sign-in", "compare?", "report?")
    ]
    lines += ["", f"Sitemap: {base_url()}/sitemap.xml", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")
