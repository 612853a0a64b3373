"""The filters of the map and the timeline: what is asked for, and the form that asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.domain.locales import Locale, LocalText
from kb.domain.record_types import STAGES
from kb.errors import Problem
from kb.services.case_choice import Chosen, choose_cases, read_chosen
from kb.services.case_table import CaseFacts
from kb.services.names import Names
from kb.web import labels
from kb.web.coded_values import known_values
from kb.web.public.case_facts import case_facts
from kb.web.public.links import Vocabulary, short_name, title_order
from kb.web.public.search_notices import Notices, left_out
from kb.web.urls import page_path, with_query


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose; `depth` is how far below its top concept a theme stands."""

    value: str
    name: LocalText
    chosen: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with its values; `name` is that of the parameter."""

    name: str
    title: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Selection:
    """The cases that pass the filters of an address, and those filters."""

    cases: Sequence[CaseFacts]
    chosen: Chosen
    notices: Notices

    def pairs(self, *without: str) -> list[tuple[str, object]]:
        """Write the filters as parameters, but for some of them."""
        return [(name, value) for name, values in self.chosen.items() if name not in without for value in values]

    def search_path(self, lang: Locale, *more: tuple[str, object]) -> str:
        """Address the list of the chosen cases; further filters take the place of chosen ones of the same name."""
        kept = self.pairs(*(name for name, _value in more))
        return with_query(page_path(lang, "search"), [("type", "case"), *kept, *more])


def read_selection(
    params: Mapping[str, Sequence[str]], lang: Locale, themes: Vocabulary
) -> tuple[Selection, list[Problem]]:
    """Choose cases by the parameters of an address; a bad value is left out and listed."""
    chosen, problems = read_chosen(params, lang, known_values())
    cases = choose_cases(case_facts(), chosen, themes.with_narrower)
    return Selection(cases, chosen, Notices(left_out=left_out(problems))), problems


def theme_choice(themes: Vocabulary, chosen: Chosen) -> Choice:
    """Offer the themes, narrower ones under broader ones."""
    options: list[Option] = []

    def add(slug: str, depth: int) -> None:
        if depth > 5:  # a vocabulary that runs in a circle
            return
        name = themes.themes[slug].title(themes.lang)
        options.append(Option(slug, name, slug in chosen.get("theme", ()), depth))
        for child in themes.children(slug):
            add(child.slug, depth + 1)

    for top in themes.top_concepts:
        add(top.slug, 0)
    return Choice("theme", labels.label(labels.FACET, "theme"), options)


def city_choice(names: Names, lang: Locale, chosen: Chosen) -> Choice:
    """Offer the cities by name."""
    named = [(slug, short_name(names.name("city", slug, lang))) for slug in names.slugs["city"]]
    options = [
        Option(slug, name, slug in chosen.get("city", ()))
        for slug, name in sorted(named, key=lambda item: title_order(lang, item[1]))
    ]
    return Choice("city", labels.label(labels.FACET, "city"), options)


def stage_choice(lang: Locale, chosen: Chosen) -> Choice:
    """Offer the stages."""
    options = [
        Option(stage, LocalText(labels.label(labels.STAGE, stage), lang), stage in chosen.get("stage", ()))
        for stage in STAGES
    ]
    return Choice("stage", labels.label(labels.FACET, "stage"), options)
