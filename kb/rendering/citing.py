"""How a record is cited. The CSL-JSON item is the one description; all other forms are written from it.

What is cited is one revision: the address names it and the date is that of its publication. The record of a source
cites the source itself, and says in a note where it is recorded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any, Final
from zoneinfo import ZoneInfo

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.formatter import plain
from citeproc.source.json import CiteProcJSON

from kb.domain.dates import DatePoint, parse_edtf
from kb.domain.licence import LICENCE_NAME, LICENCE_URL
from kb.domain.locales import Locale
from kb.domain.records import PublicRecord
from kb.rendering.bibtex import to_bibtex
from kb.rendering.dates import format_moment
from kb.rendering.plain import plain_text
from kb.rendering.ris import to_ris

Item = dict[str, Any]

UNCITED: Final = ("theme",)
"""Kinds that nobody cites: terms of the vocabulary."""

_SOURCE_TYPES: Final = {"press": "article-newspaper", "academic": "article-journal"}
_RECORDED: Final[Mapping[Locale, str]] = {
    "ko": "{site} 수록, 개정 {revision}판, {date}, {address}",
    "en": "recorded in {site}, revision {revision}, {date}, {address}",
}
_CSL_LOCALE: Final[Mapping[Locale, str]] = {"ko": "ko-KR", "en": "en-GB"}
_PRINTED: Final = ("id", "type", "title", "container-title", "publisher", "version", "issued", "URL", "note")
_formatting = Lock()  # citeproc-py keeps the state of a run in the style


def csl_item(record: PublicRecord, lang: Locale, site_name: str, address: str, time_zone: str = "Asia/Seoul") -> Item:
    """Describe a revision as a CSL-JSON item (schema 1.0.2). `address` is the full address of that very revision.

    The date is the day of its publication in `time_zone`. Empty members are left out.
    """
    build = _source_item if record.kind == "source" else _page_item
    item = {"id": _key(record, lang), **build(record, lang, site_name, address, time_zone)}
    return {name: value for name, value in item.items() if value not in ("", None, [], {})}


def _key(record: PublicRecord, lang: Locale) -> str:
    """Name the item so that other records, revisions and the other language don't share its name."""
    return "-".join((record.kind, record.slug.replace("/", "-"), f"r{record.revision}", lang))


def _page_item(record: PublicRecord, lang: Locale, site_name: str, address: str, time_zone: str) -> Item:
    title, published = record.title(lang), record.published_at.astimezone(ZoneInfo(time_zone))
    return {
        "type": "webpage",
        "title": _line(title.value),
        "container-title": site_name,
        "author": [{"literal": site_name}],
        "issued": {"date-parts": [[published.year, published.month, published.day]]},
        "version": str(record.revision),
        "URL": address,
        "language": title.lang,
        "abstract": plain_text(record.summary(lang).value),
        "note": LICENCE_NAME,
        "custom": {"license": LICENCE_URL},
    }


def _source_item(record: PublicRecord, lang: Locale, site_name: str, address: str, time_zone: str) -> Item:
    values, title = record.values, _line(record.title(lang).value)
    item_type = _SOURCE_TYPES.get(values.get("source_type") or "", "webpage" if values.get("url") else "document")
    issuer = "container-title" if item_type.startswith("article") else "publisher"
    return {
        "type": item_type,
        "title": f"[{title}]" if values.get("title_is_descriptive") else title,
        issuer: _line(values.get("publisher") or ""),
        "issued": csl_date(values.get("date")),
        "URL": values.get("url"),
        "language": values.get("language"),
        "note": _RECORDED[lang].format(
            site=site_name,
            revision=record.revision,
            date=format_moment(record.published_at, lang, time_zone),
            address=address,
        ),
    }


def csl_date(edtf: str | None) -> Item | None:
    """Turn an EDTF date into a CSL date: its parts, two lots for an interval, `circa` where approximate or uncertain.

    CSL knows no open interval: only its known end is given.
    """
    if not edtf:
        return None
    try:
        period = parse_edtf(edtf)
    except ValueError:
        return None
    points = [period.start, period.end] if period.is_interval else [period.start]
    known = [point for point in points if point]
    date: Item = {"date-parts": [_parts(point) for point in known]}
    return date | {"circa": True} if any(point.qualifier for point in known) else date


def _parts(point: DatePoint) -> list[int]:
    return [part for part in (point.year, point.month, point.day) if part]


def _line(text: str) -> str:
    return " ".join(text.split())


def to_csl_json(item: Item) -> str:
    """Write an item as CSL-JSON: a list of one."""
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


WRITERS: Final[Mapping[str, tuple[str, Callable[[Item], str]]]] = {
    "bib": ("application/x-bibtex; charset=utf-8", to_bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", to_ris),
    "csl.json": ("application/vnd.citationstyles.csl+json", to_csl_json),
}
"""Media type and writer of each form, by the ending of its file."""


@cache
def _style(lang: Locale) -> CitationStylesStyle:
    text = files("kb.rendering").joinpath("data", f"cite-{lang}.csl").read_bytes()
    return CitationStylesStyle(BytesIO(text), locale=_CSL_LOCALE[lang], validate=False)


def format_citation(item: Item, lang: Locale) -> str:
    """Word a citation for a reader of `lang`, as plain text in one line."""
    printed = {name: item[name] for name in _PRINTED if name in item}
    with _formatting:
        bibliography = CitationStylesBibliography(_style(lang), CiteProcJSON([printed]), plain)
        bibliography.register(Citation([CitationItem(item["id"])]))
        (entry,) = bibliography.bibliography()
    return str(entry)
