"""Which documents pass the filters of a search, and how many of those found have each value of a facet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kb.search.columns import FIRST_NONE, ON_REQUEST, Columns, Mask
from kb.search.matching import Numbers
from kb.search.port import FACETS, SearchRequest


def scope(columns: Columns, request: SearchRequest) -> Mask:
    """Find the documents that a search is about before any filter: sources only when asked for."""
    if request.filters.get("type"):
        return columns.alive
    return columns.alive & ~columns.tagged("type", ON_REQUEST)


def in_years(columns: Columns, request: SearchRequest) -> Mask | None:
    """Find the documents whose period overlaps the years asked for; None if none were asked for.

    Those without a year are left out.
    """
    if request.year_from is None and request.year_to is None:
        return None
    first, last = columns.years[:, 0], columns.years[:, 1]
    found = np.ones(columns.count, dtype=np.bool_)
    if request.year_to is not None:
        found &= first <= request.year_to
    if request.year_from is not None:
        found &= last >= request.year_from
    return found


def passing(columns: Columns, request: SearchRequest) -> dict[str, Mask]:
    """Give, for each facet that is filtered, the documents that pass it."""
    passed: dict[str, Mask] = {}
    for facet in FACETS:
        if values := request.filters.get(facet):
            passed[facet] = np.logical_or.reduce([columns.tagged(facet, value) for value in values])
    if request.city_order is not None:
        passed["city_order"] = columns.places("city", request.city_order) < len(request.city_order)
    return passed


def count_facets(
    columns: Columns, found: Mask, documents: Numbers, passed: Mapping[str, Mask], request: SearchRequest
) -> dict[str, dict[str, int]]:
    """Count the values of every facet among the documents found, ignoring the filter on that facet itself.

    `documents` are those found that pass all filters. Values that are chosen are listed even when nothing has them.
    """
    counts = columns.count_values(documents)
    for facet in counts.keys() & passed.keys():
        others = np.flatnonzero(_passing_all(found, passed, facet))
        counts[facet] = columns.count_values(others)[facet]
        for value in sorted(set(request.filters[facet]) - counts[facet].keys()):
            counts[facet][value] = 0
    return counts


def _passing_all(found: Mask, passed: Mapping[str, Mask], ignored: str) -> Mask:
    for facet, mask in passed.items():
        if facet != ignored:
            found = found & mask
    return found


def count_years(columns: Columns, documents: Numbers) -> dict[int, int]:
    """Count the documents by the year in which they started; those without a year are left out."""
    first = columns.first_years[documents]
    counts = np.bincount(first[first != FIRST_NONE])
    years = np.flatnonzero(counts)
    return dict(zip(years.tolist(), counts[years].tolist(), strict=True))
