"""Cities like mine: the form, its answer, and the search among similar cities."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.app import create_app
from kb.services.site import Site, open_site
from tests.conftest import local_config
from tests.factories import SMALL_COLLECTION, case_values, city_values, publish
from tests.web.shown import Shown


def figure(name: str, value: float, **more: Any) -> dict[str, Any]:
    return {"row_id": name, "figure": name, "label__ko": name, "label__en": name, "value": value, "year": "2024",
            "value_text__ko": "값", "value_text__en": "words", "sources": ["report"], **more}  # fmt: skip


def profile(population: float, income: int, coast: int, climate: int, area: float = 0) -> list[dict[str, Any]]:
    rows = [figure("population", population), figure("income_group", income), figure("coast", coast),
            figure("climate", climate)]  # fmt: skip
    return [*rows, figure("area", area, unit__en="km²", unit__ko="㎢", year="2021")] if area else rows


def city(slug: str, name: str, country: str, **given: Any) -> tuple[str, str, dict[str, Any]]:
    return "city", slug, city_values(name__en=name, name__ko=f"{name}시", country=country, **given)


CITIES = (
    city("nice", "Nice", "FR", profile=profile(356_603, 4, 1, 3)),
    city("genoa", "Genoa", "IT", profile=profile(560_000, 4, 1, 3, area=240)),
    city("dresden", "Dresden", "DE", profile=profile(572_240, 4, 0, 3)),
    city("kampala", "Kampala", "UG", profile=profile(1_875_834, 1, 0, 1)),
    city("nowhere", "Nowhere", "FR"),
)
CASES = tuple(
    ("case", f"{slug}-parking", case_values(city=slug, title__en=f"Parking in {slug}", title__ko=f"{slug} 주차"))
    for slug in ("genoa", "dresden", "kampala", "nowhere")
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("similar")
    shutil.copy(migrated_file, folder / "casebook.sqlite3")
    site: Site = open_site(local_config(folder))
    publish(site, *(record for record in SMALL_COLLECTION if record[1] != "nice"), *CITIES, *CASES)
    app = create_app(site=site)
    app.testing = True
    yield app
    site.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def order_of(page: Shown) -> list[str]:
    """List the cities in the order of the page."""
    return [name.removeprefix("city-") for name in page.ids if name.startswith("city-")]


def test_without_a_question_there_is_a_form_and_the_method_but_no_order(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/similar"))
    assert page.status == 200
    assert page.text_of("h1") == "Cities like mine"
    assert order_of(page) == []
    assert "How the points are counted" in page.text()
    assert page.robots == ""


def test_cities_are_put_in_order_with_the_share_of_each_factor(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/similar?like=nice"))
    assert order_of(page) == ["genoa", "dresden", "kampala"]
    assert page.text_of("h1") == "Cities like Nice"
    text = page.text()
    assert "Genoa is most like Nice" in text
    assert "33 of 33" in text  # the income group, which weighs two of the six known
    assert "0 of 17" in text  # the coast that Dresden doesn't have
    assert "noindex" in page.robots


def test_each_figure_has_its_year_and_source_and_what_is_computed_says_so(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/similar?like=nice"))
    text = page.text()
    assert "356,603 residents" in text
    assert "2,333 residents per km²" in text
    assert "population of 2024 divided by the area of 2021" in text
    assert "ref-1" in page.ids
    assert "/en/sources/report" in page.links


def test_what_is_missing_is_named_with_the_city_of_which_it_is_not_known(client: FlaskClient) -> None:
    text = Shown(client.get("/en/explore/similar?like=nice")).text()
    assert "4 of 5 factors could be compared. Not known: Population density ( Nice )" in text.replace(
        "(Nice)", "( Nice )"
    )
    assert "Population density (either city)" in text


def test_a_city_of_which_nothing_is_known_is_not_ranked_and_never_guessed_at(client: FlaskClient) -> None:
    assert "nowhere" not in order_of(Shown(client.get("/en/explore/similar?like=nice")))
    nothing = Shown(client.get("/en/explore/similar?like=nowhere"))
    assert nothing.status == 200
    assert "No city of the collection can be compared by these figures." in nothing.text()


def test_cases_are_counted_by_theme_and_lead_to_their_list(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/similar?like=nice"))
    assert "/en/search?type=case&city=genoa" in page.links
    assert "/en/search?type=case&city=genoa&theme=mobility" in page.links


def test_the_closest_can_be_compared_and_their_cases_searched(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/similar?like=nice"))
    assert "/en/compare?city=nice&city=genoa" in page.links
    assert "/en/compare?city=nice&city=genoa&city=dresden&city=kampala" in page.links
    assert "/en/search?type=case&like=nice&sort=similar" in page.links


@pytest.mark.parametrize("typed", ["356603", "356,603", "35만 6,603", "35만 6603명", " 356 603 ", "３５６６０３"])
def test_a_population_is_read_however_it_is_written(client: FlaskClient, typed: str) -> None:
    page = Shown(
        client.get("/en/explore/similar", query_string={"population": typed, "income": "high", "coast": "yes"})
    )
    assert order_of(page) == ["nice", "genoa", "dresden", "kampala"]
    assert "Something could not be read" not in page.text()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("lots", "Write a number"),
        ("-5", "This must be more than 0."),
        ("0", "This must be more than 0."),
        ("1" + "0" * 20, "This is more than any city has"),
        ("10^20", "Write a number"),
        ("<b>&\"'", "Write a number"),
        ("삼십오만", "Write a number"),
    ],
)
def test_a_figure_that_cannot_be_is_answered_beside_its_field_and_nothing_is_lost(
    client: FlaskClient, typed: str, answer: str
) -> None:
    query = {"population": typed, "density": "3,500", "income": "high", "coast": "yes", "climate": "temperate"}
    page = Shown(client.get("/en/explore/similar", query_string=query))
    assert page.status == 200
    assert answer in page.text()
    assert page.text_of("title").startswith("Error: ")
    assert 'aria-describedby="population-hint population-problem"' in page.markup
    assert 'value="3,500"' in page.markup
    assert 'value="yes" selected' in page.markup
    assert order_of(page)[0] in ("nice", "genoa")  # by what could be read
    if typed.isascii() and typed.isalnum():
        assert f'value="{typed}"' in page.markup


def test_nonsense_of_any_kind_is_answered_with_a_page(client: FlaskClient) -> None:
    for query in ("like=atlantis", "like=:", "like=population:x,coast", "income=rich", "weight_income=many", "like=%00",
                  "population=%00", "like=" + "a" * 5000, "coast=yes&coast=no"):  # fmt: skip
        assert client.get(f"/ko/explore/similar?{query}").status_code == 200


def test_a_chosen_city_counts_before_figures_typed_and_the_page_says_so(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/similar?like=nice&population=5000000"))
    assert "The figures typed were not used, because a city is chosen: Nice." in page.text()
    assert order_of(page)[0] == "genoa"
    assert 'value="5000000"' in page.markup


def test_factors_can_count_more_less_or_not_at_all(client: FlaskClient) -> None:
    only = "&".join(f"weight_{name}=0" for name in ("population", "density", "income", "climate"))
    page = Shown(client.get(f"/en/explore/similar?like=kampala&{only}&weight_coast=3"))
    assert order_of(page)[0] == "dresden"
    assert "/en/search?type=case&city=dresden" in page.links  # a search would count as usual, so it names the city
    nothing = Shown(client.get(f"/en/explore/similar?like=kampala&{only}&weight_coast=0"))
    assert "At least one factor must count." in nothing.text()
    assert order_of(nothing) == []


def test_the_korean_page_says_the_same(client: FlaskClient) -> None:
    page = Shown(client.get("/ko/explore/similar?like=nice"))
    assert order_of(page) == ["genoa", "dresden", "kampala"]
    assert page.text_of("h1") == "비슷한 도시: Nice시"
    assert "35만 6,603명" in page.text()
    assert page.alternates["en"].endswith("/en/explore/similar?like=nice")


def test_the_page_of_a_city_leads_to_those_like_it(client: FlaskClient) -> None:
    assert "/en/explore/similar?like=nice" in Shown(client.get("/en/cities/nice")).links
    assert "words" in Shown(client.get("/en/cities/nice")).text()  # a coded figure is shown in words


def test_a_search_keeps_to_cities_like_one_and_can_be_put_in_their_order(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?type=case&like=nice&sort=similar").get_json()
    assert [item["slug"] for item in answer["items"]] == ["smart-parking", "genoa-parking", "dresden-parking"]
    assert answer["query"]["like"] == "nice"
    assert {item["value"] for item in answer["facets"]["city"]} == {"nice", "genoa", "dresden"}
    poor = client.get(
        "/api/v1/search?type=case&like=population:2000000,income:low,coast:no,climate:tropical"
    ).get_json()
    assert [item["slug"] for item in poor["items"]] == ["kampala-parking"]


def test_the_filter_narrows_others_and_holds_for_words_too(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=parking&like=nice&city=dresden").get_json()
    assert [item["slug"] for item in answer["items"] if item["type"] == "case"] == ["dresden-parking"]


def test_the_search_page_names_the_filter_and_lets_it_go(client: FlaskClient) -> None:
    page = Shown(client.get("/en/search?q=parking&like=nice&sort=similar"))
    assert "From cities like: Nice" in page.text().replace(" :", ":")
    assert "/en/search?q=parking" in page.links
    assert 'name="like" value="nice"' in page.markup
    assert "/en/search?q=parking&like=nice" in page.links  # the order by relevance
    figures = Shown(client.get("/en/search?q=&like=population:350000,income:high"))
    assert "350,000 residents, High income" in figures.text()
    assert "most similar city" not in Shown(client.get("/en/search?q=parking")).text()


def test_a_likeness_that_cannot_be_read_is_a_notice_on_the_page_and_an_error_of_the_api(client: FlaskClient) -> None:
    for like in ("atlantis", "population:lots", "size:3"):
        page = Shown(client.get("/en/search", query_string={"q": "parking", "like": like, "sort": "similar"}))
        assert page.status == 200
        assert f"From cities like: {like}" in page.text()
        assert client.get("/api/v1/search", query_string={"like": like}).status_code == 400
    assert client.get("/api/v1/search?sort=similar").status_code == 400


def test_a_search_without_results_among_similar_cities_offers_all_cities(client: FlaskClient) -> None:
    page = Shown(client.get("/en/search?q=parking&city=kampala&like=nice"))
    assert "/en/search?q=parking&city=kampala" in page.links


@pytest.mark.parametrize("like", ["nice", "genoa", "dresden", "kampala"])
def test_the_points_of_the_factors_add_up_to_the_score_that_is_shown(client: FlaskClient, like: str) -> None:
    sections = Shown(client.get(f"/en/explore/similar?like={like}")).markup.split('<section class="similar-city')[1:]
    assert sections
    for section in sections:
        score = int(re.search(r"(\d+) of 100 points", section).group(1))  # type: ignore[union-attr]  # always there
        shares = [(int(got), int(most)) for got, most in re.findall(r"</svg> (\d+) of (\d+)</td>", section)]
        assert sum(got for got, _most in shares) == score
        assert sum(most for _got, most in shares) == 100
        assert all(got <= most for got, most in shares)


def test_a_score_that_rests_on_part_of_the_factors_says_of_how_many(client: FlaskClient) -> None:
    page = Shown(client.get("/en/explore/similar?like=nice"))
    assert "4 of 5 factors" in page.markup.split('id="city-genoa"')[1].split("</div>")[0]
    by_all = Shown(client.get("/en/explore/similar?population=300000&density=2000&income=high&coast=yes&climate=dry"))
    assert "factors" not in by_all.markup.split('id="city-genoa"')[1].split("</div>")[0]


def test_a_theme_narrows_the_search_among_similar_cities_and_keeps_the_figures(client: FlaskClient) -> None:
    query = {"population": "350,000", "income": "high", "theme": "mobility"}
    page = Shown(client.get("/en/explore/similar", query_string=query))
    assert "/en/search?type=case&like=population:350000,income:high&sort=similar&theme=mobility" in [
        unquote(link) for link in page.links
    ]
    assert '<option value="mobility" selected>' in page.markup
    assert (
        "/en/search?type=case&like=nice&sort=similar&theme=mobility"
        in Shown(client.get("/en/explore/similar?like=nice&theme=mobility")).links
    )
    unknown = Shown(client.get("/en/explore/similar?like=nice&theme=alchemy"))
    assert "There is no theme of this name." in unknown.text()
    assert "/en/search?type=case&like=nice&sort=similar" in unknown.links
