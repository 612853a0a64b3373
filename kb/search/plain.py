"""Markdown as it is indexed and quoted: without citations and marks, one line a paragraph or list item."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kb.domain.citations import without_citations

_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_AUTOLINK: Final = re.compile(r"<(https?://[^<>\s]+)>")
_LIST_ITEM: Final = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+", re.MULTILINE)
_BLOCK: Final = re.compile(r"^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+)", re.MULTILINE)
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n+|\n(?=\x00)")
_STARS: Final = re.compile(r"(?<!\\)\*+|(?<![\\\w])_+(?=\S)|(?<=\S)(?<!\\)_+(?!\w)|(?<!\\)`+")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRAY_SPACE: Final = re.compile(r"[ \t]+(?=[.,;:!?](?:\s|$))")


def plain_text(markdown: str) -> str:
    """Reduce Markdown to plain text in NFC. HTML is text here as it is on the page."""
    text = unicodedata.normalize("NFC", markdown.replace("\r\n", "\n").replace("\x00", ""))
    text = _STRAY_SPACE.sub("", without_citations(text))
    text = _LIST_ITEM.sub("\x00", _BLOCK.sub("", text))
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _ESCAPE.sub(r"\1", _STARS.sub("", text))
    lines = (" ".join(part.replace("\x00", "").split()) for part in _PARAGRAPH.split(text))
    return "\n".join(line for line in lines if line)


def plain_line(text: str) -> str:
    """Reduce a one-line text to NFC without stray white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())
