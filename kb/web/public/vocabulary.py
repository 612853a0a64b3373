"""The vocabulary of a request, kept from one request to the next for as long as the content stays the same."""

from __future__ import annotations

from kb.domain.locales import Locale
from kb.services.reading import list_records
from kb.web.database import db
from kb.web.kept import kept
from kb.web.public.links import Vocabulary


def vocabulary(lang: Locale) -> Vocabulary:
    """Give the published themes."""
    return kept(f"vocabulary_{lang}", lambda: Vocabulary(list_records(db(), "theme"), lang))
