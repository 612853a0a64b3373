"""Figures read the same from both languages, however each writes them."""

from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.domain.content_figures import Figure, month, number, part, time_of_day
from kb.domain.content_figures_en import figures_in_english
from kb.domain.content_figures_ko import figures_in_korean
from kb.rendering.numbers import format_amount, format_large_number, format_number, format_quantity

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
NATIVE_ONES = ["", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"]
NATIVE_TENS = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]
ENGLISH_ONES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ENGLISH_TENS = ["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def english(text: str) -> set[str]:
    return {str(figure) for figure in figures_in_english(text).stated}


def korean(text: str) -> set[str]:
    return {str(figure) for figure in figures_in_korean(text).stated}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("It cost 28 million euros.", {"28000000"}),
        ("It cost €9–13m.", {"9000000", "13000000"}),
        ("2.66 of the 3.54 million euros", {"2660000", "3540000"}),
        ("headlines give 5.5 or 6 billion", {"5500000000", "6000000000"}),
        ("five hundred buses", {"500"}),
        ("1,428 requests in 2018", {"1428", "2018"}),
        ("77.2% in March to May 2020", {"77.2%", "month 3", "month 5", "2020"}),
        ("between 20 and 80 per cent", {"20%", "80%"}),
        ("in 2021 and 40%", {"2021", "40%"}),
        ("on 19 September 2018 at 9.30 pm", {"19", "month 9", "2018", "21:30"}),
        ("from 18:00 to 6 am", {"18:00", "06:00"}),
        ("posted 2018-09-19", {"2018", "month 9", "19"}),
        ("in May it rained", {"month 5"}),
        ("May contain errors. It may rain.", set()),
        ("the season 2018/19", {"2018", "2019"}),
        ("three quarters of the rides", {"3/4"}),
        ("in the 1990s the 21st line", {"1990", "21"}),
        ("thirteen of 14 cities", {"13", "14"}),
        ("PM2.5, CO2, 5G, COVID-19 and a 3D map by TAG24", set()),
        ("within 500m, 2 MW and 30kWh", {"500", "2", "30"}),
        ("mid-2021 to late-2022", {"2021", "2022"}),
    ],
)
def test_english_figures_are_read(text: str, figures: set[str]) -> None:
    assert english(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("비용은 2800만 유로입니다.", {"28000000"}),
        ("900만~1300만 유로", {"9000000", "13000000"}),
        ("1~2만 대", {"10000", "20000"}),
        ("1억 3258만 건", {"132580000"}),
        ("3조 2천억 원과 2만 5,000명", {"3200000000000", "25000"}),
        ("1천 500만 원", {"15000000"}),
        ("5백만 원을 2019년에", {"5000000", "2019"}),
        ("20억 2022년", {"2000000000", "2022"}),
        ("제5조에 따라 3조 원", {"5", "3000000000000"}),
        ("2020년 3~5월에 77.2%", {"2020", "month 3", "month 5", "77.2%"}),
        ("20~80퍼센트", {"20%", "80%"}),
        ("2018년 9월 19일 오후 9시 30분", {"2018", "month 9", "19", "21:30"}),
        ("18~20시, 밤 12시 반", {"18:00", "20:00", "00:30"}),
        ("24시간 동안 3시간", {"24", "3"}),
        ("4분의 3", {"3/4"}),
        ("열세 곳 가운데 일곱 도시", {"13", "7"}),
        ("열 가지", {"10"}),
        ("열 대의 버스", {"10"}),
        ("열대 기후와 열대기후", set()),
        ("문을 열 때 세금을 네모에 적습니다.", set()),
        ("16~74세 가운데", {"16", "74"}),
        ("뉴스1과 행정1부시장, 추적사건25시, 3차원, CO2를", set()),
    ],
)
def test_korean_figures_are_read(text: str, figures: set[str]) -> None:
    assert korean(text) == figures


