"""Turns a query into units to look up: each a set of alternative patterns, of which one must be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple, Protocol

from kb.search.analysis.ko import bare_forms
from kb.search.analysis.patterns import (
    VARIANT,
    Pattern,
    beginning_pattern,
    fragment_patterns,
    joined_pattern,
    label_pattern,
    phrase_pattern,
    prefix_patterns,
    split_patterns,
    word_patterns,
)
from kb.search.analysis.terms import atoms_of, stemmed, whole
from kb.search.port import FACETS, Expansion, How
from kb.search.query import Clause, Query
from kb.search.sections import SECTION_NUMBERS
from kb.search.thesaurus import Naming, Thesaurus

_SHORTEST_PIECE: Final = 2
"""Syllables of a word within a compound: single ones are mostly not words."""
_SECTIONS_OF_FIELD: Final = {"title": frozenset({"title", "names"})}


class Lexicon(Protocol):
    """Knows which terms the index holds."""

    def has(self, term: str) -> bool: ...


class Alternative(NamedTuple):
    """One way in which a unit may be found. `sections` restricts where; None means anywhere."""

    pattern: Pattern
    weight: float
    how: How = "word"
    sections: frozenset[str] | None = None


@dataclass(slots=True)
class Unit:
    """One thing asked for. `loose` units may be missing once any word suffices, `optional` ones always."""

    alternatives: list[Alternative] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    excluded: bool = False
    loose: bool = False
    optional: bool = False
    pieces: tuple[Unit, ...] = ()
    """What a compound is made of (대기질센서: 대기질, 센서); they stand in for it once any word suffices."""
    fragments: tuple[Unit, ...] = ()
    """The pairs of syllables of a longer Korean word, which its other forms share; they rank once any word suffices."""
    stems: tuple[Unit, ...] = ()
    """The beginning of a longer Korean word: words that begin alike are mostly forms of it, and list a record then."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A query made ready for the index."""

    units: tuple[Unit, ...]
    expansions: tuple[Expansion, ...] = ()
    shortened: bool = False

    @property
    def wanted(self) -> tuple[Unit, ...]:
        """List the units to be found."""
        return tuple(unit for unit in self.units if not unit.excluded)

    @property
    def can_loosen(self) -> bool:
        """Say whether letting any word suffice would make a difference."""
        return sum(max(len(unit.pieces), 1) for unit in self.units if unit.loose) > 1


def _alternatives(clause: Clause, lexicon: Lexicon) -> Iterator[Alternative]:
    sections = None
    if clause.field is not None:
        sections = _SECTIONS_OF_FIELD.get(clause.field, frozenset({clause.field} & SECTION_NUMBERS.keys()))
    if clause.kind == "phrase":
        pattern = phrase_pattern(clause.atoms)
        if pattern is not None:
            yield Alternative(pattern, 1.0, sections=sections)
        return
    weighted = prefix_patterns(clause.atoms) if clause.kind == "prefix" else word_patterns(clause.atoms)
    for item in weighted:
        yield Alternative(item.pattern, item.weight, sections=sections)
    for pattern in _written_apart(clause, lexicon):
        yield Alternative(pattern, VARIANT, sections=sections)


def _written_apart(clause: Clause, lexicon: Lexicon) -> Iterator[Pattern]:
    """Try an English word that the index doesn't know as two that it knows (smartcity, smart city)."""
    word = clause.atoms[0].text
    if clause.kind != "word" or len(clause.atoms) > 1 or clause.atoms[0].is_syllables or not word.isalpha():
        return
    if not lexicon.has(word) and not lexicon.has(stemmed(word)):
        for pattern in split_patterns(word):
            if all(lexicon.has(part.text) for part in pattern.parts):
                yield pattern


def _unit(group: Sequence[Clause], lexicon: Lexicon) -> Unit:
    unit = Unit(
        excluded=group[0].excluded,
        optional=all(clause.filler for clause in group),
        loose=all(clause.kind != "phrase" and clause.field is None for clause in group),
    )
    unit.loose = unit.loose and not unit.excluded and not unit.optional
    unit.pieces = _pieces(group, lexicon)
    longer = _longer_words(group)
    unit.fragments = _optional_units(pattern for word in longer for pattern in fragment_patterns(word))
    unit.stems = _optional_units(map(beginning_pattern, longer))
    for clause in group:
        unit.alternatives += _alternatives(clause, lexicon)
        if clause.field in FACETS:
            value = "-".join(atom.text for atom in clause.atoms)
            unit.tags.append((clause.field, value))
    return unit


