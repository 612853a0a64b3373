"""What the values of filters may be, and what the coded ones among them are called, such as stages and countries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from babel import Locale as BabelLocale
from flask_babel import force_locale

from kb.domain.locales import Locale
from kb.web import labels
from kb.web.kept import names

_TABLES: Final[Mapping[str, Mapping[str, object]]] = {
    "type": labels.KIND,
    "stage": labels.STAGE,
    "evidence": labels.GRADE,
    "has": labels.HAS,
    "cost": labels.COST_BAND,
    "city_size": labels.CITY_SIZE,
    "lesson": labels.LESSON_CATEGORY,
    "lesson_type": labels.LESSON,
}
CODED: Final = (*_TABLES, "country", "language")
"""The facets whose values aren't records."""


@cache
def _named(lang: Locale) -> Mapping[tuple[str, str], str]:
    """Write every name once a process and language: looking a message up takes longer than all else in a facet."""
    with force_locale(lang):
        return {(facet, value): str(name) for facet, table in _TABLES.items() for value, name in table.items()}


@cache
def _countries(lang: Locale) -> Mapping[str, str]:
    return {str(code): str(name) for code, name in BabelLocale(lang).territories.items()}


@cache
def country_codes() -> frozenset[str]:
    """Collect the codes of all countries (ISO 3166-1 alpha-2), as Babel knows them."""
    return frozenset(code for code in _countries("en") if len(code) == 2)


@lru_cache(1024)
def coded_name(facet: str, value: str, lang: Locale) -> str:
    """Name a value of one of the `CODED` facets; an unknown one names itself."""
    if facet == "country":
        return _countries(lang).get(value, value)
    if facet == "language":
        return labels.language_name(value, lang)
    return _named(lang).get((facet, value), value)


def known_values() -> Mapping[str, frozenset[str]]:
    """Collect the values that filters on records and countries may have."""
    return {**names().slugs, "country": country_codes()}
