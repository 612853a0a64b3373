"""The vocabulary of a request, read once."""

from __future__ import annotations

from flask import g

from kb.domain.locales import Locale
from kb.services.reading import list_records
from kb.web.database import db
from kb.web.public.links import Vocabulary


def vocabulary(lang: Locale) -> Vocabulary:
    """Give the published themes."""
    if "kb_vocabulary" not in g:
        g.kb_vocabulary = Vocabulary(list_records(db(), "theme"), lang)
    found: Vocabulary = g.kb_vocabulary
    return found
