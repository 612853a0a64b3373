"""The timeline of all cases: bars for a few, counts by year for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import request
from markupsafe import Markup

from kb.clock import now
from kb.domain.locales import Locale
from kb.domain.record_types import STAGES
from kb.rendering.periods import draw_axis, draw_definitions, draw_swatch
from kb.services.case_years import Dated, dated_cases
from kb.web import labels
from kb.web.frame import NavItem, render
from kb.web.kept import kept, names
from kb.web.messages import gettext as _
from kb.web.public.blueprint import public
from kb.web.public.case_facts import case_facts
from kb.web.public.explore import ExplorePage, explore_frame, explore_path
from kb.web.public.explore_filter import (
    Choice,
    Selection,
    city_choice,
    read_selection,
    stage_choice,
    theme_choice,
)
from kb.web.public.links import Link, Vocabulary, short_name
from kb.web.public.search_notices import Notices
from kb.web.public.timeline_bars import BarGroup, CaseRow, bar_groups, case_link, case_rows, covered_axis, in_order
from kb.web.public.timeline_groups import GROUPS, GroupName, by_city, by_theme
from kb.web.public.timeline_words import summarize
from kb.web.public.timeline_years import YearView, build_years, undated
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import machine_path, with_query

MOST_BARS: Final = 200
"""More cases than this are counted by year instead of being drawn one by one."""
MOST_LISTED: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage(ExplorePage):
    """The timeline. Either `groups` with `rows`, a bar and a line of the table a case, or `years`.

    `legend` holds the stages that occur, with a sample of each; `undated` are the cases without a period, as far as they
    are listed, and `undated_left` counts the others; `table` is the address of all as CSV.
    """

    choices: Sequence[Choice]
    kept: Sequence[tuple[str, str]]
    groupings: Sequence[NavItem]
    group: GroupName
    is_filtered: bool
    all_href: str
    action: str
    notices: Notices
    definitions: Markup
    legend: Sequence[tuple[str, Markup]]
    axis: Markup
    groups: Sequence[BarGroup]
    rows: Sequence[CaseRow]
    years: YearView | None
    undated: Sequence[Link]
    undated_left: int
    table: str


@public.get("/explore/timeline")
def explore_timeline(lang: Locale) -> str:
    """Show all cases in time, by city or by theme."""
    themes = vocabulary(lang)
    selection, _problems = read_selection(dict(request.args.lists()), lang, themes)
    given = request.args.get("group", "").strip()
    page = build_timeline(selection, given, themes, lang)
    return render("public/explore-timeline.html", page)


def read_group(given: str) -> tuple[GroupName, Sequence[tuple[str, str]]]:
    """Read what to group by; with what has to be said where that can't be."""
    for group in GROUPS:
        if given == group:
            return group, ()
    if not given:
        return GROUPS[0], ()
    return GROUPS[0], ((_("Grouped by"), given[:80]),)


def known_years() -> Mapping[str, Dated]:
    """Give the years of all cases that have a period, by slug; worked out once a content generation and year."""
    year = now().year
    return kept(f"case_years_{year}", lambda: {dated[0].slug: dated for dated in dated_cases(case_facts(), year)})


def build_timeline(selection: Selection, given: str, themes: Vocabulary, lang: Locale) -> TimelinePage:
    """Build the page of the chosen cases."""
    group, refused = read_group(given)
    grouping = by_city(names(), lang) if group == "city" else by_theme(themes, lang)
    years = known_years()
    dated, without = [years[case.slug] for case in selection.cases if case.slug in years], undated(selection.cases)
    axis = covered_axis(selection.cases) if len(dated) <= MOST_BARS else None
    path = explore_path(lang, "timeline")
    kept_group = [("group", group)] if group != GROUPS[0] else []
    return TimelinePage(
        **explore_frame(lang, "timeline"),
        title=_("Timeline of case studies"),
        heading=_("Timeline of case studies"),
        description=_("When each case study began and ended, and at what stage it is, by city or by theme."),
        summary=summarize(selection.cases, lang),
        choices=_choices(selection, themes, lang),
        kept=kept_group,
        groupings=_groupings(selection, group, path),
        group=group,
        is_filtered=bool(selection.chosen),
        all_href=with_query(path, kept_group),
        action=path,
        notices=Notices(left_out=(*selection.notices.left_out, *refused)),
        noindex=bool(selection.chosen or given),
        definitions=draw_definitions(axis),
        legend=_legend(selection),
        axis=draw_axis(axis) if axis else Markup(""),
        groups=bar_groups(selection.cases, axis, grouping, lang) if axis else (),
        rows=_rows(selection, lang) if len(dated) <= MOST_BARS else (),
        years=build_years(dated, selection, grouping, lang) if len(dated) > MOST_BARS else None,
        undated=[case_link(case, lang) for case in in_order(without)[:MOST_LISTED]],
        undated_left=max(len(without) - MOST_LISTED, 0),
        table=machine_path(with_query(path, selection.pairs()), "csv"),
        machine=(("text/csv", machine_path(with_query(path, selection.pairs()), "csv")),),
    )


def _choices(selection: Selection, themes: Vocabulary, lang: Locale) -> Sequence[Choice]:
    chosen = selection.chosen
    return theme_choice(themes, chosen), city_choice(names(), lang, chosen), stage_choice(lang, chosen)


def _groupings(selection: Selection, group: GroupName, path: str) -> Sequence[NavItem]:
    return tuple(
        NavItem(
            with_query(path, [*selection.pairs(), ("group", name if name != GROUPS[0] else "")]),
            labels.label(labels.FACET, name),
            name == group,
        )
        for name in GROUPS
    )


def _legend(selection: Selection) -> Sequence[tuple[str, Markup]]:
    found = {case.stage for case in selection.cases if case.first_year is not None}
    return [(stage, draw_swatch(stage)) for stage in STAGES if stage in found]


def _rows(selection: Selection, lang: Locale) -> Sequence[CaseRow]:
    cities = {case.city for case in selection.cases if case.city}
    named = {slug: short_name(names().name("city", slug, lang)) for slug in cities}
    return case_rows(selection.cases, named, lang)
