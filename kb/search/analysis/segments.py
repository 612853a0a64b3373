"""Cuts a search key into atoms: runs of syllables (Hangul, kana, ideographs), words of other scripts, numbers.

Positions count a syllable as one and any other word as one. A space, hyphen or middle dot takes no position, so that
스마트 시티, 스마트·시티 and 스마트시티 lie alike; the end of a sentence or line takes `GAP`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

GAP: Final = 10
_SYLLABLES: Final = "\u1100-\u11ff\u3005\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\U00020000-\U0003ffff"
_ATOM: Final = re.compile(
    rf"(?P<syllables>[{_SYLLABLES}]+)"
    r"|(?P<number>\d+(?:[.,]\d+)+)"
    rf"|(?P<word>[^\W_{_SYLLABLES}]+)(?:'(?:s|t|re|ve|ll|d|m)\b)?"
)
_LINKS: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212\u00b7\u318d\u119e\u2027\u2022\u2219\u22c5\u30fb/_'.+&")
_SENTENCE_END: Final = re.compile(r"\n|[.!?;:。]\s")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL: Final = re.compile(r"\d+\.\d+")

Tie = Literal["start", "glued", "linked", "apart", "break"]
"""How an atom follows the one before: directly, by one hyphen or dot, after a space or other mark, in a new sentence."""


class Atom(NamedTuple):
    """A piece of the key: `start` and `end` in it, `position` in the count of the index, `link` the linking character."""

    text: str
    is_syllables: bool
    start: int
    end: int
    position: int
    tie: Tie
    link: str = ""

    @property
    def width(self) -> int:
        """Count the positions that the atom takes."""
        return len(self.text) if self.is_syllables else 1


def _numbers(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Keep 1,234 as 1234 and 3.5 as it is; take 2018.9.19 apart."""
    if _THOUSANDS.fullmatch(text):
        yield text.replace(",", ""), start, start + len(text)
    elif _DECIMAL.fullmatch(text):
        yield text, start, start + len(text)
    else:
        for match in re.finditer(r"\d+", text):
            yield match.group(), start + match.start(), start + match.end()


def pieces(key: str) -> Iterator[tuple[str, bool, int, int]]:
    """Cut a folded text: yield each piece, whether it is of syllables, where it begins and ends."""
    for match in _ATOM.finditer(key):
        if match.lastgroup == "number":
            for text, start, end in _numbers(match.group(), match.start()):
                yield text, False, start, end
        elif match.lastgroup == "syllables":
            yield match.group(), True, match.start(), match.end()
        else:
            yield match["word"], False, match.start(), match.end("word")


def _tie(between: str) -> Tie:
    if not between:
        return "glued"
    if between in _LINKS:
        return "linked"
    return "break" if _SENTENCE_END.search(between) else "apart"


def segment(key: str) -> Iterator[Atom]:
    """Cut a folded text into atoms, in order."""
    position, end_before = 0, -1
    for text, is_syllables, start, end in pieces(key):
        between = key[end_before:start] if end_before >= 0 else ""
        tie: Tie = "start" if end_before < 0 else _tie(between)
        if tie == "break":
            position += GAP
        atom = Atom(text, is_syllables, start, end, position, tie, between if tie == "linked" else "")
        yield atom
        position += atom.width
        end_before = end
