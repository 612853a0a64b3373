import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.rendering.numbers import currency_name, format_amount, format_large_number, format_number, format_quantity


@pytest.mark.parametrize(
    ("low", "high", "currency", "english", "korean"),
    [
        (9_000_000, 13_000_000, "EUR", "9–13 million euros", "900만~1,300만 유로"),
        (28_000_000, None, "EUR", "28 million euros", "2,800만 유로"),
        (1_459_800, None, "EUR", "1,459,800 euros", "145만 9,800유로"),
        (2_150, None, "KRW", "2,150 won", "2,150원"),
        (3_900_000_000, None, "KRW", "3.9 billion won", "39억 원"),
        (975.5, None, "EUR", "975.5 euros", "975.5유로"),
        (2_000, 3_000_000, "USD", "2,000 to 3 million US dollars", "2,000달러~300만 달러"),
        (5, 5, "EUR", "5 euros", "5유로"),
    ],
)
def test_money_is_said_in_words_and_digits(
    low: float, high: float | None, currency: str, english: str, korean: str
) -> None:
    assert format_amount(low, high, currency, "en") == english
    assert format_amount(low, high, currency, "ko") == korean


def test_an_unknown_currency_names_itself() -> None:
    assert currency_name("XQX", "en") == "XQX"


@given(st.integers(min_value=0, max_value=10**15))
def test_korean_magnitudes_lose_no_digit(number: int) -> None:
    scales = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
    parts = re.findall(r"([\d,]+)([조억만]?)", format_large_number(number, "ko"))
    assert sum(int(digits.replace(",", "")) * scales[word] for digits, word in parts) == number


@given(st.integers(min_value=0, max_value=10**15))
def test_english_magnitudes_lose_no_digit(number: int) -> None:
    scales = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "": 1}
    digits, _, word = format_large_number(number, "en").partition(" ")
    assert Decimal(digits.replace(",", "")) * scales[word] == number


@pytest.mark.parametrize(
    ("value", "unit", "english", "korean_unit", "korean"),
    [
        (291, "kiosks", "291 kiosks", "대", "291대"),
        (12.5, "%", "12.5%", "%", "12.5%"),
        (605.23, "km²", "605.23 km²", "km²", "605.23 km²"),
        (7, "", "7", "", "7"),
    ],
)
def test_a_quantity_joins_its_unit_as_the_language_does(
    value: float, unit: str, english: str, korean_unit: str, korean: str
) -> None:
    assert format_quantity(value, unit, "en") == english
    assert format_quantity(value, korean_unit, "ko") == korean


def test_a_number_keeps_all_its_decimal_places() -> None:
    assert format_number(1234.56789, "en") == "1,234.56789"
    assert format_number(-3, "ko") == "-3"
