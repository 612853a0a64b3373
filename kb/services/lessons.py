"""What stood in the way and what failed, in all published cases: found by category, city and theme, and counted.

The key facts of all lessons are read together and kept (`LessonIndex`); texts and sources are read of those shown only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from sqlalchemy.orm import Session

from kb.db.queries.lessons import lesson_keys, lesson_sources, lesson_texts
from kb.domain.broader_themes import with_broader
from kb.domain.locales import Locale
from kb.domain.record_types import LESSON_CATEGORIES
from kb.errors import Problem
from kb.services.case_table import CaseFacts

KINDS: Final = ("barrier", "failure")
"""Types of lessons that are about what went wrong."""
FILTERS: Final = ("kind", "category", "theme", "city")
MAX_VALUES: Final = 50  # of one filter
Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson's key facts. `themes` are those of its case and the broader ones of these."""

    case: CaseFacts
    case_id: int
    revision: int
    row_id: str
    kind: str
    category: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source as a table names it."""

    slug: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class LessonContent:
    """What a lesson says, as Markdown with citations, and the sources that it names besides."""

    text: Mapping[Locale, str | None]
    sources: Sequence[NamedSource] = ()


class LessonIndex:
    """All lessons, and which of them have each value of each filter. Places are those in `lessons`."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.lessons = lessons
        found: dict[str, dict[str, set[int]]] = {name: defaultdict(set) for name in FILTERS}
        for place, lesson in enumerate(lessons):
            found["kind"][lesson.kind].add(place)
            found["category"][lesson.category].add(place)
            found["city"][lesson.case.city or ""].add(place)
            for theme in lesson.themes:
                found["theme"][theme].add(place)
        self._having = {name: {value: frozenset(places) for value, places in of.items()} for name, of in found.items()}
        self._all = frozenset(range(len(lessons)))

    def having(self, name: str, value: str) -> frozenset[int]:
        """Give the places of the lessons that have a value."""
        return self._having[name].get(value, frozenset())

    def matching(self, filters: Filters, without: str = "") -> frozenset[int]:
        """Give the places of the lessons that pass all filters but the one left out: any value of each will do."""
        passing = (
            frozenset[int]().union(*(self.having(name, value) for value in values))
            for name, values in filters.items()
            if values and name != without
        )
        return reduce(frozenset.intersection, passing, self._all)

    def tally(self, name: str, places: frozenset[int]) -> Mapping[str, int]:
        """Count how many of some lessons have each value of a filter; values that none has are left out."""
        counted = {value: len(having & places) for value, having in self._having[name].items() if value}
        return {value: count for value, count in counted.items() if count}

    def counts(self, filters: Filters) -> Mapping[str, Mapping[str, int]]:
        """Count, for each value of each filter, what passes the other filters."""
        return {name: self.tally(name, self.matching(filters, name)) for name in FILTERS}


def read_lessons(session: Session, cases: Sequence[CaseFacts], broader: Mapping[str, str | None]) -> Sequence[Lesson]:
    """Read the key facts of all lessons, in one statement, by case."""
    facts = {case.slug: case for case in cases}
    return [
        Lesson(facts[slug], case_id, revision, row_id, kind, category, _wider(facts[slug], broader))
        for slug, case_id, revision, row_id, kind, category in lesson_keys(session, KINDS)
        if slug in facts
    ]


def _wider(case: CaseFacts, broader: Mapping[str, str | None]) -> frozenset[str]:
    return frozenset(wider for theme in case.themes for wider in with_broader(theme, broader))


def read_contents(
    session: Session, lessons: Sequence[Lesson], *, whole: bool = False
) -> Mapping[tuple[int, str], LessonContent]:
    """Read what lessons say, by (case id, row id), in two statements: at most a few hundred, or the `whole` collection."""
    ids = None if whole else sorted({lesson.case_id for lesson in lessons})
    if ids == []:
        return {}
    sources: dict[tuple[int, str], list[NamedSource]] = defaultdict(list)
    for case_id, row_id, slug, title, url in lesson_sources(session, ids):
        sources[case_id, row_id].append(NamedSource(slug, title or slug, url or ""))
    return {
        (case_id, row_id): LessonContent({"ko": korean, "en": english}, sources.get((case_id, row_id), ()))
        for case_id, row_id, korean, english in lesson_texts(session, ids)
    }


def parse_filters(
    params: Mapping[str, Sequence[str]], known: Mapping[str, frozenset[str]]
) -> tuple[Mapping[str, list[str]], list[Problem]]:
    """Read the filters; each may repeat. A bad value is listed and left out.

    `known` holds the published slugs of themes and cities.
    """
    allowed = {"kind": frozenset(KINDS), "category": frozenset(LESSON_CATEGORIES), **known}
    problems: list[Problem] = []
    filters: dict[str, list[str]] = {}
    for name in FILTERS:
        given = list(dict.fromkeys(value.strip() for value in params.get(name, ()) if value.strip()))[:MAX_VALUES]
        problems += [Problem(name, "bad_filter_value", value[:80]) for value in given if value not in allowed[name]]
        if good := [value for value in given if value in allowed[name]]:
            filters[name] = good
    return filters, problems
