"""Cities like mine: which cities of the collection resemble a city, and what they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request

from kb.domain.city_similarity import DENSITY_SPAN, FACTORS, HEAVIEST, POPULATION_SPAN, SIMILAR_FROM, WEIGHTS, Factor
from kb.domain.locales import Locale, LocalText
from kb.rendering.references import References
from kb.services.similar_cities import KnownCity, RankedCity, rank_cities
from kb.web.city_labels import CHOICES, FACTOR, MEANING
from kb.web.database import db
from kb.web.frame import render
from kb.web.kept import names
from kb.web.known_cities import known_cities
from kb.web.messages import gettext as _
from kb.web.messages import ngettext
from kb.web.public.blueprint import public
from kb.web.public.citations import SourceEntry, read_cited
from kb.web.public.explore import ExplorePage, explore_frame, explore_path
from kb.web.public.explore_filter import theme_choice
from kb.web.public.links import Vocabulary, short_name, title_order
from kb.web.public.similar_form import THEME, Asked, read_form
from kb.web.public.similar_points import whole
from kb.web.public.similar_results import SHOWN, ResultWriter, SimilarCity, city_link, compare_path
from kb.web.public.vocabulary import vocabulary
from kb.web.urls import page_path, with_query


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the score is made, for the page to say: the weights in force and the limits of the scales."""

    weights: Mapping[Factor, float]
    usual: Mapping[Factor, float] = field(default_factory=lambda: WEIGHTS)
    heaviest: int = HEAVIEST
    population_span: int = round(POPULATION_SPAN)
    density_span: int = round(DENSITY_SPAN)
    similar_from: int = round(SIMILAR_FROM * 100)


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a list, what it means, and how many levels it stands below the top of the list."""

    value: str
    name: LocalText
    meaning: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPage(ExplorePage):
    """The form and, where something was asked, the cities that are like it. `further` are ranked but not shown.

    `mine` names what the cities are compared with. `search_href` leads to the cases of
    the similar ones of them, `compare_href` to the comparison of the closest.
    """

    asked: Asked
    factors: Mapping[Factor, str]
    options: Mapping[str, Sequence[Option]]
    weighing: Weighing
    mine: LocalText
    cities: Sequence[SimilarCity]
    further: int
    search_href: str
    compare_href: str
    sources: Sequence[SourceEntry]


def _options(cities: Mapping[str, KnownCity], themes: Vocabulary, lang: Locale) -> Mapping[str, Sequence[Option]]:
    """List what can be chosen: the cities by name, the themes, and the values of the factors that have a list."""
    named = [Option(slug, short_name(names().name("city", slug, lang))) for slug in cities]
    lists: dict[str, Sequence[Option]] = {"like": sorted(named, key=lambda item: title_order(lang, item.name))}
    lists[THEME] = [Option(item.value, item.name, depth=item.depth) for item in theme_choice(themes, {}).options]
    for factor, values in CHOICES.items():
        meanings = MEANING.get(factor, {})
        lists[factor] = [
            Option(value, LocalText(str(name), lang), str(meanings.get(value, ""))) for value, name in values.items()
        ]
    return lists


def _summary(ranked: Sequence[RankedCity], asked: Asked, lang: Locale) -> Sequence[str]:
    """Say in words what the order shows."""
    mine = _name(asked, lang).value if asked.city else _("your city")
    if not ranked:
        return ()
    most = [(city_link(item.city.slug, lang).title.value, whole(item.similarity.score)) for item in ranked]
    first = _(
        "Of the cities in the collection, %(city)s is most like %(mine)s: %(score)s of 100 points.",
        city=most[0][0],
        mine=mine,
        score=most[0][1],
    )
    if len(most) == 1:
        return (first,)
    alike = sum(item.similarity.score >= SIMILAR_FROM for item in ranked)
    counted = ngettext(
        "%(num)s city has %(least)s points or more and counts as similar.",
        "%(num)s cities have %(least)s points or more and count as similar.",
        alike,
        least=whole(SIMILAR_FROM),
    )
    last = _("%(city)s is least like it, with %(score)s.", city=most[-1][0], score=most[-1][1])
    return (first, counted, last)


def _search_path(asked: Asked, ranked: Sequence[RankedCity], lang: Locale) -> str:
    """Address the cases of similar cities; where the factors count otherwise than in a search, name the cities."""
    alike = [item.city.slug for item in ranked if item.similarity.score >= SIMILAR_FROM]
    if not alike:
        return ""
    like = [("like", asked.like), ("sort", "similar")]
    chosen = [("city", slug) for slug in alike] if asked.has_own_weights else like
    return with_query(page_path(lang, "search"), [("type", "case"), *chosen, (THEME, asked.theme)])


def _name(asked: Asked, lang: Locale) -> LocalText:
    return city_link(asked.city, lang).title if asked.city else LocalText(_("Your city"), lang)


def _heading(asked: Asked, lang: Locale) -> str:
    if not asked.city:
        return _("Cities like mine")
    return _("Cities like %(city)s", city=_name(asked, lang).value)


def build_similar_page(asked: Asked, cities: Mapping[str, KnownCity], lang: Locale) -> SimilarPage:
    """Build the page."""
    mine, references = _name(asked, lang), References()
    ranked: Sequence[RankedCity] = ()
    if asked.factors:
        others = {slug: city for slug, city in cities.items() if slug != asked.city}
        ranked = rank_cities(asked.factors, others, asked.weights)
    themes = vocabulary(lang)
    writer = ResultWriter(lang, themes, references)
    figures = cities[asked.city].figures if asked.city else {}
    shown = writer.cities(ranked[:SHOWN], asked.factors, figures, mine, asked.city) if asked.factors else ()
    closest = [*([asked.city] if asked.city else []), *(city.slug for city in shown)]
    heading = _heading(asked, lang)
    return SimilarPage(
        title=_("Error: %(title)s", title=heading) if asked.problems else heading,
        description=_(
            "Which cities of the casebook resemble a city in size, density, income, coast and climate, and what they tried."
        ),
        noindex=bool(request.query_string),
        canonical=explore_path(lang, "similar"),
        heading=heading,
        summary=_summary(ranked, asked, lang),
        asked=asked,
        factors={factor: str(FACTOR[factor]) for factor in FACTORS},
        options=_options(cities, themes, lang),
        weighing=Weighing(asked.weights),
        mine=mine,
        cities=shown,
        further=len(ranked) - len(shown),
        search_href=_search_path(asked, ranked, lang),
        compare_href=compare_path(lang, closest) if len(closest) > 1 else "",
        sources=read_cited(db(), references, lang),
        **explore_frame(lang, "similar"),
    )


@public.get("/explore/similar")
def explore_similar(lang: Locale) -> str:
    """Show the form and its answer."""
    cities = known_cities()
    params = {name: value.replace("\0", "") for name, value in request.args.items()}
    asked = read_form(params, cities, vocabulary(lang).themes, lang)
    return render("public/explore-similar.html", build_similar_page(asked, cities, lang))
