"""What the search page and the API propose where little or nothing is found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.domain.locales import Locale
from kb.search.port import Hit, IndexUnavailable, Reason, SearchRequest, SearchResult, Suggestion
from kb.services.site import Site
from tests.web.json_answers import json_of
from tests.web.shown import Shown

MakeClient = Callable[..., FlaskClient]
HITS = (Hit("case", "smart-parking", 1.0),)
FACETS = {"theme": {"mobility": 4, "parking": 2}, "city": {"nice": 3}}


class Engine:
    """Finds the texts that the test says; with filters, only where it says so, too. Knows what was meant."""

    def __init__(
        self, totals: Mapping[str, int], meant: Mapping[str, Sequence[tuple[str, Reason]]], close: int = 0
    ) -> None:
        self.totals = totals
        self.meant = meant
        self.close = close

    def search(self, request: SearchRequest) -> SearchResult:
        filters = [value for values in request.filters.values() for value in values]
        key = " ".join([request.text, *(f"[{value}]" for value in filters)]).strip()
        total = self.totals.get(key, 0)
        close = min(self.close, total)
        facets = {} if key else FACETS
        return SearchResult(total, HITS[:total], facets, "all", close=close, complete=total - close)

    def suggest(self, text: str, lang: Locale, limit: int = 8) -> Sequence[tuple[str, str]]:
        return [("theme", "parking")] if text.startswith("park") else []

    def corrections(self, request: SearchRequest, result: SearchResult) -> Sequence[Suggestion]:
        return [Suggestion(text, reason) for text, reason in self.meant.get(request.text, ())]


class BrokenEngine(Engine):
    """Loses its index between an answer and the proposals for it."""

    def corrections(self, request: SearchRequest, result: SearchResult) -> Sequence[Suggestion]:
        raise IndexUnavailable("as the test wants it")


@pytest.fixture
def ask(settled_site: Site) -> MakeClient:
    from kb.app import create_app

    def make(engine: object) -> FlaskClient:
        app: Flask = create_app(site=dataclasses.replace(settled_site, search=engine))  # type: ignore[arg-type]
        app.testing = True
        return app.test_client()

    return make


KEYBOARD: Mapping[str, Sequence[tuple[str, Reason]]] = {
    "tjdnf wnck": [("서울 주차", "keyboard"), ("서울 주최", "spelling")]
}


def test_the_other_keyboard_s_results_are_shown_at_once_and_it_is_said(ask: MakeClient) -> None:
    page = Shown(ask(Engine({"서울 주차": 1}, KEYBOARD)).get("/en/search?q=tjdnf+wnck&sort=title"))
    assert page.text_of("h1") == "1 result for “서울 주차”"
    assert "Showing results for 서울 주차" in page.text()
    assert ("strong", "ko", "서울 주차") in page.texts
    assert "/en/search?q=tjdnf+wnck&sort=title&exact=1" in page.links
    assert "/en/cases/smart-parking" in page.links
    assert 'value="서울 주차"' in page.markup
    assert "Did you mean: 서울 주최" in page.text()


def test_the_notice_is_korean_on_korean_pages(ask: MakeClient) -> None:
    page = Shown(ask(Engine({"서울 주차": 1}, KEYBOARD)).get("/ko/search?q=tjdnf+wnck"))
    assert "서울 주차 검색 결과" in page.text()
    assert "/ko/search?q=tjdnf+wnck&exact=1" in page.links


def test_who_insists_gets_what_was_typed_and_the_proposals_as_links(ask: MakeClient) -> None:
    page = Shown(ask(Engine({"서울 주차": 1}, KEYBOARD)).get("/en/search?q=tjdnf+wnck&exact=1"))
    assert page.text_of("h1") == "0 results for “tjdnf wnck”"
    assert "Did you mean" in page.text()
    assert "/en/search?q=%EC%84%9C%EC%9A%B8+%EC%A3%BC%EC%B0%A8" in page.links


def test_the_data_of_the_page_are_those_shown(ask: MakeClient) -> None:
    page = Shown(ask(Engine({"서울 주차": 1}, KEYBOARD)).get("/en/search?q=tjdnf+wnck"))
    assert all("%EC%84%9C%EC%9A%B8" in path for path in page.machine.values())


def test_records_close_in_meaning_to_gibberish_are_no_answer(ask: MakeClient) -> None:
    engine = Engine({"tjdnf wnck": 1, "서울 주차": 1}, KEYBOARD, close=1)
    assert "“서울 주차”" in Shown(ask(engine).get("/en/search?q=tjdnf+wnck")).text_of("h1")


MISSPELT: Mapping[str, Sequence[tuple[str, Reason]]] = {"smart parkng": [("smart parking", "spelling")]}


def test_a_misspelt_query_that_finds_something_is_answered_as_typed(ask: MakeClient) -> None:
    page = Shown(ask(Engine({"smart parkng": 1, "smart parking": 1}, MISSPELT)).get("/en/search?q=smart+parkng"))
    assert "“smart parkng”" in page.text_of("h1")
    assert "/en/search?q=smart+parking" in page.links


def test_a_proposal_that_turns_out_to_find_nothing_is_not_answered_instead(ask: MakeClient) -> None:
    page = Shown(ask(Engine({}, MISSPELT)).get("/en/search?q=smart+parkng"))
    assert page.text_of("h1") == "0 results for “smart parkng”"


def test_a_misspelt_query_of_which_only_some_words_are_found_is_put_right(ask: MakeClient) -> None:
    engine = Engine({"smart parkng": 1, "smart parking": 1}, MISSPELT, close=1)
    assert Shown(ask(engine).get("/en/search?q=smart+parkng")).text_of("h1") == "1 result for “smart parking”"
    asked = Shown(ask(engine).get("/en/search?q=smart+parkng&exact=1"))
    assert asked.text_of("h1") == "1 result for “smart parkng”"


def test_a_misspelt_query_that_finds_nothing_is_put_right(ask: MakeClient) -> None:
    page = Shown(ask(Engine({"smart parking": 1}, MISSPELT)).get("/en/search?q=smart+parkng"))
    assert page.text_of("h1") == "1 result for “smart parking”"


def test_the_api_answers_what_was_asked_and_lists_what_was_meant(ask: MakeClient) -> None:
    answer = json_of(ask(Engine({"서울 주차": 1}, KEYBOARD)).get("/api/v1/search?q=tjdnf+wnck"))
    assert (answer["total"], answer["query"]["text"]) == (0, "tjdnf wnck")
    assert answer["suggestions"] == [
        {"text": "서울 주차", "reason": "keyboard"},
        {"text": "서울 주최", "reason": "spelling"},
    ]


@pytest.mark.parametrize("path", ["/en/search?q=tjdnf+wnck", "/api/v1/search?q=tjdnf+wnck"])
def test_an_index_lost_meanwhile_costs_the_proposals_only(ask: MakeClient, path: str) -> None:
    assert ask(BrokenEngine({"서울 주차": 1}, KEYBOARD)).get(path).status_code == 200


def test_a_query_that_found_enough_is_not_questioned(ask: MakeClient) -> None:
    answer = json_of(ask(Engine({"tjdnf wnck": 5}, KEYBOARD)).get("/api/v1/search?q=tjdnf+wnck"))
    assert answer["suggestions"] == []


def test_a_filter_or_word_to_leave_out_is_named_with_what_that_would_find(ask: MakeClient) -> None:
    engine = Engine({"parking [nice]": 3, 'parking "old meter"': 2, "parking": 9, '"old meter" [pilot] [nice]': 4}, {})
    page = Shown(ask(engine).get("/en/search", query_string={"q": "parking", "stage": "pilot", "city": "nice"}))
    assert "leave out the filter “Stage: Pilot” (3 records)" in page.text()
    assert "/en/search?q=parking&city=nice" in page.links
    assert "search without the filters (9 records)" in page.text()
    assert "City: Nice”" not in page.text(), "leaving that out finds nothing"
    phrase = Shown(ask(Engine({'"old meter"': 4}, {})).get("/en/search", query_string={"q": 'parking "old meter"'}))
    assert "leave out “parking” (4 records)" in phrase.text()
    assert "/en/search?q=%22old+meter%22" in phrase.links


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "leave out the filter “From year: 2040”"), ("ko", "‘시작 연도: 2040’ 조건 빼고 찾기")]
)
def test_filters_alone_are_no_dead_end_either(ask: MakeClient, lang: str, said: str) -> None:
    class Later(Engine):
        def search(self, request: SearchRequest) -> SearchResult:
            return super().search(request) if request.year_from is None else SearchResult(0, (), {}, "all")

    page = Shown(ask(Later({"[nice]": 3}, {})).get(f"/{lang}/search?city=nice&year_from=2040"))
    assert said in page.text()
    assert f"/{lang}/search?city=nice" in page.links


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_page_without_results_leads_on_to_words_names_themes_and_cities(ask: MakeClient, lang: str) -> None:
    engine = Engine({}, {"parkng": [("parking", "spelling")]})
    page = Shown(ask(engine).get(f"/{lang}/search?q=zzqq+parkng"))
    assert page.status == 200
    for path in ("search?q=parking", "themes/parking", "search?theme=mobility", "search?city=nice", "search/help"):
        assert f"/{lang}/{path}" in page.links, path
    other = "en" if lang == "ko" else "ko"
    assert f"/{other}/search?q=zzqq+parkng" in page.links


def test_without_the_index_a_page_without_results_still_leads_on(ask: MakeClient) -> None:
    class Lost(Engine):
        def search(self, request: SearchRequest) -> SearchResult:
            raise IndexUnavailable("as the test wants it")

        def suggest(self, text: str, lang: Locale, limit: int = 8) -> Sequence[tuple[str, str]]:
            raise IndexUnavailable("as the test wants it")

    page = Shown(ask(Lost({}, {})).get("/en/search?q=zzqq+parkng"))
    assert page.status == 200
    assert "/en/themes/" in page.links


def test_markup_in_a_query_stays_text(ask: MakeClient) -> None:
    meant: Mapping[str, Sequence[tuple[str, Reason]]] = {"<b>x": [("<i>y", "spelling")]}
    page = ask(Engine({"<i>y": 1}, meant)).get("/en/search", query_string={"q": "<b>x"}).get_data(as_text=True)
    assert "<b>x" not in page
    assert "<i>y" not in page


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("path", ["/", "/search?q=parking", "/cases/", "/nowhere"])
def test_every_search_box_is_told_where_suggestions_come_from(reader: FlaskClient, lang: str, path: str) -> None:
    page = Shown(reader.get(f"/{lang}{path}"))
    assert page.markup.count('name="q"') == page.markup.count(f'data-suggest="/api/v1/suggest?lang={lang}"') >= 1
    assert "/static/suggest." in page.markup
