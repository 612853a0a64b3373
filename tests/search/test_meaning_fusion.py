"""How words and meaning make one order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kb.search.meaning.fusion import MOST_ADDED, Evidence, Floats, fuse

NAN = float("nan")
FAR = 0.80
"""The cosine of a document that has nothing to do with the query."""


def evidence(
    count: int,
    words: dict[int, float] | None = None,
    ko: dict[int, float] | None = None,
    en: dict[int, float] | None = None,
) -> Evidence:
    """Describe `count` documents, the first half Korean, the others English, all far off where not said otherwise."""
    similar = np.full((count, 2), NAN, dtype=np.float32)
    similar[: count // 2, 0] = FAR + np.linspace(0, 0.001, count // 2)
    similar[count // 2 :, 1] = FAR - 0.04 + np.linspace(0, 0.001, count - count // 2)
    for column, given_values in enumerate((ko, en)):
        for number, value in (given_values or {}).items():
            similar[number, column] = value
    scores = np.zeros(count, dtype=np.float32)
    for number, score in (words or {}).items():
        scores[number] = score
    return Evidence(scores, (scores > 0).astype(np.float32), similar)


def order(scores: Floats) -> list[int]:
    return [int(number) for number in np.argsort(-scores, kind="stable")]


def test_a_document_of_the_other_language_that_means_the_same_comes_before_words_in_common() -> None:
    found = evidence(100, words={3: 2.0, 4: 1.0}, en={70: 0.88})
    found.share[[3, 4]] = 0.3
    fused = fuse(found, "ko", may_add=True)
    assert fused.added.tolist() == [70]
    assert order(fused.scores)[0] == 70


def test_all_words_of_the_query_come_before_a_likeness() -> None:
    found = evidence(100, words={3: 5.0}, ko={4: 0.86})
    assert order(fuse(found, "ko", may_add=True).scores)[:2] == [3, 4]


def test_of_documents_with_the_same_words_the_closer_one_is_first() -> None:
    found = evidence(100, words=dict.fromkeys(range(10), 1.0), ko={6: 0.9})
    assert order(fuse(found, "ko", may_add=True).scores)[0] == 6


def test_nothing_is_added_where_nothing_stands_out() -> None:
    assert fuse(evidence(100), "ko", may_add=True).added.tolist() == []


def test_nothing_is_added_where_it_may_not() -> None:
    found = evidence(100, en={70: 0.9})
    assert fuse(found, "ko", may_add=False).added.tolist() == []


def test_at_most_so_many_are_added_and_the_closest_ones() -> None:
    close = {number: 0.86 + number / 10000 for number in range(50)}
    added = fuse(evidence(1000, ko=close), "ko", may_add=True).added.tolist()
    assert added == list(range(49, 49 - MOST_ADDED, -1))


def test_a_document_that_words_found_is_never_among_the_added() -> None:
    found = evidence(100, words={70: 0.5}, en={70: 0.9, 71: 0.89})
    assert fuse(found, "ko", may_add=True).added.tolist() == [71]


def test_without_any_vector_the_order_is_that_of_the_words() -> None:
    words = np.array([0, 3, 1, 2, 0], dtype=np.float32)
    found = Evidence(words, (words > 0).astype(np.float32), np.full((5, 2), NAN, dtype=np.float32))
    fused = fuse(found, "en", may_add=True)
    assert order(fused.scores)[:3] == [1, 3, 2]
    assert fused.added.tolist() == []


def test_a_document_whose_vector_is_still_missing_is_neither_first_nor_last_for_that() -> None:
    found = evidence(100, words={1: 1.0, 2: 1.0, 3: 1.0}, ko={1: 0.9, 3: 0.82})
    found.similar[2] = NAN
    ranked = order(fuse(found, "ko", may_add=True).scores)
    assert ranked.index(1) < ranked.index(2) < ranked.index(3)


def test_a_lone_document_of_a_language_is_not_added_for_being_alone() -> None:
    found = evidence(100)
    found.similar[50:] = NAN
    found.similar[77, 1] = FAR
    assert fuse(found, "ko", may_add=True).added.tolist() == []


def test_no_documents_are_no_trouble() -> None:
    nothing = Evidence(np.zeros(0, np.float32), np.zeros(0, np.float32), np.zeros((0, 2), np.float32))
    fused = fuse(nothing, "ko", may_add=True)
    assert (len(fused.scores), len(fused.added)) == (0, 0)


@pytest.mark.filterwarnings("error")
@given(
    similar=arrays.arrays(np.float32, (30, 2), elements=st.floats(-1, 1, width=32) | st.just(NAN)),
    words=arrays.arrays(np.float32, 30, elements=st.floats(0, 50, width=32)),
)
def test_every_document_gets_a_score_whatever_is_known(similar: Floats, words: Floats) -> None:
    fused = fuse(Evidence(words, (words > 0).astype(np.float32), similar), "en", may_add=True)
    assert np.isfinite(fused.scores).all()
    assert len(set(fused.added.tolist())) == len(fused.added) <= MOST_ADDED
    assert not (words[fused.added] > 0).any()
