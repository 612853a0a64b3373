"""What is read of a file: its pages, slides or sections with their text and notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

LONGEST_TEXT: Final = 100_000
"""Characters of a page or of its notes; the rest is left out."""
MOST_PAGES: Final = 2000
MOST_TEXT: Final = 2_000_000
"""Characters of a whole file, notes included: some 700 closely printed pages. Indexing them takes 20 s and 0.7 GB."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_BROKEN_WORD: Final = re.compile(r"(?:\ufffe|\x02)[ \t]*\n?")
_SPACES: Final = re.compile(r"[ \t\u00a0\u3000]+")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, slide or section, numbered from 1. Texts are composed (NFC), one line a line or paragraph."""

    number: int
    text: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds; `title` is what it calls itself, if it does."""

    pages: Sequence[Page] = field(default_factory=tuple)
    title: str = ""


def clean_text(text: str) -> str:
    """Make one text of what a parser gives: NFC, no control characters, words whole that a line end had broken."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = _CONTROL.sub("", _BROKEN_WORD.sub("", text))
    lines = (_SPACES.sub(" ", line).strip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]


def clean_title(text: str) -> str:
    """Make one line of a title; one that only names a program's default says nothing and is dropped."""
    line = " ".join(clean_text(text).split())[:200]
    return "" if line.casefold() in _SAYS_NOTHING or line.casefold().startswith("microsoft ") else line


_SAYS_NOTHING: Final = frozenset(
    ("untitled", "untitled-1", "title", "presentation", "powerpoint presentation", "powerpoint 프레젠테이션",
     "프레젠테이션", "제목 없음", "slide 1", "슬라이드 1", "word document", "document", "문서")
)  # fmt: skip
