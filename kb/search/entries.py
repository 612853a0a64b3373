"""What a document becomes in the index: its terms with their positions, its head (read for every document), its texts."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.domain.locales import LOCALES, Locale
from kb.search.analysis.terms import atoms_of, index_terms, name_key, titled, titled_also
from kb.search.meaning.passages import passages_of
from kb.search.port import IndexDocument
from kb.search.sections import INDEX_FIELDS, PLACE_BITS, SECTIONS, index_field, position_base
from kb.search.stored_texts import AnalysedText, PageMark, pack

LINE = "\n"
"""Separates rows and names within a section; a phrase does not reach across."""
PAGES = "pages"
"""The section that holds the pages and slides of a record's materials."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document analysed. `terms` lists positions, rising, as `kb.search.sections` counts them."""

    key: str
    head: Mapping[str, object]
    texts: bytes
    terms: Mapping[str, Sequence[int]]


def _written(document: IndexDocument) -> Iterator[tuple[str, Locale, str, list[PageMark]]]:
    """Yield the texts in the order of their positions, composed (NFC) as snippets need them."""
    for section in SECTIONS:
        for lang in LOCALES:
            if section.name == PAGES:
                text, marks = _joined_pages(document, lang)
            else:
                text, marks = document.texts.get(section.name, {}).get(lang, ""), []
            if text:
                yield section.name, lang, unicodedata.normalize("NFC", text), marks


def _joined_pages(document: IndexDocument, lang: Locale) -> tuple[str, list[PageMark]]:
    """Write the pages of a record's materials one after the other, and note where each begins."""
    marks: list[PageMark] = []
    parts: list[str] = []
    length = 0
    for page in document.pages:
        if page.lang == lang and (text := unicodedata.normalize("NFC", page.text).strip()):
            marks.append((length, page.material, page.number))
            parts.append(text)
            length += len(text) + len(LINE)
    return LINE.join(parts), marks


def analysed(document: IndexDocument) -> list[AnalysedText]:
    """Cut the texts of a document into atoms. A section that `kb.search.sections` doesn't list is left out."""
    return [
        AnalysedText(section, lang, text, atoms_of(text), marks) for section, lang, text, marks in _written(document)
    ]


def make_entry(document: IndexDocument) -> Entry:
    """Analyse a document."""
    texts = analysed(document)
    terms: dict[str, list[int]] = {}
    lengths: dict[str, int] = defaultdict(int)
    for item in texts:
        base = position_base(item.section, item.lang)
        lengths[index_field(item.section, item.lang)] += sum(atom.width for atom in item.atoms)
        for term, place in index_terms(item.atoms):
            if place >> PLACE_BITS:
                break
            places = terms.get(term)
            if places is None:
                terms[term] = [base + place]
            elif places[-1] != base + place:
                places.append(base + place)
    names = _names(document)
    for section, _lang, name in names:
        key = name_key(name)
        if key and section == "title":
            terms[titled(key)] = [0]
        elif key and document.kind != "theme":  # other labels of a theme are synonyms, not names
            terms[titled_also(key)] = [0]
    return Entry(document.key, _head(document, lengths, names), pack(texts), terms)


def _names(document: IndexDocument) -> list[tuple[str, Locale, str]]:
    return [
        (section, lang, name)
        for section in ("title", "names")
        for lang in LOCALES
        for name in document.texts.get(section, {}).get(lang, "").split(LINE)
        if name
    ]


def _head(
    document: IndexDocument, lengths: Mapping[str, int], names: Sequence[tuple[str, Locale, str]]
) -> dict[str, Any]:
    return {
        "kind": document.kind,
        "slug": document.slug,
        "tags": {name: list(values) for name, values in document.tags.items() if values},
        "years": [document.year_start, document.year_end],
        "newest": document.newest,
        "confirmed": document.confirmed,
        "sort_title": dict(document.sort_title),
        "names": [list(name) for name in names],
        "lengths": [lengths.get(field, 0) for field in INDEX_FIELDS],
        "passages": [[passage.section, passage.lang, passage.key, passage.page] for passage in passages_of(document)],
    }
