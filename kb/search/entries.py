"""What a document becomes in the index: its terms by field, its head (read for every document), its texts."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.domain.locales import LOCALES, Locale
from kb.search.analysis.terms import atoms_of, index_terms
from kb.search.port import IndexDocument
from kb.search.sections import INDEX_FIELDS, PLACE_BITS, SECTIONS, index_field, position_base

LINE = "\n"
"""Separates rows and names within a section; a phrase does not reach across."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document analysed. `terms[field][term]` lists positions."""

    key: str
    head: Mapping[str, object]
    texts: Mapping[str, Mapping[Locale, str]]
    terms: Mapping[str, Mapping[str, list[int]]]


def _sections(document: IndexDocument) -> Iterator[tuple[str, Locale, str]]:
    """Yield the texts in the order of their positions, composed (NFC) as snippets need them."""
    for section in SECTIONS:
        for lang in LOCALES:
            text = document.texts.get(section.name, {}).get(lang)
            if text:
                yield section.name, lang, unicodedata.normalize("NFC", text)


def make_entry(document: IndexDocument) -> Entry:
    """Analyse a document. A section that `kb.search.sections` doesn't list is not indexed."""
    terms: dict[str, dict[str, list[int]]] = {}
    lengths: dict[str, int] = defaultdict(int)
    texts: dict[str, dict[Locale, str]] = defaultdict(dict)
    for section, lang, text in _sections(document):
        texts[section][lang] = text
        atoms = atoms_of(text)
        base = position_base(section, lang)
        field = index_field(section, lang)
        lengths[field] += sum(atom.width for atom in atoms)
        postings = terms.setdefault(field, {})
        for term, place in index_terms(atoms):
            if place >> PLACE_BITS:
                break
            places = postings.setdefault(term, [])
            if not places or places[-1] != base + place:
                places.append(base + place)
    return Entry(document.key, _head(document, lengths), dict(texts), terms)


def _head(document: IndexDocument, lengths: Mapping[str, int]) -> dict[str, Any]:
    return {
        "kind": document.kind,
        "slug": document.slug,
        "tags": {name: list(values) for name, values in document.tags.items() if values},
        "years": [document.year_start, document.year_end],
        "newest": document.newest,
        "confirmed": document.confirmed,
        "sort_title": dict(document.sort_title),
        "names": [
            [section, lang, name]
            for section in ("title", "names")
            for lang in LOCALES
            for name in document.texts.get(section, {}).get(lang, "").split(LINE)
            if name
        ],
        "lengths": [lengths.get(field, 0) for field in INDEX_FIELDS],
    }
