"""The same tokens for every peer: what our analysis makes of a text, less what only our own engine reads.

A peer splits at spaces and looks tokens up, so it needs neither an analyser of its own nor one for Korean. Tokens are
Hangul bigrams, whole Hangul words with and without particle, stems of English words, and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.search.analysis import en, ko
from kb.search.analysis.segments import Atom
from kb.search.analysis.terms import atoms_of, index_terms, stemmed, whole

_STEM_MARK, _WHOLE_MARK = stemmed("")[:1], whole("")[:1]


@dataclass(frozen=True, slots=True)
class PeerQuery:
    """A query for peers: a record must have all tokens of every word, of any word where that finds too little."""

    words: tuple[tuple[str, ...], ...]
    prefix: str = ""


def document_tokens(text: str) -> str:
    """List a text's tokens in order, with spaces between."""
    return " ".join(token for token, _place in dict.fromkeys(_placed(text)))


def _placed(text: str) -> Iterator[tuple[str, int]]:
    for term, place in index_terms(atoms_of(text)):
        token = _token(term)
        if token:
            yield token, place


def _token(term: str) -> str:
    """Take our engine's marks off: whole words and stems keep their text, beginnings and surface forms are left out."""
    if term[:1] in (_STEM_MARK, _WHOLE_MARK):
        return term[1:].replace(".", "")
    return term if term.isalpha() and not term.isascii() and len(term) == 2 and ko.is_hangul(term) else ""


def peer_query(text: str) -> PeerQuery:
    """Turn a query into tokens: words that need not match are left out, a final `*` makes the last one a prefix."""
    atoms = atoms_of(text)
    kept = [atom for atom in atoms if atom.text not in (ko.FILLERS if atom.is_syllables else en.FILLERS)] or atoms
    if text.endswith("*") and kept:
        return PeerQuery(tuple(_tokens_of(atom) for atom in kept[:-1]), kept[-1].text)
    return PeerQuery(tuple(_tokens_of(atom) for atom in kept))


def _tokens_of(atom: Atom) -> tuple[str, ...]:
    if not atom.is_syllables:
        return (_token(stemmed(atom.text)),)
    word = min([atom.text, *(form.text for form in ko.bare_forms(atom.text) if form.sure)], key=len)
    return tuple(word[index : index + 2] for index in range(len(word) - 1)) or (word,)
