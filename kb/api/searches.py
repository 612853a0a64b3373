"""Search and suggestions as JSON."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, Final

from babel import Locale as BabelLocale
from sqlalchemy.orm import Session

from kb.api.facets import facets_document
from kb.api.hits import hit_items, read_found
from kb.api.parameters import query_lists
from kb.domain.licence import LICENCE_URL
from kb.domain.locales import Locale, choose
from kb.domain.records import PublicCard
from kb.errors import Invalid
from kb.search.port import IndexUnavailable, SearchEngine, SearchRequest, SearchResult
from kb.services.listing import cards_of, published_slugs
from kb.services.searching import parse_search, run_search
from kb.web.urls import record_path

SUGGESTIONS: Final = 8


def read_request(session: Session, lang: Locale) -> SearchRequest:
    """Read the search parameters of the present address. Raises `Invalid` with every bad value."""
    known = {**published_slugs(session, ("theme", "city", "organization", "event")), "country": _countries()}
    request, problems = parse_search(query_lists(), lang, known)
    if problems:
        raise Invalid(problems)
    return request


@cache
def _countries() -> frozenset[str]:
    """Collect the codes of all countries (ISO 3166-1 alpha-2), as Babel knows them."""
    return frozenset(code for code in map(str, BabelLocale("en").territories) if len(code) == 2)


def search_document(engine: SearchEngine, session: Session, request: SearchRequest) -> dict[str, Any]:
    """Run a search and describe its answer."""
    result = run_search(engine, session, request)
    return {
        "query": _query(request, result),
        "total": result.total,
        "page": request.page,
        "per_page": request.per_page,
        "took_ms": round(result.took_ms, 1),
        "degraded": result.degraded,
        "shortened": result.shortened,
        "items": hit_items(read_found(session, result.hits), result.hits, request.lang),
        "facets": facets_document(session, request, result),
        "suggestions": [],
        "license": LICENCE_URL,
    }


def _query(request: SearchRequest, result: SearchResult) -> dict[str, Any]:
    return {
        "text": request.text,
        "lang": request.lang,
        "filters": {name: list(values) for name, values in request.filters.items()},
        "year_from": request.year_from,
        "year_to": request.year_to,
        "sort": request.sort,
        "mode": result.mode,
        "expanded": [{"concept": item.concept, "terms": list(item.terms)} for item in result.expanded],
    }


def suggest_document(engine: SearchEngine, session: Session, text: str, lang: Locale) -> dict[str, Any]:
    """Name the records whose title begins, or has a word that begins, with a text; best first."""
    keys = _suggested(engine, session, text, lang) if text else []
    cards = cards_of(session, keys)
    return {"items": [_suggestion(cards[key], lang) for key in keys if key in cards]}


def _suggested(engine: SearchEngine, session: Session, text: str, lang: Locale) -> list[tuple[str, str]]:
    try:
        return list(engine.suggest(text, lang, SUGGESTIONS))
    except IndexUnavailable:
        answer = run_search(engine, session, SearchRequest(text=text, lang=lang, per_page=SUGGESTIONS))
        return [(hit.kind, hit.slug) for hit in answer.hits]


def _suggestion(card: PublicCard, lang: Locale) -> dict[str, Any]:
    title = choose(card.title, lang)
    return {
        "text": title.value,
        "lang": card.title_lang or title.lang,
        "type": card.kind,
        "url": record_path(lang, card.kind, card.slug),
    }


def first_page(request: SearchRequest, limit: int) -> SearchRequest:
    """Ask for the first `limit` hits on one page."""
    return dataclasses.replace(request, page=1, per_page=limit)
