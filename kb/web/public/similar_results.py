"""The answer of "Cities like mine": cities in order, what each factor adds, from which figures, and their cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kb.domain.city_profile import KnownFigure
from kb.domain.city_similarity import FACTORS, CityFactors, Factor, Similarity
from kb.domain.locales import Locale, LocalText
from kb.rendering.bars import draw_bar
from kb.rendering.references import References
from kb.services.case_table import CaseFacts
from kb.services.similar_cities import KnownCity, RankedCity
from kb.web.city_labels import FACTOR, write_factor
from kb.web.kept import kept, names
from kb.web.messages import gettext as _
from kb.web.public.case_facts import case_facts
from kb.web.public.links import Link, ThemeLink, Vocabulary, short_name
from kb.web.public.similar_points import whole, whole_points
from kb.web.urls import page_path, record_path, with_query

SHOWN: Final = 12
"""Cities whose figures are shown."""
MOST_COMPARED: Final = 5
NO_REFERENCES: Final = Markup("")


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure of a city as the page writes it; empty where it is not known. `note` says how it was computed."""

    text: str
    year: str = ""
    references: Markup = NO_REFERENCES
    note: str = ""


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A factor of two cities; `points` of at most `most`, and a bar of how alike they are, unless one is unknown."""

    title: str
    own: FigureView
    other: FigureView
    bar: Markup | None
    points: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """Cases of a city under a top concept."""

    theme: ThemeLink
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class SimilarCity:
    """A city with its score of 100. `known` of `wanted` factors could be compared.

    `missing` are the others, each with the city of which it is not known.
    """

    slug: str
    link: Link
    score: str
    bar: Markup
    known: int
    wanted: int
    missing: Sequence[tuple[str, LocalText]]
    rows: Sequence[FactorRow]
    cases: int
    cases_href: str
    themes: Sequence[ThemeCount]
    compare_href: str


def city_link(slug: str, lang: Locale) -> Link:
    """Link to a city by its short name."""
    return Link(record_path(lang, "city", slug), short_name(names().name("city", slug, lang)), "city", slug=slug)


def compare_path(lang: Locale, slugs: Sequence[str]) -> str:
    """Address the comparison of some cities."""
    return with_query(page_path(lang, "compare"), [("city", slug) for slug in slugs[:MOST_COMPARED]])


def _cases_by_city() -> Mapping[str, Sequence[CaseFacts]]:
    found: dict[str, list[CaseFacts]] = {}
    for case in case_facts():
        found.setdefault(case.city or "", []).append(case)
    return found


class ResultWriter:
    """Writes cities for one page: one reader's language, one reference city, one list of numbered sources."""

    def __init__(self, lang: Locale, themes: Vocabulary, references: References) -> None:
        self._lang, self._themes, self._references = lang, themes, references
        self._cases = kept("cases_by_city", _cases_by_city)

    def own_figures(self, factors: CityFactors, figures: Mapping[Factor, KnownFigure]) -> Mapping[Factor, FigureView]:
        """Write the figures that cities are compared with: of a city with their sources, or as typed."""
        return {
            factor: self._figure(factor, figures[factor])
            if factor in figures
            else FigureView(write_factor(factor, getattr(factors, factor), self._lang))
            for factor in factors.known()
        }

    def cities(
        self,
        ranked: Sequence[RankedCity],
        factors: CityFactors,
        figures: Mapping[Factor, KnownFigure],
        mine: LocalText,
        slug: str,
    ) -> Sequence[SimilarCity]:
        """Write cities; `mine` names the one that they are compared with, `slug` is its own where it has one."""
        # Its own figures are written anew for each: only the first mention of a source is what the list leads back to.
        return [self._city(item, self.own_figures(factors, figures), mine, slug) for item in ranked]

    def _city(self, item: RankedCity, own: Mapping[Factor, FigureView], mine: LocalText, slug: str) -> SimilarCity:
        link, found = city_link(item.city.slug, self._lang), item.similarity
        known = {share.factor for share in found.shares}
        wanted = [factor for factor in FACTORS if factor in known or factor in found.missing]
        cases = self._cases.get(item.city.slug, ())
        return SimilarCity(
            slug=item.city.slug,
            link=link,
            score=str(whole(found.score)),
            bar=draw_bar(found.score),
            known=len(known),
            wanted=len(wanted),
            missing=list(_missing(found.missing, item.city, own, link.title, mine, self._lang)),
            rows=list(self._rows(found, wanted, item.city, own)),
            cases=len(cases),
            cases_href=self._search(item.city.slug),
            themes=list(self._by_theme(item.city.slug, cases)),
            compare_href=compare_path(self._lang, [slug, item.city.slug]) if slug else "",
        )

    def _rows(
        self, found: Similarity, wanted: Sequence[Factor], city: KnownCity, own: Mapping[Factor, FigureView]
    ) -> Iterator[FactorRow]:
        points, closeness = whole_points(found), {share.factor: share.closeness for share in found.shares}
        for factor in wanted:
            figure, counted = city.figures.get(factor), points.get(factor)
            yield FactorRow(
                title=str(FACTOR[factor]),
                own=own.get(factor) or FigureView(""),
                other=self._figure(factor, figure) if figure else FigureView(""),
                bar=draw_bar(closeness[factor]) if counted else None,
                points=str(counted.points) if counted else "",
                most=str(counted.most) if counted else "",
            )

    def _figure(self, factor: Factor, figure: KnownFigure) -> FigureView:
        text, cited = write_factor(factor, figure.value, self._lang), self._references.links(figure.sources)
        if not figure.area_year:
            return FigureView(text, figure.year, cited)
        note = _(
            "population of %(year)s divided by the area of %(area_year)s", year=figure.year, area_year=figure.area_year
        )
        return FigureView(text, references=cited, note=note)

    def _search(self, slug: str, theme: str = "") -> str:
        query = [("type", "case"), ("city", slug), ("theme", theme)]
        return with_query(page_path(self._lang, "search"), query)

    def _by_theme(self, slug: str, cases: Sequence[CaseFacts]) -> Iterator[ThemeCount]:
        """Count cases by top concept, the most frequent first; a case counts once under each of its own."""
        tops = Counter(top for case in cases for top in {self._themes.top(theme) for theme in case.themes} if top)
        for top, count in sorted(tops.items(), key=lambda item: (-item[1], item[0])):
            if theme := self._themes.link(top):
                yield ThemeCount(theme, count, self._search(slug, top))


def _missing(
    factors: Sequence[Factor],
    city: KnownCity,
    own: Mapping[Factor, FigureView],
    name: LocalText,
    mine: LocalText,
    lang: Locale,
) -> Iterator[tuple[str, LocalText]]:
    """Say of each factor that could not be compared of whom it is not known."""
    neither = LocalText(_("either city"), lang)
    for factor in factors:
        unknown = mine if factor in city.figures else neither
        yield str(FACTOR[factor]), name if factor in own else unknown
