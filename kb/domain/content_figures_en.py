"""The figures of an English text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kb.domain.content_figures import (
    NUMBER,
    TO,
    Figure,
    Figures,
    any_of,
    lower_end,
    month,
    number,
    numbers,
    part,
    percentages,
    read,
    reading,
    time_of_day,
    words_for,
)

_ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS: Final = {
    **{word: value for value, word in enumerate(_ONES)},
    **{ten: value for value, ten in zip(range(20, 100, 10), _TENS, strict=True)},
    **{f"{ten}-{_ONES[one]}": 20 + 10 * index + one for index, ten in enumerate(_TENS) for one in range(1, 10)},
}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES: Final = {"k": 1000, "m": 10**6, "bn": 10**9, "tn": 10**12}
_PARTS: Final = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT_MONTHS: Final = [name[:3] for name in _MONTHS]
_MAY_MEAN: Final = words_for(
    {
        "a an one once single sole each every per annual annually daily weekly monthly hourly yearly first": [
            number(1)
        ],
        "two twice double doubled doubles doubling both pair second couple either biennial": [number(2)],
        "thrice triple tripled third threefold": [number(3)],
        "fourth quadrupled fourfold": [number(4)],
        "fifth": [number(5), *(part(count, 5) for count in range(1, 5))],
        "sixth": [number(6)],
        "seventh": [number(7)],
        "eighth": [number(8)],
        "ninth": [number(9)],
        "tenth": [number(10), part(1, 10)],
        "twelfth": [number(12)],
        "half halved": [part(1, 2), number("0.5"), number(6), number(30), number(50, kind="percent")],
        "third thirds": [part(1, 3), part(2, 3)],
        "quarter quarters": [part(1, 4), part(3, 4), number(3), number(15), number(45)],
        "dozen": [number(10), number(12)],
        "fortnight": [number(2), number(14)],
        "clock": [number(24)],
        "decade": [number(10)],
        "century": [number(100)],
        "noon": [time_of_day(12)],
        "midnight": [time_of_day(0)],
        "no none": [number(0)],
        "may": [month(5)],
        **{word: [number(scale)] for word, scale in _SCALES.items()},
    }
)
"""Words that may say what the Korean text says in digits; where it doesn't, nothing is missing there."""


def figures_in_english(text: str) -> Figures:
    """Read the figures of an English text."""
    return read(text, _STATING, _MEANING)


def _scaled(match: re.Match[str]) -> Iterator[Figure]:
    low, high, word = match.groups()
    scale = _SHORT_SCALES.get(word) or _SCALES[word.lower()]
    if low:
        yield lower_end(low, high, scale)
    yield number(_WORDS.get(high.lower(), high), scale)


def _part(match: re.Match[str]) -> Iterator[Figure]:
    yield part(_WORDS[match[1].lower()], _PARTS[match[2].lower()])


def _month(match: re.Match[str]) -> Iterator[Figure]:
    yield month(_SHORT_MONTHS.index(match[0][:3]) + 1)


_RANGE: Final = rf"(?:({NUMBER})(?:{TO}|\s(?:to|and|or|of|of the|of about)\s))?({NUMBER})"
_WORD: Final = any_of(_WORDS)
_COUNT: Final = any_of(word for word, value in _WORDS.items() if value > 2)
_STATING: Final = (
    reading(r"\b(\d\d?)[:.]([0-5]\d)\s?([ap])\.?m\b\.?", lambda m: [time_of_day(m[1], m[2], afternoon=m[3] == "p")]),
    reading(r"\b(\d\d?)\s?([ap])\.?m\b\.?", lambda m: [time_of_day(m[1], afternoon=m[2] == "p")]),
    reading(r"\b([012]?\d):([0-5]\d)\b", lambda m: [time_of_day(m[1], m[2])]),
    reading(rf"[€£$₩]\s?{_RANGE}({any_of(_SHORT_SCALES)})\b", _scaled),
    reading(rf"\b{_RANGE}[\s-]?({any_of(_SCALES)})\b", _scaled, re.IGNORECASE),
    reading(rf"\b()({_WORD})[\s-]({any_of(_SCALES)})\b", _scaled, re.IGNORECASE),
    reading(rf"{_RANGE}\s?-?(?:%|per\scent\b|percent)", percentages),
    # May is a month within a sentence; at its beginning it may be the verb.
    reading(rf"\b{any_of(set(_MONTHS) - {'May'})}\b|(?<=[a-z\d,(–] )May\b", _month),
    reading(rf"\b{any_of(_SHORT_MONTHS)}\b(?=\.? \d)", _month),
    reading(rf"\b(one|two|three|four)[\s-]({any_of(_PARTS)})s?\b", _part, re.IGNORECASE),
    reading(r"\b(\d\d?)/([1-9]\d?)\b", lambda m: [part(m[1], m[2])]),
    reading(rf"({NUMBER})", numbers),
    reading(rf"\b{_COUNT}\b", lambda m: [number(_WORDS[m[0].lower()])], re.IGNORECASE),
)
_MEANING: Final = (reading(rf"\b{any_of(_MAY_MEAN)}\b", lambda m: _MAY_MEAN[m[0].lower()], re.IGNORECASE),)
