"""Search and suggestions of the JSON API, and the twin of the search page."""

import dataclasses

import pytest
from flask.testing import FlaskClient

from kb.search.port import Expansion, Highlight, Hit, Match, SearchResult
from kb.services.site import Site
from tests.factories import publish, theme_values
from tests.web.json_answers import json_of
from tests.web.scripted import MakeApp, scripted

FOUND = SearchResult(
    total=2,
    hits=[
        Hit(
            "case",
            "smart-parking",
            12.34567,
            [Match("title", "word")],
            [Highlight("challenge", "en", "a <mark>b</mark>")],
        ),
        Hit("presentation", "talk-by-nice", 3.0),
        Hit("case", "withdrawn-since", 1.0),
    ],
    facets={"type": {"case": 1, "presentation": 1}, "theme": {"parking": 1, "mobility": 2}, "country": {"FR": 2}},
    mode="any",
    expanded=[Expansion("parking", ["parking", "주차"])],
    took_ms=3.21,
)


def test_an_answer_has_the_shape_that_others_rely_on(small_site: Site, make_app: MakeApp) -> None:
    client, engine = scripted(small_site, make_app, FOUND)
    answer = json_of(client.get("/api/v1/search?q=parking&theme=parking&theme=mobility&lang=ko&page=2&per_page=7"))
    assert answer["query"].items() >= {
        "text": "parking",
        "lang": "ko",
        "filters": {"theme": ["parking", "mobility"]},
        "mode": "any",
        "expanded": [{"concept": "parking", "terms": ["parking", "주차"]}],
    }.items()  # fmt: skip
    assert (answer["total"], answer["page"], answer["per_page"], answer["took_ms"]) == (2, 2, 7, 3.2)
    assert answer["suggestions"] == []
    assert (engine.asked[0].page, engine.asked[0].per_page, engine.asked[0].lang) == (2, 7, "ko")


def test_a_hit_says_what_it_is_and_where_it_matched(small_site: Site, make_app: MakeApp) -> None:
    client, _engine = scripted(small_site, make_app, FOUND)
    hit = json_of(client.get("/api/v1/search?q=parking&lang=ko"))["items"][0]
    assert hit.pop("updated_at").endswith("Z")
    assert hit == {
        "type": "case",
        "slug": "smart-parking",
        "url": "/ko/cases/smart-parking",
        "title": "스마트 주차",
        "lang": "ko",
        "summary": "니스시는 스마트 주차를 시험했습니다.",
        "summary_lang": "ko",
        "matched": [{"field": "title", "how": "word"}],
        "highlights": [
            {"field": "challenge", "lang": "en", "page": None, "material": None, "html": "a <mark>b</mark>"}
        ],
        "city": {"slug": "nice", "label": "니스"},
        "themes": [{"slug": "parking", "label": "주차"}],
        "year": 2012,
        "score": 12.3457,
    }


def test_a_presentation_has_the_city_of_its_speaker(small_site: Site, make_app: MakeApp) -> None:
    client, _engine = scripted(small_site, make_app, FOUND)
    hit = json_of(client.get("/api/v1/search"))["items"][1]
    assert hit["city"] == {"slug": "nice", "label": "Nice"}
    assert hit["themes"] == []


def test_a_hit_withdrawn_since_it_was_indexed_is_left_out(small_site: Site, make_app: MakeApp) -> None:
    client, _engine = scripted(small_site, make_app, FOUND)
    assert [hit["slug"] for hit in json_of(client.get("/api/v1/search"))["items"]] == ["smart-parking", "talk-by-nice"]
    assert len(json_of(client.get("/api/v1/suggest?q=smart"))["items"]) == 1


def test_facets_carry_names_counts_and_what_is_chosen(small_site: Site, make_app: MakeApp) -> None:
    client, _engine = scripted(small_site, make_app, FOUND)
    facets = json_of(client.get("/api/v1/search?theme=parking&stage=pilot"))["facets"]
    assert facets["theme"] == [
        {"value": "mobility", "label": "Mobility", "count": 2, "selected": False},
        {"value": "parking", "label": "Parking", "count": 1, "selected": True},
    ]
    assert facets["country"][0]["label"] == "France"
    assert facets["type"][0] == {"value": "case", "label": "Case study", "count": 1, "selected": False}
    assert facets["stage"] == [{"value": "pilot", "label": "Pilot", "count": 0, "selected": True}]


