"""Addresses of public pages. Pure functions: the same slug always has the same address, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote, urlencode

from werkzeug.routing import BaseConverter

from kb.domain.locales import LOCALES, Locale, other
from kb.domain.record_types import RECORD_TYPES


class SlugConverter(BaseConverter):
    """Matches slugs only, so that `owl-bus.json` stays free for the machine-readable twin of `owl-bus`."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"
    part_isolating = True


LANG_RULE: Final = f"any({', '.join(LOCALES)})"


def home_path(lang: Locale) -> str:
    """Address the home page."""
    return f"/{lang}/"


def list_path(lang: Locale, kind: str) -> str:
    """Address the list of a record kind; sessions and presentations are listed on the pages of events."""
    plural = "events" if kind in ("session", "presentation") else RECORD_TYPES[kind].plural
    return f"/{lang}/{plural}/"


def record_path(lang: Locale, kind: str, slug: str) -> str:
    """Address a record. A session lies under its event, which its slug names."""
    plural = "events" if kind == "session" else RECORD_TYPES[kind].plural
    return f"/{lang}/{plural}/{quote(slug)}"


def revision_path(lang: Locale, kind: str, slug: str, number: int) -> str:
    """Address a revision of a record: what it says never changes."""
    return f"{record_path(lang, kind, slug)}/history/{number}"


def report_path(lang: Locale, kind: str, slug: str, revision: int | None = None) -> str:
    """Address the form to report an error of a record, or of a former revision of it."""
    which = f"&revision={revision}" if revision else ""
    return f"/{lang}/report?about={kind}:{quote(slug)}{which}"


def report_sent_path(lang: Locale, kind: str, slug: str) -> str:
    """Address the page that thanks for a report."""
    return f"/{lang}/report/sent?about={kind}:{quote(slug)}"


def material_page_path(lang: Locale, material: str, page: int) -> str:
    """Address a page or slide of a material."""
    return f"/{lang}/materials/{quote(material, safe='')}/{page}"


def file_path(file: str, name: str) -> str:
    """Address a file: one version of a material, for ever the same bytes."""
    return f"/files/{quote(file, safe='')}/{quote(name, safe='')}"


def picture_path(file: str, page: int) -> str:
    """Address the picture of a page of a file."""
    return f"/files/{quote(file, safe='')}/pages/{page}.webp"


def page_path(lang: Locale, name: str) -> str:
    """Address one of the few pages that aren't records: `about`, `search`, `search/help`."""
    return f"/{lang}/{name}"


def with_query(path: str, query: Mapping[str, object] | Iterable[tuple[str, object]]) -> str:
    """Add a query to a path, leaving out empty values."""
    pairs = query.items() if isinstance(query, Mapping) else query
    text = urlencode([(name, value) for name, value in pairs if value not in (None, "")])
    return f"{path}?{text}" if text else path


def twin_path(path: str, lang: Locale) -> str:
    """Address the same page, query included, in a language. A path outside the languages leads to that home page."""
    for locale in (lang, other(lang)):
        if path == f"/{locale}" or path.startswith(f"/{locale}/"):
            return f"/{lang}{path[len(locale) + 1 :]}"
    return home_path(lang)


def machine_path(path: str, suffix: str) -> str:
    """Address the machine-readable twin of a page: the suffix replaces the final slash, the query stays."""
    bare, mark, query = path.partition("?")
    return f"{bare.rstrip('/')}.{suffix}{mark}{query}"
