"""What a text is indexed under, and how an index term tells what it is.

`주차` (two syllables side by side), `^주차` (the same at the beginning of a word), `=주차장` (a whole word, as it stands or
without its particle), `parking` (a word), `~park` (its stem). Words linked by a hyphen, and a single letter with the word after it, are also indexed as one
(`egovernment`), so that e-government, egovernment and e government find one another.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from kb.search.analysis.en import FILLERS, stem
from kb.search.analysis.fold import fold
from kb.search.analysis.ko import bare_forms
from kb.search.analysis.segments import Atom, segment


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


def joinable(left: Atom, right: Atom) -> bool:
    """Say whether two neighbours may also be written as one word."""
    if left.is_syllables or right.is_syllables or (left.text.isdigit() and right.text.isdigit()):
        return False
    lone_letter = len(left.text) == 1 and left.text.isalpha() and left.text not in FILLERS
    return right.tie == "linked" or (right.tie == "apart" and lone_letter)


def _syllable_terms(atom: Atom, before: Atom | None) -> Iterator[tuple[str, int]]:
    word = atom.text
    for index in range(len(word) - 1):
        yield word[index : index + 2], atom.position + index
    if len(word) > 1:
        yield beginning(word), atom.position
    wholes = {word, *(form.text for form in bare_forms(word))}
    if atom.tie == "glued" and before is not None and not before.is_syllables:
        wholes.add(word[0])  # 2018년도: the counter word 년 is found, too
    for form in wholes:
        yield whole(form), atom.position


def _joined_terms(atoms: Sequence[Atom], index: int) -> Iterator[tuple[str, int]]:
    joined = atoms[index].text
    for left, right in zip(atoms[index:], atoms[index + 1 : index + 4], strict=False):
        if not joinable(left, right):
            return
        joined += right.text
        yield joined, atoms[index].position
        yield stemmed(joined), atoms[index].position


def index_terms(atoms: Sequence[Atom]) -> Iterator[tuple[str, int]]:
    """Yield every (term, position) that a text is found by, positions never falling back."""
    for index, atom in enumerate(atoms):
        if atom.is_syllables:
            yield from _syllable_terms(atom, atoms[index - 1] if index else None)
        else:
            yield atom.text, atom.position
            yield stemmed(atom.text), atom.position
            yield from _joined_terms(atoms, index)
