"""What can be asked of the obstacles and failures: filters and how they are grouped; addresses of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.domain.locales import Locale, LocalText
from kb.errors import Problem
from kb.services.lessons import Filters, parse_filters
from kb.web import labels
from kb.web.coded_values import known_values
from kb.web.kept import names
from kb.web.messages import lazy_gettext as _l
from kb.web.public.explore import explore_path
from kb.web.public.links import short_name
from kb.web.public.search_filters import Chip
from kb.web.urls import with_query

GROUPINGS: Final[Mapping[str, object]] = {
    "category": _l("by kind of obstacle"),
    "city": _l("by city"),
    "theme": _l("by theme"),
}
TITLES: Final[Mapping[str, object]] = {
    "kind": _l("What happened"),
    "category": _l("Kind of obstacle"),
    "theme": _l("Theme"),
    "city": _l("City"),
}
"""What the filters are called."""


@dataclass(frozen=True, slots=True)
class LessonRequest:
    """Filters, and one of the `GROUPINGS`."""

    lang: Locale
    filters: Filters = field(default_factory=dict)
    group: str = "category"

    def pairs(self) -> list[tuple[str, object]]:
        """Write it back as parameters, without the page; what is the default is left out."""
        found: list[tuple[str, object]] = [(name, value) for name, values in self.filters.items() for value in values]
        return [*found, ("group", self.group if self.group != "category" else "")]

    def address(self, *more: tuple[str, object], without: Sequence[tuple[str, object]] = ()) -> str:
        """Address the list: this one, with more parameters and without some of its own."""
        replaced = {name for name, _value in more if name == "group"}
        pairs = [pair for pair in self.pairs() if pair not in without and pair[0] not in replaced]
        return with_query(explore_path(self.lang, "failures"), [*pairs, *more])

    def narrowed(self, name: str, value: str) -> str:
        """Address what of this list has one value of a filter."""
        others = [pair for pair in self.pairs() if pair[0] != name]
        return with_query(explore_path(self.lang, "failures"), [*others, (name, value)])


def parse_lessons(params: Mapping[str, Sequence[str]], lang: Locale) -> tuple[LessonRequest, list[Problem]]:
    """Read the parameters. A bad value is listed and left out."""
    filters, problems = parse_filters(params, known_values())
    group = next(iter(params.get("group", ())), "")
    if group and group not in GROUPINGS:
        problems.append(Problem("group", "bad_value", group[:80]))
    return LessonRequest(lang, filters, group if group in GROUPINGS else "category"), problems


def value_name(name: str, value: str, lang: Locale) -> LocalText:
    """Name a value of a filter."""
    if name == "kind":
        return LocalText(labels.label(labels.LESSON, value), lang)
    if name == "category":
        return LocalText(labels.label(labels.LESSON_CATEGORY, value), lang)
    found = names().name(name, value, lang)
    return short_name(found) if name == "city" else found


def chosen_chips(asked: LessonRequest) -> Sequence[Chip]:
    """List the chosen filters, each with the address without it."""
    return [
        Chip(str(TITLES[name]), value_name(name, value, asked.lang), asked.address(without=[(name, value)]))
        for name, values in asked.filters.items()
        for value in values
    ]
