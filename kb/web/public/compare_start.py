"""Choosing what to compare: a form that works without script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from flask import request

from kb.domain.comparison import MOST
from kb.domain.locales import LOCALES, Locale, choose
from kb.services.case_table import CaseFacts
from kb.services.comparing import Choice
from kb.services.searching import LONGEST_TEXT, parse_search, run_search
from kb.web.caching import leave_unstored
from kb.web.database import db, site
from kb.web.frame import Crumb, Page
from kb.web.kept import names
from kb.web.messages import gettext as _
from kb.web.pagination import Pagination, page_address, paginate, requested_page
from kb.web.public.case_facts import case_facts
from kb.web.public.case_order import case_order
from kb.web.public.compare_address import KIND, Selection
from kb.web.public.compare_notices import Notice
from kb.web.public.links import Link, short_name, title_order, twin_title
from kb.web.urls import home_path, page_path, record_path, with_query

PER_PAGE: Final = 60


@dataclass(frozen=True, slots=True)
class Option:
    """A record to choose. Its city is named where the list isn't sorted by city."""

    link: Link
    city: Link | None
    stage: str
    period: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePicker(Page):
    """The page on which records are chosen. `groups` are options by city (None: without), `found` counts hits of `query`.

    `chosen` are those of the address, each of which the form keeps.
    """

    kind: str
    query: str
    chosen: Sequence[Option]
    groups: Sequence[tuple[Link | None, Sequence[Option]]]
    pages: Pagination
    found: int | None
    all_href: str
    kinds: Sequence[tuple[str, str, bool]]
    most: int = MOST
    notices: Sequence[Notice] = field(default_factory=tuple)


def build_picker(choice: Choice, selection: Selection, lang: Locale, notices: Sequence[Notice]) -> ComparePicker:
    """Build the page. A page after the last shows the last."""
    query = request.args.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT]
    slugs = _search(query, selection.kind, lang) if query else _all(selection.kind, lang)
    pages = paginate(len(slugs), min(requested_page(), max(1, -(-len(slugs) // PER_PAGE))), PER_PAGE, page_address)
    chosen = tuple(_options(choice.slugs, selection.kind, lang, chosen=True))
    shown = slugs[(pages.current - 1) * PER_PAGE : pages.current * PER_PAGE]
    options = [option for option in _options(shown, selection.kind, lang) if option.link.slug not in choice.slugs]
    is_start = not (query or choice.slugs or pages.current > 1)
    path = page_path(lang, "compare")
    return ComparePicker(
        title=_("Compare cities") if selection.kind == "city" else _("Compare case studies"),
        description=_(
            "Put two to five case studies or cities side by side: costs on one scale, results with their evidence, lessons and sources."
        ),
        section="compare",
        crumbs=(Crumb(home_path(lang), _("Home")),),
        canonical=path if selection.kind == "case" else with_query(path, {KIND: "city"}),
        noindex=not is_start,
        kind=selection.kind,
        query=query,
        chosen=chosen,
        groups=_by_city(options) if selection.kind == "case" and not query else ((None, options),),
        pages=pages,
        found=len(slugs) if query else None,
        all_href=Selection(selection.kind, choice.slugs).choosing_address(lang),
        kinds=(
            (with_query(path, {KIND: "case"}), _("Case studies"), selection.kind == "case"),
            (with_query(path, {KIND: "city"}), _("Cities"), selection.kind == "city"),
        ),
        notices=notices,
    )


def _all(kind: str, lang: Locale) -> Sequence[str]:
    if kind == "case":
        return case_order(lang).slugs
    return sorted(names().slugs["city"], key=lambda slug: title_order(lang, names().name("city", slug, lang)))


def _search(query: str, kind: str, lang: Locale) -> Sequence[str]:
    """Search as the search page does; the index follows the content a moment later, so the page isn't kept."""
    leave_unstored()
    asked, _problems = parse_search({"q": [query], "type": [kind], "per_page": ["100"]}, lang)
    return [hit.slug for hit in run_search(site().search, db(), asked).hits]


def _options(slugs: Iterable[str], kind: str, lang: Locale, *, chosen: bool = False) -> Iterable[Option]:
    if kind == "city":
        for slug in slugs:
            if slug in names().slugs["city"]:
                yield Option(_city_link(slug, lang), None, "", "", chosen)
        return
    by_slug = {case.slug: case for case in case_facts()}
    for slug in slugs:
        if case := by_slug.get(slug):
            yield _option(case, lang, chosen)


def _option(case: CaseFacts, lang: Locale, is_chosen: bool) -> Option:
    href = record_path(lang, "case", case.slug)
    link = Link(href, choose(case.title, lang), "case", "", case.slug, twin_title(case.title, lang))
    city = _city_link(case.city, lang) if case.city else None
    return Option(link, city, case.stage, case.period, is_chosen)


def _city_link(slug: str, lang: Locale) -> Link:
    found = {locale: names().name("city", slug, locale) for locale in LOCALES}
    named = {locale: None if title.is_fallback else title.value for locale, title in found.items()}
    title = short_name(choose(named, lang))
    return Link(record_path(lang, "city", slug), title, "city", "", slug, twin_title(named, lang))


def _by_city(options: Sequence[Option]) -> Sequence[tuple[Link | None, Sequence[Option]]]:
    groups: dict[str, tuple[Link | None, list[Option]]] = {}
    for option in options:
        groups.setdefault(option.city.slug if option.city else "", (option.city, []))[1].append(option)
    return tuple(groups.values())
