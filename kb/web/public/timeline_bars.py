"""The timeline of a few hundred cases at most: a bar a case, grouped by city or theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.domain.evidence import Grade
from kb.domain.locales import Locale, LocalText, choose
from kb.rendering.periods import draw_period
from kb.rendering.timeline import Axis, axis_of
from kb.services.case_choice import is_open
from kb.services.case_table import CaseFacts
from kb.web.public.links import Link
from kb.web.public.timeline_groups import Grouping
from kb.web.urls import record_path


@dataclass(frozen=True, slots=True)
class BarRow:
    """A case with its bar; `end` is "closed", "open" or "unknown"."""

    link: Link
    period: str
    stage: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The cases of a city or a group of themes, by the year they began."""

    id: str
    link: Link | None
    rows: Sequence[BarRow]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the table."""

    link: Link
    city: Link | None
    period: str
    stage: str
    stage_as_of: str
    evidence: Grade


def case_link(case: CaseFacts, lang: Locale) -> Link:
    """Link to a case."""
    return Link(record_path(lang, "case", case.slug), choose(case.title, lang), "case")


def kind_of_end(case: CaseFacts) -> str:
    """Tell how a period ends: "closed", "open", or "unknown"."""
    if not case.goes_on:
        return "closed"
    return "open" if is_open(case) else "unknown"


def in_order(cases: Sequence[CaseFacts]) -> list[CaseFacts]:
    """Sort by when cases began and ended; those without a period come last."""
    return sorted(cases, key=lambda case: (case.first_year or 9999, case.last_year or 9999, case.slug))


def covered_axis(cases: Sequence[CaseFacts]) -> Axis | None:
    """Find the axis that holds all periods, as far as they are attested, with a year more for the arrows of open ends."""
    axis = axis_of([(case.first_year, case.last_year) for case in cases if case.first_year and case.last_year])
    if axis is None or not any(is_open(case) and case.last_year == axis.last for case in cases):
        return axis
    return Axis(axis.first, axis.last + 1)


def bar_groups(cases: Sequence[CaseFacts], axis: Axis, grouping: Grouping, lang: Locale) -> Sequence[BarGroup]:
    """Draw the cases that have a period under the heading of each of their groups."""
    rows: Mapping[str, list[BarRow]] = {group: [] for group in grouping.order(cases)}
    for case in in_order(cases):
        if case.first_year and case.last_year:
            bar = draw_period(axis, case.first_year, case.last_year, case.stage, kind_of_end(case))
            row = BarRow(case_link(case, lang), case.period, case.stage, bar)
            for group in grouping.groups_of(case):
                rows[group].append(row)
    return [
        BarGroup(f"group-{group or 'none'}", grouping.link(group), listed) for group, listed in rows.items() if listed
    ]


def case_rows(cases: Sequence[CaseFacts], city_names: Mapping[str, LocalText], lang: Locale) -> Sequence[CaseRow]:
    """Tabulate cases, those without a period last."""
    return [
        CaseRow(
            link=case_link(case, lang),
            city=Link(record_path(lang, "city", case.city), city_names[case.city], "city") if case.city else None,
            period=case.period,
            stage=case.stage,
            stage_as_of=case.stage_as_of,
            evidence=case.evidence,
        )
        for case in in_order(cases)
    ]
