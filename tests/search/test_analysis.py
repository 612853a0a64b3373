"""What a query finds in a text: a table of pairs that must match and pairs that must not."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.analysis.en import stem
from kb.search.analysis.fold import fold, offsets
from kb.search.analysis.ko import bare_forms, letters
from kb.search.analysis.terms import atoms_of
from kb.search.matching import find
from kb.search.plan import make_plan
from kb.search.query import parse
from tests.search.samples import MemoryIndex, document


def finds(query: str, text: str) -> bool:
    """Whether all of a query is found in a text, without a thesaurus."""
    index = MemoryIndex([document("x", approach_ko=text)])
    plan = make_plan(parse(query), index, None)
    return all(
        any(len(find(alternative.pattern, index)) for alternative in unit.alternatives)
        for unit in plan.wanted
        if not unit.optional
    )


MUST_MATCH = [
    # particles and endings, in the text and in the query
    ("주차", "주차장을 늘렸습니다."),
    ("주차장", "주차장을 늘렸습니다."),
    ("주차장을", "주차장이 부족합니다."),
    ("주차장에서", "공영주차장은 무료입니다."),
    ("도시의", "도시에서 시작했습니다."),
    ("시민에게", "시민들은 참여했습니다."),
    ("시민으로부터", "시민의 제안"),
    ("정부와", "정부가 발표했습니다."),
    ("서울로", "서울까지"),
    ("공원은", "공원을"),
    ("해결했나요", "교통 문제를 해결합니다."),
    ("운영하는", "시가 운영한 버스"),
    ("참여도", "시민의 참여를"),
    # part of a compound
    ("주차", "공영주차장"),
    ("교통", "대중교통체계"),
    ("버스", "올빼미버스 노선"),
    # spaces, hyphens, middle dots
    ("스마트시티", "스마트 시티 포럼"),
    ("스마트 시티", "스마트시티 포럼"),
    ("스마트시티", "스마트·시티"),
    ("스마트·시티", "스마트시티"),
    ("스마트-시티", "스마트 시티"),
    ("전기차", "전기 차 충전소"),
    ("스마트시티통합플랫폼", "스마트 시티 통합 플랫폼"),
    ("e-government", "egovernment"),
    ("e-government", "e government services"),
    ("egovernment", "the e-government portal"),
    ("e government", "egovernment"),
    ("egovernment", "e government"),
    ("smartcity", "a smart city plan"),
    ("smart-city", "smartcity"),
    ("covid19", "COVID-19"),
    # one syllable
    ("물", "물을 아낍니다."),
    ("물", "깨끗한 물"),
    ("길", "길에서"),
    ("빛", "도시의 빛과 그림자"),
    # Latin and Hangul together
    ("AI", "AI기반의 서비스"),
    ("기반", "AI기반의 서비스"),
    ("AI기반", "AI 기반"),
    ("AI기반의", "AI 기반 서비스"),
    ("CCTV를", "CCTV 설치"),
    ("CCTV", "CCTV를 설치"),
    ("5G", "5G망"),
    ("2018년", "2018년에 열린"),
    ("2018년", "2018년도 예산"),
    ("IoT의", "IoT 센서"),
    # case, accents, width, composition
    ("cote", "Côte d'Azur"),
    ("Côte", "COTE"),
    ("strasse", "Straße"),
    ("ＡＩ", "ai"),
    ("ﬁbre", "fiber network"),
    (unicodedata.normalize("NFD", "주차장"), "주차장"),
    ("주차장", unicodedata.normalize("NFD", "주차장")),
    ("l’eau", "l'eau"),
    # numbers
    ("1234", "1,234 vehicles"),
    ("28,000,000", "28000000"),
    ("3.5", "3.5 %"),
    ("2016", "18.04.2016"),
    # English stems and spellings
    ("cities", "a city"),
    ("city", "cities"),
    ("city's", "the city"),
    ("organisation", "organizations"),
    ("programme", "programs"),
    ("centre", "centers"),
    ("digitalisation", "digitalization"),
    ("running", "it runs"),
    ("kerb", "curb"),
    # phrases
    ('"smart parking"', "a smart parking app"),
    ('"smart parking"', "smart-parking"),
    ('"스마트 시티"', "세계 스마트시티 기구"),
    ('"internet of things"', "the Internet of Things"),
    # beginnings
    ("주차*", "주차장"),
    ("park*", "parkings"),
    ("e-gov*", "e-government"),
    # other scripts
    ("東京", "東京都"),
    ("москва", "Москва"),
    # questions
    ("주차 문제를 어떻게 해결했나요?", "주차 문제 해결"),
    ("how do cities manage parking?", "cities managed parking"),
]

MUST_NOT_MATCH = [
    ("시장", "도시 장비"),
    ("주차장", "주차는 시장에서"),
    ("주차장", "주차요금과 차장"),
    ("스마트시티", "시티에서 스마트"),
    ("전문가", "전문대학"),
    ("마을", "마음을"),
    ("국가", "국민이"),
    ("도로", "도는"),
    ("물", "물류센터"),
    ("물", "건물"),
    ("길", "고속도로"),
    ("고속도로", "고속버스"),
    ("시민", "도시 민간"),
    ("parking", "a park"),
    ("park", "parking"),
    ("mobility", "a mobile app"),
    ("university", "universal"),
    ("business", "busy"),
    ("organization", "organ"),
    ("city", "cite"),
    ("art", "smart"),
    ('"smart parking"', "parking is smart"),
    ('"smart parking"', "smart meters for parking"),
    ('"smart city"', "They are smart. City hall agreed."),
    ("e-government", "government"),
    ("AI기반", "AI 서비스의 기반"),
    ("2018년", "2018명"),
    ("3.5", "35"),
    ("1234", "12345"),
    ("park*", "spark"),
    ("주차*", "공영주차장"),
    ("smart parking", "smart lights"),
]


@pytest.mark.parametrize(("query", "text"), MUST_MATCH)
def test_a_query_finds(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(("query", "text"), MUST_NOT_MATCH)
def test_a_query_does_not_find(query: str, text: str) -> None:
    assert not finds(query, text)


HANGUL = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


@given(st.text(HANGUL, max_size=6), st.text(HANGUL, min_size=2, max_size=2), st.text(HANGUL, max_size=6))
def test_two_neighbouring_syllables_of_a_word_are_always_found(before: str, word: str, after: str) -> None:
    assert finds(f"title:{word} OR {word}", f"앞 {before}{word}{after} 뒤")


@given(st.text(HANGUL, min_size=3, max_size=9), st.data())
def test_a_word_is_found_however_it_is_spaced(word: str, data: st.DataObject) -> None:
    spaced = "".join(syllable + data.draw(st.sampled_from(["", "", " ", "-", "·"])) for syllable in word)
    assert finds(f'"{word}"', spaced)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(unicodedata.normalize("NFC", text))
    assert fold(once) == once


@given(st.text())
def test_every_character_of_the_key_leads_back_into_the_text(text: str) -> None:
    places = offsets(text)
    assert len(places) == len(fold(text)) + 1
    assert list(places) == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(st.text(max_size=200))
def test_positions_rise_and_never_overlap(text: str) -> None:
    atoms = atoms_of(text)
    for left, right in pairwise(atoms):
        assert left.position + left.width <= right.position


@pytest.mark.parametrize("word", ["마을", "가을", "국가", "전문가", "평가", "드론"])
def test_a_noun_that_ends_like_a_particle_stays_whole(word: str) -> None:
    assert not [form for form in bare_forms(word) if form.sure and len(form.text) > 1]


def test_a_half_typed_syllable_is_a_prefix_in_letters() -> None:
    assert letters("스마트시티").startswith(letters("스맡"))
    assert letters("닭") == "ㄷㅏㄹㄱ"


def test_words_of_the_field_are_not_thrown_together() -> None:
    assert len({stem(word) for word in ("parking", "park", "mobility", "mobile", "university", "universal")}) == 6
