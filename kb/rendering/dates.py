"""Dates and periods in words: `2012–May 2016`, `since April 2013`, `2013년 4월부터`, `about December 2017`."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date

from kb.domain.dates import DatePoint, Period, parse_edtf
from kb.domain.locales import Locale

_CLDR_LOCALE: dict[Locale, str] = {"ko": "ko", "en": "en_GB"}
_PATTERNS: dict[Locale, dict[str, str]] = {
    "ko": {"year": "y년", "month": "y년 M월", "day": "y년 M월 d일"},
    "en": {"year": "y", "month": "MMMM y", "day": "d MMMM y"},
}
_QUALIFIED: dict[Locale, dict[str, str]] = {
    "ko": {
        "": "{}",
        "approximate": "{}경",
        "uncertain": "{}(불확실)",
        "uncertain and approximate": "{}경(불확실)",
    },
    "en": {
        "": "{}",
        "approximate": "about {}",
        "uncertain": "{} (uncertain)",
        "uncertain and approximate": "about {} (uncertain)",
    },
}
_ENDLESS: dict[Locale, dict[str, str]] = {
    "ko": {"open": "{}부터", "unknown_end": "{}부터(종료 시점 미상)", "until": "{}까지"},
    "en": {"open": "since {}", "unknown_end": "from {}, end unknown", "until": "until {}"},
}


def format_day(day: date, locale: Locale) -> str:
    """Write a day: `19 April 2013`, `2013년 4월 19일`."""
    return babel_date(day, _PATTERNS[locale]["day"], locale=_CLDR_LOCALE[locale])


def format_moment(moment: datetime, locale: Locale, time_zone: str = "Asia/Seoul") -> str:
    """Write the day on which a moment falls in a time zone. A moment without zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("UTC"))
    return format_day(aware.astimezone(ZoneInfo(time_zone)).date(), locale)


def _point(point: DatePoint, locale: Locale) -> str:
    precision = "day" if point.day else "month" if point.month else "year"
    text = babel_date(point.first_day, _PATTERNS[locale][precision], locale=_CLDR_LOCALE[locale])
    if point.time:
        text = f"{text} {point.time}" if locale == "ko" else f"{text}, {point.time}"
    return _QUALIFIED[locale][point.qualifier].format(text)


def _shared_part(start: DatePoint, end: DatePoint) -> str:
    """Say what two dates of the same precision share and so need to say once: "year", "month" or nothing."""
    if start.qualifier or end.qualifier or start.time or end.time or start.year != end.year:
        return ""
    if start.day and end.day:
        return "month" if start.month == end.month else "year"
    return "year" if start.month and end.month and not start.day and not end.day else ""


def _interval_in_english(start: DatePoint, end: DatePoint) -> str:
    last, shared = _point(end, "en"), _shared_part(start, end)
    if shared == "month":
        return f"{start.day}–{last}"
    if shared == "year":
        pattern = "d MMMM" if start.day else "MMMM"
        first = babel_date(start.first_day, pattern, locale="en_GB")
        return f"{first} – {last}" if start.day else f"{first}–{last}"
    first = _point(start, "en")
    return f"{first} – {last}" if " " in first else f"{first}–{last}"


def _interval_in_korean(start: DatePoint, end: DatePoint) -> str:
    shared = _shared_part(start, end)
    if shared == "month":
        return f"{start.year}년 {start.month}월 {start.day}~{end.day}일"
    if shared == "year" and start.day:
        return f"{_point(start, 'ko')}~{end.month}월 {end.day}일"
    if shared == "year":
        return f"{start.year}년 {start.month}~{end.month}월"
    if not (start.month or end.month or start.qualifier or end.qualifier):
        return f"{start.year}~{end.year}년"
    return f"{_point(start, 'ko')}~{_point(end, 'ko')}"


def _period(period: Period, locale: Locale) -> str:
    start, end = period.start, period.end
    if start and end:
        if not period.is_interval:
            return _point(start, locale)
        return _interval_in_korean(start, end) if locale == "ko" else _interval_in_english(start, end)
    if start:
        return _ENDLESS[locale]["open" if period.is_open else "unknown_end"].format(_point(start, locale))
    return _ENDLESS[locale]["until"].format(_point(end, locale)) if end else ""


@lru_cache(maxsize=4096)
def format_edtf(text: str, locale: Locale) -> str:
    """Write an EDTF date or period in words. A text that is no EDTF comes back as it is."""
    try:
        return _period(parse_edtf(text), locale)
    except ValueError:
        return text


def format_years(text: str, locale: Locale) -> str:
    """Write only the years of a period, for narrow places: `2012–2016`, `since 2013`, `2013년부터`."""
    try:
        period = parse_edtf(text)
    except ValueError:
        return text
    first = DatePoint(period.start.year) if period.start else None
    last = DatePoint(period.end.year) if period.end else None
    if first and last and first.year == last.year:
        return _point(first, locale)
    return _period(Period(first, last, period.is_interval, period.is_open), locale)
