"""What the factors that cities are compared by are called, and how their values are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kb.domain.city_likeness import COAST, BadFigure, is_figures, read_figures
from kb.domain.city_similarity import Factor
from kb.domain.locales import Locale, LocalText
from kb.rendering.numbers import format_number, format_quantity
from kb.web.kept import names
from kb.web.messages import gettext as _
from kb.web.messages import lazy_gettext as _l
from kb.web.public.links import short_name

FACTOR: Final[Mapping[Factor, Any]] = {
    "population": _l("Population"),
    "density": _l("Population density"),
    "income": _l("Income group of the country"),
    "coast": _l("Coast"),
    "climate": _l("Climate zone"),
}
INCOME: Final = {
    "low": _l("Low income"),
    "lower_middle": _l("Lower middle income"),
    "upper_middle": _l("Upper middle income"),
    "high": _l("High income"),
}
COASTAL: Final = {"yes": _l("On the coast"), "no": _l("Inland")}
CLIMATE: Final = {
    "tropical": _l("Tropical"),
    "dry": _l("Dry"),
    "temperate": _l("Temperate"),
    "continental": _l("Continental"),
    "polar": _l("Polar"),
}
CHOICES: Final[Mapping[Factor, Mapping[str, Any]]] = {"income": INCOME, "coast": COASTAL, "climate": CLIMATE}
"""The factors that are chosen from a list, with the names of what may be chosen."""
MEANING: Final[Mapping[Factor, Mapping[str, Any]]] = {
    "income": {
        "low": _l("up to US$1,135 a year per person"),
        "lower_middle": _l("US$1,136 to 4,495"),
        "upper_middle": _l("US$4,496 to 13,935"),
        "high": _l("more than US$13,935"),
    },
    "climate": {
        "tropical": _l("every month warm, at least 18 °C on average, such as Singapore"),
        "dry": _l("too little rain for forest, such as Cairo"),
        "temperate": _l("mild winters, such as Paris, Busan or Rome"),
        "continental": _l("winters with lasting snow, such as Moscow"),
        "polar": _l("no month above 10 °C on average"),
    },
}
"""What a choice means, for people who don't know the classification: the World Bank's limits for the fiscal year 2026."""


def write_factor(factor: Factor, value: Any, lang: Locale) -> str:
    """Write the value of a factor in words and figures."""
    if factor == "population":
        return format_quantity(round(value), _("residents"), lang)
    if factor == "density":
        return _("%(number)s residents per km²", number=format_number(round(value), lang))
    name = next(name for name, code in COAST.items() if code is value) if factor == "coast" else value
    return str(CHOICES[factor][name])


def name_likeness(like: str, lang: Locale) -> LocalText:
    """Name what a `like` parameter says: a city, or figures in words; what can't be read names itself."""
    if not is_figures(like):
        return short_name(names().name("city", like, lang))
    try:
        factors = read_figures(like)
    except BadFigure:
        return LocalText(like, lang)
    written = [write_factor(factor, getattr(factors, factor), lang) for factor in factors.known()]
    return LocalText(", ".join(written), lang)
