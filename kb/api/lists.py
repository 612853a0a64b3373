"""Lists of records as JSON."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kb.api.answers import moment
from kb.api.parameters import Paging
from kb.domain.licence import LICENCE_URL
from kb.domain.locales import Locale, LocalText, choose
from kb.domain.records import PublicCard
from kb.rendering.plain import plain_text
from kb.services.listing import list_cards
from kb.web.urls import record_path


def list_document(session: Session, kind: str, lang: Locale, paging: Paging) -> dict[str, Any]:
    """Give one page of the records of a kind, by slug."""
    found = list_cards(session, kind, paging.start, paging.per_page)
    return {
        "items": [list_item(card, lang) for card in found.cards],
        "total": found.total,
        "page": paging.page,
        "per_page": paging.per_page,
        "license": LICENCE_URL,
    }


def list_item(card: PublicCard, lang: Locale) -> dict[str, Any]:
    """Describe a record in one language; `lang` and `summary_lang` say which one the texts are really in."""
    title, summary = choose(card.title, lang), plain_summary(card, lang)
    return {
        "type": card.kind,
        "slug": card.slug,
        "url": record_path(lang, card.kind, card.slug),
        "title": title.value,
        "lang": card.title_lang or title.lang,
        "summary": summary.value,
        "summary_lang": summary.lang,
        "updated_at": moment(card.updated_at),
    }


def plain_summary(card: PublicCard, lang: Locale) -> LocalText:
    """Take a card's summary as plain text, without marks and citations; empty where there is none."""
    summary = choose(card.summary, lang)
    return LocalText(plain_text(summary.value), summary.lang, summary.is_fallback)
