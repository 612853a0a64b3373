"""Texts as lines of marked spans: what documents and workbooks are written from, as pages are from HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markdown_it.token import Token

from kb.rendering.markdown import PARSER
from kb.rendering.references import References

_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line. `lang` is the language it is in; `is_quiet` sets it back behind what it belongs to."""

    text: str
    lang: str
    is_strong: bool = False
    is_emphasised: bool = False
    is_quiet: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or an item of a list."""

    spans: tuple[Span, ...]
    is_item: bool = False

    @property
    def text(self) -> str:
        """Give the words without marks but for that of an item."""
        words = "".join(span.text for span in self.spans)
        return f"• {words}" if self.is_item else words


def plain_lines(lines: Iterable[Line]) -> str:
    """Write lines as text, one below the other."""
    return "\n".join(line.text for line in lines)


def numbered(slugs: Iterable[str], cited: References) -> str:
    """Cite sources by their numbers in ascending order: `[1][3]`; they are added to `cited`."""
    return "".join(f"[{number}]" for number in sorted({cited.number(slug) for slug in slugs}))


def marked_lines(markdown: str, lang: str, cited: References) -> Sequence[Line]:
    """Parse Markdown of a record. Its citations become numbers and are added to `cited`."""
    lines: list[Line] = []
    marks: list[str] = []
    for token in PARSER.parse(markdown, {}):
        if token.type == "ordered_list_open":
            marks.append(str(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            marks.append("")
        elif token.type.endswith("_list_close"):
            marks.pop()
        elif token.type == "inline":
            spans = tuple(_spans(token.children or (), lang, cited))
            if marks and marks[-1]:
                spans = (Span(f"{marks[-1]}. ", lang), *spans)
                marks[-1] = str(int(marks[-1]) + 1)
                lines.append(Line(spans))
            else:
                lines.append(Line(spans, is_item=bool(marks)))
    return lines


def _spans(tokens: Iterable[Token], lang: str, cited: References) -> Iterator[Span]:
    style = Span("", lang)
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            style = replace(style, is_strong=token.nesting > 0)
        elif token.type in ("em_open", "em_close"):
            style = replace(style, is_emphasised=token.nesting > 0)
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
            style = replace(style, href=address if address.startswith(_WEB) else "")
        elif token.type == "link_close":
            style = replace(style, href="")
        elif token.type == "citation":
            yield Span(numbered(token.meta["slugs"], cited), lang)
        elif token.type in ("softbreak", "hardbreak"):
            yield replace(style, text=" ")
        elif token.content:
            yield replace(style, text=token.content)
