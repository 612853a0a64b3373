"""The texts of a record by section and language, plain. A text that exists in one language is in that one only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from babel import Locale as BabelLocale

from kb.domain.fields import Field, FieldType
from kb.domain.locales import LOCALES, Locale
from kb.domain.records import Labels, PublicRecord, Snapshot
from kb.search.analysis.fold import fold
from kb.search.analysis.segments import segment
from kb.search.choice_words import choice_words
from kb.search.plain import plain_line, plain_text

SECTION_OF: Final[Mapping[str, str]] = {
    "title_original": "names",
    "title_as_printed": "names",
    "name_original": "names",
    "aliases": "names",
    "alt_labels": "names",
    "technologies": "technology",
    "partners": "organization",
    "office": "organization",
    "speakers": "people",
    "track": "place",
}
"""Fields whose section has another name than the field."""

NOT_SEARCHED: Final = frozenset(
    {"title_original_language", "title_as_printed_language", "name_original_language", "sdg_targets"}
)
"""Text fields that nobody looks for by their words."""

_SECTION_OF_TARGET: Final[Mapping[str, str]] = {
    "city": "city",
    "theme": "theme",
    "organization": "organization",
    "event": "event",
    "session": "event",
    "case": "cases",
}
_NUMBERS: Final = (FieldType.NUMBER, FieldType.INTEGER, FieldType.EDTF)
_COUNTRIES: Final = {locale: BabelLocale(locale).territories for locale in LOCALES}
_NO_LABELS: Final = frozenset({"relations", "related"})
"""Fields whose records are neighbours: their titles would find this record for what it isn't about."""

Collected = defaultdict[str, dict[Locale, list[str]]]


def section_texts(record: PublicRecord, labels: Labels, countries: Sequence[str]) -> dict[str, dict[Locale, str]]:
    """Collect all texts of a record, those that name what it refers to included; a line a row, name or paragraph."""
    found: Collected = defaultdict(lambda: {locale: [] for locale in LOCALES})
    for field in record.type.fields:
        section = section_of_field(record, field)
        if field.type is FieldType.ROWS:
            for row in record.rows(field.name):
                _add_row(found, section, field, row, labels)
        elif section:
            for locale, text in _written(field, record.values):
                found[section][locale].append(text)
        if field.name not in _NO_LABELS:
            _add_labels(found, field, record.values, labels)
    for locale, words in choice_words(record.values):
        found["stage"][locale].append(words)
    for country in countries:
        for locale in LOCALES:
            found["country"][locale].append(_COUNTRIES[locale].get(country, country))
    return {
        section: {locale: "\n".join(dict.fromkeys(lines)) for locale, lines in by_locale.items() if lines}
        for section, by_locale in found.items()
        if any(by_locale.values())
    }


def section_of_field(record: PublicRecord, field: Field) -> str:
    """Name the section that a field's text belongs to; empty for fields that hold no text to look for."""
    if field.name == record.type.title:
        return "title"
    if field.name == record.type.summary:
        return "summary"
    if field.name in NOT_SEARCHED or field.type not in (
        FieldType.TEXT,
        FieldType.MARKDOWN,
        FieldType.LIST,
        FieldType.ROWS,
    ):
        return ""
    return SECTION_OF.get(field.name, field.name)


def _written(field: Field, values: Snapshot) -> Iterator[tuple[Locale, str]]:
    """Yield a field's texts. One that is the same for both languages goes by its own language, else its script."""
    if field.translated:
        for locale in LOCALES:
            yield from ((locale, text) for text in _plain(field, values.get(f"{field.name}__{locale}")))
    else:
        told = values.get(f"{field.name}_language") or values.get("language")
        for text in _plain(field, values.get(field.name)):
            yield "ko" if told == "ko" or (told != "en" and _is_korean(text)) else "en", text


def _plain(field: Field, value: Any) -> Iterator[str]:
    items = value if isinstance(value, list) else [value]
    for item in items:
        if item not in (None, ""):
            text = plain_text(str(item)) if field.type is FieldType.MARKDOWN else plain_line(str(item))
            if text:
                yield text


def _is_korean(text: str) -> bool:
    return any(atom.is_syllables for atom in segment(fold(text)))


def _add_labels(found: Collected, field: Field, values: Snapshot, labels: Labels) -> None:
    section = _SECTION_OF_TARGET.get(field.target)
    given = values.get(field.name)
    if not section or not given:
        return
    for slug in [given] if field.type is FieldType.REFERENCE else given:
        card = labels.get(field.target, slug)
        for locale in LOCALES:
            if card and (title := card.title.get(locale)):
                found[section][locale].append(plain_line(title))


def _add_row(found: Collected, section: str, field: Field, row: Snapshot, labels: Labels) -> None:
    """Add a row as one line a language: its words, and its figures beside them."""
    words: dict[Locale, list[str]] = {locale: [] for locale in LOCALES}
    figures: list[str] = []
    for column in field.columns:
        if column.type in _NUMBERS and row.get(column.name) is not None:
            figures.append(str(row[column.name]))
        elif column.type in (FieldType.TEXT, FieldType.MARKDOWN) and column.translated:
            for locale, text in _written(column, row):
                words[locale].append(text.replace("\n", " "))
        if field.name not in _NO_LABELS:
            _add_labels(found, column, row, labels)
    only_figures = not any(words.values())
    for locale in LOCALES:
        if words[locale] or (only_figures and figures):
            found[section][locale].append(" · ".join([*words[locale], *figures]))
