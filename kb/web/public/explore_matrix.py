"""Explore: the matrix of cities and themes, what it lacks, and what it shows in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request as http_request
from markupsafe import Markup

from kb.domain.locales import Locale, LocalText
from kb.web import labels
from kb.web.frame import NavItem, render
from kb.web.messages import gettext as _
from kb.web.pagination import Pagination, page_of
from kb.web.public.blueprint import public
from kb.web.public.explore import ExplorePage, explore_frame, explore_path
from kb.web.public.lists import count_of
from kb.web.public.matrix_counts import case_matrix, city_countries
from kb.web.public.matrix_gaps import Gaps, find_gaps
from kb.web.public.matrix_heads import branches_of, city_heads
from kb.web.public.matrix_request import MatrixRequest, parse_matrix
from kb.web.public.matrix_summary import sum_up
from kb.web.public.matrix_table import Head, Layout, Table, city_rows, theme_rows
from kb.web.public.search_notices import Notices, left_out
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import machine_path

ROWS: Final = 40  # cities a page where they are rows
COLUMNS: Final = 8  # cities a page where they are columns: more don't fit on a screen of 768 pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage(ExplorePage):
    """The matrix. `shows` and `cells` are the choices of what it shows, `countries` those that it can be narrowed to."""

    asked: MatrixRequest
    shows: Sequence[NavItem]
    cells: Sequence[NavItem]
    countries: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    gaps: Gaps
    pages: Pagination
    csv: str
    notices: Notices


def _choices(lang: Locale, asked: MatrixRequest) -> tuple[Sequence[NavItem], Sequence[NavItem]]:
    shows = (("groups", _("Groups of themes")), ("all", _("All themes")))
    cells = (("count", _("Number of case studies")), ("evidence", _("Best evidence")))
    return (
        [NavItem(asked.changed(lang, show=name), title, name == asked.show) for name, title in shows],
        [NavItem(asked.changed(lang, cells=name), title, name == asked.cells) for name, title in cells],
    )


def _countries(lang: Locale) -> Sequence[tuple[str, str]]:
    codes = {code for code in city_countries().values() if code}
    return sorted(((code, labels.country_name(code, lang)) for code in codes), key=lambda item: item[1])


def _all_cities(lang: Locale, asked: MatrixRequest, count: int) -> Head:
    if asked.country:
        return Head(LocalText(labels.country_name(asked.country, lang), lang))
    return Head(LocalText(_("All, %(cities)s", cities=count_of("city", count)), lang))


@public.get("/explore/matrix")
def explore_matrix(lang: Locale) -> str:
    """Show the matrix."""
    asked, problems = parse_matrix(http_request.args, set(filter(None, city_countries().values())))
    words, cities = vocabulary(lang), city_heads(lang, asked.country)
    branches = branches_of(words)
    pages, shown = page_of(len(cities), ROWS if asked.show == "groups" else COLUMNS)
    layout = Layout(case_matrix(), asked, lang, [city.slug for city in cities])
    whole = _all_cities(lang, asked, len(cities))
    if asked.show == "groups":
        tops = [branch[0] for branch in branches]
        all_themes = Head(LocalText(_("All themes"), lang))
        tables: Sequence[Table] = [city_rows(layout, cities[shown], tops, (whole, all_themes))]
    else:
        tables = theme_rows(layout, cities[shown], branches, whole)
    summary = sum_up(layout, cities, branches, lang)
    shows, cells = _choices(lang, asked)
    page = MatrixPage(
        **explore_frame(lang, "matrix"),
        title=_("Case studies by city and theme"),
        heading=_("Case studies by city and theme"),
        description=Markup(" ").join(summary).striptags(),
        noindex=asked != MatrixRequest() or pages.current > 1,
        canonical=explore_path(lang, "matrix"),
        machine=(("text/csv", machine_path(asked.address(lang), "csv")),),
        summary=summary,
        asked=asked,
        shows=shows,
        cells=cells,
        countries=_countries(lang),
        tables=tables,
        gaps=find_gaps(layout, cities, branches, words),
        pages=pages,
        csv=machine_path(asked.address(lang), "csv"),
        notices=Notices(left_out(problems)),
    )
    return render("public/explore-matrix.html", page)
