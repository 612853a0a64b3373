"""The sections of a document: what they are called, how much a word in them counts, and how positions name them.

A word's position in the index is one number: section, language and place in the text, so that one list of positions
a word tells where it stands. Changing this table changes the index: raise `SCHEMA_VERSION` in `generations.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.domain.locales import LOCALES, Locale

GROUPS: Final = ("title", "summary", "body", "about", "pages")
"""Sections whose lengths are counted together, per language: `title_ko`, `title_en`, `summary_ko`, …"""

PLACE_BITS: Final = 20
"""Room for the place of a word within its section; longer texts are not indexed beyond it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a record that a reader would recognise, with the weight of a word found in it."""

    name: str
    group: str
    weight: float


SECTIONS: Final = (
    Section("title", "title", 5.0),
    Section("names", "title", 4.0),
    Section("summary", "summary", 2.0),
    Section("challenge", "body", 1.0),
    Section("approach", "body", 1.0),
    Section("technology", "body", 1.0),
    Section("governance", "body", 1.0),
    Section("outcomes", "body", 1.0),
    Section("lessons", "body", 1.0),
    Section("costs", "body", 0.8),
    Section("conditions", "body", 1.0),
    Section("profile", "body", 0.8),
    Section("reported_values", "body", 0.5),
    Section("relations", "body", 0.5),
    Section("follow_up", "body", 1.0),
    Section("note", "body", 0.8),
    Section("updating_note", "body", 0.4),
    Section("theme", "about", 1.5),
    Section("city", "about", 1.5),
    Section("country", "about", 1.0),
    Section("organization", "about", 1.5),
    Section("people", "about", 1.0),
    Section("event", "about", 1.0),
    Section("place", "about", 1.0),
    Section("cases", "about", 0.8),
    Section("publisher", "about", 1.0),
    Section("stage", "about", 1.5),
    Section("pages", "pages", 0.8),
)
SECTION_NUMBERS: Final = {section.name: number for number, section in enumerate(SECTIONS)}


def index_field(section: str, lang: Locale) -> str:
    """Name the field that a section in a language counts towards."""
    return f"{SECTIONS[SECTION_NUMBERS[section]].group}_{lang}"


INDEX_FIELDS: Final = tuple(f"{group}_{lang}" for group in GROUPS for lang in LOCALES)


def section_code(section: str, lang: Locale) -> int:
    """Give the number of a section in a language."""
    return SECTION_NUMBERS[section] * len(LOCALES) + LOCALES.index(lang)


def code_section(code: int) -> Section:
    """Find the section that a code numbers."""
    return SECTIONS[code // len(LOCALES)]


def code_lang(code: int) -> Locale:
    """Find the language that a code numbers."""
    return LOCALES[code % len(LOCALES)]


CODES: Final = len(SECTIONS) * len(LOCALES)
WRITTEN: Final = tuple((code_section(code).name, code_lang(code)) for code in range(CODES))
"""Section and language of each code."""


def position_base(section: str, lang: Locale) -> int:
    """Give the number that places within a section and language are added to."""
    return section_code(section, lang) << PLACE_BITS


def place_of(position: int) -> int:
    """Give the place within the section's text."""
    return position & ((1 << PLACE_BITS) - 1)
