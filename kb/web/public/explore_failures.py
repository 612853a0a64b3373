"""Explore: what stood in the way and what failed, in all case studies, and the projects that ended or failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import request as http_request
from markupsafe import Markup

from kb.domain.locales import Locale, choose
from kb.rendering.references import References
from kb.services.case_choice import choose_cases
from kb.services.case_table import CaseFacts
from kb.services.lessons import LessonIndex
from kb.web.database import db
from kb.web.frame import NavItem, render
from kb.web.kept import names
from kb.web.messages import gettext as _
from kb.web.pagination import Pagination, page_of
from kb.web.public.blueprint import public
from kb.web.public.case_facts import case_facts
from kb.web.public.citations import SourceEntry, read_cited
from kb.web.public.explore import ExplorePage, explore_frame, explore_path
from kb.web.public.lesson_entries import LessonGroup, build_groups, lesson_index, place_lessons
from kb.web.public.lesson_facets import lesson_facets
from kb.web.public.lesson_request import GROUPINGS, TITLES, LessonRequest, chosen_chips, parse_lessons
from kb.web.public.lesson_summary import sum_up_lessons
from kb.web.public.links import Link, Vocabulary, short_name
from kb.web.public.search_facets import Facet
from kb.web.public.search_filters import Chip
from kb.web.public.search_notices import Notices
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import machine_path, page_path, record_path, with_query

PER_PAGE: Final = 50
STOPPED: Final = ("failed", "ended")
MOST_STOPPED: Final = 12  # projects that are named; the rest are a link away


@dataclass(frozen=True, slots=True)
class StoppedCase:
    """A project that ended or failed, with the date (EDTF) of the last source that says so."""

    link: Link
    city: Link | None
    stage: str
    as_of: str
    period: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The projects that ended or failed: the latest of `count`; all of them are at `href`."""

    cases: Sequence[StoppedCase]
    count: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailuresPage(ExplorePage):
    """Obstacles and failures. `without` offers to drop each chosen filter, with how many there are then."""

    total: int
    asked: LessonRequest
    groups: Sequence[LessonGroup]
    groupings: Sequence[NavItem]
    facets: Sequence[Facet]
    chips: Sequence[Chip]
    without: Sequence[tuple[Chip, int]]
    all_href: str
    stopped: Stopped
    sources: Sequence[SourceEntry]
    pages: Pagination
    notices: Notices


def _without(index: LessonIndex, asked: LessonRequest, chips: Sequence[Chip]) -> Sequence[tuple[Chip, int]]:
    """Count what there would be without each chosen value; those that wouldn't help are left out."""
    pairs = [(name, value) for name, values in asked.filters.items() for value in values]
    counted = []
    for (name, value), chip in zip(pairs, chips, strict=True):
        rest = [other for other in asked.filters[name] if other != value]
        count = len(index.matching({**asked.filters, name: rest}))
        if count:
            counted.append((chip, count))
    return counted


def _stopped(lang: Locale, asked: LessonRequest, words: Vocabulary) -> Stopped:
    """List the latest of them first; of the filters only those by city and theme are about cases."""
    chosen: Mapping[str, Sequence[str]] = {name: asked.filters.get(name, ()) for name in ("city", "theme")}
    found = choose_cases(case_facts(), {**chosen, "stage": STOPPED}, words.with_narrower)
    latest = sorted(found, key=lambda case: (case.last_year is None, -(case.last_year or 0), case.slug))
    pairs = [(name, value) for name, values in chosen.items() for value in values]
    query = [("type", "case"), *(("stage", stage) for stage in STOPPED), *pairs]
    cases = [_stopped_case(case, lang) for case in latest[:MOST_STOPPED]]
    return Stopped(cases, len(found), with_query(page_path(lang, "search"), query))


def _stopped_case(case: CaseFacts, lang: Locale) -> StoppedCase:
    name = names().find("city", case.city, lang)
    city = Link(record_path(lang, "city", case.city), short_name(name), "city") if case.city and name else None
    link = Link(record_path(lang, "case", case.slug), choose(case.title, lang), "case")
    return StoppedCase(link, city, case.stage, case.stage_as_of, case.period)


def _tables(asked: LessonRequest) -> Sequence[tuple[str, str]]:
    kinds = (("application/json", "json"), ("text/csv", "csv"))
    return tuple((media_type, machine_path(asked.address(("group", "")), suffix)) for media_type, suffix in kinds)


@public.get("/explore/failures")
def explore_failures(lang: Locale) -> str:
    """Show obstacles and failures."""
    params = dict(http_request.args.lists())
    asked, problems = parse_lessons(params, lang)
    words, cited = vocabulary(lang), References()
    index = lesson_index(asked)
    placed = place_lessons(index, asked, words)
    pages, shown = page_of(len(placed), PER_PAGE)
    groups = build_groups(index, placed, shown, asked, cited)
    chips, summary = chosen_chips(asked), sum_up_lessons(index, asked)
    left_out = [(str(TITLES.get(problem.where, problem.where)), problem.detail) for problem in problems]
    page = FailuresPage(
        **explore_frame(lang, "failures"),
        title=_("Obstacles and failures"),
        heading=_("What stood in the way, and what failed"),
        description=Markup(" ").join(summary).striptags(),
        noindex=bool(asked.filters) or asked.group != "category" or pages.current > 1,
        canonical=explore_path(lang, "failures"),
        machine=_tables(asked),
        summary=summary,
        total=len(index.matching(asked.filters)),
        asked=asked,
        groups=groups,
        groupings=[
            NavItem(asked.address(("group", name if name != "category" else "")), str(title), name == asked.group)
            for name, title in GROUPINGS.items()
        ],
        facets=lesson_facets(index, asked, words, http_request.args.get("all", "")),
        chips=chips,
        without=() if placed else _without(index, asked, chips),
        all_href=LessonRequest(lang, group=asked.group).address(),
        stopped=_stopped(lang, asked, words),
        sources=read_cited(db(), cited, lang),
        pages=pages,
        notices=Notices(left_out),
    )
    return render("public/explore-failures.html", page)
