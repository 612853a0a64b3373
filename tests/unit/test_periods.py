"""Bars on the timeline and columns by year."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from kb.domain.record_types import STAGES
from kb.rendering.periods import (
    COLUMN_HEIGHT,
    draw_axis,
    draw_columns,
    draw_definitions,
    draw_outline,
    draw_period,
    draw_swatch,
)
from kb.rendering.timeline import Axis

AXIS = Axis(2000, 2019)


def parse(svg: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))  # noqa: S314 - our own drawing


def percent(text: str | None) -> float:
    return float(str(text).rstrip("%"))


def test_a_bar_lies_from_the_beginning_of_the_first_year_to_the_end_of_the_last() -> None:
    bar = parse(draw_period(AXIS, 2005, 2009, "ended", "closed")).find("rect")
    assert bar is not None
    assert (percent(bar.get("x")), percent(bar.get("width"))) == (25, 25)


def test_every_kind_of_end_looks_different() -> None:
    closed, opened, unknown = (
        str(draw_period(AXIS, 2005, 2009, "operating", end)) for end in ("closed", "open", "unknown")
    )
    assert 'class="stop"' in closed
    assert 'class="stop"' not in opened + unknown
    assert 'class="arrow"' in opened
    assert 'class="arrow"' not in closed + unknown
    assert "url(#fade)" in unknown
    assert "url(#fade)" not in closed + opened


def test_an_open_end_leads_to_the_end_of_the_axis() -> None:
    onward = parse(draw_period(AXIS, 2005, 2009, "operating", "open")).find("line")
    assert onward is not None
    assert (percent(onward.get("x1")), percent(onward.get("x2"))) == (50, 100)


def test_every_stage_has_a_pattern_of_its_own_and_all_that_is_referred_to_is_defined() -> None:
    fills = [str(parse(draw_swatch(stage)).find("rect").get("fill")) for stage in STAGES]  # type: ignore[union-attr]
    assert len(set(fills)) == len(STAGES)
    defined = set(re.findall(r'id="([^"]+)"', draw_definitions(AXIS)))
    used = {
        name for stage in STAGES for name in re.findall(r"#([\w-]+)", draw_period(AXIS, 2001, 2002, stage, "unknown"))
    }
    assert used <= defined


def test_years_of_the_axis_stand_where_the_lines_of_the_bars_are() -> None:
    texts = [percent(text.get("x")) for text in parse(draw_axis(AXIS)).iter("text")]
    lines = [percent(line.get("x1")) for line in parse(draw_definitions(AXIS)).iter("line")]
    assert texts == lines == [tick.position for tick in AXIS.ticks()]


def test_columns_are_stacked_to_the_share_of_their_count_and_each_is_a_link() -> None:
    picture = parse(draw_columns([("/a?x=1&y=2", {"ended": 1, "pilot": 1}), ("/b", {"ended": 4}), ("/c", {})]))
    assert [link.get("href") for link in picture.iter("a")] == ["/a?x=1&y=2", "/b", "/c"]
    heights = [[float(str(bar.get("height"))) for bar in link.findall("rect")[1:]] for link in picture.iter("a")]
    assert sum(heights[0]) == pytest.approx(sum(heights[1]) / 2, abs=0.2)
    assert heights[2] == []
    for link in picture.iter("a"):
        bars = [(float(str(bar.get("y"))), float(str(bar.get("height")))) for bar in link.findall("rect")[1:]]
        assert all(lower == pytest.approx(y + height, abs=0.2) for (lower, _), (y, height) in itertools.pairwise(bars))
        assert all(0 <= y <= COLUMN_HEIGHT for y, _height in bars)


def test_pictures_that_a_table_repeats_are_hidden_and_out_of_the_way_of_the_keyboard() -> None:
    columns = parse(draw_columns([("/a", {"ended": 1})]))
    assert columns.get("aria-hidden") == "true"
    assert [link.get("tabindex") for link in columns.iter("a")] == ["-1"]


def test_an_outline_leaves_out_years_without_any() -> None:
    assert draw_outline([0, 2, 0, 4], 4).count("M") == 2
    assert draw_outline([], 1).count("M") == 0
