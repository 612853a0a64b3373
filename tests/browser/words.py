"""The words of the interface, as a reader of either language sees them."""

from __future__ import annotations

from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from kb.services.site import PACKAGE


@cache
def _catalog() -> Catalog:
    with (PACKAGE / "translations" / "ko" / "LC_MESSAGES" / "messages.po").open("rb") as text:
        return read_po(text, locale="ko")


def said(lang: str, message: str) -> str:
    """Give an interface text in a language. Raises `LookupError` where the catalog lacks it."""
    if lang == "en":
        return message
    found = _catalog().get(message)
    if found is None or not found.string:
        raise LookupError(message)
    return str(found.string)
