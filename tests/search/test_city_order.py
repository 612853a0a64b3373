"""Records of similar cities: kept to them, and the most similar first, with the index and without it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.search.port import SearchRequest
from kb.search.whoosh_engine import WhooshEngine
from kb.services.database_search import search_database
from kb.services.site import Site
from tests.factories import case_values, city_values, publish
from tests.search.samples import build, document

CITIES = ("seoul", "nice", "dresden", "kampala")
DOCUMENTS = [
    *(
        document(f"{city}-{number}", tags={"city": [city]}, newest=f"20{10 + number}-01-01", title_en=f"Parking {city}")
        for city in CITIES
        for number in range(3)
    ),
    document("talk-of-two", kind="presentation", tags={"city": ["nice", "seoul"]}, title_en="Parking in two cities"),
    document("nowhere", kind="organization", title_en="Parking company"),
    document("parking", tags={"city": ["kampala"]}, title_en="Parking"),
]
CITY_OF = {item.slug: set(item.tags.get("city", ())) for item in DOCUMENTS}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return build(tmp_path_factory.mktemp("index"), DOCUMENTS)


def found(engine: WhooshEngine, order: Sequence[str] | None, text: str = "", **given: object) -> list[str]:
    request = SearchRequest(text=text, city_order=order, meaning=False, per_page=100, **given)  # type: ignore[arg-type]
    return [hit.slug for hit in engine.search(request).hits]


@given(order=st.lists(st.sampled_from((*CITIES, "atlantis")), unique=True), text=st.sampled_from(("", "parking")))
@settings(max_examples=40, deadline=None)
def test_only_the_cities_named_are_listed_and_in_their_order(engine: WhooshEngine, order: list[str], text: str) -> None:
    slugs = found(engine, order, text, sort="similar")
    assert set(slugs) == {slug for slug, cities in CITY_OF.items() if cities & set(order)}
    places = [min(order.index(city) for city in CITY_OF[slug] if city in order) for slug in slugs]
    assert places == sorted(places)


def test_within_a_city_the_best_match_comes_first_and_without_words_the_newest(engine: WhooshEngine) -> None:
    assert found(engine, ["kampala", "nice"], "parking", sort="similar")[0] == "parking"  # an exact title
    assert found(engine, ["dresden"], sort="similar") == ["dresden-2", "dresden-1", "dresden-0"]


def test_the_filter_alone_leaves_the_order_as_it_is(engine: WhooshEngine) -> None:
    slugs = found(engine, ["dresden", "kampala"], "parking")
    assert slugs[0] == "parking"
    assert set(slugs) == {slug for slug, cities in CITY_OF.items() if cities & {"dresden", "kampala"}}


def test_counts_are_those_of_what_is_listed(engine: WhooshEngine) -> None:
    result = engine.search(SearchRequest(city_order=["nice"], meaning=False))
    assert result.total == 4
    assert result.facets["type"] == {"case": 3, "presentation": 1}
    assert "kampala" not in result.facets["city"]


def test_no_similar_city_is_not_the_same_as_not_asked(engine: WhooshEngine) -> None:
    assert found(engine, []) == []
    assert len(found(engine, None)) == len(DOCUMENTS)


def test_pages_of_the_order_never_overlap(engine: WhooshEngine) -> None:
    request = {"text": "parking", "city_order": list(CITIES), "sort": "similar", "meaning": False, "per_page": 3}
    pages = [engine.search(SearchRequest(**request, page=page)).hits for page in (1, 2, 3, 4, 5)]  # type: ignore[arg-type]
    slugs = [hit.slug for hits in pages for hit in hits]
    assert slugs == found(engine, CITIES, "parking", sort="similar")


def test_without_the_index_the_database_answers_in_the_same_order(small_site: Site) -> None:
    more = [("city", city, city_values(name__en=city, name__ko=city)) for city in ("genoa", "dresden")]
    cases = [("case", f"{city}-parking", case_values(city=city)) for city in ("genoa", "dresden")]
    publish(small_site, *more, *cases)
    with small_site.reads() as session:
        order = ["dresden", "nice"]
        request = SearchRequest(filters={"type": ["case"]}, city_order=order, sort="similar")
        assert [hit.slug for hit in search_database(session, request, 0.0).hits] == ["dresden-parking", "smart-parking"]
