"""How a page says that its record is cited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from kb.domain.locales import Locale
from kb.domain.records import PublicRecord
from kb.rendering.citing import UNCITED, Item, csl_item, format_citation
from kb.web.database import site
from kb.web.filters import named, tagged
from kb.web.frame import base_url, site_name
from kb.web.urls import record_path, revision_path, with_query

FORMS: Final[Mapping[str, str]] = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON"}
"""What the forms of a citation are called, by the ending of their files."""


@dataclass(frozen=True, slots=True)
class Citing:
    """A citation in words, with links, and the (name, address) of its files."""

    html: Markup
    files: Sequence[tuple[str, str]]


def pinned(record: PublicRecord, lang: Locale) -> str:
    """Give the full address of the very revision of a record that was read."""
    return base_url() + revision_path(lang, record.kind, record.slug, record.revision)


def citation_item(record: PublicRecord, lang: Locale) -> Item:
    """Describe a record, as read, as a CSL-JSON item."""
    return csl_item(record, lang, site_name(lang), pinned(record, lang), str(site().config.time_zone))


def build_citing(record: PublicRecord, lang: Locale, *, is_former: bool = False) -> Citing | None:
    """Cite a record; None for a kind that isn't cited. The files of a former revision name it in their address."""
    if record.kind in UNCITED:
        return None
    item, path = citation_item(record, lang), record_path(lang, record.kind, record.slug)
    query = {"revision": record.revision} if is_former else {}
    addresses = [item.get("URL") or "", pinned(record, lang)]
    return Citing(
        _linked(format_citation(item, lang), item, [address for address in addresses if address]),
        [(name, with_query(f"{path}/cite.{form}", query)) for form, name in FORMS.items()],
    )


def _linked(text: str, item: Item, addresses: Sequence[str]) -> Markup:
    """Turn the addresses in a citation into links; mark the language of its title, and a publisher's name in Hangul."""
    names = {item["title"]: tagged(item["title"], item.get("language"))}
    for name in (item.get("container-title"), item.get("publisher")):
        if name:
            names.setdefault(name, named(name))
    html, place = Markup(""), 0
    for match in re.finditer("|".join(re.escape(part) for part in (*names, *addresses)), text):
        found = match.group()
        link = Markup('<a href="{}">{}</a>').format(found, found) if found in addresses else names[found]
        html, place = html + escape(text[place : match.start()]) + link, match.end()
    return html + escape(text[place:])
