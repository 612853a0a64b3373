"""Facets of a search with the names of their values."""

from __future__ import annotations

from typing import Any

from kb.search.port import FACETS, SearchRequest, SearchResult
from kb.services.names import NAMED, Names
from kb.web.coded_values import coded_name


def facets_document(names: Names, request: SearchRequest, result: SearchResult) -> dict[str, list[dict[str, Any]]]:
    """List each facet's values, the most frequent first. A chosen value is there even where nothing has it."""
    return {facet: _values(facet, names, request, result) for facet in FACETS}


def _values(facet: str, names: Names, request: SearchRequest, result: SearchResult) -> list[dict[str, Any]]:
    chosen, lang = request.filters.get(facet, ()), request.lang
    counts = dict.fromkeys(chosen, 0) | dict(result.facets.get(facet, {}))
    if facet in NAMED:
        known = names.by_lang[lang]
        rows = [(-count, str(known.get((facet, value), value)), value) for value, count in counts.items()]
    else:
        rows = [(-count, coded_name(facet, value, lang), value) for value, count in counts.items()]
    return [
        {"value": value, "label": label, "count": -less, "selected": value in chosen}
        for less, label, value in sorted(rows)
    ]
