"""Cases like one, with the reasons (`/api/v1/cases/{slug}/similar`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Response

from kb.api.answers import json_answer
from kb.api.parameters import answer_lang
from kb.domain.licence import LICENCE_URL
from kb.domain.locales import Locale, choose
from kb.domain.records import PublicCard
from kb.domain.slugs import is_slug
from kb.errors import NotFound
from kb.services import reading
from kb.services.listing import cards_of
from kb.services.similar_cases import SimilarCase
from kb.web.database import db
from kb.web.kept import names
from kb.web.similar_cases import case_themes, similar_cases
from kb.web.urls import record_path

MOST: Final = 10


def show_similar(slug: str) -> Response:
    """Answer with the cases most like one, those of other cities first."""
    lang = answer_lang()
    if not is_slug(slug, "case"):
        raise NotFound(f"case {slug!r}")
    reading.get_record(db(), "case", slug)
    found = similar_cases(slug, lang, MOST)
    cards = cards_of(db(), (("case", item.slug) for item in found))
    items = [_item(item, card, lang) for item in found if (card := cards.get(("case", item.slug)))]
    return json_answer({"items": items, "license": LICENCE_URL})


def _item(item: SimilarCase, card: PublicCard, lang: Locale) -> Mapping[str, Any]:
    title, city = choose(card.title, lang), case_themes().city(item.slug)
    return {
        "type": "case",
        "slug": item.slug,
        "url": record_path(lang, "case", item.slug),
        "title": title.value,
        "lang": title.lang,
        "city": _named("city", city, lang) if city else None,
        "same_city": item.is_same_city,
        "score": round(item.score, 3),
        "reasons": list(_reasons(item, lang)),
    }


def _named(kind: str, slug: str, lang: Locale) -> Mapping[str, str]:
    return {"slug": slug, "label": names().name(kind, slug, lang).value}


def _reasons(item: SimilarCase, lang: Locale) -> Iterator[Mapping[str, Any]]:
    nothing: Mapping[str, Any] = {"themes": [], "words": [], "lang": None}
    if item.themes:
        yield {"kind": "themes", **nothing, "themes": [_named("theme", theme, lang) for theme in item.themes]}
    for spoken, words in item.words:
        yield {"kind": "words", **nothing, "words": list(words), "lang": spoken}
    if item.is_close:
        yield {"kind": "meaning", **nothing}
