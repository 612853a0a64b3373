"""What a page says about a material: its title, kind, extent, licence, and where its pages and file are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from babel.numbers import format_decimal

from kb.domain.locales import Locale, LocalText
from kb.domain.materials import LICENCES, Material, Unit
from kb.web import labels
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.urls import file_path, material_page_path

_STEP: Final = 1000
_UNITS_OF_SIZE: Final = ("kB", "MB", "GB")


@dataclass(frozen=True, slots=True)
class MaterialEntry:
    """One material in a list. `parts` counts its slides or pages in words, empty for a picture."""

    id: str
    title: LocalText
    href: str
    kind: str
    parts: str
    language: str
    licence: str
    licence_href: str
    credit: str
    file: str
    size: str


def material_entry(material: Material, lang: Locale) -> MaterialEntry:
    """Describe a material for a list."""
    return MaterialEntry(
        id=material.id,
        title=material.title(lang),
        href=material_page_path(lang, material.id, 1),
        kind=material.name.rpartition(".")[2].upper(),
        parts=count_parts(material.unit, material.page_count),
        language=material.language,
        licence=labels.label(labels.LICENCE, material.licence) or _("licence not stated"),
        licence_href=LICENCES.get(material.licence, ""),
        credit=material.credit,
        file=file_path(material.file, material.name),
        size=format_size(material.size, lang),
    )


def count_parts(unit: Unit, count: int) -> str:
    """Count what a material consists of, in words; a picture is no more than itself."""
    if unit == "slide":
        return ngettext("%(num)s slide", "%(num)s slides", count)
    if unit == "page":
        return ngettext("%(num)s page", "%(num)s pages", count)
    return ngettext("%(num)s section", "%(num)s sections", count) if unit == "section" else ""


def name_part(unit: Unit, number: int, total: int) -> str:
    """Say which of its parts this is."""
    if unit == "slide":
        return _("Slide %(number)s of %(total)s", number=number, total=total)
    if unit == "page":
        return _("Page %(number)s of %(total)s", number=number, total=total)
    return _("Section %(number)s of %(total)s", number=number, total=total) if unit == "section" else _("Picture")


def format_size(size: int, lang: Locale) -> str:
    """Write a number of bytes with one decimal of the largest fitting unit."""
    value, unit = size / _STEP, _UNITS_OF_SIZE[0]
    for unit in _UNITS_OF_SIZE:
        if value < _STEP or unit == _UNITS_OF_SIZE[-1]:
            break
        value /= _STEP
    number = format_decimal(round(value, 1) if value < 100 else round(value), format="#,##0.#", locale=lang)
    return f"{number} {unit}"
