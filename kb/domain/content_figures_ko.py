"""The figures of a Korean text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import prod
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

_SMALL: Final = {"십": 10, "백": 100, "천": 1000}
_LARGE: Final = {"만": 10**4, "억": 10**8, "조": 10**12}
_SCALES: Final = _SMALL | _LARGE
_ONES: Final = {
    "한": 1,
    "두": 2,
    "세": 3,
    "석": 3,
    "네": 4,
    "넉": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
}
_TENS: Final = {"열": 10, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90}
_WORDS: Final = {
    **_ONES,
    **_TENS,
    "스무": 20,
    **{f"{ten}{one}": value + _ONES[one] for ten, value in _TENS.items() for one in _ONES},
}
_COUNTERS: Final = ["가지", "개", "곳", "명", "대", "번", "배", "건", "차례", "해", "달", "살", "도시", "나라", "기관"]
_MAY_MEAN: Final = words_for(
    {
        "하나 첫 처음 단일 매년 매일 매달 매월 매주 연간 하루 일주일 유일": [number(1)],
        "둘 양 쌍 이틀 갑절 이중 보름": [number(2)],
        "셋 사흘 서너 삼": [number(3)],
        "넷 나흘 서너 사": [number(4)],
        "닷새 대여섯 오": [number(5)],
        "엿새 대여섯 육 반년": [number(6)],
        "일주일": [number(7)],
        "열흘 십 십여 십수": [number(10)],
        "보름": [number(15)],
        "백 백여": [number(100)],
        "천 천여": [number(1000)],
        "만 만여": [number(10**4)],
        "십만": [number(10**5)],
        "백만": [number(10**6)],
        "천만": [number(10**7)],
        "억": [number(10**8)],
        "절반": [part(1, 2), number(50, kind="percent")],
        "반": [part(1, 2), number(30)],
        "정오": [time_of_day(12)],
        "자정": [time_of_day(0)],
    }
)
"""Words that may say what the English text says in digits or words; where it doesn't, nothing is missing there."""


def figures_in_korean(text: str) -> Figures:
    """Read the figures of a Korean text."""
    return read(text, _STATING, _MEANING)


def _scaled(match: re.Match[str]) -> Iterator[Figure]:
    low, run = match.groups()
    terms = _TERM.findall(run)
    if low:
        yield lower_end(low, terms[0][0], prod(_SCALES[sign] for sign in terms[0][1]))
    total = small = Fraction(0)
    for digits, signs in terms:
        small += number(digits, prod(_SMALL[sign] for sign in signs if sign in _SMALL)).value
        for sign in signs:
            if sign in _LARGE:
                total, small = total + small * _LARGE[sign], Fraction(0)
    yield Figure("number", total + small)


def _clock(match: re.Match[str]) -> Iterator[Figure]:
    half, hour, minute, half_past = match.groups()
    minutes = "30" if half_past else minute
    if half is None or int(hour) > 12:
        yield time_of_day(hour, minutes)
    else:  # 밤 12시 is midnight, 낮 12시 noon
        is_midnight = half in ("밤", "새벽") and hour == "12"
        yield time_of_day(hour, minutes, afternoon=half in ("오후", "낮", "저녁", "밤") and not is_midnight)


def _part(match: re.Match[str]) -> Iterator[Figure]:
    of, count = match.groups()
    yield part(count, of)


_TERM: Final = re.compile(rf"({NUMBER})([십백천만억조]*)")
_SCALED: Final = rf"{NUMBER}[십백천만억조]+"
_RUN: Final = rf"{_SCALED}(?:\s?{_SCALED})*(?:\s?{NUMBER}(?![\d,.]*\s?[년월%]))?"  # 1억 3258만, 2만 5000
_WORD: Final = any_of(_WORDS)
_COUNT: Final = any_of(word for word, value in _WORDS.items() if value > 2 and word != "열")  # 열다 is to open
_COUNTED: Final = any_of(_COUNTERS)
_STATING: Final = (
    reading(rf"(?<!\d)(\d\d?)시?{TO}(?=\d\d?시(?!간))", lambda m: [time_of_day(m[1])]),  # 18~20시
    reading(
        r"(?:(오전|오후|새벽|아침|낮|저녁|밤)\s?)?(?<!\d)([012]?\d)시(?![간민군장내도청])(?:\s?(\d\d?)분|\s(반))?",
        _clock,
    ),
    reading(r"(?<![\d:])([012]?\d):([0-5]\d)(?![\d:])", lambda m: [time_of_day(m[1], m[2])]),
    reading(rf"(?<!\d)(\d\d?)월?{TO}(\d\d?)월", lambda m: [month(m[1]), month(m[2])]),
    reading(r"(?<!\d)(\d\d?)월", lambda m: [month(m[1])]),
    reading(r"(?<!\d)([1-9]\d?)분의\s?(\d\d?)", _part),
    reading(r"(?<!\d)(\d\d?)/([1-9]\d?)(?!\d)", lambda m: [part(m[1], m[2])]),
    reading(r"제(\d+)조", numbers),  # an article of a law, not trillions
    reading(rf"(?:({NUMBER}){TO})?({_RUN})[가-힣]*", _scaled),
    reading(rf"(?:({NUMBER}){TO})?({NUMBER})\s?(?:%|퍼센트|프로(?![가-힣]))[가-힣]*", percentages),
    reading(rf"({NUMBER})[가-힣]*", numbers),
    # Written together, 열대 is the tropics, not ten vehicles.
    reading(
        rf"(?<![가-힣]){_COUNT}(?=\s[가-힣])|(?<![가-힣])열(?!대)(?=\s?{_COUNTED})", lambda m: [number(_WORDS[m[0]])]
    ),
)
_MEANING: Final = (
    reading(rf"(?<![가-힣]){_WORD}(?=째|{_COUNTED}|\b)", lambda m: [number(_WORDS[m[0]])]),
    reading(rf"(?<![가-힣]){any_of(_MAY_MEAN)}", lambda m: _MAY_MEAN[m[0]]),
)
