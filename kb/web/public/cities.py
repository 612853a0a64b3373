"""Cities: the list with its map, and one city."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.orm import Session

from kb.domain.locales import Locale, LocalText
from kb.domain.records import PublicRecord, Snapshot, local
from kb.rendering.references import References
from kb.rendering.timeline import Axis, axis_of, draw_span
from kb.rendering.worldmap import Place, draw_locator, draw_world
from kb.services import reading
from kb.services.counting import case_counts_by_city
from kb.web.database import db
from kb.web.frame import crumbs_to, render
from kb.web.messages import gettext as _
from kb.web.public.blueprint import public
from kb.web.public.case_entries import CaseEntry, case_entries, years_covered
from kb.web.public.citations import read_cited
from kb.web.public.json_ld import describe_city
from kb.web.public.links import Link, ThemeLink, Vocabulary, card_link, record_link, short_name, title_order
from kb.web.public.lists import ListPage, list_frame
from kb.web.public.record_page import RecordPage, record_frame
from kb.web.public.reported import Disagreement, disagreements, quantity
from kb.web.public.texts import Prose, excerpt, prose
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import record_path


@dataclass(frozen=True, slots=True)
class CityEntry:
    """One city in the list; `population` with its year, or empty."""

    link: Link
    country: str
    population: str
    population_year: str
    cases: int
    excerpt: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class CityListPage(ListPage):
    """All cities."""

    map: Markup
    entries: Sequence[CityEntry]


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One figure of a city's profile."""

    label: LocalText
    value: LocalText
    year: str
    note: LocalText
    references: Markup


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A case on the city's time line."""

    link: Link
    period: str
    stage: str
    bar: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPage(RecordPage):
    """One city. `themes` are those of its cases, grouped under their top concepts with the cases of each.

    `comparable` names it in the comparison.
    """

    comparable: Link
    original_name: str
    original_name_lang: str
    country: str
    website: str
    locator: Markup
    summary: Prose
    profile: Sequence[ProfileRow]
    disagreements: Sequence[Disagreement]
    cases: Sequence[CaseEntry]
    by_theme: Sequence[tuple[ThemeLink, Sequence[Link]]]
    timeline: Sequence[TimelineRow]
    axis: Axis | None
    presentations: Sequence[Link]
    organizations: Sequence[Link]
    updating_note: Prose


def places(cities: Iterable[PublicRecord], lang: Locale) -> list[Place]:
    """List the cities that have a point, for the map."""
    found = []
    for city in cities:
        name, values = short_name(city.title(lang)), city.values
        if values.get("lat") is not None and values.get("lon") is not None:
            spoken = name.lang if name.is_fallback else ""
            found.append(Place(name.value, record_path(lang, "city", city.slug), values["lon"], values["lat"], spoken))
    return found


def draw_cities(cities: Sequence[PublicRecord], lang: Locale) -> Markup:
    """Draw the map of the world with the cities on it."""
    return draw_world(places(cities, lang), _("World map with the cities of the casebook"))


def city_entries(session: Session, cities: Iterable[PublicRecord], lang: Locale) -> Sequence[CityEntry]:
    """Describe cities for the list, by name."""
    counts = case_counts_by_city(session)
    found = []
    for city in cities:
        row: Snapshot = next((row for row in city.rows("profile") if row.get("figure") == "population"), {})
        found.append(
            CityEntry(
                link=record_link(city, lang),
                country=str(city.values.get("country") or ""),
                population=quantity(row, lang).value,
                population_year=str(row.get("year") or ""),
                cases=counts.get(city.slug, 0),
                excerpt=excerpt(city.summary(lang)),
            )
        )
    return sorted(found, key=lambda entry: title_order(lang, entry.link.title))


@public.get("/cities/")
def cities(lang: Locale) -> str:
    """List the cities."""
    records = reading.list_records(db(), "city")
    page = CityListPage(
        **list_frame(lang, "city", len(records)),
        map=draw_cities(records, lang),
        entries=city_entries(db(), records, lang),
    )
    return render("public/cities.html", page)


