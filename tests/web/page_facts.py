"""What a page says about itself, read off its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
REFERRING: Final = ("for", "form", "aria-labelledby", "aria-describedby", "aria-controls")


@dataclass
class PageFacts:
    """`links` are those that a reader can follow, `head_links` are (rel, hreflang or type, href) of the head.

    `texts` are (language, text) of every piece of text, in the order of the page; `unclosed` names elements that were
    opened and closed in the wrong order.
    """

    lang: str = ""
    title: str = ""
    headings: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    head_links: list[tuple[str, str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    referred: set[str] = field(default_factory=set)
    texts: list[tuple[str, str]] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def alternate(self, hreflang: str) -> str:
        """Give the address of the page's version in a language; empty when none is named."""
        return next((href for rel, kind, href in self.head_links if (rel, kind) == ("alternate", hreflang)), "")


def read_page(html: str) -> PageFacts:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.facts.unclosed += [tag for tag, _lang in reader.open]
    return reader.facts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.facts = PageFacts()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        lang = given.get("lang") or (self.open[-1][1] if self.open else "")
        if tag not in VOID:
            self.open.append((tag, lang))
        self._note(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, {name: value or "" for name, value in attrs})

    def _note(self, tag: str, given: dict[str, str]) -> None:
        facts = self.facts
        if tag == "html":
            facts.lang = given.get("lang", "")
        elif tag == "a" and "href" in given:
            facts.links.append(given["href"])
        elif tag == "link":
            kind = given.get("hreflang") or given.get("type", "")
            facts.head_links.append((given.get("rel", ""), kind, given.get("href", "")))
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            facts.headings.append(int(tag[1]))
        if "id" in given:
            facts.ids.append(given["id"])
        for name in REFERRING:
            facts.referred.update(given.get(name, "").split())

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif tag not in VOID:
            self.facts.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1][0] in ("script", "style") or not data.strip():
            return
        if self.open[-1][0] == "title":
            self.facts.title += data
            return  # no part of it can be marked with a language
        self.facts.texts.append((self.open[-1][1], data.strip()))
