"""Figures of a text in a form that doesn't depend on its language.

`28 million`, `28,000,000` and `2800만` are one figure; so are `14 February` and `2월 14일`, `2.30 pm` and
`오후 2시 30분`, `seven cities` and `일곱 도시`. Digits that belong to a name (`CO2`, `5G`, `뉴스1`) are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

Kind = Literal["number", "percent", "month", "time", "part"]


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """One figure. A month is 1 to 12, a time the minutes since midnight, a part a fraction such as a third."""

    kind: Kind
    value: Fraction

    def __str__(self) -> str:
        match self.kind:
            case "month":
                return f"month {self.value}"
            case "time":
                return f"{int(self.value) // 60:02}:{int(self.value) % 60:02}"
            case "part":
                return str(self.value)
        digits = f"{Decimal(self.value.numerator) / Decimal(self.value.denominator):f}"
        return f"{digits}%" if self.kind == "percent" else digits


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a text: those `stated` for sure, and those that its words `may` mean (a, both, the first)."""

    stated: frozenset[Figure]
    may: frozenset[Figure]

    def missing_from(self, translation: Figures) -> list[Figure]:
        """List what is stated here and not to be read in the translation at all."""
        return sorted(self.stated - translation.stated - translation.may)


Meaning = Callable[[re.Match[str]], Iterable[Figure]]
Reading = tuple[re.Pattern[str], Meaning]
"""A pattern and what its match says."""


def reading(pattern: str, meaning: Meaning, flags: re.RegexFlag = re.NOFLAG) -> Reading:
    """Make a reading."""
    return re.compile(pattern, flags), meaning


def read(text: str, stating: Sequence[Reading], meaning: Sequence[Reading]) -> Figures:
    """Read a text. Readings are tried in order; what one has matched, the next no longer sees."""
    stated, rest = _taken(text, (*_NAMES, *_DATES, *stating))
    may, _rest = _taken(rest, meaning)
    return Figures(frozenset(stated), frozenset(may))


def _taken(text: str, readings: Sequence[Reading]) -> tuple[set[Figure], str]:
    found: set[Figure] = set()
    for pattern, meaning in readings:
        kept, end = [], 0
        for match in pattern.finditer(text):
            found.update(meaning(match))
            kept.append(text[end : match.start()])
            end = match.end()
        text = " ¦ ".join([*kept, text[end:]])
    return found, text


NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
TO: Final = r"\s?[~∼〜–—-]\s?"
"""What stands between the two ends of a range."""
_YEAR: Final = re.compile(r"[12]\d{3}")


def number(digits: str | int, scale: int = 1, kind: Kind = "number") -> Figure:
    """Give the figure of digits (with thousands separators), times `scale`."""
    return Figure(kind, Fraction(str(digits).replace(",", "")) * scale)


def lower_end(low: str, high: str, scale: int) -> Figure:
    """Read the first number of a range: in `9–13 million` it shares the scale, in `2,500 to 3 million` it can't."""
    return number(low, scale if number(low).value <= number(high).value else 1)


def month(value: str | int) -> Figure:
    """Give the figure of a month."""
    return number(value, kind="month")


def part(numerator: str | int, denominator: str | int) -> Figure:
    """Give the figure of a fraction. Raises `ZeroDivisionError` for a denominator of nought."""
    return Figure("part", Fraction(int(numerator), int(denominator)))


def time_of_day(hour: str | int, minute: str | int | None = 0, *, afternoon: bool | None = None) -> Figure:
    """Give the figure of a time; on a clock of twelve hours `afternoon` tells which half is meant."""
    hours = int(hour) if afternoon is None else int(hour) % 12 + 12 * afternoon
    return Figure("time", Fraction(hours % 24 * 60 + int(minute or 0)))


def numbers(match: re.Match[str]) -> Iterator[Figure]:
    """Read every group as a number."""
    return (number(group) for group in match.groups() if group)


def percentages(match: re.Match[str]) -> Iterator[Figure]:
    """Read every group as a percentage, a year before it excepted."""
    return (number(group, kind="number" if _YEAR.fullmatch(group) else "percent") for group in match.groups() if group)


def words_for(meanings: Mapping[str, Sequence[Figure]]) -> dict[str, list[Figure]]:
    """Turn {words in a line: what each may mean} round to {word: what it may mean}."""
    found: dict[str, list[Figure]] = {}
    for line, meant in meanings.items():
        for word in line.split():
            found.setdefault(word, []).extend(meant)
    return found


def any_of(words: Iterable[str]) -> str:
    """Make a pattern of words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


_UNITS: Final = (
    r"km²|m²|m³|km|cm|mm|m|ha|kg|g|t|[kMGT]?Wh?p?|k?V|[kMG]?Hz|[kMG]bps|[MG]bit|[kMGTP]B|dB|°C|s|ms|min|h|x|p|"
    r"a\.?m|p\.?m|st|nd|rd|th|k|bn|tn"
)
_NAMES: Final = (
    reading(
        r"(?<![\w-])(?!(?i:mid|pre|post|non|late|early)-)[A-Z][A-Za-z]*-\d[\d.]*[A-Za-z]*", lambda _: ()
    ),  # COVID-19
    reading(r"[A-Za-z]+\d[A-Za-z\d]*(?:\.\d+)?", lambda _: ()),  # CO2, PM2.5
    reading(rf"(?<![\w.,])(?!{NUMBER}(?:{_UNITS})(?![A-Za-z]))\d[\d.,]*[A-Za-z][A-Za-z\d]*", lambda _: ()),  # 5G
    reading(r"(?<![\d가-힣])[가-힣]{2,}-?\d+[가-힣]*|(?<!\d)[23]차원", lambda _: ()),  # 뉴스1; 3차원 is 3D
)
_DATES: Final = (
    reading(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)", lambda m: (number(m[1]), month(m[2]), number(m[3]))),
    reading(r"(?<![\d-])((?:19|20)\d\d)[-–/](\d\d)(?![\d-])", lambda m: (number(m[1]), number(m[1][:2] + m[2]))),
)
