"""The vocabulary as a thesaurus: which words of a query are a concept's label, and what else that concept is called."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.locales import LOCALES, Locale
from kb.search.analysis.en import FILLERS, stem
from kb.search.analysis.ko import bare_forms
from kb.search.analysis.patterns import Pattern, label_pattern
from kb.search.analysis.segments import Atom
from kb.search.analysis.terms import atoms_of
from kb.search.port import Concept

_LONGEST_LABEL: Final = 8  # words
_MOST_LABELS: Final = 12  # a language


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a concept in one language."""

    text: str
    lang: Locale


@dataclass(frozen=True, slots=True)
class Naming:
    """Words `start` to `end` (exclusive) of the query name a concept, in `langs`; `others` are its other labels."""

    start: int
    end: int
    concept: str
    langs: frozenset[Locale]
    others: tuple[Label, ...]


def _key(atoms: Sequence[Atom]) -> str:
    """Write a label without spaces and with English words stemmed, so that its variants have one key."""
    return "".join(atom.text if atom.is_syllables else stem(atom.text) for atom in atoms)


def _keys_of_words(words: Sequence[Sequence[Atom]]) -> Iterator[str]:
    """Give the key of the words as typed, then without the particle of the last one."""
    atoms = [atom for word in words for atom in word]
    yield _key(atoms)
    last = atoms[-1]
    if last.is_syllables:
        for form in bare_forms(last.text):
            yield _key(atoms[:-1]) + form.text


def _is_filler(text: str) -> bool:
    """Say whether a label reads like words of any text: ITS, for intelligent transport systems, would find every "its"."""
    return all(atom.text in FILLERS for atom in atoms_of(text))


class Thesaurus:
    """Finds concepts in queries. Immutable."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._labels: dict[str, tuple[tuple[str, Label], ...]] = {}
        self._named: dict[str, list[str]] = defaultdict(list)
        for concept in concepts:
            keyed = [
                (key, Label(text, lang))
                for lang in LOCALES
                for text in concept.labels.get(lang, ())
                if (key := _key(atoms_of(text))) and not _is_filler(text)
            ]
            self._labels[concept.slug] = tuple(keyed)
            for key, _ in keyed:
                if concept.slug not in self._named[key]:
                    self._named[key].append(concept.slug)
        self._keys = sorted(self._named)
        self._names: dict[tuple[str, str], tuple[frozenset[Locale], tuple[Label, ...]]] = {}

    def _naming(self, concept: str, key: str, start: int, end: int) -> Naming:
        names = self._names.get((concept, key))
        if names is None:
            names = self._names[concept, key] = self._names_of(concept, key)
        return Naming(start, end, concept, *names)

    def _names_of(self, concept: str, key: str) -> tuple[frozenset[Locale], tuple[Label, ...]]:
        """Give the languages in which a label names a concept, and the concept's other labels."""
        keyed = self._labels[concept]
        langs = frozenset(label.lang for other, label in keyed if other == key)
        others: dict[str, Label] = {}
        for other, label in keyed:
            if other != key:
                others.setdefault(other, label)
        kept = [
            label
            for lang in LOCALES
            for label in [label for label in others.values() if label.lang == lang][:_MOST_LABELS]
        ]
        return langs, tuple(kept)

    def _named_at(self, words: Sequence[Sequence[Atom]], start: int) -> list[Naming]:
        for end in range(self._furthest(words, start), start, -1):
            for key in _keys_of_words(words[start:end]):
                if key in self._named:
                    return [self._naming(concept, key, start, end) for concept in self._named[key]]
        return []

    def _furthest(self, words: Sequence[Sequence[Atom]], start: int) -> int:
        """Tell up to where words may still be a label: all but the last must be how one begins."""
        most = min(len(words), start + _LONGEST_LABEL)
        begun = ""
        for end in range(start + 1, most):
            begun += _key(words[end - 1])
            after = bisect_left(self._keys, begun)
            if after == len(self._keys) or not self._keys[after].startswith(begun):
                return end
        return most

    def patterns(self) -> Iterator[Pattern]:
        """Yield what the labels look like in a text."""
        for keyed in self._labels.values():
            for _, label in keyed:
                pattern = label_pattern(label.text)
                if pattern is not None:
                    yield pattern

    def namings(self, words: Sequence[Sequence[Atom]]) -> list[Naming]:
        """Find the labels in a row of words, the longest first at each place; labels do not overlap."""
        found: list[Naming] = []
        start = 0
        while start < len(words):
            here = self._named_at(words, start)
            found += here
            start = here[0].end if here else start + 1
        return found
