"""The addresses of the views of the whole collection as data."""

from __future__ import annotations

from flask import Response, request

from kb.api.answers import json_answer
from kb.api.lessons import lessons_csv, lessons_document
from kb.api.matrix import matrix_csv
from kb.api.parameters import answer_lang, asks_for_a_page, query_lists, read_paging
from kb.api.twin_views import CSV
from kb.errors import Invalid
from kb.services.lessons import Lesson, read_contents
from kb.web.database import db
from kb.web.kept import names
from kb.web.public.lesson_entries import lesson_index
from kb.web.public.lesson_request import LessonRequest, parse_lessons
from kb.web.public.matrix_counts import broader_themes, case_matrix, city_countries
from kb.web.public.matrix_heads import branches_of, city_heads
from kb.web.public.matrix_request import parse_matrix
from kb.web.public.vocabulary import vocabulary


def show_matrix_csv() -> Response:
    """Answer with the counts of all cities, or those of a country, under groups of themes or all themes."""
    lang = answer_lang()
    asked, problems = parse_matrix(request.args, set(filter(None, city_countries().values())))
    if problems:
        raise Invalid(problems)
    branches = branches_of(vocabulary(lang))
    depth = 1 if asked.show == "groups" else None
    themes = [theme.slug for branch in branches for theme in branch[:depth]]
    cities = [(city.slug, city_countries().get(city.slug, "")) for city in city_heads(lang, asked.country)]
    table = matrix_csv(case_matrix(), cities, themes, broader_themes(), names(), lang)
    return Response(table, content_type=CSV)


def show_failures() -> Response:
    """Answer with the obstacles and failures asked for, or the page of them that the address names."""
    lessons = _asked_for()
    paging = read_paging() if asks_for_a_page() else None
    shown = lessons[paging.start : paging.start + paging.per_page] if paging else lessons
    contents = read_contents(db(), shown, whole=paging is None)
    return json_answer(lessons_document(shown, contents, len(lessons), paging))


def show_failures_csv() -> Response:
    """Answer with the obstacles and failures asked for as a table."""
    lessons = _asked_for()
    return Response(
        lessons_csv(lessons, read_contents(db(), lessons, whole=True), names(), answer_lang()), content_type=CSV
    )


def _asked_for() -> list[Lesson]:
    asked, problems = parse_lessons(query_lists(), answer_lang())
    if problems:
        raise Invalid(problems)
    index = lesson_index(LessonRequest(asked.lang))
    return [index.lessons[place] for place in sorted(index.matching(asked.filters))]
