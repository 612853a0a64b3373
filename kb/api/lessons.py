"""Obstacles and failures as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kb.api.local_names import local_names
from kb.api.parameters import Paging
from kb.api.records import pages_of
from kb.api.tables import write_csv
from kb.domain.licence import LICENCE_URL
from kb.domain.locales import LOCALES, Locale
from kb.services.lessons import Lesson, LessonContent
from kb.services.names import Names
from kb.web.frame import base_url
from kb.web.urls import revision_path

Contents = Mapping[tuple[int, str], LessonContent]
HEADER: Final = (
    "record", "row_id", "title__ko", "title__en", "city", "city_name__ko", "city_name__en", "themes", "stage",
    "lesson_type", "category", "text__ko", "text__en", "source_titles", "source_urls", "revision", "page_url",
)  # fmt: skip
"""Columns of the table. Those of a lesson have their import names; `record` is the slug of its case."""


def lessons_document(
    lessons: Sequence[Lesson], contents: Contents, total: int, paging: Paging | None
) -> dict[str, Any]:
    """Describe lessons: all of them, or a page of `total`."""
    return {
        "items": [_item(lesson, contents[lesson.case_id, lesson.row_id]) for lesson in lessons],
        "total": total,
        "page": paging.page if paging else 1,
        "per_page": paging.per_page if paging else total,
        "license": LICENCE_URL,
    }


def _item(lesson: Lesson, content: LessonContent) -> dict[str, Any]:
    case = lesson.case
    return {
        "case": {
            "type": "case",
            "slug": case.slug,
            "url": pages_of("case", case.slug),
            "title": {locale: case.title.get(locale) for locale in LOCALES},
        },
        "revision": lesson.revision,
        "city": case.city,
        "themes": list(case.themes),
        "stage": case.stage,
        "row_id": lesson.row_id,
        "lesson_type": lesson.kind,
        "category": lesson.category,
        "text": content.text,
        "sources": [{"slug": source.slug, "title": source.title, "url": source.url} for source in content.sources],
    }


def lessons_csv(lessons: Sequence[Lesson], contents: Contents, names: Names, lang: Locale) -> bytes:
    """Write lessons as a table; sources are listed in its last columns."""
    return write_csv(HEADER, (_row(lesson, contents[lesson.case_id, lesson.row_id], names, lang) for lesson in lessons))


def _row(lesson: Lesson, content: LessonContent, names: Names, lang: Locale) -> list[Any]:
    case = lesson.case
    return [
        case.slug,
        lesson.row_id,
        *(case.title.get(locale) for locale in LOCALES),
        case.city,
        *local_names(names, "city", case.city),
        case.themes,
        case.stage,
        lesson.kind,
        lesson.category,
        *(content.text.get(locale) for locale in LOCALES),
        [source.title for source in content.sources],
        [source.url for source in content.sources if source.url],
        lesson.revision,
        f"{base_url()}{revision_path(lang, 'case', case.slug, lesson.revision)}#lesson-{lesson.row_id}",
    ]
