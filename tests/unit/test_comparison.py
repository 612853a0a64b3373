"""Comparing records: what a comparison may not do, whatever the records hold."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.aligning import ANNOUNCED, BASES, INDEPENDENT, OWN
from kb.domain.compared import Compared
from kb.domain.compared_fields import CASE_FIELDS, CITY_FIELDS, FIELDS, GROUPS, build_groups
from kb.domain.comparison import Entry, Row
from kb.domain.money import Rates, RateSource
from kb.domain.record_types import COST_TYPES, FIGURES, LESSON_CATEGORIES, LESSON_TYPES, OUTCOME_TYPES, STAGES
from kb.domain.records import Labels, PublicRecord

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
SOURCE = RateSource("fx", {"ko": "환율", "en": "Rates"}, "Bank", "https://example.org", "en", "2025")
RATES = Rates(2024, {"EUR": {2020: 0.9}}, {2020: 100.0, 2024: 120.0}, {"EUR": SOURCE, "USD": SOURCE})
SOURCES = {
    slug: PublicRecord("source", slug, 1, MOMENT, MOMENT, {"title": slug, "source_type": kind})
    for slug, kind in (("report", "official"), ("advert", "vendor"))
}


def compared(slug: str, **values: Any) -> Compared:
    record = PublicRecord("case", slug, 1, MOMENT, MOMENT, {"title__en": slug, **values})
    return Compared(record=record, labels=Labels(), sources=SOURCES, rates=RATES)


def outcome(indicator: str, value: float | None = 1, unit: str = "trips", **more: Any) -> dict[str, Any]:
    row = {"row_id": indicator, "indicator__en": indicator, "value": value, "unit__en": unit}
    return {**row, "outcome_type": "official_figure", "sources": ["report"], **more}


def rows_of(*columns: Compared) -> dict[str, Row]:
    return {row.key: row for group in build_groups("case", columns) for row in group.rows}


WORDS = st.sampled_from(["", "parking", "Parking ", "free  spaces", "air"])
SUMS = st.fixed_dictionaries(
    {
        "row_id": st.just("a"),
        "cost_type": st.sampled_from((*COST_TYPES, "new_type")),
        "amount": st.integers(1, 10**9),
        "currency": st.sampled_from(["EUR", "XXX"]),
        "year": st.sampled_from(["2020", "1999", ""]),
    }
)
OUTCOMES = st.fixed_dictionaries(
    {
        "row_id": st.just("a"),
        "indicator__en": WORDS,
        "indicator__ko": st.sampled_from([None, "주차", "공기"]),
        "unit__en": st.sampled_from([None, "spaces", "spaces (approx.)", "%"]),
        "value": st.none() | st.integers(0, 100),
        "outcome_type": st.sampled_from(OUTCOME_TYPES),
        "sources": st.lists(st.sampled_from(["report", "advert"]), unique=True),
    }
)
LESSONS = st.fixed_dictionaries(
    {
        "row_id": st.just("a"),
        "lesson_type": st.sampled_from(LESSON_TYPES),
        "category": st.sampled_from(LESSON_CATEGORIES),
        "text__en": WORDS,
    }
)
CASES = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(("", *STAGES)),
        "stage_as_of": st.sampled_from(["", "2020", "nonsense"]),
        "period": st.sampled_from(["", "2012", "2012/2016-05", "2011-04/..", "2019/", "soon"]),
        "challenge__en": WORDS,
        "approach__ko": WORDS,
        "technologies__en": st.lists(WORDS.filter(bool), max_size=3),
        "technologies__ko": st.lists(WORDS.filter(bool), max_size=3),
        "costs": st.lists(SUMS, max_size=4),
        "outcomes": st.lists(OUTCOMES, max_size=5),
        "lessons": st.lists(LESSONS, max_size=4),
        "sdg_targets": st.lists(st.sampled_from(["11.2", "9.1"]), unique=True),
    }
)
SEVERAL = st.lists(CASES, min_size=2, max_size=5).map(
    lambda found: [compared(f"case-{place}", **values) for place, values in enumerate(found)]
)


@given(SEVERAL, st.randoms())
def test_another_order_of_columns_changes_nothing_but_the_order_of_cells(columns: list[Compared], random: Any) -> None:
    places = list(range(len(columns)))
    random.shuffle(places)
    straight, shuffled = rows_of(*columns), rows_of(*(columns[place] for place in places))
    assert list(straight) == list(shuffled)
    for key, row in straight.items():
        other = shuffled[key]
        assert other.cells == tuple(row.cells[place] for place in places)
        assert (other.same, other.label, other.code, other.message) == (row.same, row.label, row.code, row.message)


def said(rows: dict[str, Row], place: int) -> Counter[tuple[str, str]]:
    """Count what a column says, field by field: rows may be shared or not."""
    return Counter((row.field, repr(entry)) for row in rows.values() for entry in row.cells[place].entries)


@given(SEVERAL)
def test_adding_a_record_never_changes_what_the_others_say(columns: list[Compared]) -> None:
    before, after = rows_of(*columns[:-1]), rows_of(*columns)
    for place in range(len(columns) - 1):
        assert said(before, place) == said(after, place)


@given(SEVERAL)
def test_every_field_has_a_row_every_row_a_cell_for_each_column_and_a_key_of_its_own(columns: list[Compared]) -> None:
    rows = [row for group in build_groups("case", columns) for row in group.rows]
    assert {row.field for row in rows} == {field.name for field in CASE_FIELDS}
    assert all(len(row.cells) == len(columns) for row in rows)
    assert len({row.key for row in rows}) == len(rows)


@given(CASES, st.integers(2, 5))
def test_records_that_say_the_same_are_the_same_in_every_row(values: dict[str, Any], count: int) -> None:
    assert all(row.same for row in rows_of(*(compared(f"case-{n}", **values) for n in range(count))).values())


@given(SEVERAL)
def test_records_of_one_row_that_say_the_same_in_pairs_say_the_same_together(columns: list[Compared]) -> None:
    pairs = [rows_of(columns[0], other) for other in columns[1:]]
    for key, row in rows_of(*columns).items():
        if key == row.field and all(key in pair for pair in pairs):
            assert row.same == all(pair[key].same for pair in pairs)


def test_same_looks_at_meaning_and_not_at_wording_order_or_source() -> None:
    one = compared("a", stage="ended", stage_as_of="2016", challenge__en="Old  meters", sdg_targets=["9.1", "11.2"])
    two = compared("b", stage="ended", stage_as_of="2017", challenge__en="old meters", sdg_targets=["11.2", "9.1"])
    three = compared("c", stage="failed", challenge__en="Air", sdg_targets=["9.1"])
    assert {key for key, row in rows_of(one, two).items() if not row.same} == set()
    assert {key for key, row in rows_of(one, two, three).items() if not row.same} == {"stage", "problem", "sdg"}


def test_an_indicator_that_several_report_has_a_row_whatever_its_case_spaces_and_the_unit_s_qualifier() -> None:
    one = compared("a", outcomes=[outcome("Trips a day", 10), outcome("Stations", 5, "stations")])
    two = compared("b", outcomes=[outcome("trips  a day", 20, "trips (approx.)"), outcome("Trips a day", 3, "%")])
    rows = rows_of(one, two)
    assert [key for key in rows if key.startswith("outcomes")] == ["outcomes-trips-a-day-trips", "outcomes-independent"]
    shared = rows["outcomes-trips-a-day-trips"]
    assert [[entry.number for entry in cell.entries] for cell in shared.cells] == [[10], [20]]
    assert [[entry.number for entry in cell.entries] for cell in rows["outcomes-independent"].cells] == [[5], [3]]


def test_an_indicator_is_shared_by_its_name_in_either_language() -> None:
    korean = {"indicator__ko": "하루 이용", "unit__ko": "회"}
    one = compared("a", outcomes=[outcome("Trips a day", 10, **korean)])
    two = compared("b", outcomes=[{**outcome("", 20, ""), **korean}])
    assert [len(cell.entries) for cell in rows_of(one, two)["outcomes-trips-a-day-trips"].cells] == [1, 1]


def test_what_others_measured_what_the_operator_counted_and_what_was_only_announced_stand_apart() -> None:
    given = [outcome(f"{kind} figure", outcome_type=kind) for kind in OUTCOME_TYPES]
    advert = outcome("vendor figure", outcome_type="measured", sources=["advert"])
    rows = rows_of(compared("a", outcomes=[*given, advert]), compared("b"))
    parts = {part: [entry.label["en"] for entry in rows[f"outcomes-{part}"].cells[0].entries] for part in BASES}
    assert parts == {
        INDEPENDENT: ["measured figure", "official_figure figure"],
        OWN: ["own_figure figure"],
        ANNOUNCED: ["claim figure", "projection figure", "vendor figure"],
    }
    assert not rows["outcomes-independent"].cells[1].is_reported


def test_sums_stand_in_a_row_of_their_kind_with_an_estimate_or_the_reason_why_there_is_none() -> None:
    sums = [
        {"row_id": "1", "cost_type": "grant", "amount": 90, "currency": "EUR", "year": "2020"},
        {"row_id": "2", "cost_type": "total", "amount": 90, "currency": "EUR", "year": "2019"},
    ]
    rows = rows_of(compared("a", costs=sums), compared("b"))
    assert [key for key in rows if key.startswith("cost")] == ["cost-total", "cost-grant"]
    grant, total = (rows[key].cells[0].entries[0].money for key in ("cost-grant", "cost-total"))
    assert getattr(grant, "estimate", None) is not None
    assert getattr(total, "reason", None) == "no_rate"


def test_evidence_counts_outcomes_by_grade_and_is_missing_without_any() -> None:
    given = [outcome("a"), outcome("b"), outcome("c", outcome_type="projection")]
    row = rows_of(compared("a", outcomes=given), compared("b"))["evidence"]
    (entry,) = row.cells[0].entries
    assert (entry.grade, dict(entry.grades)) == ("B", {"B": 2, "N": 1})
    assert not row.cells[1].is_reported


@pytest.mark.parametrize(
    ("period", "attested", "found"),
    [
        ("2011-04/2018-12", "", [(92, "month", ())]),
        ("2012/2016-05", "", [(48, "year", ())]),
        ("2015-10/..", "2024-05", [(103, "month", ("least",))]),
        ("2015/", "2020", [(60, "year", ("least",))]),
        ("2015/..", "", []),
        ("2015", "2020", []),
        ("2015/..", "2014", []),
        ("", "2020", []),
    ],
)
def test_a_period_is_as_long_as_its_dates_tell_and_no_longer(period: str, attested: str, found: list[Any]) -> None:
    row = rows_of(compared("a", period=period, stage_as_of=attested), compared("b"))["duration"]
    assert [(entry.number, entry.code, entry.codes) for entry in row.cells[0].entries] == found


def test_lists_go_item_by_item_or_as_a_whole_where_the_languages_differ_in_number() -> None:
    even = compared("a", technologies__en=["sensors", "app"], technologies__ko=["센서", "앱"])
    uneven = compared("b", technologies__en=["sensors"], technologies__ko=["센서", "앱"])
    cells = rows_of(even, uneven)["components"].cells
    assert [entry.text for entry in cells[0].entries] == [{"ko": "센서", "en": "sensors"}, {"ko": "앱", "en": "app"}]
    assert [entry.text for entry in cells[1].entries] == [{"ko": "센서, 앱", "en": "sensors"}]


@pytest.mark.parametrize("kind", FIELDS)
def test_fields_have_names_of_their_own_and_stand_in_a_group_that_there_is(kind: str) -> None:
    fields = FIELDS["city" if kind == "city" else "case"]
    assert len({field.name for field in fields}) == len(fields)
    assert {field.group for field in fields} <= set(GROUPS)


def test_every_kind_of_figure_of_a_city_is_compared() -> None:
    taken = {
        field.extract.keywords["figure"]
        for field in CITY_FIELDS
        if isinstance(field.extract, partial) and "figure" in field.extract.keywords
    }
    assert taken | {"density"} == set(FIGURES)


def test_an_entry_says_nothing_unless_told() -> None:
    assert set(Entry().text.values()) == {None}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], [(2000, "2020", "population of 2020 divided by the area of 2018", ("report", "advert"))]),
        ([{"figure": "density", "value": 7, "year": "2019"}], [(7, "2019", None, ())]),
    ],
)
def test_a_density_that_is_not_given_is_computed_and_says_so(given: list[Any], found: list[Any]) -> None:
    profile = [
        {"figure": "population", "value": 1_000_000, "year": "2020", "sources": ["report"]},
        {"figure": "area", "value": 500, "year": "2018", "unit__en": "km²", "sources": ["advert"]},
    ]
    groups = build_groups("city", [compared("a", profile=[*profile, *given]), compared("b", profile=profile[:1])])
    (row,) = (row for group in groups for row in group.rows if row.key == "density")
    said = [(entry.number, entry.date, entry.note["en"], entry.sources) for entry in row.cells[0].entries]
    assert said == found
    assert not row.cells[1].is_reported
