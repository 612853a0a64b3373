"""Which cities of the collection are like a given one: read once a content generation, ranked for each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from kb.db.queries.city_profiles import profile_rows
from kb.domain.city_likeness import BadFigure, is_figures, read_figures
from kb.domain.city_profile import FIGURES_READ, KnownFigure, factors_of, known_figures
from kb.domain.city_similarity import SIMILAR_FROM, WEIGHTS, CityFactors, Factor, Similarity, similarity

NOTHING_KNOWN: Final = CityFactors()


@dataclass(frozen=True, slots=True)
class KnownCity:
    """A city by its slug, with what is known of it and where each figure is from."""

    slug: str
    factors: CityFactors = NOTHING_KNOWN
    figures: Mapping[Factor, KnownFigure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RankedCity:
    """A city and how alike it is."""

    city: KnownCity
    similarity: Similarity


def read_known_cities(session: Session, slugs: frozenset[str]) -> Mapping[str, KnownCity]:
    """Read what is known of each of the given published cities, by slug; of some it may be nothing."""
    profiles = profile_rows(session, FIGURES_READ)
    cities = {}
    for slug in sorted(slugs):
        figures = known_figures(profiles.get(slug, ()))
        cities[slug] = KnownCity(slug, factors_of(figures), figures)
    return cities


def rank_cities(
    like: CityFactors, cities: Mapping[str, KnownCity], weights: Mapping[Factor, float] = WEIGHTS
) -> Sequence[RankedCity]:
    """Put the cities in order, the most similar first; those of which nothing can be compared are left out.

    Of equal scores the one that rests on more comes first: it is less of an accident.
    """
    compared = ((city, similarity(like, city.factors, weights)) for city in cities.values())
    ranked = [RankedCity(city, found) for city, found in compared if found]
    return sorted(
        ranked, key=lambda item: (-round(item.similarity.score, 9), len(item.similarity.missing), item.city.slug)
    )


def factors_like(like: str, cities: Mapping[str, KnownCity]) -> CityFactors:
    """Read a `like` parameter: a city's slug, or figures. Raises `BadFigure`."""
    if is_figures(like):
        return read_figures(like)
    if like not in cities:
        raise BadFigure("city", "not_a_city", like[:80])
    return cities[like].factors


def cities_like(like: str, cities: Mapping[str, KnownCity], least: float = SIMILAR_FROM) -> Sequence[str]:
    """List the slugs of the cities with at least a score, the most similar first; a city named is first itself.

    Raises `BadFigure`.
    """
    ranked = rank_cities(factors_like(like, cities), cities)
    alike = [item.city.slug for item in ranked if item.similarity.score >= least and item.city.slug != like]
    return [like, *alike] if like in cities else alike
