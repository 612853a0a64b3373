"""Scores, against the formula worked out plainly."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.analysis.patterns import Part, Pattern
from kb.search.matching import Numbers, documents_of
from kb.search.ranking import K1, score
from kb.search.sections import INDEX_FIELDS, PLACE_BITS, WRITTEN, code_section, index_field
from kb.search.weighing import B, Selection, in_sections
from tests.search.samples import MemoryIndex, document

WORDS = st.text(st.sampled_from("ab "), max_size=20)


def _plain_score(index: MemoryIndex, number: int, query: str) -> float:
    """Sum up the formula of Robertson et al. (2004), occurrence by occurrence."""
    lengths = index.columns.lengths
    total = 0.0
    for unit in index.units(query):
        sums: dict[str, float] = defaultdict(float)
        having = {int(n) for finding in unit.findings for n in documents_of(finding.located.keys)}
        for finding in unit.findings:
            for key in finding.located.keys.tolist():
                if key >> 32 == number:
                    code = (key & 0xFFFFFFFF) >> PLACE_BITS
                    section, lang = WRITTEN[code]
                    field = INDEX_FIELDS.index(index_field(section, lang))
                    column = [float(value) for value in lengths[:, field] if value]
                    b = B[code_section(code).group]
                    norm = 1 - b + b * float(lengths[number, field]) / max(sum(column) / len(column), 1)
                    sums[lang] += finding.alternative.weight * code_section(code).weight / norm
        rarity = math.log(1 + (len(lengths) - len(having) + 0.5) / (len(having) + 0.5))
        saturations = {"ko": float(K1[0, 0]), "en": float(K1[1, 0])}
        total += max((rarity * value / (saturations[lang] + value) for lang, value in sums.items()), default=0.0)
    return total


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5), st.sampled_from(["a", "a b", "ab a"]))
def test_the_score_is_the_formula(texts: list[tuple[str, str, str]], query: str) -> None:
    index = MemoryIndex(
        [
            document(f"d-{number}", title_en=title, summary_en=summary, approach_ko=approach)
            for number, (title, summary, approach) in enumerate(texts)
        ]
    )
    numbers: Numbers = index.columns.alive.nonzero()[0]
    scored = score(numbers, index.found(query))
    for number in numbers.tolist():
        assert scored.scores[number] == pytest.approx(_plain_score(index, number, query), rel=1e-4, abs=1e-5)
        assert 0 <= scored.covered[number] <= 1 + 1e-6


def test_all_words_cover_a_query_and_a_rare_one_covers_more_of_it() -> None:
    index = MemoryIndex([document(f"d-{n}", title_en=text) for n, text in enumerate(["a b", "a", "b", "a", "x"])])
    covered = score(index.columns.alive.nonzero()[0], index.found("aa OR a b")).covered
    assert covered[0] == pytest.approx(1)
    assert covered[2] > covered[1] > covered[4] == 0


def test_a_section_asked_for_is_the_only_one_looked_at() -> None:
    index = MemoryIndex([document("x", title_en="bus", summary_en="bus bus")])
    keys = index.keys("bus")
    assert len(in_sections(keys, frozenset({"summary"}))) == 2
    assert len(in_sections(keys, frozenset())) == 0


@given(st.lists(WORDS, min_size=1, max_size=8), st.sets(st.integers(0, 7)), st.sampled_from([0, 1000]))
def test_places_are_selected_by_their_documents_whichever_way(texts: list[str], chosen: set[int], sparse: int) -> None:
    index = MemoryIndex([document(f"d-{number}", title_en=text) for number, text in enumerate(texts)])
    located = index.locate(Pattern((Part("term", "a"),), 1), None)
    numbers = np.array(sorted(number for number in chosen if number < len(texts)), dtype=np.int64)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kb.search.weighing._SPARSE", sparse)
        selection = Selection(numbers, len(texts))
        assert selection.places(located).tolist() == [key for key in located.keys.tolist() if key >> 32 in chosen]
    assert selection.indexes(numbers).tolist() == list(range(len(numbers)))
