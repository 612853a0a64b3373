"""What the matrix shows, in words, written from the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

from markupsafe import Markup

from kb.domain.locales import Locale
from kb.services.case_matrix import ANY, Tally
from kb.web import labels
from kb.web.filters import tagged
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.public.case_facts import case_facts
from kb.web.public.explore_words import filled
from kb.web.public.lists import count_of
from kb.web.public.matrix_table import Head, Layout

MOST_TIED: Final = 3  # cells that are named as the fullest
WELL_MEASURED: Final = ("A", "B")

Counted = Sequence[tuple[Head, Head, Tally]]


def sum_up(
    layout: Layout, cities: Sequence[Head], branches: Sequence[Sequence[Head]], lang: Locale
) -> Sequence[Markup]:
    """Say what the matrix as asked for shows, the cities on other pages included."""
    depth = 1 if layout.asked.show == "groups" else None
    themes = [theme for branch in branches for theme in branch[:depth]]
    cells = product(cities, themes)
    found = [(*cell, tally) for cell in cells if (tally := layout.tally(cell[0].slug, cell[1].slug)).count]
    count = len(cities) * len(themes)
    said = [_extent(layout, len(cities), lang), _fullest(found)]
    if layout.asked.cells == "evidence":
        said.append(_well_measured(found))
    said += [_empty(count - len(found), count), _unplaced(layout)]
    return [sentence for sentence in said if sentence]


def _extent(layout: Layout, cities: int, lang: Locale) -> Markup:
    cases, country = count_of("case", layout.tally(ANY, ANY).count), layout.asked.country
    if country:
        place = labels.country_name(country, lang)
        return filled(
            _("%(cases)s from %(cities)s in %(country)s."), cases=cases, cities=count_of("city", cities), country=place
        )
    return filled(_("%(cases)s from %(cities)s."), cases=cases, cities=count_of("city", cities))


def _fullest(found: Counted) -> Markup:
    most = max((tally.count for _city, _theme, tally in found), default=0)
    fullest = [(city, theme) for city, theme, tally in found if tally.count == most]
    if not fullest or len(fullest) > MOST_TIED:
        return Markup("")
    cells = [Markup("{}, {}").format(tagged(city.title), tagged(theme.title)) for city, theme in fullest]
    return filled(_("Most case studies in one cell: %(cells)s (%(num)s)."), cells=Markup("; ").join(cells), num=most)


def _well_measured(found: Counted) -> Markup:
    good = sum(tally.best in WELL_MEASURED for _city, _theme, tally in found)
    if not good:
        return filled(_("In no cell does a case study rest on independent or official figures (A, B)."))
    told = ngettext(
        "In %(num)s of %(all)s filled cells a case study rests on independent or official figures (A, B).",
        "In %(num)s of %(all)s filled cells a case study rests on independent or official figures (A, B).",
        good,
        all=len(found),
    )
    return filled(told)


def _empty(empty: int, cells: int) -> Markup:
    if not empty:
        return filled(_("No cell is empty."))
    return filled(_("%(empty)s of %(all)s cells are empty."), empty=empty, all=cells)


def _unplaced(layout: Layout) -> Markup:
    """Say how many case studies are in the totals only."""
    cities = set(layout.cities)
    asked = [case for case in case_facts() if not layout.asked.country or case.city in cities]
    count = sum(not case.themes or not case.city for case in asked)
    if not count:
        return Markup("")
    told = ngettext(
        "%(num)s case study without a theme or city is in the totals only.",
        "%(num)s case studies without a theme or city are in the totals only.",
        count,
    )
    return filled(told)
