import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.dates import parse_edtf, start_year


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_full_date_covers_exactly_its_day(day: datetime.date) -> None:
    period = parse_edtf(day.isoformat())
    assert period.start
    assert period.start.first_day == period.start.last_day == day


@pytest.mark.parametrize(
    ("text", "years"),
    [("2013", (2013, 2013)), ("2012/2016-05", (2012, 2016)), ("2017-12~", (2017, 2017)), ("2013?", (2013, 2013)),
     ("../2015", (None, 2015)), ("2018-09-19T10:00", (2018, 2018))],
)  # fmt: skip
def test_a_closed_period_covers_the_years_it_names(text: str, years: tuple[int | None, int]) -> None:
    assert parse_edtf(text).years(attested=2030, this_year=2040) == years


def test_an_unknown_end_counts_as_the_last_attested_year() -> None:
    assert parse_edtf("2013/").years(attested=2022, this_year=2026) == (2013, 2022)
    assert parse_edtf("2013/").years() == (2013, 2013)


def test_an_open_end_reaches_the_present_year() -> None:
    assert parse_edtf("2013-04/..").years(attested=2022, this_year=2026) == (2013, 2026)


def test_an_attested_year_before_the_start_never_turns_a_period_round() -> None:
    assert parse_edtf("2013/").years(attested=2001) == (2013, 2013)


@pytest.mark.parametrize(
    "text", ["", "13", "2013-13", "2013-02-30", "2016/2012", "/", "../..", "soon", "2018-09-19T25:00"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_edtf(text)


@given(st.text(max_size=30))
def test_no_text_does_worse_than_being_refused(text: str) -> None:
    try:
        parse_edtf(text)
    except ValueError:
        assert start_year(text) is None
