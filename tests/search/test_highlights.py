"""Snippets."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.highlights import LENGTH, highlights, matches, spots_in
from kb.search.port import Highlight, Match, PageText
from tests.search.samples import MemoryIndex, document

ONLY = np.array([0])


def show(query: str, text: str) -> str:
    """Search one text and give its snippet."""
    index = MemoryIndex([document("x", approach_ko=text)])
    shown = highlights(index.texts[0], spots_in(ONLY, index.units(query))[0], "ko")
    return shown[0].html if shown else ""


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("주차", "공영주차장을 열었다", "공영<mark>주차</mark>장을 열었다"),
        ("주차장을", "주차장이 있다", "<mark>주차장</mark>이 있다"),
        ("스마트시티", "세계 스마트·시티 기구", "세계 <mark>스마트·시티</mark> 기구"),
        ("스마트 시티", "스마트시티", "<mark>스마트시티</mark>"),
        ("city", "Cities' data", "<mark>Cities</mark>&#x27; data"),
        ("city", "the city's data", "the <mark>city</mark>&#x27;s data"),
        ("egovernment", "an e-government site", "an <mark>e-government</mark> site"),
        ("e-government", "egovernment", "<mark>egovernment</mark>"),
        ("smartcity", "a smart city plan", "a <mark>smart city</mark> plan"),
        ("cote", "Côte d'Azur", "<mark>Côte</mark> d&#x27;Azur"),
        ("cote", "Co\u0302te-x", "<mark>Côte</mark>-x"),
        ("28000000", "28,000,000 euros", "<mark>28,000,000</mark> euros"),
        ("AI", "AI기반", "<mark>AI</mark>기반"),
        ("fiber", "ﬁbre", "<mark>ﬁbre</mark>"),
        ("물", "물을 쓴다", "<mark>물</mark>을 쓴다"),
        ('"smart parking"', "smart parking", "<mark>smart parking</mark>"),
        ("park*", "parkings", "<mark>parkings</mark>"),
        ("script", "<script>x</script>", "&lt;<mark>script</mark>&gt;x&lt;/<mark>script</mark>&gt;"),
        ("one two", "one\ntwo", "<mark>one</mark> · <mark>two</mark>"),
        ("one two", "one.\ntwo", "<mark>one</mark>. <mark>two</mark>"),
    ],
)
def test_marks_what_matched(query: str, text: str, expected: str) -> None:
    assert show(query, text) == expected


def test_a_snippet_is_cut_between_words_around_the_match() -> None:
    html = show("needle", "hay " * 100 + "needle " + "hay " * 100)
    assert html.startswith("…hay ")
    assert html.endswith(" hay…")
    assert len(html) < LENGTH + 40


def test_a_snippet_shows_the_stretch_with_most_words_of_the_query() -> None:
    html = show("red blue", "red " + "hay " * 100 + "red and blue " + "hay " * 100)
    assert "<mark>red</mark> and <mark>blue</mark>" in html


def test_at_most_two_snippets_and_the_title_last() -> None:
    item = document("x", title_en="bus", summary_en="bus", challenge_en="bus", approach_en="bus")
    index = MemoryIndex([item])
    (spots,) = spots_in(ONLY, index.units("bus"))
    assert [shown.field for shown in highlights(index.texts[0], spots, "en")] == ["summary", "challenge"]
    assert matches(spots, {"city"})[0] == Match("title", "word")
    assert Highlight("summary", "en", "<mark>bus</mark>") in highlights(index.texts[0], spots, "ko")


def test_a_snippet_from_a_slide_names_its_number_and_material() -> None:
    slides = [PageText("deck", number, "ko", f"{number}쪽 {word}") for number, word in ((1, "버스"), (14, "주차장"))]
    index = MemoryIndex([replace(document("x", title_ko="발표"), pages=slides)])
    (spots,) = spots_in(ONLY, index.units("주차장"))
    (shown,) = highlights(index.texts[0], spots, "ko")
    assert (shown.field, shown.material, shown.page) == ("pages", "deck", 14)
    assert shown.html == "14쪽 <mark>주차장</mark>"


def test_a_snippet_keeps_to_the_slide_with_most_words_of_the_query() -> None:
    texts = ["버스 노선", "버스 정류장 안내", "정류장 지도"]
    slides = [PageText("deck", number, "ko", text) for number, text in enumerate(texts, 1)]
    index = MemoryIndex([replace(document("x", title_ko="발표"), pages=slides)])
    (spots,) = spots_in(ONLY, index.units("버스 정류장"))
    (shown,) = highlights(index.texts[0], spots, "ko")
    assert (shown.page, shown.html) == (2, "<mark>버스</mark> <mark>정류장</mark> 안내")


TEXT = st.text(st.sampled_from("abc 주차장<>&'\"\n.-\u0301é"), max_size=400)


@given(TEXT, st.sampled_from(["a", "abc", "주차", "차장", "장", "ab OR 주차장", "e"]))
def test_without_its_marks_a_snippet_is_part_of_the_text(text: str, query: str) -> None:
    html = show(query, text)
    assert html.replace("<mark>", "").replace("</mark>", "").count("<") == 0
    plain = unescape(html.replace("<mark>", "").replace("</mark>", "")).strip("…")
    squeezed = "".join(plain.replace("·", "").split())
    assert squeezed in "".join(unicodedata.normalize("NFC", text).split())
