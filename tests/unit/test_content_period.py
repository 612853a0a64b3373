"""Years that disagree with a case's period are found, with room for what comes before and after it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.content_period import YEARS_AFTER, YEARS_BEFORE, period_findings
from tests.unit.content_records import case, outcome


def found(**given: Any) -> list[tuple[str, str]]:
    return [(item.where, item.code) for item in period_findings(case(**given), "case:x")]


@given(st.integers(1900, 2100))
def test_a_year_is_found_exactly_when_it_lies_outside_the_period_by_more_than_the_tolerance(year: int) -> None:
    outside = year < 2012 - YEARS_BEFORE or year > 2016 + YEARS_AFTER
    expected = [("outcomes/a/year", "year_outside_period")] if outside else []
    assert found(period="2012-05/2016-03", outcomes=[outcome(year=str(year))]) == expected


@pytest.mark.parametrize(
    ("period", "year", "outside"),
    [("2012/..", "2060", False), ("2012/", "2060", False), ("2012/..", "2001", True), ("../2016", "1950", False),
     ("../2016", "2030", True), ("2012~", "2030", True), ("2012?/2016?", "2001-05", True)],
)  # fmt: skip
def test_an_open_or_unknown_end_bounds_nothing(period: str, year: str, outside: bool) -> None:
    cost = {"row_id": "a", "amount": 1, "currency": "EUR", "cost_type": "total", "year": year, "sources": ["report"]}
    expected = [("costs/a/year", "year_outside_period")] if outside else []
    assert found(period=period, stage="operating", costs=[cost], outcomes=[]) == expected


def test_a_year_that_the_row_names_in_both_languages_was_meant() -> None:
    both = outcome(year="2008", indicator__ko="2008년의 카메라", indicator__en="Cameras in 2008")
    one = outcome(year="2008", indicator__ko="2008년의 카메라", indicator__en="Cameras")
    assert found(outcomes=[both]) == []
    assert found(outcomes=[one]) == [("outcomes/a/year", "year_outside_period")]


def test_a_baseline_may_precede_the_period_but_not_follow_its_value() -> None:
    assert found(outcomes=[outcome(baseline_year="1990", year="2014")]) == []
    assert found(outcomes=[outcome(baseline_year="2015", year="2014")]) == [
        ("outcomes/a/baseline_year", "baseline_after_value")
    ]


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ({"period": "2012/..", "stage": "ended"}, [("period", "ended_but_open")]),
        ({"period": "2012/..", "stage": "failed"}, [("period", "ended_but_open")]),
        ({"period": "2012/", "stage": "ended"}, []),
        ({"period": "2012/..", "stage": "operating"}, []),
        ({"period": "2012/2016", "stage_as_of": "2011-12"}, [("stage_as_of", "stage_before_period")]),
        ({"period": "2012/2016", "stage_as_of": "2020"}, []),
        ({"period": ""}, []),
    ],
)
def test_stage_and_period_agree(given: dict[str, str], finding: list[tuple[str, str]]) -> None:
    assert found(outcomes=[], **given) == finding
