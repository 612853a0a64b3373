"""Finding words in posting lists, against a plain search of the text."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.search.analysis.patterns import Part, Pattern
from kb.search.analysis.terms import atoms_of, index_terms
from kb.search.matching import DOCUMENT_SHIFT, NOWHERE, Keys, documents_of, find, in_document, is_in

SYLLABLES = "서울주차"
TEXTS = st.lists(st.text(st.sampled_from(SYLLABLES + " "), max_size=12), min_size=1, max_size=4)


class Plain:
    """Postings of some texts, one document each."""

    def __init__(self, texts: list[str]) -> None:
        places: dict[str, set[int]] = defaultdict(set)
        for number, text in enumerate(texts):
            for term, place in index_terms(atoms_of(text)):
                places[term].add((number << DOCUMENT_SHIFT) + place)
        self._places = {term: np.array(sorted(found), dtype=np.int64) for term, found in places.items()}

    def keys(self, term: str) -> Keys:
        return self._places.get(term, NOWHERE)

    def terms_with_prefix(self, prefix: str, limit: int) -> list[str]:
        return sorted(term for term in self._places if term.startswith(prefix))[:limit]


def _starts(text: str, word: str) -> list[int]:
    """Look a word up plainly: a space may part it where both sides are of two syllables or more, or whole words."""
    words = text.split()
    owners = [index for index, part in enumerate(words) for _ in part]
    squeezed = "".join(words)
    found = []
    for start in range(len(squeezed) - len(word) + 1):
        owned = owners[start : start + len(word)]
        pieces = {owner: owned.count(owner) for owner in owned}
        whole = all(count > 1 or len(words[owner]) == 1 for owner, count in pieces.items())
        if squeezed.startswith(word, start) and whole:
            found.append(start)
    return found


@given(TEXTS, st.text(st.sampled_from(SYLLABLES), min_size=2, max_size=4))
def test_syllables_are_found_wherever_they_lie_side_by_side(texts: list[str], word: str) -> None:
    expected = [
        (number << DOCUMENT_SHIFT) + start for number, text in enumerate(texts) for start in _starts(text, word)
    ]
    found = find(Pattern((Part("syllables", word),), len(word)), Plain(texts))
    assert found.tolist() == expected


@given(TEXTS, st.sampled_from(SYLLABLES), st.sampled_from(SYLLABLES), st.integers(1, 3))
def test_parts_must_lie_at_their_distance(texts: list[str], first: str, second: str, distance: int) -> None:
    postings = Plain(texts)
    pattern = Pattern((Part("term", f"={first}"), Part("term", f"={second}", distance)), distance + 1)
    right = set(postings.keys(f"={second}").tolist())
    assert find(pattern, postings).tolist() == [
        key for key in postings.keys(f"={first}").tolist() if key + distance in right
    ]


@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_membership_is_that_of_sets(wanted: set[int], keys: set[int]) -> None:
    asked = np.array(sorted(wanted), dtype=np.int64)
    assert is_in(asked, np.array(sorted(keys), dtype=np.int64)).tolist() == [item in keys for item in sorted(wanted)]


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 9))))
def test_places_lead_to_their_documents_and_back(places: set[tuple[int, int]]) -> None:
    keys = np.array(sorted((number << DOCUMENT_SHIFT) + position for number, position in places), dtype=np.int64)
    assert documents_of(keys).tolist() == sorted({number for number, _position in places})
    for number in range(6):
        expected = sorted(position for other, position in places if other == number)
        assert in_document(keys, number).tolist() == expected