@public.get("/cities/<slug:slug>")
def city(lang: Locale, slug: str) -> str:
    """Show a city."""
    record = reading.get_record(db(), "city", slug)
    return render("public/city.html", build_city_page(db(), record, lang, vocabulary(lang)))


@public.get("/cities/<slug:slug>/history/<int:number>")
def city_revision(lang: Locale, slug: str, number: int) -> str:
    """Show a city as it was published in a revision, with the cases and presentations that it has now."""
    record = reading.get_revision(db(), "city", slug, number)
    return render("public/city.html", build_city_page(db(), record, lang, vocabulary(lang), is_former=True))


def _profile(city: PublicRecord, lang: Locale, cited: References) -> Sequence[ProfileRow]:
    return tuple(
        ProfileRow(
            local(row, "label", lang),
            quantity(row, lang),
            str(row.get("year") or ""),
            local(row, "note", lang),
            cited.links(row.get("sources") or ()),
        )
        for row in city.rows("profile")
    )


def _by_theme(
    cases: Sequence[PublicRecord], lang: Locale, themes: Vocabulary
) -> Sequence[tuple[ThemeLink, Sequence[Link]]]:
    groups = []
    for top in themes.top_concepts:
        within = [case for case in cases if any(themes.top(slug) == top.slug for slug in case.list("themes"))]
        link = themes.link(top.slug)
        if within and link:
            groups.append((link, tuple(record_link(case, lang) for case in within)))
    return tuple(groups)


def _timeline(cases: Sequence[PublicRecord], lang: Locale) -> tuple[Axis | None, Sequence[TimelineRow]]:
    spans = [(case, span) for case in cases if (span := years_covered(case))]
    axis = axis_of([(first, last) for _case, (first, last, _open) in spans])
    if axis is None:
        return None, ()
    rows = [
        TimelineRow(
            record_link(case, lang),
            str(case.values["period"]),
            str(case.values.get("stage") or "unknown"),
            draw_span(axis, first, last, is_open=is_open),
        )
        for case, (first, last, is_open) in sorted(spans, key=lambda item: item[1])
    ]
    return axis, rows


def _locator(city: PublicRecord, lang: Locale) -> Markup:
    values, name = city.values, short_name(city.title(lang)).value
    if values.get("lat") is None or values.get("lon") is None:
        return Markup("")
    return draw_locator(name, values["lon"], values["lat"], _("Map: where %(city)s lies", city=name))


def build_city_page(
    session: Session, city: PublicRecord, lang: Locale, themes: Vocabulary, *, is_former: bool = False
) -> CityPage:
    """Build the page of a city. Reads its cases, presentations and organizations."""
    cited = References()
    summary = prose(city.summary(lang), cited)
    profile, differing = _profile(city, lang, cited), disagreements(city, lang, cited)
    note = prose(city.text("updating_note", lang), cited)
    slugs = [card.slug for card in reading.referring(session, "city", city.slug, "city", "case")]
    cases = list(reading.records_by_slug(session, "case", slugs).values())
    axis, timeline = _timeline(cases, lang)
    talks = reading.referring(session, "city", city.slug, "speakers", "presentation")
    offices = reading.referring(session, "city", city.slug, "city", "organization")
    return CityPage(
        **record_frame(city, lang, "city", crumbs_to(lang, "city"), describe_city(city, lang), is_former=is_former),
        comparable=record_link(city, lang),
        original_name=str(city.values.get("name_original") or ""),
        original_name_lang=str(city.values.get("name_original_language") or ""),
        country=str(city.values.get("country") or ""),
        website=str(city.values.get("website") or ""),
        locator=_locator(city, lang),
        summary=summary,
        profile=profile,
        disagreements=differing,
        cases=case_entries(session, cases, lang, themes),
        by_theme=_by_theme(cases, lang, themes),
        timeline=timeline,
        axis=axis,
        presentations=tuple(card_link(card, lang) for card in talks),
        organizations=tuple(card_link(card, lang) for card in offices),
        updating_note=note,
        sources=read_cited(session, cited, lang),
    )
