"""Words near a word, and queries near a query."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.corrections import Corrector
from kb.search.port import Suggestion
from kb.search.spelling import Speller, _distances, _encode, allowed_changes

WORDS: Mapping[str, int] = {
    "서울": 60, "주차": 12, "주차장": 6, "스마트": 40, "스마트시티": 25, "시티": 8, "플랫폼": 14, "자율주행": 9, "올빼미버스": 3, "버스": 20,
    "사용": 30, "느린": 4, "늘린": 4, "디지털": 50, "트윈": 10, "도시": 90, "기술": 20, "교통": 30, "따릉이": 5,
    "parking": 25, "park": 12, "parks": 3, "smart": 80, "city": 90, "platform": 30, "platforms": 12, "government": 20,
    "governments": 3, "traffic": 22, "trafic": 1, "management": 20, "kampala": 9, "dresden": 11, "seoul": 40, "data": 60, "smartcity": 2,
}  # fmt: skip
SPELLER = Speller(WORDS)


def near(word: str, limit: int = 5) -> list[str]:
    return [item.text for item in SPELLER.nearest(word, limit)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("스마드", "스마트"), ("스마트시디", "스마트시티"), ("늘인", "느린"), ("서을", "서울"), ("자율주햄", "자율주행"), ("디지탈", "디지털"),
        ("올뻬미버스", "올빼미버스"), ("플렛폼", "플랫폼"), ("따릉잉", "따릉이"), ("주찯", "주차"), ("수마트", "스마트"),
        ("parkng", "parking"), ("parkign", "parking"), ("prking", "parking"), ("parrking", "parking"), ("pariing", "parking"),
        ("goverment", "government"), ("managemnet", "management"), ("kampla", "kampala"), ("dresdn", "dresden"),
    ],
)  # fmt: skip
def test_the_word_meant_is_among_the_nearest(typed: str, meant: str) -> None:
    assert meant in near(typed, 2)


def test_the_more_used_of_equally_near_words_comes_first() -> None:
    assert near("governmnt")[0] == "government"
    assert near("platfrm") == ["platform"]


@pytest.mark.parametrize("typed", ["", "a", "주", "xq", "zzqqxx", "한강", "дом", "日本語", "x" * 500, "🙂🙂🙂🙂"])
def test_a_word_like_no_other_has_no_neighbours(typed: str) -> None:
    assert near(typed) == []


def test_a_known_word_is_not_its_own_neighbour() -> None:
    assert "parking" not in near("parking")


def test_short_words_may_differ_in_less() -> None:
    assert [allowed_changes(length) for length in (1, 3, 4, 8, 9, 20)] == [0, 0, 1, 1, 2, 2]


def test_an_index_without_words_knows_nothing() -> None:
    empty = Speller({})
    assert (empty.nearest("parking"), empty.split("parking"), empty.use("a"), empty.with_initials("ㅅ")) == (
        [],
        [],
        0,
        [],
    )


def osa(one: str, other: str) -> int:
    """Optimal string alignment, written as the textbook has it."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 1] + other[j - 2]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


# Letters of which no two are alike, so that every change counts one.
@given(
    st.text("dhlrx", min_size=1, max_size=10),
    st.lists(st.text("dhlrx", min_size=1, max_size=10), min_size=1, max_size=8),
)
def test_distances_are_those_of_the_textbook_as_far_as_is_asked(word: str, others: list[str]) -> None:
    most = 2
    width = max(max(map(len, others)), len(word) + most)
    rows = np.array([_encode(other.ljust(width, "\n")) for other in others])
    found = _distances(_encode(word), rows, np.array([len(other) for other in others]), most)
    for other, distance in zip(others, found, strict=True):
        expected = osa(word, other)
        assert distance == expected if expected <= most else distance > most


def test_two_hundred_thousand_words_are_compared_at_once() -> None:
    rng = random.Random(5)
    words = {"".join(rng.choices("abcdefghijklmnoprstuvwy", k=rng.randint(4, 12))): 1 for _ in range(200_000)}
    speller = Speller(words)
    times = []
    for word in rng.sample(sorted(words), 20):
        started = time.thread_time()
        speller.nearest(word[1:] + word[0])
        times.append(time.thread_time() - started)
    assert sorted(times)[18] < 0.03


def test_words_written_together_are_cut_into_as_few_as_can_be() -> None:
    assert SPELLER.split("스마트시티플랫폼") == ["스마트시티", "플랫폼"]
    assert SPELLER.split("parkingdata") == ["parking", "data"]
    assert SPELLER.split("parkingx") == []


def test_words_are_found_by_their_initials_the_most_used_first() -> None:
    assert SPELLER.with_initials("ㅅㅇ") == ["서울", "사용"]


# Queries -------------------------------------------------------------------------------------------------------------

TEXTS = [
    "서울 주차", "서울 주차 스마트시티 플랫폼", "스마트 주차", "디지털 트윈 도시", "올빼미버스 서울", "자율주행 버스", "기술", "따릉이",
    "smart parking", "smart city platform", "government platform", "traffic management", "parking in dresden", "kampala",
    "seoul parking", "smart traffic data", "trafic",
]  # fmt: skip


def finds(query: str) -> int:
    """Count the texts that hold every word."""
    words = query.lower().split()
    return sum(all(word in text.split() for word in words) for text in TEXTS) if words else 0


def named(consonants: str, _lang: str, limit: int) -> list[str]:
    return {"ㅅㅇ": ["서울"], "ㅈㅊ": ["주차"]}.get(consonants, [])[:limit]


CORRECTOR = Corrector(SPELLER, named)