def _pieces(group: Sequence[Clause], lexicon: Lexicon) -> tuple[Unit, ...]:
    """Take a Korean compound that the index doesn't know as a word apart into two words that it knows.

    Of several ways the one with the longest first word, because what comes last in a compound is its head, and short.
    """
    if not _is_plain(group) or len(group[0].atoms) > 1 or not group[0].atoms[0].is_syllables:
        return ()
    word = group[0].atoms[0].text
    forms = [form.text for form in bare_forms(word) if form.sure]
    if any(lexicon.has(whole(form)) for form in (word, *forms)):
        return ()
    for text in (word, *forms):
        for cut in range(len(text) - _SHORTEST_PIECE, _SHORTEST_PIECE - 1, -1):
            parts = text[:cut], text[cut:]
            if all(lexicon.has(whole(part)) for part in parts):
                return tuple(_piece(part) for part in parts)
    return ()


def _longer_words(group: Sequence[Clause]) -> list[str]:
    """List the Korean words of a plain clause that have more syllables than a pair."""
    if not _is_plain(group) or group[0].filler:
        return []
    return [atom.text for atom in group[0].atoms if atom.is_syllables and len(atom.text) > _SHORTEST_PIECE]


def _optional_units(patterns: Iterable[Pattern]) -> tuple[Unit, ...]:
    return tuple(Unit([Alternative(pattern, 1.0)], optional=True) for pattern in patterns)


def _piece(text: str) -> Unit:
    alternatives = [Alternative(item.pattern, item.weight) for item in word_patterns(atoms_of(text))]
    return Unit(alternatives, loose=True)


def _is_plain(group: Sequence[Clause]) -> bool:
    return len(group) == 1 and group[0].kind == "word" and group[0].field is None and not group[0].excluded


def _join_neighbours(groups: Sequence[Sequence[Clause]], units: Sequence[Unit]) -> None:
    """Let two English words typed apart (e government) be found written as one."""
    for index in range(len(groups) - 1):
        if not (_is_plain(groups[index]) and _is_plain(groups[index + 1])):
            continue
        left, right = groups[index][0], groups[index + 1][0]
        atoms = (*left.atoms, *right.atoms)
        if left.filler or right.filler or any(atom.is_syllables for atom in atoms):
            continue
        joined = Alternative(joined_pattern(atoms), VARIANT)
        units[index].alternatives.append(joined)
        units[index + 1].alternatives.append(joined)


def _other_names(naming: Naming) -> Iterator[Alternative]:
    for label in naming.others:
        name = _other_name(label.text, "synonym" if label.lang in naming.langs else "other_language")
        if name is not None:
            yield name


@lru_cache(maxsize=16384)
def _other_name(text: str, how: How) -> Alternative | None:
    pattern = label_pattern(text)
    return None if pattern is None else Alternative(pattern, 1.0, how)


def _expand(groups: Sequence[Sequence[Clause]], units: Sequence[Unit], thesaurus: Thesaurus) -> Iterator[Expansion]:
    """Let labels in the query be found by the other labels of their concepts. Yields what was added."""
    for plain, run in groupby(range(len(groups)), key=lambda index: _is_plain(groups[index])):
        indexes = list(run)
        if not plain:
            continue
        for naming in thesaurus.namings([groups[index][0].atoms for index in indexes]):
            others = list(_other_names(naming))
            for index in indexes[naming.start : naming.end]:
                units[index].alternatives += others
            if others:
                yield Expansion(naming.concept, tuple(label.text for label in naming.others))


def make_plan(query: Query, lexicon: Lexicon, thesaurus: Thesaurus | None) -> Plan:
    """Prepare a parsed query; without a thesaurus nothing is expanded."""
    units = [_unit(group, lexicon) for group in query.groups]
    _join_neighbours(query.groups, units)
    expansions = tuple(_expand(query.groups, units, thesaurus)) if thesaurus else ()
    return Plan(tuple(units), expansions, query.shortened)
