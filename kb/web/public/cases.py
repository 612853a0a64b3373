"""Case studies: the list, one, both languages side by side, a former revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.locales import Locale
from kb.services import reading
from kb.web.database import db
from kb.web.frame import render
from kb.web.pagination import page_of, requested_page
from kb.web.public.blueprint import public
from kb.web.public.case_entries import CaseEntry, by_city, case_entries
from kb.web.public.case_order import case_order
from kb.web.public.case_page import build_case_page
from kb.web.public.links import Link
from kb.web.public.lists import ListPage, list_frame
from kb.web.public.vocabulary import vocabulary

PER_PAGE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseListPage(ListPage):
    """The case studies, grouped by city; `cities` counts those of each."""

    groups: Sequence[tuple[Link | None, Sequence[CaseEntry]]]
    cities: Sequence[tuple[Link, int]]


@public.get("/cases/")
def cases(lang: Locale) -> str:
    """List the case studies by city."""
    order = case_order(lang)
    pages, shown = page_of(len(order.slugs), PER_PAGE)
    records = reading.records_by_slug(db(), "case", order.slugs[shown])
    page = CaseListPage(
        **list_frame(lang, "case", len(order.slugs), requested_page()),
        groups=by_city(case_entries(db(), records.values(), lang, vocabulary(lang))),
        cities=order.cities,
        pages=pages,
    )
    return render("public/cases.html", page)


@public.get("/cases/<slug:slug>")
def case(lang: Locale, slug: str) -> str:
    """Show a case study."""
    record = reading.get_record(db(), "case", slug)
    return render("public/case.html", build_case_page(db(), record, lang, vocabulary(lang)))


@public.get("/cases/<slug:slug>/history/<int:number>")
def case_revision(lang: Locale, slug: str, number: int) -> str:
    """Show a case study as it was published in a revision."""
    record = reading.get_revision(db(), "case", slug, number)
    return render("public/case.html", build_case_page(db(), record, lang, vocabulary(lang), is_former=True))
