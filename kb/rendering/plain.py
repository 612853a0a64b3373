"""Markdown of records to plain text, for snippets, descriptions, feeds and machine-readable data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token

from kb.domain.citations import without_citations
from kb.rendering.markdown import PARSER

_MARKED: Final = re.compile(r"[\\*_\[\]<>&\0]|^[ \t]*(?:[-+]|\d+[.)])", re.MULTILINE)
"""What the parser would do something about; without it, parsing a text is ten times the work of splitting it."""


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "


def plain_blocks(text: str) -> list[str]:
    """Split a text into its paragraphs and list items, without marks and citations."""
    blocks = ("".join(_words(token.children or ())) for token in PARSER.parse(text, {}) if token.type == "inline")
    return [" ".join(block.split()) for block in blocks]


def plain_text(text: str) -> str:
    """Give a text in one line."""
    bare = without_citations(text)
    if _MARKED.search(bare):
        return " ".join(filter(None, plain_blocks(text)))
    return " ".join(bare.split())


def shorten(text: str, limit: int) -> str:
    """Cut plain text after a whole word so that it has at most `limit` characters, the ellipsis included."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rsplit(" ", 1)[0] if " " in head else head
    return cut.rstrip(" ,;:.·") + "…"