def test_names_in_facets_are_in_the_language_asked_for(small_site: Site, make_app: MakeApp) -> None:
    client, _engine = scripted(small_site, make_app, FOUND)
    facets = json_of(client.get("/api/v1/search?lang=ko", headers={"Accept-Language": "en"}))["facets"]
    assert facets["country"][0]["label"] == "프랑스"
    assert not facets["type"][0]["label"].isascii()


def test_without_an_index_the_answer_comes_from_the_database_and_says_so(small_site: Site, make_app: MakeApp) -> None:
    client, _engine = scripted(small_site, make_app, None)
    answer = client.get("/api/v1/search?q=smart")
    assert (answer.status_code, json_of(answer)["degraded"]) == (200, True)
    assert "smart-parking" in [hit["slug"] for hit in json_of(answer)["items"]]
    assert json_of(client.get("/api/v1/suggest?q=smart"))["items"][0]["text"] == "Smart parking"


@pytest.mark.parametrize(
    "query",
    [
        "type=cases", "theme=no-such-theme", "city=atlantis", "country=XX", "country=fr", "organization=nobody", "event=none",
        "stage=asleep", "evidence=E", "language=fr", "has=video", "sort=best", "page=0", "per_page=101", "year_from=now",
        "year_to=20180", "match=some", "expand=yes", "meaning=2", "lang=de",
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_by_name(reader: FlaskClient, query: str) -> None:
    answer = reader.get(f"/api/v1/search?{query}")
    assert answer.status_code == 400
    (problem,) = json_of(answer)["error"]["details"]["problems"]
    assert problem["where"] == query.split("=")[0]


def test_a_range_of_years_that_ends_before_it_begins_is_refused(reader: FlaskClient) -> None:
    answer = reader.get("/api/v1/search?year_from=2015&year_to=2011")
    assert answer.status_code == 400
    assert json_of(answer)["error"]["details"]["problems"][0]["where"] == "year_from"


def test_signs_without_a_word_find_nothing(reader: FlaskClient) -> None:
    for query in ("🚌", "!!!", "-", '""'):
        answer = json_of(reader.get("/api/v1/search", query_string={"q": query}))
        assert (answer["total"], answer["items"]) == (0, [])


def test_what_was_asked_is_said_again(small_site: Site, make_app: MakeApp) -> None:
    client, engine = scripted(small_site, make_app, dataclasses.replace(FOUND, close=1, years={2018: 1, 2012: 2}))
    answer = json_of(client.get("/api/v1/search?q=parking&meaning=0&expand=0&match=any"))
    assert answer["query"].items() >= {"match": "any", "expand": False, "meaning": False}.items()
    assert answer["close"] == 1
    assert answer["years"] == [{"year": 2012, "count": 2}, {"year": 2018, "count": 1}]
    assert (engine.asked[0].meaning, engine.asked[0].expand) == (False, False)


def test_every_bad_value_is_named_at_once(reader: FlaskClient) -> None:
    problems = json_of(reader.get("/api/v1/search?stage=asleep&page=0&sort=best"))["error"]["details"]["problems"]
    assert {problem["where"] for problem in problems} == {"stage", "page", "sort"}


def test_an_unknown_parameter_is_ignored(reader: FlaskClient) -> None:
    assert reader.get("/api/v1/search?utm_source=letter").status_code == 200


def test_a_record_is_found_from_either_language(reader: FlaskClient) -> None:
    for query in ("smart parking", "스마트 주차"):
        items = json_of(reader.get("/api/v1/search", query_string={"q": query, "type": "case"}))["items"]
        assert [item["slug"] for item in items] == ["smart-parking"]


def test_an_empty_query_lists_all_but_sources(reader: FlaskClient) -> None:
    answer = json_of(reader.get("/api/v1/search?per_page=100"))
    assert answer["total"] == len(answer["items"]) == 7
    assert {item["type"] for item in answer["items"]} == {"case", "city", "event", "session", "presentation", "theme"}
    assert json_of(reader.get("/api/v1/search?type=source"))["total"] == 1


def test_a_broader_theme_finds_cases_of_the_narrower(reader: FlaskClient) -> None:
    assert [hit["slug"] for hit in json_of(reader.get("/api/v1/search?theme=mobility&type=case"))["items"]] == [
        "smart-parking"
    ]


def test_an_answer_is_not_kept_beyond_the_index_it_came_from(client: FlaskClient, small_site: Site) -> None:
    """A search between a publication and its indexing must not be what everybody gets from then on."""
    labels = {"pref_label__en": "Lighting", "pref_label__ko": "조명", "alt_labels__en": [], "alt_labels__ko": []}
    theme = ("theme", "lighting", theme_values(**labels))
    publish(small_site, theme, index=False)
    assert json_of(client.get("/api/v1/search?q=lighting"))["total"] == 0
    publish(small_site, theme)
    assert json_of(client.get("/api/v1/search?q=lighting"))["total"] == 1


def test_a_changed_record_is_described_as_it_is_now(client: FlaskClient, small_site: Site) -> None:
    labels = {"pref_label__en": "Lighting", "pref_label__ko": "조명", "alt_labels__en": [], "alt_labels__ko": []}
    publish(small_site, ("theme", "lighting", theme_values(**labels)))
    assert json_of(client.get("/api/v1/search?q=lighting"))["items"][0]["title"] == "Lighting"
    publish(small_site, ("theme", "lighting", theme_values(**labels | {"pref_label__en": "Lighting of streets"})))
    assert json_of(client.get("/api/v1/search?q=lighting"))["items"][0]["title"] == "Lighting of streets"


def test_the_time_taken_does_not_change_the_etag(reader: FlaskClient) -> None:
    tags = {reader.get("/api/v1/search?q=parking").headers["ETag"] for _time in range(3)}
    assert len(tags) == 1
    again = reader.get("/api/v1/search?q=parking", headers={"If-None-Match": tags.pop()})
    assert again.status_code == 304


def test_the_twin_of_the_search_page_answers_as_the_api(reader: FlaskClient) -> None:
    twin = json_of(reader.get("/ko/search.json?q=주차&type=case"))
    api = json_of(reader.get("/api/v1/search?q=주차&type=case&lang=ko"))
    assert twin | {"took_ms": 0} == api | {"took_ms": 0}


def test_a_suggestion_is_a_title_that_begins_so(reader: FlaskClient) -> None:
    items = json_of(reader.get("/api/v1/suggest?q=smart+par"))["items"]
    case = {
        "text": "Smart parking",
        "lang": "en",
        "type": "case",
        "label": "Case study",
        "url": "/en/cases/smart-parking",
    }
    assert case in items
    korean = json_of(reader.get("/api/v1/suggest", query_string={"q": "스마", "lang": "ko"}))["items"]
    assert korean[0]["url"] == "/ko/cases/smart-parking"


@pytest.mark.parametrize("typed", ["ㅅㅁㅌ", "스맡", "seumateu", "tmak"])
def test_a_suggestion_by_initials_half_a_syllable_latin_letters_or_the_other_keyboard_is_in_the_reader_s_language(
    reader: FlaskClient, typed: str
) -> None:
    english = json_of(reader.get("/api/v1/suggest", query_string={"q": typed, "lang": "en"}))["items"][0]
    assert (english["text"], english["label"], english["lang"]) == ("Smart parking", "Case study", "en")
    korean = json_of(reader.get("/api/v1/suggest", query_string={"q": typed, "lang": "ko"}))["items"][0]
    assert (korean["text"], korean["label"], korean["url"]) == ("스마트 주차", "사례", "/ko/cases/smart-parking")


def test_what_was_meant_comes_from_the_index(reader: FlaskClient) -> None:
    for typed, meant in (
        ("parkign", "parking"),
        ("wnck", "주차"),
        ("ㅔㅁ가ㅑㅜㅎ", "parking"),
        ("smartparkingg", "smart parking"),
    ):
        answer = json_of(reader.get("/api/v1/search", query_string={"q": typed}))
        assert meant in [item["text"] for item in answer["suggestions"]], typed
        assert answer["query"]["text"] == typed


def test_nothing_typed_suggests_nothing(reader: FlaskClient) -> None:
    assert json_of(reader.get("/api/v1/suggest")) == {"items": []}
    assert json_of(reader.get("/api/v1/suggest?q=+%00")) == {"items": []}


@pytest.mark.parametrize("query", ['"', "((", "a OR", "-", "field:x", "*", "%00", "주차:", "\ud55c" * 500, "a " * 300])
def test_no_query_fails(reader: FlaskClient, query: str) -> None:
    assert reader.get("/api/v1/search", query_string={"q": query}).status_code == 200
    assert reader.get("/api/v1/suggest", query_string={"q": query}).status_code == 200
