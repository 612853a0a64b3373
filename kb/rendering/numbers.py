"""Numbers and sums of money in words and digits of a language. No digit is ever rounded away."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal, get_currency_name

from kb.domain.locales import Locale

Number = int | float | Decimal

_ENGLISH_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_KOREAN_SCALES = ((10**12, "조"), (10**8, "억"), (10**4, "만"))
_SHORT_CURRENCY_NAMES: dict[tuple[str, Locale], str] = {
    ("KRW", "ko"): "원",
    ("KRW", "en"): "won",
    ("USD", "ko"): "달러",
    ("UGX", "ko"): "우간다 실링",
    ("UGX", "en"): "Ugandan shillings",
}
_NO_SPACE_UNITS = ("%", "°", "℃")


@lru_cache(4096)
def format_number(value: Number, locale: Locale) -> str:
    """Write a number in digits with the language's separators, with every decimal place that it has."""
    return format_decimal(Decimal(str(value)), format="#,##0.############", locale=locale)


def _in_english(value: Decimal) -> str:
    for scale, word in _ENGLISH_SCALES:
        if abs(value) >= scale and (value * 1000 / scale) % 1 == 0:
            return f"{format_number(value / scale, 'en')} {word}"
    return format_number(value, "en")


def _in_korean(value: Decimal) -> str:
    if value % 1 or abs(value) < 10**4:
        return format_number(value, "ko")
    parts, rest = [], abs(int(value))
    for scale, word in _KOREAN_SCALES:
        count, rest = divmod(rest, scale)
        if count:
            parts.append(f"{format_number(count, 'ko')}{word}")
    if rest:
        parts.append(format_number(rest, "ko"))
    return ("-" if value < 0 else "") + " ".join(parts)


def format_large_number(value: Number, locale: Locale) -> str:
    """Write a number with the language's words for magnitudes: `9.75 million`, `1,560만`."""
    exact = Decimal(str(value))
    return _in_korean(exact) if locale == "ko" else _in_english(exact)


def currency_name(currency: str, locale: Locale) -> str:
    """Name a currency as one says it after a number: `euros`, `유로`. An unknown code names itself."""
    short = _SHORT_CURRENCY_NAMES.get((currency, locale))
    return short or get_currency_name(currency, count=2, locale="en_GB" if locale == "en" else locale)


def _with_name(number: str, name: str, locale: Locale) -> str:
    is_bare_korean = locale == "ko" and number[-1].isdigit()
    return f"{number}{name}" if is_bare_korean and " " not in name else f"{number} {name}"


def _range(low: Number, high: Number, name: str, locale: Locale) -> str:
    first, last = format_large_number(low, locale), format_large_number(high, locale)
    if locale == "ko":
        if first[-1].isdigit() and not last[-1].isdigit():
            return f"{_with_name(first, name, 'ko')}~{_with_name(last, name, 'ko')}"
        return _with_name(f"{first}~{last}", name, "ko")
    return f"{english_range(low, high)} {name}"


def english_range(low: Number, high: Number) -> str:
    """Write a range, its magnitude once where both ends share it: `9–13 million`, `2,000 to 3 million`."""
    first, last = format_large_number(low, "en"), format_large_number(high, "en")
    number, _, word = last.partition(" ")
    if word and first.endswith(f" {word}"):
        return f"{first.removesuffix(f' {word}')}–{number} {word}"
    joint = " to " if " " in first + last else "–"
    return f"{first}{joint}{last}"


def format_amount(amount: Number, amount_max: Number | None, currency: str, locale: Locale) -> str:
    """Write a sum of money or a range of sums: `9–13 million euros`, `900만~1,300만 유로`."""
    name = currency_name(currency, locale)
    if amount_max is None or amount_max == amount:
        return _with_name(format_large_number(amount, locale), name, locale)
    return _range(amount, amount_max, name, locale)


def format_quantity(value: Number, unit: str, locale: Locale) -> str:
    """Write a number with its unit: `291 kiosks`, `291대`, `12.5%`. Korean counters follow without a space."""
    number = format_large_number(value, locale)
    if not unit:
        return number
    is_korean_counter = locale == "ko" and "가" <= unit[0] <= "힣"
    return f"{number}{unit}" if is_korean_counter or unit.startswith(_NO_SPACE_UNITS) else f"{number} {unit}"
