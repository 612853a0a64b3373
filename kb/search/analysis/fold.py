"""The search key of a text: NFKC, case and accents folded, with a way back to where each character stood.

Characters are folded one by one, so that `offsets` can lead from the key to the text. Hangul stays composed, and
only marks of alphabetic scripts are dropped: the voicing marks of kana distinguish words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

_MARKS: Final = (
    (0x0300, 0x036F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "′": "'",
    }
)


def _is_mark(char: str) -> bool:
    code = ord(char)
    return any(first <= code <= last for first, last in _MARKS)


def _fold_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return " "  # a lone surrogate can't be written as UTF-8
    if category == "Cf" or _is_mark(char):
        return ""
    key = unicodedata.normalize("NFKC", char).casefold()
    parts = unicodedata.normalize("NFD", key)
    kept = "".join(part for part in parts if not _is_mark(part))
    return unicodedata.normalize("NFC", kept).translate(_LETTERS)


class _Folds(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        if len(folded) != 1:
            _UNEVEN.add(chr(code))
        return folded


_FOLDS: Final = _Folds()
_UNEVEN: Final[set[str]] = set()
"""Characters met so far that become none or several."""


def fold(text: str) -> str:
    """Give the search key of a text. The text should be in NFC."""
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDS)


def offsets(text: str) -> Sequence[int]:
    """List, for each character of `fold(text)`, the index in `text` that it comes from; one more for the end."""
    if text.isascii() or (len(fold(text)) == len(text) and _UNEVEN.isdisjoint(text)):
        return range(len(text) + 1)
    places = [index for index, char in enumerate(text) for _ in fold(char)]
    places.append(len(text))
    return places
