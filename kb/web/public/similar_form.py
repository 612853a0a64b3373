"""The form of "Cities like mine": a city of the collection or figures of one's own, and how much each factor counts."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kb.domain.city_likeness import HIGHEST, LONGEST, BadFigure, is_figures, read_figure, write_figures
from kb.domain.city_similarity import FACTORS, HEAVIEST, WEIGHTS, CityFactors, Factor
from kb.domain.locales import Locale
from kb.rendering.numbers import format_number
from kb.services.similar_cities import KnownCity
from kb.web.city_labels import FACTOR
from kb.web.messages import gettext as _

CITY: Final = "like"
THEME: Final = "theme"
"""What the cases of similar cities, if one goes on to them, are to be about; it has no part in the likeness."""
WEIGHT: Final = "weight_"
"""How the name of the field for a factor's weight begins."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: a city of the collection by its slug, or figures. `given` is what stands in the fields.

    `factors` is None where nothing was asked, or nothing that can be read. `problems` are (field, what is wrong), in the
    order of the form. `set_aside` tells that figures were typed although a city is chosen, which then counts.
    """

    given: Mapping[str, str]
    city: str = ""
    factors: CityFactors | None = None
    weights: Mapping[Factor, float] = field(default_factory=lambda: WEIGHTS)
    problems: Sequence[tuple[str, str]] = ()
    set_aside: bool = False

    @property
    def theme(self) -> str:
        """Give the theme that was chosen; empty where none was, or one that there isn't."""
        return "" if self.problem(THEME) else self.given[THEME]

    def problem(self, name: str) -> str:
        """Say what is wrong with a field; empty if nothing is."""
        return next((words for where, words in self.problems if where == name), "")

    @property
    def like(self) -> str:
        """Write what the cities are to be like as a search has it; empty where nothing was asked."""
        return self.city or write_figures(self.factors or CityFactors())

    @property
    def has_own_weights(self) -> bool:
        """Say whether the factors count otherwise than they do in a search."""
        return dict(self.weights) != dict(WEIGHTS)

    def query(self) -> Sequence[tuple[str, str]]:
        """Write the form back as parameters."""
        weights = [(f"{WEIGHT}{factor}", f"{self.weights[factor]:g}") for factor in FACTORS]
        return [
            *((name, self.given[name]) for name in (CITY, *FACTORS, THEME)),
            *(weights if self.has_own_weights else ()),
        ]


def read_form(
    params: Mapping[str, str], cities: Mapping[str, KnownCity], themes: Container[str], lang: Locale
) -> Asked:
    """Read the form. What can't be read is named beside its field and left aside; the rest counts."""
    given = {name: params.get(name, "").strip()[:LONGEST] for name in (CITY, *FACTORS, THEME)}
    if is_figures(given[CITY]):
        given = _spread(given)
    problems: list[tuple[str, str]] = []
    city = given[CITY] if given[CITY] in cities else ""
    if given[CITY] and not city:
        problems.append((CITY, _("There is no city of this name in the collection. Choose one of the list.")))
    figures = _figures(given, problems, lang)
    if given[THEME] and given[THEME] not in themes:
        problems.append((THEME, _("There is no theme of this name. Choose one of the list.")))
    weights = _weights(params, problems)
    asked = Asked(given, city, None, weights, problems, bool(city and figures.known()))
    if city:
        return replace(asked, factors=cities[city].factors)
    return replace(asked, factors=figures if figures.known() else None)


def _spread(given: Mapping[str, str]) -> dict[str, str]:
    """Put figures that came in one parameter, as a search has them, into their fields."""
    pairs = dict(pair.partition(":")[::2] for pair in given[CITY].split(",") if ":" in pair)
    return {**given, CITY: "", **{factor: given[factor] or pairs.get(factor, "").strip() for factor in FACTORS}}


def _figures(given: Mapping[str, str], problems: list[tuple[str, str]], lang: Locale) -> CityFactors:
    known: dict[str, Any] = {}
    for factor in FACTORS:
        if given[factor]:
            try:
                known[factor] = read_figure(factor, given[factor])
            except BadFigure as error:
                problems.append((factor, _sentence(error, factor, lang)))
    return CityFactors(**known)


def _sentence(error: BadFigure, factor: Factor, lang: Locale) -> str:
    if error.code == "not_positive":
        return _("This must be more than 0.")
    if error.code == "too_large":
        most = format_number(HIGHEST[factor], lang)
        return _("This is more than any city has; at most %(most)s is possible.", most=most)
    if error.code == "not_a_choice":
        return _("Choose one of the list.")
    if factor == "population":
        return _("Write a number, for example 350,000 or 1.2 million.")
    return _("Write a number, for example 3,500.")


def _weights(params: Mapping[str, str], problems: list[tuple[str, str]]) -> Mapping[Factor, float]:
    weights = dict(WEIGHTS)
    for factor in FACTORS:
        typed = params.get(f"{WEIGHT}{factor}", "").strip()
        if typed in map(str, range(HEAVIEST + 1)):
            weights[factor] = float(typed)
        elif typed:
            name = FACTOR[factor]
            problems.append((f"{WEIGHT}{factor}", _("%(name)s: choose 0, 1, 2 or 3.", name=name)))
    if not any(weights.values()):
        problems.append((f"{WEIGHT}{FACTORS[0]}", _("At least one factor must count.")))
    return weights
