"""Figures of ranked lists, against values worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.relevance import mrr, ndcg, recall

GRADES = {"best": 3.0, "good": 2.0, "fair": 1.0, "bad": 0.0}
JUDGED = st.dictionaries(st.sampled_from("abcdefghijklmnop"), st.integers(0, 3).map(float), min_size=1)
RANKED = st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), unique=True)


def test_ndcg_of_a_worked_example() -> None:
    # gains 3 (grade 2), 0, 7 (grade 3) at ranks 1, 2, 3; ideal 7, 3, 1
    gained = 3 / math.log2(2) + 7 / math.log2(4)
    ideal = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(["good", "unknown", "best"], GRADES) == pytest.approx(gained / ideal)


def test_the_best_order_has_an_ndcg_of_one_and_finding_nothing_zero() -> None:
    assert ndcg(["best", "good", "fair"], GRADES) == 1.0
    assert ndcg(["bad", "unknown"], GRADES) == 0.0
    assert ndcg([], GRADES) == 0.0
    assert ndcg(["best"], {}) == 0.0


def test_a_single_relevant_document_gains_by_its_rank_only() -> None:
    for rank in range(1, 11):
        ranked = [f"other-{number}" for number in range(rank - 1)] + ["wanted"]
        assert ndcg(ranked, {"wanted": 1}) == pytest.approx(1 / math.log2(rank + 1))
        assert mrr(ranked, {"wanted": 1}) == pytest.approx(1 / rank)


def test_nothing_counts_after_k() -> None:
    ranked = [f"other-{number}" for number in range(10)] + ["wanted"]
    grades = {"wanted": 1.0}
    assert ndcg(ranked, grades) == mrr(ranked, grades) == recall(ranked, grades) == 0.0
    assert recall(ranked, grades, k=11) == 1.0


def test_a_repeated_document_gains_once() -> None:
    assert ndcg(["fair", "fair", "best"], GRADES) == ndcg(["fair", "unknown", "best"], GRADES)
    assert recall(["good", "good"], GRADES) == pytest.approx(1 / 3)


def test_more_relevant_documents_than_k_still_allow_a_full_mark() -> None:
    many = {f"d{number}": 1.0 for number in range(30)}
    assert ndcg(list(many), many) == 1.0
    assert recall(list(many), many) == pytest.approx(10 / 30)


@given(RANKED, JUDGED)
def test_figures_stay_between_zero_and_one(ranked: list[str], grades: dict[str, float]) -> None:
    for figure in (ndcg, mrr, recall):
        assert 0.0 <= figure(ranked, grades) <= 1.0 + 1e-12


@given(RANKED, JUDGED)
def test_no_list_is_better_than_the_one_sorted_by_grade(ranked: list[str], grades: dict[str, float]) -> None:
    best = sorted(grades, key=lambda name: -grades[name])
    assert ndcg(ranked, grades) <= ndcg(best, grades) + 1e-12
