"""Numbers as people type them into a form: `356,603`, `35만 6,603`, `1.2 million`, `약 35만 명`."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final

LONGEST: Final = 40
"""Characters that are looked at; no number that means anything is longer."""
_SCALES: Final = {
    "천": 10**3,
    "만": 10**4,
    "십만": 10**5,
    "백만": 10**6,
    "천만": 10**7,
    "억": 10**8,
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
_AROUND: Final = re.compile(r"^(?:약|about|approx\.?|ca\.?|~|≈)+|(?:여|명|인|people|residents|inhabitants|/?km2|per)+$")
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)(billion|million|thousand|bn|[십백천]만|[천만억km])?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,'’_])\d{3})(?:\1\d{3})*")
_DECIMAL_COMMA: Final = re.compile(r"(\d),(\d{1,2})(?!\d)")
_SIGNS: Final = ".,'’_"


class NotANumber(ValueError):
    """What was typed is no number; a sign before it is read, so that the answer can say what is wrong with it."""


def read_number(typed: str) -> float:
    """Read a number with separators, signs of approximation, words for magnitudes in either language, and units.

    A point or comma with three digits after it parts thousands. Raises `NotANumber`.
    """
    text = unicodedata.normalize("NFKC", typed).casefold()
    text = "".join(char for char in text if not char.isspace() and unicodedata.category(char) != "Cf")
    if len(text) > LONGEST:
        raise NotANumber(typed[:LONGEST])
    sign = -1 if text[:1] in ("-", "−") else 1
    value = _read_parts(_AROUND.sub("", text.lstrip("-−+")))
    if value is None or not math.isfinite(value):
        raise NotANumber(typed)
    return sign * value


def _read_parts(text: str) -> float | None:
    """Add up parts of falling magnitude, such as `1억 2,000만`; None if anything else is left over."""
    total, above, at = 0.0, math.inf, 0
    plain = _GROUPED.sub(lambda found: "".join(char for char in found[0] if char not in _SIGNS), text)
    plain = _DECIMAL_COMMA.sub(r"\1.\2", plain)
    while at < len(plain):
        part = _PART.match(plain, at)
        scale = _SCALES.get(part[2] or "", 1) if part else 0
        if part is None or scale >= above:
            return None
        total, above, at = total + float(part[1]) * scale, scale, part.end()
    return total if plain else None
