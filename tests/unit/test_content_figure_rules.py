"""The same fact with other figures in the other language is found; the same figures, however written, are not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kb.domain.content_figure_rules import figure_findings
from kb.domain.content_rules import check_record
from kb.rendering.numbers import format_large_number
from tests.unit.content_records import case, outcome, pair


def found(korean: str, english: str) -> list[tuple[str, str, str]]:
    return [(item.code, item.lang, item.detail) for item in figure_findings("case:x", pair(korean, english))]


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("2016년 4월 18일 단말기 291대를 철거했습니다.", "On 18 April 2016, 291 kiosks were removed."),
        ("비용은 900만~1300만 유로였습니다.", "It cost 9–13 million euros."),
        ("두 도시가 세 번 만났습니다.", "Both cities met three times."),
        ("1년에 2번 엽니다.", "It opens twice a year."),
        ("오후 11시 30분부터 오전 6시까지", "from 11.30 pm to 6 am"),
        ("정류장의 3분의 1", "one third of the stops"),
        ("절반이 30분 안에", "50% within half an hour"),
        ("초미세먼지(PM2.5)와 5G", "fine dust and fifth-generation mobile"),
        ("3차원 지도", "a 3D map"),
        ("24시간 운영합니다.", "It is open around the clock."),
        ("한 시의원이 비판했습니다.", "A councillor criticised it."),
        ("예산 2조 5000억 원, 1만 5,000명", "a budget of 2.5 trillion won for 15,000 people"),
    ],
)
def test_a_faithful_translation_has_no_finding(korean: str, english: str) -> None:
    assert found(korean, english) == []


@pytest.mark.parametrize(
    ("korean", "english", "finding"),
    [
        ("291대를 철거했습니다.", "219 kiosks were removed.", ("figures_differ", "", "ko 291; en 219")),
        ("2800만 유로", "2.8 million euros", ("figures_differ", "", "ko 28000000; en 2800000")),
        ("2016년 4월", "in May 2016", ("figures_differ", "", "ko month 4; en month 5")),
        ("30%가 줄었습니다.", "It fell by 30.", ("figures_differ", "", "ko 30%; en 30")),
        ("오후 9시에 닫습니다.", "It closes at 9 am.", ("figures_differ", "", "ko 21:00; en 09:00")),
        ("도시 네 곳", "five cities", ("figures_differ", "", "ko 4; en 5")),
        ("약 120,000건입니다.", "The figure is approximate.", ("figure_missing", "en", "120000")),
        ("토론을 전합니다.", "On the debate of 7 June 2018", ("figure_missing", "ko", "month 6, 7, 2018")),
        ("도시들이 참여했습니다.", "Four cities took part.", ("figure_missing", "ko", "4")),
    ],
)
def test_a_figure_that_differs_or_is_missing_is_found(korean: str, english: str, finding: tuple[str, str, str]) -> None:
    assert found(korean, english) == [finding]


@given(st.integers(2, 10**13), st.integers(2, 10**13))
def test_any_two_different_numbers_are_told_apart(one: int, another: int) -> None:
    korean = f"모두 {format_large_number(one, 'ko')} 명입니다."
    assert found(korean, f"There were {format_large_number(one, 'en')} of them.") == []
    assume(one != another)
    assert [code for code, *_rest in found(korean, f"There were {format_large_number(another, 'en')} of them.")] == [
        "figures_differ"
    ]


def test_paragraphs_are_compared_one_by_one() -> None:
    swapped = case(
        challenge__ko="2016년입니다.[@report]\n\n2017년입니다.[@report]",
        challenge__en="It was 2017.[@report]\n\nIt was 2016.[@report]",
    )
    wheres = [item.where for item in check_record(swapped, lambda kind, slug: True) if item.code == "figures_differ"]
    assert wheres == ["challenge/1", "challenge/2"]


def test_paragraphs_that_do_not_pair_are_compared_as_a_whole() -> None:
    one_more = case(
        challenge__ko="2016년입니다.[@report]\n\n2017년입니다.[@report]",
        challenge__en="It was 2016, and 2017.[@report]",
    )
    assert [item for item in check_record(one_more, lambda kind, slug: True) if item.code.startswith("figure")] == []


def test_rows_are_compared_field_by_field() -> None:
    row = outcome(note__ko="2019년에는 12건이었습니다.", note__en="It was 12 in 2018.")
    findings = [item for item in check_record(case(outcomes=[row]), lambda kind, slug: True) if "figure" in item.code]
    assert [(item.where, item.detail) for item in findings] == [("outcomes/a/note", "ko 2019; en 2018")]


def test_digits_of_citations_and_addresses_are_no_figures() -> None:
    row = outcome(said_by__ko="sds2018.co.kr", said_by__en="the summit's site (https://example.org/2017/x1)")
    texts = case(outcomes=[row], summary__ko="시험했습니다.[@nice-20min-2016]", summary__en="Tried.[@nice-f3-2017]")
    assert [item for item in check_record(texts, lambda kind, slug: True) if "figure" in item.code] == []


def test_a_text_in_one_language_only_is_not_compared() -> None:
    alone = case(challenge__ko="2016년입니다.[@report]", challenge__en="")
    assert [item for item in check_record(alone, lambda kind, slug: True) if "figure" in item.code] == []
