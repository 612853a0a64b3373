"""What a word of a query looks for in the index: patterns, the better ones weighing more.

A word of three or more syllables matches where all its syllables lie side by side, so 주차 finds 주차장을 and 공영주차장;
a space or hyphen between them is allowed, so 스마트시티 finds 스마트 시티. A single syllable matches a whole word only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from kb.search.analysis.ko import BareForm, bare_forms, is_particle
from kb.search.analysis.segments import Atom
from kb.search.analysis.terms import atoms_of, beginning, stemmed, whole

EXACT, VARIANT, WITHIN = 0.4, 0.8, 0.6
"""Weights: the word as typed (on top of `WITHIN`), another form of it, the word as part of a longer one or by its stem."""


class Part(NamedTuple):
    """A term, a run of syllables or the beginning of a term, at a distance from where its pattern starts."""

    kind: Literal["term", "syllables", "prefix"]
    text: str
    offset: int = 0


class Pattern(NamedTuple):
    """Parts that must lie at their distances from one another; `width` counts the positions covered."""

    parts: tuple[Part, ...]
    width: int


class Weighted(NamedTuple):
    """A pattern and how much finding it counts."""

    pattern: Pattern
    weight: float


def _single(kind: Literal["term", "syllables", "prefix"], text: str, width: int = 1) -> Pattern:
    return Pattern((Part(kind, text),), width)


def _syllables(text: str, offset: int) -> Part:
    return Part("syllables", text, offset) if len(text) > 1 else Part("term", whole(text), offset)


def _merged(atoms: Sequence[Atom]) -> list[Atom]:
    """Make neighbouring runs of syllables one: 스마트·시티 is looked for as 스마트시티."""
    merged: list[Atom] = []
    for atom in atoms:
        last = merged[-1] if merged else None
        if last and last.is_syllables and atom.is_syllables and last.position + last.width == atom.position:
            merged[-1] = Atom(last.text + atom.text, True, last.start, atom.end, last.position, last.tie, last.link)
        else:
            merged.append(atom)
    return merged


def _sequence(atoms: Sequence[Atom], *, exact: bool) -> Pattern | None:
    """Ask for the atoms side by side, English words as typed if `exact`, else by their stems."""
    if not atoms:
        return None
    first = atoms[0].position
    parts = tuple(
        _syllables(atom.text, atom.position - first)
        if atom.is_syllables
        else Part("term", atom.text if exact else stemmed(atom.text), atom.position - first)
        for atom in atoms
    )
    return Pattern(parts, atoms[-1].position + atoms[-1].width - first)


def _bare(form: BareForm) -> list[Weighted]:
    if form.sure and len(form.text) > 1:
        return [
            Weighted(_single("syllables", form.text, len(form.text)), WITHIN),
            Weighted(_single("term", whole(form.text), len(form.text)), EXACT / 2),
        ]
    if form.sure or len(form.text) > 1:
        return [Weighted(_single("term", whole(form.text), len(form.text)), VARIANT)]
    return []


def _hangul_word(word: str) -> list[Weighted]:
    exact = _single("term", whole(word), len(word))
    if len(word) == 1:
        return [Weighted(exact, 1.0)]
    found = [Weighted(_single("syllables", word, len(word)), WITHIN), Weighted(exact, EXACT)]
    for form in bare_forms(word):
        found += _bare(form)
    return found


def _latin_word(word: str) -> list[Weighted]:
    return [Weighted(_single("term", stemmed(word)), WITHIN), Weighted(_single("term", word), EXACT)]


def _endings(atoms: Sequence[Atom]) -> list[Pattern]:
    """Give the sequence without the particle that hangs on its last word (CCTV를, AI기반의)."""
    last = atoms[-1]
    if len(atoms) < 2 or not last.is_syllables:
        return []
    shorter = [form.text for form in bare_forms(last.text)]
    variants = [[*atoms[:-1], Atom(text, True, last.start, last.end, last.position, last.tie)] for text in shorter]
    if is_particle(last.text) and last.tie == "glued":
        variants.append(list(atoms[:-1]))
    return [pattern for variant in variants if (pattern := _sequence(variant, exact=False))]


def word_patterns(atoms: Sequence[Atom]) -> list[Weighted]:
    """List what a query word, cut into its atoms, may look like in a text."""
    atoms = _merged(atoms)
    if len(atoms) == 1:
        return _hangul_word(atoms[0].text) if atoms[0].is_syllables else _latin_word(atoms[0].text)
    sequence = _sequence(atoms, exact=False)
    if sequence is None:
        return []
    found = [Weighted(sequence, 1.0), *(Weighted(pattern, VARIANT) for pattern in _endings(atoms))]
    if not any(atom.is_syllables for atom in atoms):
        found.append(Weighted(joined_pattern(atoms), VARIANT))
    return found


def fragment_patterns(word: str) -> list[Pattern]:
    """Look for each two neighbouring syllables of a Korean word apart: 바꾸려면 shares 바꾸 with 바꾸는."""
    return [_single("term", word[index : index + 2], 2) for index in range(len(word) - 1)]


def beginning_pattern(word: str) -> Pattern:
    """Look for words that begin with the same two syllables."""
    return _single("term", beginning(word), 2)


def joined_pattern(atoms: Sequence[Atom]) -> Pattern:
    """Look for several English words written as one."""
    return _single("term", stemmed("".join(atom.text for atom in atoms)))


def split_patterns(word: str) -> list[Pattern]:
    """Look for one English word written as two, cut anywhere; the shorter part has at least two letters."""
    return [
        Pattern((Part("term", word[:cut]), Part("term", stemmed(word[cut:]), 1)), 2) for cut in range(2, len(word) - 1)
    ]


def phrase_pattern(atoms: Sequence[Atom]) -> Pattern | None:
    """Ask for words side by side as they are quoted; None where the quotation holds no word."""
    return _sequence(_merged(atoms), exact=True)


@lru_cache(maxsize=16384)
def label_pattern(text: str) -> Pattern | None:
    """Ask for a label of the vocabulary, its English words by their stems; None for a label without a word.

    It must begin a word: whoever asks for 대중교통 is not to get 메타버스 because 버스 is another name for it.
    """
    atoms = _merged(atoms_of(text))
    pattern = _sequence(atoms, exact=False)
    if pattern is None or not atoms[0].is_syllables or len(atoms[0].text) == 1:
        return pattern
    return Pattern((Part("term", beginning(atoms[0].text)), *pattern.parts), pattern.width)


def prefix_patterns(atoms: Sequence[Atom]) -> list[Weighted]:
    """Ask for words that begin so (`주차*`, `park*`); what comes before the last atom must match in full."""
    atoms = _merged(atoms)
    last = atoms[-1]
    start = whole(last.text) if last.is_syllables else last.text
    if len(atoms) == 1:
        return [Weighted(_single("prefix", start, last.width), 1.0)]
    before = _sequence(atoms[:-1], exact=False)
    if before is None:
        return []
    offset = last.position - atoms[0].position
    return [Weighted(Pattern((*before.parts, Part("prefix", start, offset)), offset + last.width), 1.0)]
