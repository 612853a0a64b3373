"""Lengths of time in words: `7 years 8 months`, `about 4 years`, `최소 5년`."""

from __future__ import annotations

from typing import Final

from kb.domain.durations import Precision
from kb.domain.locales import Locale

_MONTHS: Final = 12


def format_duration(months: int, precision: Precision, locale: Locale, *, is_least: bool = False) -> str:
    """Write a length. By year precision it is approximate; `is_least` says that it may be longer."""
    words = _korean(months, precision) if locale == "ko" else _english(months, precision)
    if is_least:
        return f"최소 {words}" if locale == "ko" else f"at least {words}"
    if precision == "year" and months:
        return f"약 {words}" if locale == "ko" else f"about {words}"
    return words


def _english(months: int, precision: Precision) -> str:
    years, rest = divmod(months, _MONTHS)
    if not months:
        return "one year or less" if precision == "year" else "one month or less"
    parts = [_count(years, "year"), _count(rest, "month")]
    return " ".join(filter(None, parts))


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}" if number else ""


def _korean(months: int, precision: Precision) -> str:
    years, rest = divmod(months, _MONTHS)
    if not months:
        return "1년 이내" if precision == "year" else "1개월 이내"
    return " ".join(filter(None, (f"{years}년" if years else "", f"{rest}개월" if rest else "")))
