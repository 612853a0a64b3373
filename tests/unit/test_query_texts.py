"""Which search texts may be counted, and which count together."""

import pytest

from kb.domain.query_texts import LONGEST, may_be_counted, query_key


@pytest.mark.parametrize(
    "text",
    [
        "스마트 주차",
        "smart city 2018",
        "2012-2016",
        "2012–2016 budget",
        "1988 서울 2002",
        "5G",
        "CO2 emissions 2030 2050",
        "article 12",
        "c++ @ home",
        "인구 100만",
        "291 kiosks",
    ],
)
def test_ordinary_queries_are_counted(text: str) -> None:
    assert may_be_counted(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "somebody@example.org",
        "write to somebody@example.org please",
        "010-1234-5678",
        "02 123 4567",
        "+82 (0)2 2133 0000",
        "０１０－１２３４－５６７８",
        "123-4567",
        "01012345678",
        "900101-1234567",
        "call 212.555.0199",
        "x" * (LONGEST + 1),
        "nul\0inside",
    ],
)
def test_what_may_name_a_person_or_is_no_query_is_not(text: str) -> None:
    assert not may_be_counted(text)


def test_spellings_of_one_query_count_together() -> None:
    assert query_key("  Smart   CITY ") == query_key("ｓｍａｒｔ city") == "smart city"