def meant(query: str, found: int | None = None, count: Callable[[str], int] = finds) -> list[tuple[str, str]]:
    proposed = CORRECTOR.propose(query, "ko", count(query) if found is None else found, count)
    return [(item.text, item.reason) for item in proposed]


@pytest.mark.parametrize(
    ("typed", "proposed", "reason"),
    [
        ("tjdnf wnck", "서울 주차", "keyboard"), ("tjdnfwnck", "서울 주차", "keyboard"), ("서울 wnck", "서울 주차", "keyboard"),
        ("TJDNF wnck", "서울 주차", "keyboard"), ("ㅔㅁ가ㅑㅜㅎ", "parking", "keyboard"), ("ㄴㅡㅁㄱㅅ ㅔㅁ가ㅑㅜㅎ", "smart parking", "keyboard"),
        ("늠ㄱㅅ parking", "smart parking", "keyboard"), ("ㅅㅇ ㅈㅊ", "서울 주차", "initials"), ("ㄱㅅ", "기술", "initials"), ("ㄳ", "기술", "initials"),
        ("서울 ㅈㅊ", "서울 주차", "initials"), ("스마트시티플랫폼", "스마트시티 플랫폼", "spacing"), ("smartcityplatform", "smart city platform", "spacing"),
        ("자율 주행 버스", "자율주행 버스", "spacing"), ("park ing", "parking", "spacing"), ("서을 주차", "서울 주차", "spelling"),
        ("스마드 주차", "스마트 주차", "spelling"), ("smart parkng", "smart parking", "spelling"), ("goverment platform", "government platform", "spelling"),
        ("디지탈 트윈", "디지털 트윈", "spelling"), ("Kampla", "Kampala", "spelling"), ("스마드시티의 플랫폼", "스마트시티 플랫폼", "spelling"),
        ("스마드주차", "스마트 주차", "spelling"),
    ],
)  # fmt: skip
def test_what_was_meant_is_proposed_first_with_its_reason(typed: str, proposed: str, reason: str) -> None:
    assert meant(typed)[0] == (proposed, reason)


@pytest.mark.parametrize(
    "typed",
    [
        "서울 주차",
        "smart parking",
        "parking",
        "서울 어떻게",
        "how smart",
        "",
        "   ",
        "zzqqxx",
        "xqzw wq",
        "-parkng",
        "12 345",
        "!?",
        "서울!",
    ],
)
def test_a_query_that_is_fine_or_hopeless_gets_no_proposal(typed: str) -> None:
    assert meant(typed) == []


def test_a_single_syllable_is_nothing_that_was_misspelt() -> None:
    corrector = Corrector(Speller({"성": 90, "서울": 5}), named)
    assert [item.text for item in corrector.propose("서우", "ko", 0, lambda query: int(query != "서우"))] == ["서울"]


def test_a_query_that_finds_enough_is_left_alone() -> None:
    assert meant("smart parkng", found=5) == []


def test_only_queries_that_find_more_are_proposed() -> None:
    assert meant("smart parkng", found=1, count=lambda query: 1) == []
    assert meant("tjdnf wnck", found=0, count=lambda query: 0) == []


@pytest.mark.parametrize(
    "typed", ['"parkng"', "title:parkng", "parkn*", "-parkng smart", '서울 "주챠"', 'city:"parkng x"']
)
def test_phrases_fields_beginnings_and_exclusions_are_meant_as_typed(typed: str) -> None:
    assert meant(typed) == []


def test_the_rest_of_the_query_stays_as_it_was_typed() -> None:
    count: Callable[[str], int] = lambda query: int("parking" in query)  # noqa: E731
    assert meant('"smart city" parkng, -x OR Seoul (2018)', 0, count)[0] == (
        '"smart city" parking, -x OR Seoul (2018)',
        "spelling",
    )


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("tjdnfdptj tmakxm wnckfmf djEjgrp gksmsrk", "서울에서 스마트 주차를 어떻게 gksmsrk"),
        ("how does goverment in dresden do it", "how does government in dresden do it"),
        ("서울은 ㅈㅊ 문제를 어떻게 풀었나요", "서울은 주차 문제를 어떻게 풀었나요"),
    ],
)  # fmt: skip
def test_a_sentence_is_put_right_word_by_word(typed: str, proposed: str) -> None:
    assert [text for text, _ in meant(typed)] == [proposed]


def test_words_of_a_korean_sentence_are_not_taken_for_misspelt() -> None:
    assert meant("서울은 주차 문제를 어떻게 사욘했나요") == []


def test_a_rare_word_beside_a_common_one_is_doubted() -> None:
    assert ("traffic", "spelling") in meant("trafic")


def test_at_most_three_are_proposed_and_each_once() -> None:
    proposed = meant("smatr", count=lambda query: int(query != "smatr"), found=0)
    assert 1 <= len(proposed) <= 3
    assert len(set(proposed)) == len(proposed)


@given(st.text(max_size=60) | st.text(st.sampled_from('서울주차ㅅㅇtjdnfwnck "-:*smartprkg'), max_size=40))
def test_no_query_makes_it_raise_and_every_proposal_finds_something(text: str) -> None:
    for item in CORRECTOR.propose(text, "en", 0, finds):
        assert isinstance(item, Suggestion)
        assert finds(item.text) > 0


@pytest.mark.parametrize("typed", ["parkng " * 30, "x" * 100_000, "ㅅㅇ " * 60, "tjdnf" * 35, "스마드" * 60])
def test_a_monstrous_query_takes_little_time(typed: str) -> None:
    started = time.thread_time()
    CORRECTOR.propose(typed, "en", 0, finds)
    assert time.thread_time() - started < 0.2
