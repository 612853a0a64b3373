"""Which language a request is answered in, and where its words come from."""

from __future__ import annotations

from typing import Final

from babel.support import NullTranslations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain
from flask_babel import get_locale as babel_locale

from kb.domain.locales import DEFAULT_LOCALE, LOCALES, Locale, as_locale, is_locale
from kb.rendering.catalog import load_catalog

_FOUND: Final = "kb.locale"
"""Where a request keeps its language."""


class SourceCatalog(Domain):  # type: ignore[misc]  # Flask-Babel ships no types
    """Reads the message catalog from its source file, once a process: there is no compiled copy that could be stale."""

    def __init__(self) -> None:
        super().__init__()
        self._catalogs: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """Give the messages of the present request's language."""
        lang = str(babel_locale() or DEFAULT_LOCALE)
        if lang not in self._catalogs:
            self._catalogs[lang] = load_catalog(lang)
        return self._catalogs[lang]


def accepted_locale() -> Locale:
    """Choose by the browser's Accept-Language; Korean where it names neither language."""
    return as_locale(request.accept_languages.best_match(LOCALES, DEFAULT_LOCALE))


def request_locale() -> Locale:
    """Give the language that the request is answered in: that of its address, else the one the browser asks for."""
    if not has_request_context():
        return DEFAULT_LOCALE
    environ = request.environ
    found: Locale | None = environ.get(_FOUND)
    if found is None:  # once a request: a page asks for it hundreds of times
        path = request.path
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        found = environ[_FOUND] = as_locale(first) if is_locale(first) else accepted_locale()
    return found


def init_language(app: Flask) -> None:
    """Set the message catalogs and the choice of language up."""
    babel = Babel(app, default_locale=DEFAULT_LOCALE, locale_selector=request_locale)
    babel.domain_instance = SourceCatalog()
