"""The two languages of the site, and what to show when a text exists in only one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Locale = Literal["ko", "en"]
LOCALES: Final[tuple[Locale, ...]] = get_args(Locale)
DEFAULT_LOCALE: Final[Locale] = "ko"


def is_locale(value: str) -> bool:
    """Say whether `value` is one of the site's languages."""
    return value in LOCALES


def as_locale(value: str) -> Locale:
    """Narrow `value` to a locale. Raises `ValueError` for any other language."""
    if value not in LOCALES:
        raise ValueError(f"not a language of this site: {value!r}")
    return value


def other(locale: Locale) -> Locale:
    """Give the language that the twin page is written in."""
    return "en" if locale == "ko" else "ko"


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text as shown on a page: what it says, the language it is in, and whether that is the fallback."""

    value: str
    lang: Locale
    is_fallback: bool = False

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        return self.value


def choose(texts: Mapping[Locale, str | None], locale: Locale) -> LocalText:
    """Take the text in `locale`, or the other language's where it is missing; empty in `locale` if neither exists."""
    wanted = texts.get(locale)
    if wanted:
        return LocalText(wanted, locale)
    fallback = texts.get(other(locale))
    if fallback:
        return LocalText(fallback, other(locale), is_fallback=True)
    return LocalText("", locale)
