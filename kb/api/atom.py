"""Lists as Atom feeds (RFC 4287): the records changed last come first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from kb.api.answers import moment
from kb.api.lists import plain_summary
from kb.domain.licence import LICENCE_NAME, LICENCE_URL
from kb.domain.locales import Locale, choose, other
from kb.domain.records import PublicCard
from kb.web.urls import record_path

CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself. Paths start at the site; `pages` maps link relations (`next`, …) to paths."""

    base_url: str
    path: str
    page: str
    title: str
    author: str
    lang: Locale
    pages: Mapping[str, str] = field(default_factory=dict)


def write_feed(feed: Feed, cards: Sequence[PublicCard]) -> bytes:
    """Write a feed with an entry for each card."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.lang})
    _text(root, "id", feed.base_url + feed.path)
    _text(root, "title", feed.title)
    _text(root, "updated", moment(max((card.updated_at for card in cards), default=_NEVER)))
    author = SubElement(root, "author")
    _text(author, "name", feed.author)
    _text(author, "uri", feed.base_url + "/")
    _text(root, "rights", LICENCE_NAME)
    SubElement(root, "link", {"rel": "license", "href": LICENCE_URL})
    _link(root, feed, "self", "application/atom+xml", feed.path)
    _link(root, feed, "alternate", "text/html", feed.page, hreflang=feed.lang)
    for relation, path in feed.pages.items():
        _link(root, feed, relation, "application/atom+xml", path)
    for card in cards:
        _entry(root, feed, card)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(root: Element, feed: Feed, card: PublicCard) -> None:
    entry = SubElement(root, "entry")
    title, summary, twin = choose(card.title, feed.lang), plain_summary(card, feed.lang), other(feed.lang)
    path = record_path(feed.lang, card.kind, card.slug)
    _text(entry, "id", feed.base_url + path)
    _text(entry, "title", title.value, lang=card.title_lang or title.lang)
    _text(entry, "updated", moment(card.updated_at))
    _link(entry, feed, "alternate", "text/html", path, hreflang=feed.lang)
    _link(entry, feed, "alternate", "text/html", record_path(twin, card.kind, card.slug), hreflang=twin)
    _link(entry, feed, "alternate", "application/json", f"{path}.json")
    SubElement(entry, "category", {"term": card.kind})
    if summary:
        _text(entry, "summary", summary.value, lang=summary.lang)


def _link(parent: Element, feed: Feed, relation: str, media_type: str, path: str, hreflang: str = "") -> None:
    attributes = {"rel": relation, "type": media_type} | ({"hreflang": hreflang} if hreflang else {})
    SubElement(parent, "link", attributes | {"href": feed.base_url + path})


def _text(parent: Element, name: str, value: str, lang: str = "") -> None:
    SubElement(parent, name, {"xml:lang": lang} if lang else {}).text = _NOT_XML.sub("", value)
