"""Reading queries."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.query import MAX_LENGTH, MAX_TERMS, Clause, parse


def shape(text: str) -> list[list[str]]:
    """Write a query's groups down: `-` excluded, `field:`, `"phrase"`, `begin*`, `(filler)`."""
    return [[_shape(clause) for clause in group] for group in parse(text).groups]


def _shape(clause: Clause) -> str:
    word = {"phrase": f'"{clause.text}"', "prefix": f"{clause.text}*", "word": clause.text}[clause.kind]
    word = f"({word})" if clause.filler else word
    return ("-" if clause.excluded else "") + (f"{clause.field}:" if clause.field else "") + word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \t\n", []),
        ("smart parking", [["smart"], ["parking"]]),
        ('"smart parking" app', [['"smart parking"'], ["app"]]),
        ("“smart parking”", [['"smart parking"']]),
        ("「스마트 시티」", [['"스마트 시티"']]),
        ("＂주차장＂", [['"주차장"']]),
        ("ＡＩ　주차", [["ai"], ["주차"]]),
        ("parking -nice", [["parking"], ["-nice"]]),
        ('-"smart city"', [['-"smart city"']]),
        ("city:nice", [["city:nice"]]),
        ("도시:니스", [["city:니스"]]),
        ("TITLE:bus", [["title:bus"]]),
        ('title:"owl bus"', [['title:"owl bus"']]),
        ("-theme:mobility", [["-theme:mobility"]]),
        ("title：버스", [["title:버스"]]),
        ("ratio:3", [["ratio"], ["3"]]),
        ("12:30", [["12"], ["30"]]),
        ("http://example.org/news", [["http"], ["exampleorg"], ["news"]]),
        ("title:", [["title"]]),
        ("owl OR bus night", [["owl", "bus"], ["night"]]),
        ("a1 OR b1 OR c1", [["a1", "b1", "c1"]]),
        ("OR bus", [["bus"]]),
        ("bus OR", [["bus"]]),
        ("bus or tram", [["bus"], ["(or)"], ["tram"]]),
        ("주차*", [["주차*"]]),
        ("park*", [["park*"]]),
        ("p*", [["p"]]),
        ("*", []),
        ("-", []),
        ('"', []),
        ('"unfinished phrase', [["unfinished"], ["phrase"]]),
        ("()[]{}!?", []),
        ("(parking)", [["parking"]]),
        ("e-government", [["egovernment"]]),
        ("parking/traffic", [["parking"], ["traffic"]]),
        ("주차 문제를 어떻게 해결했나요?", [["주차"], ["문제를"], ["(어떻게)"], ["해결했나요"]]),
        ("how to park", [["(how)"], ["(to)"], ["park"]]),
        ("the", [["the"]]),
        ("IT education", [["it"], ["education"]]),
        ("park AND ride", [["park"], ["(and)"], ["ride"]]),
        ("bus -", [["bus"]]),
        ("bus - tram", [["bus"], ["tram"]]),
    ],
)
def test_a_query_is_read_as(text: str, expected: list[list[str]]) -> None:
    assert shape(text) == expected


def test_a_long_query_is_cut_and_says_so() -> None:
    assert parse("a" * (MAX_LENGTH + 1)).shortened
    assert not parse("a" * MAX_LENGTH).shortened


def test_terms_beyond_the_limit_are_ignored_and_it_says_so() -> None:
    query = parse(" ".join(f"word{number}" for number in range(MAX_TERMS + 5)))
    assert query.shortened
    assert len(query.groups) == MAX_TERMS


@given(st.text(alphabet=st.characters(), max_size=300))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    assert len(list(parse(text).clauses)) <= MAX_TERMS


@given(
    st.lists(st.sampled_from(['"', "-", ":", "title:", "OR", "*", "(", " ", "주차", "bus", "\u0000", "“", "\ud800"]))
)
def test_no_heap_of_operators_makes_the_parser_raise(pieces: list[str]) -> None:
    assert all(clause.atoms for clause in parse("".join(pieces)).clauses)


@pytest.mark.parametrize("piece", ['"', "- ", "-", "title:", "OR ", "a*", "주", "(", "\u0301", "ﷺ"])
def test_no_long_text_is_slow_to_read(piece: str) -> None:
    started = time.perf_counter()
    parse(piece * 100_000)
    assert time.perf_counter() - started < 0.5
