"""What a text is indexed under, and how an index term tells what it is.

`주차` (two syllables side by side), `^주차` (the same at the beginning of a word), `=주차장` (a whole word, as it stands or
without its particle), `parking` (a word), `~park` (its stem). Words linked by a hyphen, and a single letter with the word after it, are also indexed as one
(`egovernment`), so that e-government, egovernment and e government find one another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kb.search.analysis.en import FILLERS, stem
from kb.search.analysis.fold import fold
from kb.search.analysis.ko import bare_forms
from kb.search.analysis.segments import Atom, pieces, segment


def whole(word: str) -> str:
    """Name the term of a whole word of syllables."""
    return f"={word}"


def beginning(word: str) -> str:
    """Name the term of a word's first two syllables."""
    return f"^{word[:2]}"


def stemmed(word: str) -> str:
    """Name the term of an English word's stem."""
    return f"~{stem(word)}"


def atoms_of(text: str) -> list[Atom]:
    """Cut a text as it is written into atoms."""
    return list(segment(fold(unicodedata.normalize("NFC", text))))


def atom_texts(text: str) -> tuple[str, ...]:
    """List the texts of a text's atoms, without where they stand, which takes most of the time."""
    return tuple(piece for piece, *_place in pieces(fold(unicodedata.normalize("NFC", text))))


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Write a name so that case, accents, spaces and hyphens make no difference."""
    return "".join(atom_texts(name))


def titled(key: str) -> str:
    """Name the term that records with exactly this title have; no word of a text contains its first character."""
    return f"!{key}"


def titled_also(key: str) -> str:
    """Name the term that records with exactly this other name have."""
    return f"?{key}"


def joinable(left: Atom, right: Atom) -> bool:
    """Say whether two neighbours may also be written as one word."""
    if left.is_syllables or right.is_syllables or (left.text.isdigit() and right.text.isdigit()):
        return False
    lone_letter = len(left.text) == 1 and left.text.isalpha() and left.text not in FILLERS
    return right.tie == "linked" or (right.tie == "apart" and lone_letter)


@lru_cache(maxsize=131072)
def _syllable_terms(word: str) -> tuple[tuple[str, int], ...]:
    """List the terms of a run of syllables, each with its distance from the first."""
    terms = [(word[index : index + 2], index) for index in range(len(word) - 1)]
    if len(word) > 1:
        terms.append((beginning(word), 0))
    return (*terms, *((whole(form), 0) for form in sorted({word, *(form.text for form in bare_forms(word))})))


@lru_cache(maxsize=131072)
def _word_terms(word: str) -> tuple[str, str]:
    return word, stemmed(word)


def _joined_terms(atoms: Sequence[Atom], index: int) -> Iterator[tuple[str, int]]:
    joined = atoms[index].text
    for left, right in zip(atoms[index:], atoms[index + 1 : index + 4], strict=False):
        if not joinable(left, right):
            return
        joined += right.text
        yield joined, atoms[index].position
        yield stemmed(joined), atoms[index].position


def index_terms(atoms: Sequence[Atom]) -> Iterator[tuple[str, int]]:
    """Yield every (term, position) that a text is found by; the positions of one term never fall back."""
    before: Atom | None = None
    for index, atom in enumerate(atoms):
        text, is_syllables, _start, _end, position, tie, _link = atom
        if is_syllables:
            for term, distance in _syllable_terms(text):
                yield term, position + distance
            if tie == "glued" and before is not None and not before.is_syllables:
                yield whole(text[0]), position  # 2018년도: the counter word 년 is found, too
        else:
            for term in _word_terms(text):
                yield term, position
            if index + 1 < len(atoms) and joinable(atom, atoms[index + 1]):
                yield from _joined_terms(atoms, index)
        before = atom
