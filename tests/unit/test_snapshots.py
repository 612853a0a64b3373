import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.record_types import CASE, CITY, RECORD_TYPES, SOURCE
from kb.domain.snapshots import clean, fingerprint, missing_to_publish, references_of
from tests.factories import case_values


def problems_of(given: dict[str, Any]) -> list[str]:
    return [f"{problem.where}: {problem.code}" for problem in clean(CASE, given)[1]]


def test_a_complete_record_passes_unchanged() -> None:
    values, problems = clean(CASE, case_values())
    assert problems == []
    assert values == case_values()


def test_cleaning_twice_changes_nothing_more() -> None:
    once, _ = clean(CASE, case_values(title__en="  two   words "))
    assert once["title__en"] == "two words"
    assert clean(CASE, once) == (once, [])


def test_decomposed_hangul_is_composed() -> None:
    values, _ = clean(CITY, {"name__ko": unicodedata.normalize("NFD", "서울")})
    assert values["name__ko"] == "서울"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("colour", "red", "colour: unknown_field"),
        ("stage", "finished", "stage: not_a_choice"),
        ("period", "2016/2012", "period: not_a_edtf"),
        ("themes", "parking", "themes: not_a_references"),
        ("city", "Nice!", "city: not_a_reference"),
        ("title__en", "null \x00 byte", "title__en: not_a_text"),
        ("last_confirmed_on", "2018-02-30", "last_confirmed_on: not_a_date"),
        ("costs", [{"row_id": "a", "amount": "many", "currency": "EUR", "cost_type": "total"}], "costs/a/amount: not_a_number"),
        ("costs", [{"row_id": "a"}, {"row_id": "a"}], "costs/a: duplicate_row_id"),
        ("lessons", [{"lesson_type": "failure"}], "lessons/1: bad_row_id"),
        ("outcomes", ["text"], "outcomes/1: bad_row_id"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_place(field: str, value: object, problem: str) -> None:
    assert problem in problems_of({field: value})


@given(
    st.dictionaries(
        st.sampled_from([key for field in CASE.fields for key in field.keys()]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["row_id", "value", "sources"]), inner)
            ),
            max_leaves=6,
        ),
    )
)
def test_no_input_does_worse_than_being_listed_as_a_problem(raw: dict[str, Any]) -> None:
    values, problems = clean(CASE, raw)
    again, more = clean(CASE, values)
    assert again == values
    assert all(problem.code == "required" for problem in more), (problems, more)


def test_only_web_addresses_are_addresses() -> None:
    for bad in ("javascript:alert(1)", "ftp://example.org", "https://", "https://a b.example"):
        assert clean(SOURCE, {"url": bad})[1], bad
    assert clean(SOURCE, {"url": "https://example.org/x?y=1#z"})[1] == []


def test_a_title_in_either_language_is_enough_to_publish() -> None:
    values = case_values()
    del values["title__ko"]
    assert missing_to_publish(CASE, values) == []
    del values["title__en"]
    assert [problem.where for problem in missing_to_publish(CASE, values)] == ["title"]


def test_references_are_found_in_fields_lists_and_rows() -> None:
    values = case_values(partners=[{"row_id": "p", "organization": "cisco", "sources": ["report"]}])
    found = set(references_of(CASE, values))
    assert {("city", "city", "nice"), ("themes", "theme", "parking")} <= found
    assert ("partners/p/organization", "organization", "cisco") in found
    assert ("partners/p/sources", "source", "report") in found


def test_equal_content_has_an_equal_fingerprint_whatever_the_order_of_keys() -> None:
    values = case_values()
    assert fingerprint(values) == fingerprint(dict(reversed(list(values.items()))))
    assert fingerprint(values) != fingerprint({**values, "stage": "failed"})


def test_every_kind_names_its_own_title_and_summary() -> None:
    for record_type in RECORD_TYPES.values():
        assert record_type.field(record_type.title).required
        assert record_type.field(record_type.summary).translated
