"""What a browser fetches the first time it opens a page: how many requests, and how many bytes as sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from bench.client import Answer

BASE: Final = "http://page.invalid"
_IN_CSS: Final = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_IN_JS: Final = re.compile(r"""^\s*(?:import|export)\b[^"';(]*["']([^"']+)["']""", re.MULTILINE)
_LINK_KINDS: Final = {"stylesheet", "icon", "modulepreload", "preload", "manifest"}
_FROM: Final = {"script": "src", "img": "src", "iframe": "src", "embed": "src", "use": "href", "image": "href"}


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of bodies as sent (headers not counted) and requests, the page's own included."""

    document_bytes: int
    total_bytes: int
    requests: int


class _Resources(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and _LINK_KINDS & set(given.get("rel", "").lower().split()):
            self.found.append(given.get("href", ""))
        elif tag in _FROM:
            self.found.append(given.get(_FROM[tag], ""))


def resources_of_page(html: str) -> list[str]:
    """List what a page has a browser fetch, as written; lazy images count, too."""
    parser = _Resources()
    parser.feed(html)
    return [address for address in parser.found if address and not address.startswith(("data:", "#"))]


def resources_of_style(css: str) -> list[str]:
    """List what a style sheet refers to, fonts and images that may not be needed included."""
    found = [match.group(1) or match.group(2) for match in _IN_CSS.finditer(css)]
    return [address for address in found if not address.startswith(("data:", "#"))]


def resources_of_script(script: str) -> list[str]:
    """List the modules that a module imports when it is loaded."""
    return [match.group(1) for match in _IN_JS.finditer(script)]


def first_load(fetch: Callable[[str], Answer], unzip: Callable[[Answer], str], path: str) -> Weight:
    """Weigh a page with all that it has a browser fetch, each address once.

    An address on another host is counted as a request and never fetched.
    """
    document = fetch(path)
    total, seen = len(document.body), {f"{BASE}{path}"}
    waiting = list(_addresses(f"{BASE}{path}", document, unzip(document)))
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != BASE:
            continue
        answer = fetch(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        total += len(answer.body)
        waiting += _addresses(address, answer, unzip(answer))
    return Weight(len(document.body), total, len(seen))


def _addresses(base: str, answer: Answer, text: str) -> Iterator[str]:
    readers = {"html": resources_of_page, "css": resources_of_style, "javascript": resources_of_script}
    for word, read in readers.items():
        if word in answer.content_type:
            for found in read(text):
                yield urldefrag(urljoin(base, found)).url
