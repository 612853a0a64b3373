"""What is known of the cities agrees with their whole records, and every figure of the seed has its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.domain.city_likeness import BadFigure
from kb.domain.city_profile import factors_of, known_figures
from kb.domain.city_similarity import CityFactors
from kb.services import reading
from kb.services.names import read_names
from kb.services.similar_cities import KnownCity, cities_like, rank_cities, read_known_cities
from kb.services.site import Site
from tests.factories import city_values, publish
from tests.services.test_briefs import counted


def test_figures_are_those_of_the_whole_records(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        cities = read_known_cities(session, read_names(session).slugs["city"])
        records = reading.list_records(session, "city")
    assert sorted(cities) == sorted(record.slug for record in records)
    for record in records:
        known = known_figures(record.rows("profile"))
        assert cities[record.slug].factors == factors_of(known)
        assert {factor: figure.sources for factor, figure in cities[record.slug].figures.items()} == {
            factor: figure.sources for factor, figure in known.items()
        }


def test_all_factors_of_the_seeds_cities_but_density_are_known_and_sourced(seeded_site: Site) -> None:
    with seeded_site.reads() as session:
        cities = read_known_cities(session, read_names(session).slugs["city"])
    for city in cities.values():
        assert {"population", "income", "coast", "climate"} <= set(city.figures)
        assert all(figure.sources and figure.year for figure in city.figures.values())


def test_they_are_read_in_two_statements_however_many_cities_there_are(small_site: Site) -> None:
    rows = [{"row_id": "p", "figure": "population", "label__ko": "인구", "label__en": "Population", "value": 1000 + n,
             "year": "2024", "sources": ["report"]} for n in range(6)]  # fmt: skip
    publish(small_site, *(("city", f"city-{n}", city_values(profile=[row])) for n, row in enumerate(rows)), index=False)
    with small_site.reads() as session:
        slugs = read_names(session).slugs["city"]
        with counted(small_site) as statements:
            cities = read_known_cities(session, slugs)
    assert len(statements) == 2
    assert cities["city-5"].factors == CityFactors(population=1005)
    assert cities["nice"].factors == CityFactors()


CITIES = {
    slug: KnownCity(slug, CityFactors(population=population, income="high"))
    for slug, population in (("a", 100_000.0), ("b", 120_000.0), ("c", 9_000_000.0))
}


def test_the_city_named_comes_first_and_those_below_the_least_score_are_left_out() -> None:
    assert cities_like("b", CITIES) == ["b", "a"]
    assert cities_like("population:8000000,income:high", CITIES) == ["c"]
    assert cities_like("b", CITIES, least=0) == ["b", "a", "c"]


def test_a_city_of_which_nothing_is_known_is_like_itself_alone() -> None:
    cities = {**CITIES, "blank": KnownCity("blank")}
    assert cities_like("blank", cities) == ["blank"]


def test_of_equal_scores_the_one_that_rests_on_more_comes_first() -> None:
    thin = KnownCity("aa", CityFactors(income="high"))
    full = KnownCity("zz", replace(CITIES["a"].factors))
    assert [item.city.slug for item in rank_cities(CITIES["a"].factors, {"aa": thin, "zz": full})] == ["zz", "aa"]


def test_an_unknown_city_is_refused() -> None:
    with pytest.raises(BadFigure):
        cities_like("atlantis", CITIES)
