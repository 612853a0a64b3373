"""Lengths of time in words."""

import pytest

from kb.domain.durations import Precision
from kb.rendering.durations import format_duration


@pytest.mark.parametrize(
    ("months", "precision", "is_least", "korean", "english"),
    [
        (92, "month", False, "7년 8개월", "7 years 8 months"),
        (13, "month", False, "1년 1개월", "1 year 1 month"),
        (24, "month", True, "최소 2년", "at least 2 years"),
        (5, "month", False, "5개월", "5 months"),
        (0, "month", False, "1개월 이내", "one month or less"),
        (48, "year", False, "약 4년", "about 4 years"),
        (48, "year", True, "최소 4년", "at least 4 years"),
        (0, "year", False, "1년 이내", "one year or less"),
    ],
)
def test_a_length_is_written_as_exactly_as_it_is_known(
    months: int, precision: Precision, is_least: bool, korean: str, english: str
) -> None:
    assert format_duration(months, precision, "ko", is_least=is_least) == korean
    assert format_duration(months, precision, "en", is_least=is_least) == english
