import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.evidence import GRADES, Grade, case_grade, median_grade, outcome_grade


@pytest.mark.parametrize(
    ("outcome_type", "grade"),
    [("measured", "A"), ("official_figure", "B"), ("own_figure", "C"), ("claim", "D"), ("projection", "N"), ("", "N")],
)
def test_the_grade_follows_from_who_measured(outcome_type: str, grade: str) -> None:
    assert outcome_grade({"outcome_type": outcome_type, "sources": ["s"]}, {"s": "official"}) == grade


def test_a_measurement_known_only_from_vendors_counts_as_a_claim() -> None:
    row = {"outcome_type": "measured", "sources": ["a", "b"]}
    assert outcome_grade(row, {"a": "vendor", "b": "vendor"}) == "D"
    assert outcome_grade(row, {"a": "vendor", "b": "academic"}) == "A"
    assert outcome_grade({**row, "outcome_type": "own_figure"}, {"a": "vendor", "b": "vendor"}) == "D"
    assert outcome_grade({**row, "outcome_type": "projection"}, {"a": "vendor", "b": "vendor"}) == "N"


def test_an_even_number_of_grades_takes_the_weaker_of_the_middle_two() -> None:
    assert median_grade(["A", "B"]) == "B"
    assert median_grade(["A", "A", "C", "D"]) == "C"


@given(st.lists(st.sampled_from(GRADES)))
def test_projections_never_change_a_median(grades: list[Grade]) -> None:
    assert median_grade(grades) == median_grade([*grades, "N"])


def test_a_case_without_measured_outcomes_has_no_grade() -> None:
    assert case_grade({"outcomes": [{"outcome_type": "projection"}]}, {}) == "N"
    assert case_grade({}, {}) == "N"
