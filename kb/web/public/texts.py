"""Texts of records as a page shows them: rendered, and marked with the language that they are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kb.domain.locales import Locale, LocalText, other
from kb.domain.records import PublicRecord
from kb.rendering.markdown import render_markdown
from kb.rendering.plain import plain_text, shorten
from kb.rendering.references import References

DESCRIPTION_LENGTH: Final = 200  # characters: what search engines show of a page's description
EXCERPT_LENGTH: Final = 260


@dataclass(frozen=True, slots=True)
class Prose:
    """A rendered text in blocks."""

    html: Markup
    lang: Locale
    is_fallback: bool = False

    def __bool__(self) -> bool:
        return bool(self.html)


def prose(text: LocalText, references: References) -> Prose:
    """Render a text; what it cites is added to `references`."""
    return Prose(render_markdown(text.value, references) if text else Markup(""), text.lang, text.is_fallback)


def excerpt(text: LocalText, limit: int = EXCERPT_LENGTH) -> LocalText:
    """Take the beginning of a Markdown text as plain words."""
    return LocalText(shorten(plain_text(text.value), limit), text.lang, text.is_fallback)


def description(text: LocalText) -> str:
    """Take a page's description from a Markdown text."""
    return excerpt(text, DESCRIPTION_LENGTH).value


def is_wholly_fallback(record: PublicRecord, lang: Locale) -> bool:
    """Say whether nothing of a record is written in `lang` although it is in the other language."""

    def written(locale: Locale) -> bool:
        return any(record.values.get(f"{field.name}__{locale}") for field in record.type.fields if field.translated)

    return not written(lang) and written(other(lang))
