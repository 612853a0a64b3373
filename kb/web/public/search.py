"""The search page."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request as http_request

from kb.domain.locales import Locale, LocalText
from kb.errors import NotFound, Problem
from kb.search.port import SearchRequest, SearchResult
from kb.services.searching import parse_search, run_search
from kb.web import labels
from kb.web.caching import leave_unstored
from kb.web.database import db, site
from kb.web.frame import Crumb, Page, render
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.pagination import Pagination, page_address, paginate
from kb.web.public.blueprint import public
from kb.web.public.links import Vocabulary
from kb.web.public.search_filters import (
    Chip,
    Facet,
    ValueNames,
    build_chips,
    build_facets,
    known_values,
    query_of,
    search_address,
    values_of,
)
from kb.web.public.search_hits import HitView, build_hits
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import home_path, machine_path, page_path, with_query

PER_PAGE: Final = 20
TERMS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class SortChoice:
    """An order that the results can be put in."""

    name: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Expanded:
    """The related terms that were searched along, the first of them and how many more; `href` searches without them, or with them again."""

    terms: Sequence[LocalText]
    more: int
    is_on: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """The answer to a search, with everything to change it."""

    text: str
    total: int
    heading: str
    hits: Sequence[HitView]
    facets: Sequence[Facet]
    chips: Sequence[Chip]
    sorts: Sequence[SortChoice]
    kept: Sequence[tuple[str, object]]
    year_from: int | None
    year_to: int | None
    pages: Pagination
    expanded: Expanded
    any_word_href: str
    all_words_href: str
    is_any: bool
    is_degraded: bool
    is_shortened: bool
    problems: Sequence[tuple[str, str]]
    without_filters: str
    tables: Sequence[tuple[str, str]]


def _heading(text: str, total: int) -> str:
    if not text:
        return ngettext("%(num)s record", "%(num)s records", total)
    return ngettext("%(num)s result for “%(text)s”", "%(num)s results for “%(text)s”", total, text=text)


def _title(text: str, total: int) -> str:
    if not text:
        return ngettext("Search: %(num)s record", "Search: %(num)s records", total)
    return ngettext("%(text)s (%(num)s result)", "%(text)s (%(num)s results)", total, text=text)


def _problem(problem: Problem) -> tuple[str, str]:
    names = {**labels.FACET, "year_from": _("From year"), "year_to": _("To year"), "sort": _("Order")}
    return str(names.get(problem.where, problem.where)), problem.detail


def _pages(request: SearchRequest, total: int) -> Pagination:
    pages = paginate(total, request.page, PER_PAGE, page_address)
    if request.page > pages.count:
        raise NotFound(f"page {request.page} of {pages.count}")
    return pages


def _expanded(request: SearchRequest, result: SearchResult) -> Expanded:
    terms = dict.fromkeys(term for item in result.expanded for term in item.terms)
    href = search_address(request, expand="0") if request.expand else search_address(request, [("expand", "0")])
    shown = [LocalText(term, "ko" if any("가" <= char <= "힣" for char in term) else "en") for term in terms]
    return Expanded(shown[:TERMS_SHOWN], max(0, len(shown) - TERMS_SHOWN), request.expand, href)


def _tables(lang: Locale) -> Sequence[tuple[str, str]]:
    path = with_query(page_path(lang, "search"), list(http_request.args.items(multi=True)))
    return (
        ("text/csv", machine_path(path, "csv")),
        ("application/json", machine_path(path, "json")),
        ("application/atom+xml", machine_path(path, "atom")),
    )


def build_search_page(
    request: SearchRequest, result: SearchResult, problems: Sequence[Problem], themes: Vocabulary
) -> SearchPage:
    """Build the page from an answer. Raises `NotFound` for a page after the last."""
    names = ValueNames(db(), request.lang, values_of(request, result))
    kept = [(name, value) for name, value in query_of(request) if name in ("sort", "match", "expand")]
    return SearchPage(
        title=_title(request.text, result.total),
        noindex=True,
        crumbs=(Crumb(home_path(request.lang), _("Home")),),
        machine=_tables(request.lang),
        text=request.text,
        total=result.total,
        heading=_heading(request.text, result.total),
        hits=build_hits(db(), result.hits, request.lang, themes),
        facets=build_facets(request, result, names, themes),
        chips=build_chips(request, names),
        sorts=[
            SortChoice(name, search_address(request, sort="" if name == "relevance" else name), name == request.sort)
            for name in labels.SORT
            if name != "relevance" or request.text
        ],
        kept=kept,
        year_from=request.year_from,
        year_to=request.year_to,
        pages=_pages(request, result.total),
        expanded=_expanded(request, result),
        any_word_href=search_address(request, match="any"),
        all_words_href=search_address(request, [("match", "any")]),
        is_any=result.mode == "any" and bool(request.text),
        is_degraded=result.degraded,
        is_shortened=result.shortened,
        problems=[_problem(problem) for problem in problems],
        without_filters=search_address(SearchRequest(request.text, request.lang)),
        tables=_tables(request.lang),
    )


@public.get("/search")
def search(lang: Locale) -> str:
    """Show the search, its filters and its results."""
    leave_unstored()
    asked, problems = parse_search(dict(http_request.args.lists()), lang, known_values(db()))
    asked = dataclasses.replace(asked, per_page=PER_PAGE)
    result = run_search(site().search, db(), asked)
    return render("public/search.html", build_search_page(asked, result, problems, vocabulary(lang)))
