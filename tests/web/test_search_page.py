import shutil
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.services.site import Site, open_site
from tests.conftest import local_config
from tests.web.shown import Shown


def test_the_title_and_heading_say_how_many_were_found(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?q=parking&type=case"))
    assert page.text_of("title").startswith("parking (1 result)")
    assert page.text_of("h1") == "1 result for “parking”"
    assert "/en/cases/smart-parking" in page.links


def test_a_hit_marks_the_words_and_says_where_they_are(reader: FlaskClient) -> None:
    page = Shown(reader.get("/ko/search?q=주차&type=case"))
    assert "<mark>" in page.markup
    assert "일치한 곳" in page.text()


def test_related_terms_are_named_with_their_language_and_can_be_switched_off(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?q=parking"))
    assert ("span", "ko", "주차장") in page.texts
    assert "/en/search?q=parking&expand=0" in page.links
    off = Shown(reader.get("/en/search?q=parking&expand=0"))
    assert "/en/search?q=parking" in off.links


def test_a_search_beside_related_terms_can_be_for_all_words_or_any(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?q=smart+parking&match=any"))
    assert "Any one of the words is enough." in page.text()
    assert "/en/search?q=smart+parking" in page.links
    assert "words" not in Shown(reader.get("/en/search?q=parking")).text_of("li")


def test_a_chosen_filter_is_checked_and_can_be_removed(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?q=parking&city=nice&theme=mobility&year_from=2010"))
    assert 'value="nice" form="search-form" checked' in page.markup
    assert "/en/search?q=parking&theme=mobility&year_from=2010" in page.links
    assert "/en/search?q=parking&theme=mobility&city=nice" in page.links
    assert "/en/search?q=parking" in page.links


def test_bad_filter_values_are_left_out_and_said(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?q=parking&city=atlantis&stage=sleeping&year_from=soon&sort=price"))
    assert page.status == 200
    text = page.text()
    for value in ("atlantis", "sleeping", "soon", "price"):
        assert value in text


def test_nothing_found_offers_ways_on(reader: FlaskClient) -> None:
    page = Shown(reader.get("/ko/search?q=zzzz&city=nice"))
    assert "찾은 기록이 없습니다" in page.text()
    assert "/ko/search?q=zzzz" in page.links
    assert "/ko/themes/" in page.links


def test_a_query_is_shown_as_text(reader: FlaskClient) -> None:
    page = Shown(reader.get('/en/search?q=<script>alert("x")</script>'))
    assert page.inline == []
    assert "&lt;script&gt;" in page.markup


def test_an_empty_search_lists_everything_by_kind(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search"))
    assert page.text_of("h1") == "7 records"


def test_without_an_index_there_is_an_answer_and_a_notice(small_site: Site, make_app: Callable[[Site], Flask]) -> None:
    shutil.rmtree(small_site.config.index_dir)
    site = open_site(local_config(small_site.config.data_dir))
    page = Shown(make_app(site).test_client().get("/en/search?q=parking"))
    site.engine.dispose()
    assert page.status == 200
    assert "being rebuilt" in page.text()
    assert "/en/cases/smart-parking" in page.links


def test_the_order_in_use_is_marked(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?q=parking&sort=title"))
    assert "/en/search?q=parking&sort=title" in page.current


@pytest.mark.parametrize("number", ["99", "9999", "99999", "999999999999"])
def test_a_page_after_the_last_shows_the_last_and_says_so(reader: FlaskClient, number: str) -> None:
    page = Shown(reader.get(f"/en/search?q=parking&type=case&page={number}"))
    assert page.status == 200
    assert "There is only 1 page of results" in page.text()
    assert "/en/cases/smart-parking" in page.links
    assert "left out" not in page.text()


def test_signs_without_a_word_find_nothing_and_say_why(reader: FlaskClient) -> None:
    for query in ("🚌", "!!!"):
        page = Shown(reader.get("/en/search", query_string={"q": query, "city": "nice"}))
        assert page.status == 200
        assert "neither letters nor digits" in page.text()
        assert "/en/search?city=nice" in page.links
        assert "/en/cases/smart-parking" not in page.links


def test_a_range_of_years_the_wrong_way_round_is_swapped_and_said(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?year_from=2018&year_to=2011"))
    assert "wrong way round (2018–2011)" in page.text()
    assert 'name="year_from" form="search-form" inputmode="numeric" maxlength="4" value="2011"' in page.markup
    assert "/en/cases/smart-parking" in page.links


def test_a_very_long_query_is_cut_and_said(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search", query_string={"q": "parking " * 1250}))
    assert page.status == 200
    assert "only its first words were searched" in page.text()
    assert len(page.text_of("h1")) < 120
    assert len(page.markup) < 200_000


def test_every_switch_keeps_the_rest_of_the_search(reader: FlaskClient) -> None:
    page = Shown(reader.get("/en/search?q=parking&city=nice&sort=newest&expand=0&meaning=0&match=any"))
    for name in ("expand", "meaning"):
        rest = {"expand": "&meaning=0", "meaning": "&expand=0"}[name]
        assert f"/en/search?q=parking&city=nice&sort=newest&match=any{rest}" in page.links
    for name, value in (("sort", "newest"), ("match", "any"), ("expand", "0"), ("meaning", "0")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page.markup
