"""Reading pages as a browser would: what they say about themselves, and where they lead."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse

VOID = {"meta", "link", "input", "br", "img", "hr", "circle", "path", "line", "rect"}


class Shown(HTMLParser):
    """A page, read. `texts` holds (element, language, text) of every piece of text."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.status = answer.status_code
        self.markup = answer.get_data(as_text=True)
        self.names: dict[str, int] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.alternates: dict[str, str] = {}
        self.machine: dict[str, str] = {}
        self.canonical = ""
        self.robots = ""
        self.inline: list[str] = []
        self.json_ld: list[Any] = []
        self.texts: list[tuple[str, str, str]] = []
        self.current: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(self.markup)

    @property
    def lang(self) -> str:
        return self._lang

    _lang = ""

    def text_of(self, name: str) -> str:
        return " ".join("".join(text for tag, _lang, text in self.texts if tag == name).split())

    def text(self) -> str:
        return " ".join(" ".join(text for _tag, _lang, text in self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names[tag] = self.names.get(tag, 0) + 1
        lang = given.get("lang") or (self._open[-1][1] if self._open else "")
        if tag == "html":
            self._lang = lang
        if tag not in VOID:
            self._open.append((tag, lang))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "a" and "aria-current" in given:
            self.current.append(given["href"])
        if tag == "link":
            self._read_link(given)
        if tag == "meta" and given.get("name") == "robots":
            self.robots = given["content"]
        if "style" in given or tag == "style" or any(name.startswith("on") for name in given):
            self.inline.append(tag)
        if tag == "script" and given.get("type") != "application/ld+json" and "src" not in given:
            self.inline.append(tag)

    def _read_link(self, given: dict[str, str]) -> None:
        if given["rel"] == "canonical":
            self.canonical = given["href"]
        elif "hreflang" in given:
            self.alternates[given["hreflang"]] = given["href"]
        elif given["rel"] == "alternate":
            self.machine[given["type"]] = given["href"]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:  # <rect/> ends what was never opened
            return
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, lang = self._open[-1] if self._open else ("", "")
        if tag == "script":
            self.json_ld.append(json.loads(data))
        elif data.strip():
            self.texts.append((tag, lang, data.replace("\u2060", "")))