@given(st.integers(0, 10**14).map(lambda value: value if value < 10**7 else value // 10**6 * 10**6))
@example(10**4)
@example(132_580_000)
@example(99_999_999)
def test_a_number_shown_on_the_korean_and_the_english_page_is_one_figure(value: int) -> None:
    shown_ko, shown_en = format_large_number(value, "ko"), format_large_number(value, "en")
    assert figures_in_korean(f"모두 {shown_ko} 명입니다.").stated == {number(value)}
    assert figures_in_english(f"There were {shown_en} of them.").stated == {number(value)}


@given(st.decimals(0, 10**6, places=2))
def test_decimals_and_percentages_are_read_with_every_place(value: object) -> None:
    digits = format_number(value, "en")
    assert figures_in_english(f"about {digits} km").stated == figures_in_korean(f"약 {digits} km").stated
    assert figures_in_english(f"{digits} per cent").stated == figures_in_korean(f"{digits}%가").stated


@given(st.integers(10**4, 10**9), st.integers(10**4, 10**9))
def test_both_ends_of_an_amount_are_read(first: int, second: int) -> None:
    low, high = sorted((first, second))
    wanted = {number(low), number(high)}
    assert figures_in_korean(format_amount(low, high, "EUR", "ko")).stated == wanted
    assert figures_in_english(format_amount(low, high, "EUR", "en")).stated == wanted


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_is_the_same_in_both_languages(day: date) -> None:
    in_english = figures_in_english(f"on {day.day} {MONTHS[day.month - 1]} {day.year}")
    assert in_english.stated == {number(day.day), month(day.month), number(day.year)}
    assert figures_in_korean(f"{day.year}년 {day.month}월 {day.day}일에").stated == in_english.stated
    assert figures_in_english(f"({day.isoformat()})").stated == in_english.stated


@given(st.times())
def test_a_time_is_the_same_on_a_clock_of_12_and_of_24_hours(at: time) -> None:
    hour, half = at.hour % 12 or 12, "pm" if at.hour > 11 else "am"
    wanted = {time_of_day(at.hour, at.minute)}
    assert figures_in_english(f"at {hour}:{at.minute:02} {half}").stated == wanted
    assert figures_in_english(f"at {at.hour}:{at.minute:02}").stated == wanted
    assert figures_in_korean(f"{'오후' if at.hour > 11 else '오전'} {hour}시 {at.minute}분").stated == wanted


@given(st.integers(3, 99))
def test_numbers_in_words_are_the_same_in_both_languages(value: int) -> None:
    tens, ones = divmod(value, 10)
    teens = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
    both = "-" if tens > 1 and ones else ""
    in_english = teens[ones] if tens == 1 else f"{ENGLISH_TENS[tens]}{both}{ENGLISH_ONES[ones]}"
    in_korean = "스무" if value == 20 else NATIVE_TENS[tens] + NATIVE_ONES[ones]
    assert figures_in_english(f"The {in_english} cities took part.").stated == {number(value)}
    assert figures_in_korean(f"{in_korean} 도시가 참가했습니다.").stated == {number(value)}


@pytest.mark.parametrize(
    ("text", "figure"),
    [("a city", number(1)), ("twice", number(2)), ("half", part(1, 2)), ("at noon", time_of_day(12))],
)
def test_vague_english_words_may_mean_a_figure_and_state_none(text: str, figure: Figure) -> None:
    found = figures_in_english(text)
    assert found.stated == frozenset()
    assert figure in found.may


@pytest.mark.parametrize(
    ("text", "figure"),
    [("한 도시", number(1)), ("두 배", number(2)), ("절반", part(1, 2)), ("정오에", time_of_day(12))],
)
def test_vague_korean_words_may_mean_a_figure_and_state_none(text: str, figure: Figure) -> None:
    found = figures_in_korean(text)
    assert found.stated == frozenset()
    assert figure in found.may


@given(st.text(max_size=60))
@example("9/0 0분의 1 13월 99시 ２０％")
def test_any_text_can_be_read(text: str) -> None:
    figures_in_english(text)
    figures_in_korean(text)


@given(st.integers(0, 10**9))
def test_a_quantity_with_its_unit_is_the_same_figure(value: int) -> None:
    assert figures_in_korean(format_quantity(value, "대", "ko")).stated == {number(value)}
