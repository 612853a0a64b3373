"""Sentences about figures: lists of names with their counts, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from babel.lists import format_list
from markupsafe import Markup

from kb.domain.locales import Locale, LocalText
from kb.web.filters import tagged


def joined(parts: Sequence[str], lang: Locale) -> Markup:
    """Join parts as the language lists things: `A, B and C`. Parts that are markup stay so."""
    places = [f"{{{number}}}" for number in range(len(parts))]
    text = ", ".join(places) if lang == "ko" else format_list(places, locale="en_GB")
    return Markup(text).format(*parts)  # noqa: S704 - placeholders only


def with_counts(counted: Iterable[tuple[LocalText, int]], lang: Locale) -> Markup:
    """List names with their counts in brackets, each name marked with its language."""
    return joined([Markup("{} ({})").format(tagged(name), count) for name, count in counted], lang)


def filled(message: str, **values: object) -> Markup:
    """Fill the named places of a translated message; values that are markup stay so, others are escaped."""
    return Markup(message) % values  # noqa: S704 - our own words
