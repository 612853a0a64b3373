"""The vocabulary of a request, kept from one request to the next for as long as the content stays the same."""

from __future__ import annotations

from flask import current_app, g

from kb.domain.locales import Locale
from kb.services.reading import content_generation, list_records
from kb.web.database import db
from kb.web.public.links import Vocabulary


def vocabulary(lang: Locale) -> Vocabulary:
    """Give the published themes."""
    if "kb_vocabulary" not in g:
        g.kb_vocabulary = _kept(lang)
    found: Vocabulary = g.kb_vocabulary
    return found


def _kept(lang: Locale) -> Vocabulary:
    """Take the vocabulary of the present content generation, reading it anew after a publication."""
    kept: dict[Locale, tuple[int, Vocabulary]] = current_app.extensions.setdefault("kb_vocabularies", {})
    generation = content_generation(db())
    if lang not in kept or kept[lang][0] != generation:
        kept[lang] = (generation, Vocabulary(list_records(db(), "theme"), lang))
    return kept[lang][1]
