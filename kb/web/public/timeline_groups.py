"""What the timeline groups cases by: their city, or the top concepts of their themes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kb.domain.locales import Locale
from kb.services.case_table import CaseFacts
from kb.services.names import Names
from kb.web.public.links import Link, Vocabulary, short_name, title_order
from kb.web.urls import record_path

GroupName = Literal["city", "theme"]
GROUPS: Final[tuple[GroupName, ...]] = ("city", "theme")
NONE: Final = ""
"""The group of what has no city, or no theme."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to group. `name` is also that of the filter for one group.

    `groups_of` gives the slugs of the groups that a case stands in, `link` their headings, None for that of the rest.
    """

    name: GroupName
    groups_of: Callable[[CaseFacts], Sequence[str]]
    link: Callable[[str], Link | None]
    _rank: Callable[[str], tuple[object, ...]]

    def order(self, cases: Iterable[CaseFacts]) -> list[str]:
        """List the groups of some cases: cities by name, themes as in the vocabulary, the rest last."""
        found = {group for case in cases for group in self.groups_of(case)}
        return sorted(found, key=lambda group: (group == NONE, *self._rank(group)))


def by_city(names: Names, lang: Locale) -> Grouping:
    """Group by city."""

    def link(slug: str) -> Link | None:
        return (
            Link(record_path(lang, "city", slug), short_name(names.name("city", slug, lang)), "city") if slug else None
        )

    return Grouping(
        "city",
        lambda case: (case.city or NONE,),
        link,
        lambda slug: title_order(lang, names.name("city", slug, lang)),
    )


def by_theme(themes: Vocabulary, lang: Locale) -> Grouping:
    """Group by top concept; a case stands in the group of each of its themes."""
    ranks = {top.slug: place for place, top in enumerate(themes.top_concepts)}
    tops = themes.tops

    def groups_of(case: CaseFacts) -> Sequence[str]:
        return tuple(dict.fromkeys(tops[slug] for slug in case.themes if slug in tops)) or (NONE,)

    def link(slug: str) -> Link | None:
        found = themes.link(slug)
        return Link(found.href, found.title, "theme") if found else None

    return Grouping("theme", groups_of, link, lambda slug: (ranks.get(slug, len(ranks)), slug))
