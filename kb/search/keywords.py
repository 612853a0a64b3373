"""The words that tell a document from others, for finding those that share them ("more like this").

Of the words of title and summary those count that stand often here and in few other documents. Names of the places and
bodies that a document is about are left out: all that cases of one city share may be its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Final

import numpy as np

from kb.domain.locales import LOCALES, Locale
from kb.search.analysis import en, ko
from kb.search.analysis.fold import offsets
from kb.search.analysis.patterns import Part, Pattern
from kb.search.analysis.segments import Atom
from kb.search.analysis.terms import atoms_of, stemmed, whole
from kb.search.columns import Mask
from kb.search.ranking import K1
from kb.search.snapshot import Snapshot
from kb.search.stored_texts import StoredTexts
from kb.search.weighing import Located, Scores

SECTIONS: Final = ("title", "summary")
"""Where keywords are taken from."""
NAMES: Final = ("city", "country", "organization", "people", "event")
"""Sections whose words are names."""
MOST: Final = 24
"""Keywords of a language."""
LOOKED_AT: Final = 40
"""Words of a language whose places are read: the rarest, going by how many documents hold them."""
COMMON: Final = 0.2
"""A word that a larger share of the documents holds tells nothing."""
FEW: Final = 5
"""Documents that may hold a keyword in any case, however small the collection."""
_SHORTEST: Final = 3
_SENTENCE_ENDINGS: Final = (
    "니다",
    "았다",
    "었다",
    "였다",
    "다고",
    "으며",
    "이며",
    "하며",
    "았고",
    "었고",
    "였고",
    "않는",
)
_FUNCTION_WORDS: Final = """
after again all almost already also although among any back because before being between both but down during each even
every few first further here his her however just last later least less made make many may more most much must never new
next nor not now off often once one only onto other others our out over own per said same say says second several she
since some still such taken than then third though three through too took toward two under until upon use used using very
via well went what while whole whose within without yet began came disagree ended fell found gave got grew held kept led
left lost meant met put ran reached rose saw sent set shown stood told tried turned worked
"""
_TELLING_NOTHING: Final = en.FILLERS | frozenset(_FUNCTION_WORDS.split())
"""English words that tell nothing however rare they are; Korean ones end in particles and endings, which go."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word of a document: how it is written without particle or ending, and where it stands in all documents.

    `own` is how strongly it stands in its document, 0 to below 1; `weight`, what sharing it counts, is its rarity
    times that.
    """

    lang: Locale
    term: str
    text: str
    own: float
    weight: float
    located: Located

    @property
    def width(self) -> int:
        """Count the positions that it takes: one a syllable, else one."""
        return len(self.text) if self.term.startswith(whole("")) else 1

    def weight_in(self, number: int) -> float:
        """Give what another document's sharing it counts; 0 where it doesn't hold it in this language."""
        at = int(self.located.documents.searchsorted(number))
        if at == len(self.located.documents) or self.located.documents[at] != number:
            return 0.0
        return self.weight * float(saturated(self.located, self.lang)[at])


@dataclass(frozen=True, slots=True)
class Written:
    """A word at its place in a text: the terms that it may be found by and how they are written, the barest last."""

    forms: Sequence[tuple[str, str]]
    section: str
    position: int
    end: int


def find_keywords(snapshot: Snapshot, number: int, among: Mask) -> list[Keyword]:
    """List the keywords of a document, the heaviest first; rarity is counted among the documents given."""
    texts = snapshot.texts(number)
    names = {term for lang in LOCALES for word in _written(texts, lang, NAMES) for term, _text in word.forms}
    found: list[Keyword] = []
    for lang in LOCALES:
        held: dict[str, int] = {}
        chosen: dict[str, str] = {}
        for word in _written(texts, lang, SECTIONS):
            term, text = _best_form(word, held, snapshot)
            if term not in names and held[term] > 1:
                chosen[term] = min(chosen.get(term, text), text, key=lambda spelled: spelled != spelled.lower())
        rarest = sorted(chosen, key=lambda term: held[term])[:LOOKED_AT]
        keywords = (_keyword(snapshot, lang, term, chosen[term], number, among) for term in rarest)
        found += sorted((item for item in keywords if item), key=lambda item: -item.weight)[:MOST]
    return found


def _best_form(word: Written, held: dict[str, int], snapshot: Snapshot) -> tuple[str, str]:
    """Choose the form that most documents hold: a particle taken off wrongly makes no word that others use."""
    for term, _text in word.forms:
        if term not in held:
            held[term] = snapshot.documents_with(term)
    return max(word.forms, key=lambda form: (held[form[0]], len(form[0])))


def _keyword(snapshot: Snapshot, lang: Locale, term: str, text: str, number: int, among: Mask) -> Keyword | None:
    located = snapshot.locate(Pattern((Part("term", term),), 1), None)
    having, total = int(np.count_nonzero(among[located.documents])), int(np.count_nonzero(among))
    if not 1 < having <= max(FEW, COMMON * total):
        return None
    rarity = log1p((total - having + 0.5) / (having + 0.5))
    own = float(saturated(located, lang)[located.documents.searchsorted(number)])
    return Keyword(lang, term, text, own, rarity * own, located) if own > 0 else None


def saturated(located: Located, lang: Locale) -> Scores:
    """Give how strongly a word stands in each document that holds it in a language: 0 to below 1, as BM25F has it."""
    place = LOCALES.index(lang)
    return np.asarray(located.strengths[place] / (K1[place] + located.strengths[place]))


def in_reading_order(texts: StoredTexts, lang: Locale) -> Iterator[Written]:
    """Yield the words of title and summary that may be keywords."""
    return _written(texts, lang, SECTIONS)


def _written(texts: StoredTexts, lang: Locale, sections: Sequence[str]) -> Iterator[Written]:
    for section in sections:
        placed = texts.get(section, lang)
        if placed is None:
            continue
        chars = offsets(placed.text)
        for atom in atoms_of(placed.text):
            if forms := _forms(atom, placed.text[chars[atom.start] : chars[atom.end - 1] + 1]):
                yield Written(forms, section, atom.position, atom.position + atom.width)


def _forms(atom: Atom, written: str) -> list[tuple[str, str]]:
    """List the terms and spellings of an atom; none for one that can't be a keyword."""
    word = atom.text
    if not atom.is_syllables:
        is_word = len(word) >= _SHORTEST and word.isalpha() and word not in _TELLING_NOTHING
        return [(stemmed(word), written)] if is_word else []
    if word.endswith(_SENTENCE_ENDINGS):
        return []
    forms = [word, *(form.text for form in reversed(ko.bare_forms(word)))]
    return [(whole(form), form) for form in forms if len(form) > 1 and form not in ko.FILLERS]
