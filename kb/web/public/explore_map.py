"""The map of all cases: how many there are of each city."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import request

from kb.domain.locales import Locale, LocalText
from kb.rendering.citymap import CityCount, CityMap, draw_city_map
from kb.services.case_table import CaseFacts
from kb.services.city_points import CityPoint, read_city_points
from kb.web.coded_values import coded_name
from kb.web.database import db
from kb.web.frame import render
from kb.web.kept import kept, names
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.public.blueprint import public
from kb.web.public.explore import ExplorePage, explore_frame, explore_path
from kb.web.public.explore_filter import Choice, Selection, read_selection, stage_choice, theme_choice
from kb.web.public.explore_words import filled, with_counts
from kb.web.public.links import Link, ThemeLink, Vocabulary, short_name, title_order
from kb.web.public.search_notices import Notices
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import record_path

TOP_THEMES: Final = 3
MOST_NAMED: Final = 3
SUMMARY_ID: Final = "map-summary"


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city in the list: its page, how many of the chosen cases it has and where they are listed.

    `themes` are the groups of themes that most of these cases belong to; `is_on_map` is false where the city has no point.
    """

    link: Link
    country: str
    count: int
    cases_href: str
    themes: Sequence[tuple[ThemeLink, int]]
    is_on_map: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage(ExplorePage):
    """The map with its list. `without` are the cities that have none of the chosen cases."""

    map: CityMap
    rows: Sequence[CityRow]
    without: Sequence[Link]
    choices: Sequence[Choice]
    is_filtered: bool
    all_href: str
    action: str
    notices: Notices


@public.get("/explore/map")
def explore_map(lang: Locale) -> str:
    """Show how many cases there are of each city, on a map and as a list."""
    themes = vocabulary(lang)
    selection, _problems = read_selection(dict(request.args.lists()), lang, themes)
    points = kept("city_points", lambda: read_city_points(db()))
    return render("public/explore-map.html", build_map_page(selection, points, themes, lang))


def build_map_page(selection: Selection, points: Sequence[CityPoint], themes: Vocabulary, lang: Locale) -> MapPage:
    """Build the page from the chosen cases and all cities."""
    counts = Counter(case.city for case in selection.cases if case.city)
    by_theme = count_themes(selection.cases, themes.tops)
    links = {top.slug: link for top in themes.top_concepts if (link := themes.link(top.slug))}
    hrefs = {point.slug: selection.search_path(lang, ("city", point.slug)) for point in points}
    rows = [
        _row(point, counts[point.slug], by_theme.get(point.slug, {}), links, hrefs[point.slug], lang)
        for point in points
    ]
    rows.sort(key=lambda row: (-row.count, title_order(lang, row.link.title)))
    shown = [row for row in rows if row.count]
    path = explore_path(lang, "map")
    return MapPage(
        **explore_frame(lang, "map"),
        title=_("Map of case studies"),
        heading=_("Map of case studies"),
        description=_("How many case studies there are of each city, on a map and as a list, by theme and stage."),
        summary=summarize(shown, len(rows), sum(counts.values()), lang),
        map=_draw(points, counts, hrefs, lang),
        rows=shown,
        without=[row.link for row in rows if not row.count],
        choices=(theme_choice(themes, selection.chosen), stage_choice(lang, selection.chosen)),
        is_filtered=bool(selection.chosen),
        all_href=path,
        action=path,
        notices=selection.notices,
        noindex=bool(selection.chosen),
    )


def count_themes(cases: Sequence[CaseFacts], tops: Mapping[str, str]) -> Mapping[str, Mapping[str, int]]:
    """Count, for each city, cases by the top concepts of their themes; a case counts once under each."""
    found: dict[str, dict[str, int]] = {}
    for case in cases:
        if case.city:
            counts = found.setdefault(case.city, {})
            for top in {tops[slug] for slug in case.themes if slug in tops}:
                counts[top] = counts.get(top, 0) + 1
    return found


def _name(slug: str, lang: Locale) -> LocalText:
    return short_name(names().name("city", slug, lang))


def _row(
    point: CityPoint,
    count: int,
    by_theme: Mapping[str, int],
    links: Mapping[str, ThemeLink],
    cases_href: str,
    lang: Locale,
) -> CityRow:
    ranked = sorted(by_theme.items(), key=lambda item: (-item[1], item[0]))[:TOP_THEMES]
    return CityRow(
        link=Link(record_path(lang, "city", point.slug), _name(point.slug, lang), "city"),
        country=coded_name("country", point.country, lang),
        count=count,
        cases_href=cases_href,
        themes=[(links[slug], number) for slug, number in ranked],
        is_on_map=point.lon is not None and point.lat is not None,
    )


def _draw(points: Sequence[CityPoint], counts: Mapping[str, int], hrefs: Mapping[str, str], lang: Locale) -> CityMap:
    cities = []
    for point in points:
        count = counts.get(point.slug, 0)
        if not count or point.lon is None or point.lat is None:
            continue
        name = _name(point.slug, lang)
        words = ngettext("%(city)s: %(num)s case study", "%(city)s: %(num)s case studies", count, city=name.value)
        spoken = name.lang if name.is_fallback else ""
        cities.append(CityCount(name.value, count, hrefs[point.slug], words, point.lon, point.lat, spoken))
    inset_title = _("Enlarged part %(letter)s with %(cities)s cities", letter="{letter}", cities="{cities}")
    return draw_city_map(cities, _("World map of case studies by city"), inset_title, SUMMARY_ID)


def summarize(shown: Sequence[CityRow], cities: int, cases: int, lang: Locale) -> Sequence[str]:
    """Say in words what the map shows."""
    if not shown:
        return (_("No case study has all of these properties."),)
    countries = len({row.country for row in shown if row.country})
    said = [
        _(
            "%(cases)s of %(cities)s in %(countries)s.",
            cases=ngettext("%(num)s case study", "%(num)s case studies", cases),
            cities=ngettext("%(num)s city", "%(num)s cities", len(shown)),
            countries=ngettext("%(num)s country", "%(num)s countries", countries),
        )
    ]
    if len(shown) > 1:
        first = with_counts([(row.link.title, row.count) for row in shown[:MOST_NAMED]], lang)
        said.append(filled(_("Most are from %(cities)s."), cities=first))
    if absent := cities - len(shown):
        said.append(ngettext("%(num)s city has none.", "%(num)s cities have none.", absent))
    if unplaced := [row.link.title.value for row in shown if not row.is_on_map]:
        said.append(
            ngettext(
                "%(num)s city has no place on record and is in the list only.",
                "%(num)s cities have no place on record and are in the list only.",
                len(unplaced),
            )
        )
    return tuple(said)
