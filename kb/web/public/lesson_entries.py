"""Obstacles and failures as their page lists them: in groups, each with its text, its case and its references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.domain.locales import LocalText, choose
from kb.domain.record_types import LESSON_CATEGORIES
from kb.rendering.references import References
from kb.services.lessons import Lesson, LessonIndex, read_contents, read_lessons
from kb.web.database import db
from kb.web.kept import kept, names
from kb.web.messages import gettext as _
from kb.web.public.case_entries import list_order
from kb.web.public.case_facts import case_facts
from kb.web.public.lesson_request import LessonRequest, value_name
from kb.web.public.links import Link, Vocabulary, short_name, title_order
from kb.web.public.matrix_counts import broader_themes
from kb.web.public.texts import Prose, prose
from kb.web.urls import record_path

Placed = tuple[str, int]
"""The value by which a lesson is grouped, and its place in the index."""


@dataclass(frozen=True, slots=True)
class LessonEntry:
    """One lesson. `case` leads to its place on the page of the case."""

    kind: str
    category: str
    text: Prose
    references: Markup
    case: Link
    city: Link | None
    stage: str


@dataclass(frozen=True, slots=True)
class LessonGroup:
    """Lessons that have a value in common. `count` is of the whole group, which may go on over several pages.

    `href` leads to the group alone; empty where nothing else is shown or the group is of lessons without a value.
    """

    title: LocalText
    count: int
    entries: Sequence[LessonEntry]
    href: str = ""


def lesson_index(asked: LessonRequest) -> LessonIndex:
    """Give all lessons by city and title of their case, as readers of a language order them."""
    return kept(f"lessons_{asked.lang}", lambda: _read_index(asked))


def _read_index(asked: LessonRequest) -> LessonIndex:
    lang = asked.lang
    lessons = read_lessons(db(), case_facts(), broader_themes())
    order = {
        facts.slug: list_order(lang, _city(facts.city, asked), choose(facts.title, lang))
        for facts in {lesson.case.slug: lesson.case for lesson in lessons}.values()
    }
    return LessonIndex(sorted(lessons, key=lambda lesson: (order[lesson.case.slug], lesson.case.slug)))


def place_lessons(index: LessonIndex, asked: LessonRequest, words: Vocabulary) -> Sequence[Placed]:
    """Put what passes the filters in its groups. A case with several themes has its lessons in the group of each."""
    found = index.matching(asked.filters)
    placed = [
        (value, place) for value in _values(asked, words) for place in sorted(index.having(asked.group, value) & found)
    ]
    rest = found.difference(place for _value, place in placed)
    return [*placed, *(("", place) for place in sorted(rest))]


def _values(asked: LessonRequest, words: Vocabulary) -> Sequence[str]:
    if asked.group == "category":
        return LESSON_CATEGORIES
    if asked.group == "theme":
        return [top.slug for top in words.top_concepts]
    return sorted(names().slugs["city"], key=lambda slug: title_order(asked.lang, value_name("city", slug, asked.lang)))


def build_groups(
    index: LessonIndex, placed: Sequence[Placed], shown: slice, asked: LessonRequest, cited: References
) -> Sequence[LessonGroup]:
    """Build the groups of a page; what it cites is added to `cited`."""
    here = placed[shown]
    contents = read_contents(db(), [index.lessons[place] for _value, place in here])
    counts, groups = Counter(value for value, _place in placed), []
    for value in dict.fromkeys(value for value, _place in here):
        entries = []
        for lesson in (index.lessons[place] for of, place in here if of == value):
            content = contents.get((lesson.case_id, lesson.row_id))
            if content:
                text = prose(choose(content.text, asked.lang), cited)
                links = cited.links(source.slug for source in content.sources)
                entries.append(_entry(lesson, text, links, asked))
        groups.append(LessonGroup(_title(value, asked), counts[value], entries, _group_path(value, asked)))
    return groups


def _title(value: str, asked: LessonRequest) -> LocalText:
    return value_name(asked.group, value, asked.lang) if value else LocalText(_("Without any of these"), asked.lang)


def _group_path(value: str, asked: LessonRequest) -> str:
    return asked.narrowed(asked.group, value) if value and list(asked.filters.get(asked.group, ())) != [value] else ""


def _entry(lesson: Lesson, text: Prose, references: Markup, asked: LessonRequest) -> LessonEntry:
    href = f"{record_path(asked.lang, 'case', lesson.case.slug)}#lesson-{lesson.row_id}"
    title = choose(lesson.case.title, asked.lang)
    return LessonEntry(
        kind=lesson.kind,
        category=lesson.category,
        text=text,
        references=references,
        case=Link(href, title, "case"),
        city=_city(lesson.case.city, asked),
        stage=lesson.case.stage,
    )


def _city(slug: str | None, asked: LessonRequest) -> Link | None:
    name = names().find("city", slug, asked.lang)
    return Link(record_path(asked.lang, "city", slug), short_name(name), "city") if slug and name else None
