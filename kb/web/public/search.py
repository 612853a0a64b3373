"""The search page."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request as http_request

from kb.domain.locales import Locale
from kb.rendering.plain import shorten
from kb.search.port import SearchRequest
from kb.services.correcting import Answer, answer_search
from kb.services.searching import LONGEST_TEXT, is_wordless, parse_search
from kb.web import labels
from kb.web.caching import leave_unstored
from kb.web.coded_values import known_values
from kb.web.database import db, site
from kb.web.frame import Crumb, Page, render
from kb.web.insight import note_search
from kb.web.known_cities import known_cities
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.pagination import Pagination, page_address, paginate
from kb.web.public.blueprint import public
from kb.web.public.links import Vocabulary
from kb.web.public.search_advice import (
    Instead,
    NothingFound,
    OtherQuery,
    answered_instead,
    build_nothing_found,
    other_queries,
)
from kb.web.public.search_facets import Facet, build_facets
from kb.web.public.search_filters import (
    Chip,
    ValueNames,
    build_chips,
    query_of,
    search_address,
)
from kb.web.public.search_hits import HitView, build_hits
from kb.web.public.search_notices import Notices, left_out, swapped_years
from kb.web.public.search_switches import Switches, build_switches
from kb.web.public.search_years import Years, build_years
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import home_path, machine_path, page_path, with_query

PER_PAGE: Final = 20
TEXT_SHOWN: Final = 80  # characters of the query in title and heading


@dataclass(frozen=True, slots=True)
class SortChoice:
    """An order that the results can be put in."""

    name: str
    href: str
    chosen: bool


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
    years: Years
    pages: Pagination
    switches: Switches | None
    notices: Notices
    without_filters: str
    without_text: str
    tables: Sequence[tuple[str, str]]
    feed: str
    instead: Instead | None
    meant: Sequence[OtherQuery]
    nothing: NothingFound | None


def _heading(text: str, total: int) -> str:
    if not text:
        return ngettext("%(num)s record", "%(num)s records", total)
    return ngettext("%(num)s result for “%(text)s”", "%(num)s results for “%(text)s”", total, text=text)


def _title(text: str, total: int) -> str:
    if not text:
        return ngettext("Search: %(num)s record", "Search: %(num)s records", total)
    return ngettext("%(text)s (%(num)s result)", "%(text)s (%(num)s results)", total, text=text)


def _sorts(request: SearchRequest) -> Sequence[SortChoice]:
    return [
        SortChoice(name, search_address(request, sort="" if name == "relevance" else name), name == request.sort)
        for name in labels.SORT
        if (name != "relevance" or request.text) and (name != "similar" or request.city_order)
    ]


def _tables(request: SearchRequest) -> Sequence[tuple[str, str]]:
    """Address the search as data. Only JSON has its pages; table and feed are of the whole search."""
    path, query = page_path(request.lang, "search"), query_of(request)
    paged = [*query, ("page", request.page)] if request.page > 1 else query
    return (
        ("text/csv", machine_path(with_query(path, query), "csv")),
        ("application/json", machine_path(with_query(path, paged), "json")),
        ("application/atom+xml", machine_path(with_query(path, query), "atom")),
    )


def build_search_page(
    asked: SearchRequest, answer: Answer, notices: Notices, themes: Vocabulary, whole: str = ""
) -> SearchPage:
    """Build the page from an answer; the facet named `whole` is shown with all its values."""
    request, result = answer.request, answer.result
    value_names = ValueNames(request.lang)
    kept = [
        (name, value) for name, value in query_of(request) if name in ("like", "sort", "match", "expand", "meaning")
    ]
    searched = shorten(request.text, TEXT_SHOWN)
    return SearchPage(
        title=_title(searched, result.total),
        noindex=True,
        crumbs=(Crumb(home_path(request.lang), _("Home")),),
        machine=_tables(request),
        text=request.text,
        total=result.total,
        heading=_heading(searched, result.total),
        hits=build_hits(db(), result.hits, request.lang, themes, result.expanded),
        facets=build_facets(request, result, value_names, themes, whole),
        chips=build_chips(request, value_names),
        sorts=_sorts(request),
        kept=kept,
        years=build_years(request, result),
        pages=paginate(result.total, request.page, PER_PAGE, page_address),
        switches=build_switches(request, result),
        notices=notices,
        without_filters=search_address(SearchRequest(request.text, request.lang)),
        without_text=search_address(request, q=""),
        tables=_tables(request),
        feed=dict(_tables(request))["application/atom+xml"],
        instead=answered_instead(answer, asked),
        meant=other_queries(answer, asked),
        nothing=None if result.total or notices.is_wordless else build_nothing_found(site().search, db(), request),
    )


def _answered(asked: SearchRequest) -> tuple[Answer, int]:
    """Run a search; for a page after the last, give the last and say which that is."""
    exact = http_request.args.get("exact") == "1"
    answer = answer_search(site().search, db(), asked, exact=exact)
    last = max(1, -(-answer.result.total // PER_PAGE))
    if asked.page <= last:
        return answer, 0
    return answer_search(site().search, db(), dataclasses.replace(asked, page=last), exact=exact), last


@public.get("/search")
def search(lang: Locale) -> str:
    """Show the search, its filters and its results."""
    leave_unstored()
    asked, problems = parse_search(dict(http_request.args.lists()), lang, known_values(), known_cities)
    is_cut = len(asked.text) > LONGEST_TEXT
    asked = dataclasses.replace(asked, text=asked.text[:LONGEST_TEXT], per_page=PER_PAGE)
    answer, last = _answered(asked)
    result = answer.result
    note_search(asked, 0 if answer.instead else result.total, result.mode, degraded=result.degraded)
    notices = Notices(
        left_out(problems),
        swapped_years(problems),
        last,
        is_wordless(asked.text),
        result.degraded,
        is_cut or result.shortened,
    )
    whole = http_request.args.get("all", "")
    return render("public/search.html", build_search_page(asked, answer, notices, vocabulary(lang), whole))
