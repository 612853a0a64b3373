"""What the pages on the whole collection are measured with: real records, and no address twice."""

from __future__ import annotations

from bench.collection import published_entries
from bench.overview.pages import COMPARED, page_addresses
from bench.overview.records import generate_records
from kb.domain.record_types import RECORD_TYPES
from kb.domain.snapshots import clean, missing_to_publish


def test_generated_records_can_be_published_and_are_the_same_in_every_run() -> None:
    entries = published_entries()
    made = list(generate_records(entries, 120))
    assert made == list(generate_records(entries, 120))
    assert [record["kind"] for record in made].count("case") == 120
    for record in made:
        values, problems = clean(RECORD_TYPES[record["kind"]], record)
        assert problems == []
        assert missing_to_publish(RECORD_TYPES[record["kind"]], values) == []
    assert len({record["slug"] for record in made}) == len(made)


def test_no_address_is_asked_for_twice_and_five_cases_are_compared() -> None:
    pages = page_addresses([f"case-{n}" for n in range(9)], [f"city-{n}" for n in range(6)], ["a", "b"], 40)
    for paths in pages.values():
        assert 2 < len(paths) == len(set(paths)) <= 40
    assert all(path.count("case=") == COMPARED for path in pages["compare five full cases"])
