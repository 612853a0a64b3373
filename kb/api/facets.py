"""Facets of a search with the names of their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask_babel import force_locale
from sqlalchemy.orm import Session

from kb.domain.locales import Locale, choose
from kb.search.port import FACETS, SearchRequest, SearchResult
from kb.services.listing import cards_of
from kb.web import labels
from kb.web.messages import gettext as _

_RECORDS: Final = ("theme", "city", "organization", "event")
_CODED: Final[Mapping[str, Callable[[str, Locale], str]]] = {
    "type": lambda value, lang: labels.label(labels.KIND, value),
    "stage": lambda value, lang: labels.label(labels.STAGE, value),
    "evidence": lambda value, lang: labels.label(labels.GRADE, value),
    "country": labels.country_name,
    "language": labels.language_name,
    "has": lambda value, lang: _("Slides") if value == "slides" else value,
}


def facets_document(session: Session, request: SearchRequest, result: SearchResult) -> dict[str, list[dict[str, Any]]]:
    """List each facet's values, the most frequent first. A chosen value is there even where nothing has it."""
    counts = {name: _with_chosen(name, request, result) for name in FACETS}
    cards = cards_of(session, {(name, value) for name in _RECORDS for value in counts[name]})

    def name_of(facet: str, value: str) -> str:
        if facet in _CODED:
            return _CODED[facet](value, request.lang)
        card = cards.get((facet, value))
        return choose(card.title, request.lang).value if card else value

    with force_locale(request.lang):
        return {
            facet: sorted(
                (_value(value, name_of(facet, value), count, request, facet) for value, count in values.items()),
                key=lambda item: (-item["count"], item["label"], item["value"]),
            )
            for facet, values in counts.items()
        }


def _value(value: str, name: str, count: int, request: SearchRequest, facet: str) -> dict[str, Any]:
    return {"value": value, "label": name, "count": count, "selected": value in request.filters.get(facet, ())}


def _with_chosen(facet: str, request: SearchRequest, result: SearchResult) -> dict[str, int]:
    return dict.fromkeys(request.filters.get(facet, ()), 0) | dict(result.facets.get(facet, {}))
