"""Counts and filters against a plain count over the documents."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.search.port import FACETS, IndexDocument, SearchRequest
from kb.search.whoosh_engine import WhooshEngine
from tests.search.samples import build, document

VALUES = {
    "theme": ["mobility", "parking", "energy", "water"],
    "city": ["seoul", "nice", "dresden"],
    "country": ["KR", "FR", "DE"],
    "organization": ["cisco", "kt", "sap"],
    "event": ["summit"],
    "stage": ["pilot", "ended", "failed"],
    "evidence": ["A", "B", "N"],
    "language": ["ko", "en"],
    "has": ["slides"],
    "cost": ["1m-10m", "10m-100m", "unknown"],
    "city_size": ["250k-1m", "over-5m"],
    "lesson": ["finance", "legal", "data"],
    "lesson_type": ["barrier", "success"],
}
KINDS = ["case", "city", "organization", "source", "theme"]


def _documents() -> list[IndexDocument]:
    chance = random.Random(7)
    made = []
    for number in range(80):
        tags = {name: chance.sample(values, chance.randint(0, min(2, len(values)))) for name, values in VALUES.items()}
        start = chance.choice([None, *range(2008, 2020)])
        end = chance.choice([None, start, start and start + chance.randint(0, 6)])
        word = chance.choice(["alpha", "beta", "alpha beta"])
        made.append(document(f"d-{number}", kind=chance.choice(KINDS), tags=tags, years=(start, end), summary_en=word))
    return made


DOCUMENTS = _documents()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return build(tmp_path_factory.mktemp("index"), DOCUMENTS)


Filters = Mapping[str, Sequence[str]]


def _passes(item: IndexDocument, filters: Filters, ignored: str = "") -> bool:
    return all(
        set(values) & set(item.tags.get(name, ())) for name, values in filters.items() if values and name != ignored
    )


def _in_years(item: IndexDocument, first: int | None, last: int | None) -> bool:
    if first is None and last is None:
        return True
    start = item.year_start if item.year_start is not None else item.year_end
    end = item.year_end if item.year_end is not None else item.year_start
    if start is None or end is None:
        return False
    return (last is None or start <= last) and (first is None or end >= first)


def _expected(request: SearchRequest) -> tuple[int, dict[str, dict[str, int]]]:
    base = [
        item
        for item in DOCUMENTS
        if (request.filters.get("type") or item.kind != "source")
        and _in_years(item, request.year_from, request.year_to)
        and (not request.text or request.text in item.texts["summary"]["en"])
    ]
    facets = {}
    for facet in FACETS:
        rest = [item for item in base if _passes(item, request.filters, facet)]
        counted = Counter(value for item in rest for value in item.tags.get(facet, ()))
        facets[facet] = dict(counted) | {value: counted[value] for value in request.filters.get(facet, ())}
    return sum(_passes(item, request.filters) for item in base), facets


YEARS = st.none() | st.integers(2005, 2026)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from([*dict.fromkeys([*values, "unknown"])]), max_size=2, unique=True)
        for name, values in {**VALUES, "type": KINDS}.items()
    },
)


@settings(max_examples=200)
@given(
    request_=st.builds(
        SearchRequest, text=st.sampled_from(["", "alpha", "beta"]), filters=FILTERS, year_from=YEARS, year_to=YEARS
    )
)
def test_totals_and_counts_equal_a_plain_count(engine: WhooshEngine, request_: SearchRequest) -> None:
    result = engine.search(request_)
    assert (result.total, result.facets) == _expected(request_)


def test_choosing_a_value_gives_as_many_as_its_count_said(engine: WhooshEngine) -> None:
    counts = engine.search(SearchRequest(filters={"stage": ["pilot"]})).facets
    for value, count in counts["theme"].items():
        assert engine.search(SearchRequest(filters={"stage": ["pilot"], "theme": [value]})).total == count


def test_years_are_counted_by_start_whatever_range_is_asked_for(engine: WhooshEngine) -> None:
    listed = [item for item in DOCUMENTS if item.kind != "source"]
    starts = [item.year_start if item.year_start is not None else item.year_end for item in listed]
    expected = Counter(start for start in starts if start is not None)
    assert engine.search(SearchRequest()).years == dict(expected)
    assert engine.search(SearchRequest(year_from=2015, year_to=2016)).years == dict(expected)


def test_an_empty_index_answers(tmp_path: Path) -> None:
    result = build(tmp_path, []).search(SearchRequest("bus", filters={"city": ["seoul"]}))
    assert (result.total, result.facets["city"], result.years) == (0, {"seoul": 0}, {})
