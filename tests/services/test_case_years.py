"""Which cases are chosen, and in which years they count."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kb.domain.durations import covered_years
from kb.services.case_choice import choose_cases, is_open, read_chosen, years_searched
from kb.services.case_table import CaseFacts
from kb.services.case_years import MOST_SPANS, count_under_way, dated_cases, spans_of


def case(slug: str = "a", **given: Any) -> CaseFacts:
    period, attested = given.pop("period", "2012/2016"), given.pop("stage_as_of", "")
    first, last, goes_on = covered_years(period, attested)
    facts: dict[str, Any] = {
        "title": {"ko": "가", "en": "A"}, "city": "nice", "themes": ("parking",), "stage": "ended", "evidence": "N",
        "period": period, "first_year": first, "last_year": last, "goes_on": goes_on, "stage_as_of": attested,
    }  # fmt: skip
    return CaseFacts(slug, **(facts | given))


def test_values_of_a_filter_widen_and_filters_narrow() -> None:
    cases = [
        case("a"),
        case("b", city="seoul"),
        case("c", city="seoul", stage="pilot", themes=("data",)),
        case("d", city=None, themes=()),
    ]
    narrower = {"mobility": ["mobility", "parking"], "data": ["data"]}

    def chosen(**filters: list[str]) -> list[str]:
        return [found.slug for found in choose_cases(cases, filters, narrower.__getitem__)]

    assert chosen() == ["a", "b", "c", "d"]
    assert chosen(theme=["mobility"]) == ["a", "b"]
    assert chosen(theme=["mobility", "data"]) == ["a", "b", "c"]
    assert chosen(theme=["mobility"], city=["seoul"]) == ["b"]
    assert chosen(stage=["pilot", "ended"], city=["seoul"]) == ["b", "c"]


def test_bad_values_are_left_out_and_listed_and_other_parameters_are_not_read() -> None:
    known = {"theme": frozenset({"parking"}), "city": frozenset({"nice"})}
    params = {"theme": ["parking", "x"], "city": ["y"], "stage": ["ended", "z"], "q": ["word"], "page": ["no"]}
    chosen, problems = read_chosen(params, "en", known)
    assert chosen == {"theme": ["parking"], "stage": ["ended"]}
    assert [(problem.where, problem.detail) for problem in problems] == [("theme", "x"), ("city", "y"), ("stage", "z")]


def test_an_open_period_goes_on_to_the_present_and_an_unknown_end_to_the_last_attested_year() -> None:
    assert years_searched(case(period="2013/..", stage_as_of="2020"), 2026) == (2013, 2026)
    assert years_searched(case(period="2013/", stage_as_of="2020"), 2026) == (2013, 2020)
    assert years_searched(case(period="2012/2016", stage_as_of="2020"), 2026) == (2012, 2016)
    assert years_searched(case(period=""), 2026) is None
    assert is_open(case(period="2013/.."))
    assert not is_open(case(period="2013/"))
    assert not is_open(case(period=""))


years = st.integers(1950, 2026)


@given(st.lists(st.tuples(years, years), max_size=40))
def test_a_case_counts_in_every_span_that_its_years_overlap_and_once_in_each(pairs: list[tuple[int, int]]) -> None:
    cases = [
        case(str(number), period=f"{min(pair)}/{max(pair)}", city=f"city-{number % 3}")
        for number, pair in enumerate(pairs)
    ]
    dated = dated_cases(cases, 2026)
    spans = spans_of(dated)
    if spans is None:
        assert pairs == []
        return
    assert spans.count <= MOST_SPANS
    counted = count_under_way(dated, spans, lambda found: (str(found.city), "all"))
    for number in range(spans.count):
        first, last = spans.bounds(number)
        expected = Counter(found.city for found, start, end in dated if start <= last and end >= first)
        assert {city: counted[city][number] for city in counted if city != "all" and counted[city][number]} == expected
        assert counted["all"][number] == expected.total()
