"""The words of the user interface in the other language, read from the catalog's source file."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations


def load_catalog(lang: str) -> NullTranslations:
    """Read the messages of a language; an empty catalog, which says everything in English, where there is none."""
    source = files("kb") / "translations" / lang / "LC_MESSAGES" / "messages.po"
    if not source.is_file():
        return NullTranslations()
    with source.open("rb") as text:
        catalog = read_po(text, locale=lang)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
