"""The picture of records a year."""

import re

import pytest

from kb.rendering.histogram import HEIGHT, MOST_COLUMNS, WIDTH, column_step, draw_histogram


def columns(picture: str) -> list[tuple[bool, float, float, float]]:
    """Read (in the chosen range, left, width, height) of every column."""
    found = re.findall(r'<rect( class="out")? x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="([\d.]+)"/>', picture)
    return [(not out, float(left), float(width), float(height)) for out, left, width, height in found]


def test_every_year_with_records_has_a_column_and_the_most_is_the_highest() -> None:
    drawn = columns(draw_histogram({2010: 4, 2012: 1, 2015: 2}))
    assert len(drawn) == 3
    heights = [height for _in, _left, _width, height in drawn]
    assert heights[0] == HEIGHT == max(heights)
    assert heights[0] > heights[2] > heights[1] > 0


def test_years_outside_of_the_chosen_ones_are_faint() -> None:
    drawn = columns(draw_histogram({2010: 1, 2012: 1, 2015: 1}, (2011, 2012)))
    assert [is_in for is_in, *_rest in drawn] == [False, True, False]


def test_it_never_grows_beyond_its_width() -> None:
    drawn = columns(draw_histogram(dict.fromkeys(range(1500, 2026), 3)))
    assert len(drawn) <= MOST_COLUMNS
    assert max(left + width for _in, left, width, _height in drawn) <= WIDTH


@pytest.mark.parametrize(
    ("first", "last", "step"), [(2000, 2020, 1), (1950, 2020, 2), (1500, 2020, 10), (2020, 2020, 1)]
)
def test_a_long_time_is_drawn_in_columns_of_several_years(first: int, last: int, step: int) -> None:
    assert column_step(first, last) == step


def test_without_years_there_is_no_picture() -> None:
    assert draw_histogram({}) == ""


def test_it_is_hidden_from_assistive_technology() -> None:
    assert 'aria-hidden="true"' in draw_histogram({2010: 1})
