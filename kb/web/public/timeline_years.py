"""The timeline of many cases: how many were under way each year, by stage and by group, with links to their lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kb.domain.locales import Locale
from kb.domain.record_types import STAGES
from kb.rendering.periods import draw_columns, draw_outline
from kb.services.case_table import CaseFacts
from kb.services.case_years import Dated, YearSpans, count_under_way, spans_of
from kb.web.public.explore import explore_path
from kb.web.public.explore_filter import Selection
from kb.web.public.links import Link
from kb.web.public.timeline_groups import Grouping
from kb.web.urls import with_query

MOST_PICTURES: Final = 30


@dataclass(frozen=True, slots=True)
class CountLink:
    """A number of cases and the address of their list."""

    count: int
    href: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """A span of years: all cases under way in it, and those of each stage."""

    years: str
    total: CountLink
    cells: Sequence[CountLink]


@dataclass(frozen=True, slots=True)
class YearGroup:
    """A city or group of themes: how many cases it has, its own timeline, and a picture where it is one of the largest."""

    link: Link
    cases: CountLink
    timeline: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class YearView:
    """The years of many cases. `stages` are the columns of the table."""

    stages: Sequence[str]
    rows: Sequence[YearRow]
    picture: Markup
    groups: Sequence[YearGroup]
    first: int
    last: int


def build_years(dated: Sequence[Dated], selection: Selection, grouping: Grouping, lang: Locale) -> YearView | None:
    """Count the cases of a selection; None if none has a period."""
    spans = spans_of(dated)
    if spans is None:
        return None
    by_stage = count_under_way(dated, spans, lambda case: (case.stage,))
    stages = [stage for stage in STAGES if stage in by_stage]
    rows = [_row(spans.bounds(number), number, by_stage, stages, selection, lang) for number in range(spans.count)]
    columns = [
        (row.total.href, {stage: cell.count for stage, cell in zip(stages, row.cells, strict=True)}) for row in rows
    ]
    return YearView(
        stages=stages,
        rows=rows,
        picture=draw_columns(columns),
        groups=_groups(dated, spans, selection, grouping, lang),
        first=spans.first,
        last=spans.bounds(spans.count - 1)[1],
    )


def _row(
    years: tuple[int, int],
    number: int,
    by_stage: Mapping[str, Sequence[int]],
    stages: Sequence[str],
    selection: Selection,
    lang: Locale,
) -> YearRow:
    first, last = years
    bounds: tuple[tuple[str, object], ...] = (("year_from", first), ("year_to", last))
    counts = [by_stage[stage][number] for stage in stages]
    return YearRow(
        years=str(first) if first == last else f"{first}–{last}",
        total=CountLink(sum(counts), selection.search_path(lang, *bounds)),
        cells=[
            CountLink(count, selection.search_path(lang, ("stage", stage), *bounds) if count else "")
            for stage, count in zip(stages, counts, strict=True)
        ],
    )


def _groups(
    dated: Sequence[Dated], spans: YearSpans, selection: Selection, grouping: Grouping, lang: Locale
) -> Sequence[YearGroup]:
    """List the groups, the largest first, with a picture of each of the first few."""
    totals = Counter(group for case in selection.cases for group in grouping.groups_of(case))
    counted = count_under_way(dated, spans, grouping.groups_of)
    ranked = sorted((group for group in totals if grouping.link(group)), key=lambda group: (-totals[group], group))
    most = max((max(counts) for counts in counted.values()), default=1)
    return [
        _group(
            group,
            totals[group],
            counted.get(group, ()) if place < MOST_PICTURES else (),
            most,
            selection,
            grouping,
            lang,
        )
        for place, group in enumerate(ranked)
    ]


def _group(
    group: str,
    total: int,
    counts: Sequence[int],
    most: int,
    selection: Selection,
    grouping: Grouping,
    lang: Locale,
) -> YearGroup:
    link = grouping.link(group)
    assert link is not None  # noqa: S101 - the caller leaves out groups without a heading
    narrowed = [*selection.pairs(grouping.name), (grouping.name, group)]
    other = "theme" if grouping.name == "city" else "city"
    return YearGroup(
        link=link,
        cases=CountLink(total, selection.search_path(lang, (grouping.name, group))),
        timeline=with_query(explore_path(lang, "timeline"), [*narrowed, ("group", other if other == "theme" else "")]),
        picture=draw_outline(counts, most) if counts else Markup(""),
    )


def undated(cases: Sequence[CaseFacts]) -> Sequence[CaseFacts]:
    """Take the cases without a period."""
    return [case for case in cases if case.first_year is None]
