"""Counting tags, by reading them and by their bits, against a plain count."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.search import tag_table
from kb.search.tag_table import TagTable

DOCUMENTS, TAGS = 120, 6
HAVING = st.lists(st.sets(st.integers(0, TAGS - 1)), min_size=DOCUMENTS, max_size=DOCUMENTS)
"""The tags of each document; the last tag is made rare."""
CHOSEN = st.sets(st.integers(0, DOCUMENTS - 1))


def _table(having: list[set[int]]) -> TagTable:
    pairs = [(document, tag) for document, tags in enumerate(having) for tag in sorted(tags)]
    rows = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return TagTable(rows[:, 0].copy(), rows[:, 1].copy(), DOCUMENTS, TAGS)


def _with_rare_tag(having: list[set[int]]) -> list[set[int]]:
    return [tags if document % 100 == 0 else tags - {TAGS - 1} for document, tags in enumerate(having)]


@pytest.mark.parametrize("row_cost", [0.0, 1e9])
@settings(max_examples=40)
@given(HAVING, CHOSEN)
def test_both_ways_of_counting_equal_a_plain_count(row_cost: float, having: list[set[int]], chosen: set[int]) -> None:
    having = _with_rare_tag(having)
    expected = Counter(tag for document in chosen for tag in having[document])
    documents = np.array(sorted(chosen), dtype=np.int64)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tag_table, "_ROW_COST", row_cost)
        assert _table(having).count(documents).tolist() == [expected[tag] for tag in range(TAGS)]


@settings(max_examples=40)
@given(HAVING, st.lists(st.integers(0, 9), min_size=TAGS, max_size=TAGS))
def test_the_least_value_is_that_of_a_document_s_own_tags(having: list[set[int]], values: list[int]) -> None:
    found = _table(having).least(np.array(values, dtype=np.int64), 8)
    assert found.tolist() == [min([8, *(values[tag] for tag in tags)]) for tags in having]


def test_a_tag_leads_to_its_documents() -> None:
    table = _table([{document % TAGS} for document in range(DOCUMENTS)])
    assert table.documents_of(2).tolist() == list(range(2, DOCUMENTS, TAGS))
    assert table.count(np.empty(0, dtype=np.int64)).tolist() == [0] * TAGS
