"""Search and suggestions as JSON."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from flask_babel import force_locale
from sqlalchemy.orm import Session

from kb.api.facets import facets_document
from kb.api.hits import hit_items, read_found
from kb.api.parameters import query_lists
from kb.domain.licence import LICENCE_URL
from kb.domain.locales import Locale, choose
from kb.domain.records import PublicCard
from kb.errors import Invalid
from kb.search.port import IndexUnavailable, SearchEngine, SearchRequest, SearchResult
from kb.services.correcting import suggest_queries
from kb.services.listing import cards_of
from kb.services.searching import parse_search, run_search
from kb.web import labels
from kb.web.coded_values import known_values
from kb.web.kept import names
from kb.web.known_cities import known_cities
from kb.web.urls import record_path

SUGGESTIONS: Final = 8


def read_request(lang: Locale) -> SearchRequest:
    """Read the search parameters of the present address. Raises `Invalid` with every bad value."""
    request, problems = parse_search(query_lists(), lang, known_values(), known_cities)
    if problems:
        raise Invalid(problems)
    return request


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
        "close": result.close,
        "years": [{"year": year, "count": count} for year, count in sorted(result.years.items())],
        "facets": facets_document(names(), request, result),
        "suggestions": [
            {"text": item.text, "reason": item.reason} for item in suggest_queries(engine, request, result)
        ],
        "license": LICENCE_URL,
    }


def _query(request: SearchRequest, result: SearchResult) -> dict[str, Any]:
    return {
        "text": request.text,
        "lang": request.lang,
        "filters": {name: list(values) for name, values in request.filters.items()},
        "year_from": request.year_from,
        "year_to": request.year_to,
        "like": request.like,
        "sort": request.sort,
        "match": request.match,
        "expand": request.expand,
        "meaning": request.meaning,
        "mode": result.mode,
        "expanded": [{"concept": item.concept, "terms": list(item.terms)} for item in result.expanded],
    }


def suggest_document(engine: SearchEngine, session: Session, text: str, lang: Locale) -> dict[str, Any]:
    """Name the records that a text typed so far may become the name of; best first."""
    keys = _suggested(engine, session, text, lang) if text else []
    cards = cards_of(session, keys)
    with force_locale(lang):
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
        "label": labels.label(labels.KIND, card.kind),
        "url": record_path(lang, card.kind, card.slug),
    }


def first_page(request: SearchRequest, limit: int) -> SearchRequest:
    """Ask for the first `limit` hits on one page."""
    return dataclasses.replace(request, page=1, per_page=limit)
