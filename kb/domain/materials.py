"""Materials of records: what may carry them, how far a file has come, why it failed, under which licence it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from kb.domain.locales import LOCALES, Locale, LocalText, choose

ATTACHABLE: Final = ("event", "session", "presentation", "case", "organization")
"""Kinds of records that may carry materials."""

State = Literal["received", "scanning", "extracting", "ready", "failed"]
STATES: Final[tuple[State, ...]] = ("received", "scanning", "extracting", "ready", "failed")
UNFINISHED: Final[tuple[State, ...]] = ("received", "scanning", "extracting")

Unit = Literal["page", "slide", "section", "image"]
"""What the parts of a file are that have a number."""

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
UNITS: Final[Mapping[str, Unit]] = {
    "application/pdf": "page",
    f"{_OFFICE}.presentationml.presentation": "slide",
    f"{_OFFICE}.wordprocessingml.document": "section",
    "image/png": "image",
    "image/jpeg": "image",
    "image/webp": "image",
}
"""The media types that are taken, with what is numbered in each."""

REASONS: Final[Mapping[str, str]] = {
    "empty": "the file is empty",
    "too_large": "the file is larger than allowed",
    "unsupported": "the file is neither PDF, PPTX, DOCX nor a picture (PNG, JPEG, WebP)",
    "old_office": "the file is in an old Office format; save it as PPTX or DOCX",
    "hangul": "the file is a Hangul document (HWP, HWPX); save it as PDF",
    "macros": "the file has macros or is a template; save it as PPTX or DOCX",
    "encrypted": "the file is protected by a password or rights management",
    "damaged": "the file is damaged or cut off",
    "unpacks_too_large": "the file would take up too much space unpacked",
    "too_many_entries": "the file has too many parts",
    "nested": "the file has archives inside of archives",
    "unsafe_names": "the file has parts with unsafe names",
    "too_many_pages": "the file has too many pages",
    "too_much_text": "the file has too much text",
    "too_slow": "reading the file took too long",
    "too_much_memory": "reading the file took too much memory",
    "crashed": "the program that reads such files crashed on it",
    "interrupted": "reading the file was interrupted several times",
    "missing": "the stored file is gone or was changed",
}
"""Why a file is refused or failed, by a code that may be shown to machines."""

LICENCES: Final[Mapping[str, str]] = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-ND-4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "CC-BY-NC-ND-4.0": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "KOGL-1": "https://www.kogl.or.kr/info/licenseType1.do",
    "KOGL-2": "https://www.kogl.or.kr/info/licenseType2.do",
    "KOGL-3": "https://www.kogl.or.kr/info/licenseType3.do",
    "KOGL-4": "https://www.kogl.or.kr/info/licenseType4.do",
    "rights-reserved": "",
}
"""Licences by code, with their addresses: SPDX identifiers, Korea's open licences for public works (KOGL, 공공누리)
by type, and works shown by permission with all rights reserved."""

UNKNOWN_LANGUAGE: Final = "und"
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_TAG: Final = 35
_NAME_LENGTH: Final = 120
_UNWANTED: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')


def is_language_tag(tag: str) -> bool:
    """Say whether this looks like a language tag (BCP 47): `ko`, `en-GB`."""
    return len(tag) <= _LONGEST_TAG and bool(_LANGUAGE.fullmatch(tag))


def clean_file_name(name: str, extension: str) -> str:
    """Make a name to store and serve a file under: composed (NFC), without folders and control characters.

    It ends in the extension of its content, whatever it was called, so that no other program takes it.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = last.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        stem = last
    stem = " ".join(_UNWANTED.sub(" ", stem).split()).strip(". ")
    return f"{stem[:_NAME_LENGTH].rstrip('. ') or 'file'}.{extension}"


@dataclass(frozen=True, slots=True)
class Material:
    """A public material with the version that is shown. `kind` and `slug` name its record.

    `number` is the key of the version in the database; `file` and `name` address its file.
    """

    id: str
    kind: str
    slug: str
    titles: Mapping[Locale, str | None]
    language: str
    licence: str
    credit: str
    number: int
    file: str
    name: str
    media_type: str
    size: int
    page_count: int
    has_pictures: bool
    published_at: datetime
    updated_at: datetime

    @property
    def unit(self) -> Unit:
        """Say what is numbered in it."""
        return UNITS.get(self.media_type, "page")

    def title(self, locale: Locale) -> LocalText:
        """Name it for a reader of `locale`: by its title, else by its file."""
        title = choose(self.titles, locale)
        if title:
            return title
        stem = self.name.rpartition(".")[0]
        lang: Locale = "ko" if any("가" <= char <= "힣" for char in stem) else "en"
        return LocalText(stem, lang, lang != locale)

    def title_in(self, locale: Locale) -> str | None:
        """Give the title in one language only."""
        return self.titles.get(locale)


@dataclass(frozen=True, slots=True)
class MaterialPage:
    """A page, slide or section as it is shown; `width` and `height` are those of its picture, 0 where it has none."""

    number: int
    text: str
    notes: str
    language: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file version that may be served; `successor` is the file that replaced it, as (id, name)."""

    id: str
    sha256: str
    name: str
    media_type: str
    size: int
    successor: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class MaterialState:
    """A material as staff sees it: its newest version and how far that has come."""

    id: str
    kind: str
    slug: str
    titles: Mapping[Locale, str | None]
    published: bool
    file: str
    name: str
    size: int
    version: int
    state: str
    reason: str
    detail: str
    page_count: int
    created_at: datetime


def page_locale(language: str, declared: str = "") -> Locale:
    """Choose in which of the site's languages a page's text is searched: its own, else the file's, else English."""
    for tag in (language, declared):
        if tag.split("-")[0] in LOCALES:
            return "ko" if tag.startswith("ko") else "en"
    return "en"
