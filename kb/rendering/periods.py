"""Periods as bars on a common axis, their stage told by a pattern; and the same patterns stacked in columns by year.

Positions are percent of the width and heights are pixels, so that a drawing fits any screen without its letters growing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from kb.domain.record_types import STAGES
from kb.rendering.timeline import Axis

BAR_HEIGHT: Final = 22
COLUMN_HEIGHT: Final = 200
_FADE_YEARS: Final = 1.5

_PATTERNS: Final[Mapping[str, tuple[int, str]]] = {
    "planned": (6, '<path d="M0 1H3M3 4H6"/>'),
    "pilot": (6, '<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5"/>'),
    "scaled": (5, '<rect width="5" height="5"/><path class="gap" d="M0 2.5H5"/>'),
    "ended": (4, '<path d="M1 0V4"/>'),
    "failed": (6, '<path d="M-1 1L1 -1M0 6L6 0M5 7L7 5M-1 5L1 7M0 0L6 6M5 -1L7 1"/>'),
    "unknown": (5, '<circle cx="2.5" cy="2.5" r="1.1"/>'),
}
"""Side of a tile and what is drawn in it; the stage that isn't listed is a plain area."""


def draw_definitions(axis: Axis | None) -> Markup:
    """Define the patterns, the fading end and the lines of the axis, once a page, for `draw_period` to use."""
    patterns = Markup("").join(
        Markup(
            '<pattern id="stage-{0}" class="stage-ink {0}" width="{1}" height="{1}" patternUnits="userSpaceOnUse">{2}</pattern>'
        ).format(
            stage,
            side,
            Markup(drawing),  # noqa: S704 - our own drawings
        )
        for stage, (side, drawing) in _PATTERNS.items()
    )
    lines = Markup("").join(
        Markup('<line x1="{0:.2f}%" x2="{0:.2f}%" y1="0" y2="{1}"/>').format(tick.position, BAR_HEIGHT)
        for tick in (axis.ticks() if axis else ())
    )
    return Markup(
        '<svg class="definitions" width="0" height="0" aria-hidden="true" focusable="false"><defs>{}'
        '<linearGradient id="fade"><stop class="from" offset="0"/><stop class="to" offset="1"/></linearGradient>'
        '<g id="year-lines" class="year-lines">{}</g></defs></svg>'
    ).format(patterns, lines)


def _fill(stage: str) -> Markup:
    return Markup(' fill="url(#stage-{})"').format(stage) if stage in _PATTERNS else Markup("")


def draw_swatch(stage: str) -> Markup:
    """Draw the sample of a stage for the legend."""
    return Markup(
        '<svg class="swatch" width="34" height="12" aria-hidden="true" focusable="false">'
        '<rect class="stage-bar {}" x="1" y="1" width="32" height="10"{}/></svg>'
    ).format(stage, _fill(stage))


def draw_period(axis: Axis, first: int, last: int, stage: str, end: str) -> Markup:
    """Draw a bar from the first year to the end of the last.

    `end` says how it ends: "closed" with a stroke across, "open" with a line and an arrow to the end of the axis, since
    nobody said that it stopped, and "unknown" fading out.
    """
    left, right = axis.position(first), axis.position(last + 1)
    bar = Markup('<rect class="stage-bar {}" x="{:.2f}%" y="5" width="{:.2f}%" height="12"{}/>').format(
        stage, left, max(right - left, 0.5), _fill(stage)
    )
    return Markup(
        '<svg class="period" width="100%" height="{}" aria-hidden="true" focusable="false"><use href="#year-lines"/>{}{}</svg>'
    ).format(BAR_HEIGHT, bar, _end(axis, first, right, end))


def _end(axis: Axis, first: int, right: float, end: str) -> Markup:
    if end == "open":
        line = Markup("")
        if right < 99.9:
            line = Markup('<line class="onward" x1="{:.2f}%" x2="100%" y1="11" y2="11"/>').format(right)
        return line + Markup('<svg class="arrow" x="100%" y="11"><path d="M-7 -5L0 0L-7 5"/></svg>')
    if end == "unknown":
        left = max(right - axis.position(axis.first + _FADE_YEARS), axis.position(first))
        return Markup('<rect fill="url(#fade)" x="{:.2f}%" y="3" width="{:.2f}%" height="16"/>').format(
            left, right - left + 0.3
        )
    return Markup('<line class="stop" x1="{0:.2f}%" x2="{0:.2f}%" y1="2" y2="20"/>').format(right)


def draw_axis(axis: Axis) -> Markup:
    """Write the years of an axis above the bars."""
    texts = Markup("").join(
        Markup('<text x="{:.2f}%" y="13" text-anchor="{}">{}</text>').format(
            tick.position, _anchor(tick.position), tick.year
        )
        for tick in axis.ticks()
    )
    return Markup(
        '<svg class="years-axis" width="100%" height="18" aria-hidden="true" focusable="false">{}</svg>'
    ).format(texts)


def _anchor(position: float) -> str:
    return "start" if position < 4 else "end" if position > 96 else "middle"


def draw_columns(columns: Sequence[tuple[str, Mapping[str, int]]]) -> Markup:
    """Stack the counts of each span of years by stage; each column, given as (address, counts), is a link to its list.

    The picture is hidden from assistive technology and from the keyboard: the table that follows it has the same links.
    """
    most = max((sum(counts.values()) for _href, counts in columns), default=0) or 1
    width = 100 / max(len(columns), 1)
    drawn = Markup("").join(
        _column(number * width, width, href, counts, most) for number, (href, counts) in enumerate(columns)
    )
    return Markup(
        '<svg class="columns-picture" width="100%" height="{}" aria-hidden="true" focusable="false">{}</svg>'
    ).format(COLUMN_HEIGHT, drawn)


def _column(left: float, width: float, href: str, counts: Mapping[str, int], most: int) -> Markup:
    parts, top = [], float(COLUMN_HEIGHT)
    for stage in STAGES:
        if count := counts.get(stage, 0):
            height = count / most * (COLUMN_HEIGHT - 4)
            top -= height
            place = f'x="{left + width * 0.1:.2f}%" y="{top:.1f}" width="{width * 0.8:.2f}%" height="{height:.1f}"'
            parts.append(f'<rect class="stage-bar {stage}" {place}{_fill(stage)}/>')
    area = f'<rect class="area" x="{left:.2f}%" y="0" width="{width:.2f}%" height="{COLUMN_HEIGHT}"/>'
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(href, Markup(area + "".join(parts)))  # noqa: S704 - figures


def draw_outline(counts: Sequence[int], most: int, width: int = 200, height: int = 26) -> Markup:
    """Draw counts as a row of plain columns without gaps, in one path; heights go by the largest of all rows."""
    step = width / max(len(counts), 1)
    path = "".join(
        f"M{number * step:.1f} {height}v{-max(count / most * height, 1):.1f}h{step * 0.85:.1f}V{height}z"
        for number, count in enumerate(counts)
        if count
    )
    return Markup(
        '<svg class="outline" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>'
    ).format(width, height, path)
