"""What a report of an error may hold, and how often one network may send."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.error_reports import ALLOWED, LIMITS, clean_report, seconds_to_wait, sender_mark, tidy, with_scheme
from kb.errors import Problem

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FINE = {"what": "The year is wrong.", "where": "Costs", "source": "", "contact": ""}


def problems(**changed: str) -> list[tuple[str, str]]:
    return [(problem.where, problem.code) for problem in clean_report({**FINE, **changed})[1]]


def test_a_report_needs_what_and_where_and_nothing_else() -> None:
    assert clean_report({"what": "  The year is wrong.\r\nIt is 2016. ", "where": "Costs"}) == (
        {"what": "The year is wrong.\nIt is 2016.", "where": "Costs", "source": "", "contact": ""},
        [],
    )
    assert clean_report({})[1] == [Problem("what", "missing"), Problem("where", "missing")]


@pytest.mark.parametrize("blank", ["", "   \n\t ", "\u200b\u200b", "\u3000", "\x00\x01"])
def test_what_shows_nothing_counts_as_missing(blank: str) -> None:
    assert problems(what=blank) == [("what", "missing")]


@pytest.mark.parametrize("name", ["what", "where", "contact"])
def test_a_field_may_be_as_long_as_its_limit_and_no_longer(name: str) -> None:
    assert problems(**{name: "가" * LIMITS[name]}) == []
    assert clean_report({**FINE, name: "가" * (LIMITS[name] + 1)})[1] == [
        Problem(name, "too_long", str(LIMITS[name] + 1))
    ]


def test_every_problem_is_named_in_the_order_of_the_form() -> None:
    found = problems(what="", where="x" * 999, source="not one", contact="y" * 999)
    assert found == [
        ("what", "missing"),
        ("where", "too_long"),
        ("source", "not_an_address"),
        ("contact", "too_long"),
    ]


@pytest.mark.parametrize(
    "address", ["https://www.seoul.go.kr/news?id=1", "http://example.org", "https://ko.wikipedia.org/wiki/서울"]
)
def test_web_addresses_are_taken(address: str) -> None:
    assert problems(source=address) == []


@pytest.mark.parametrize("address", ["a book of 2016", "ftp://example.org/x", "javascript:alert(1)", "https://", "x"])
def test_anything_else_is_no_source_address(address: str) -> None:
    assert problems(source=address) == [("source", "not_an_address")]


def test_an_address_without_its_scheme_is_completed() -> None:
    assert clean_report({**FINE, "source": "www.seoul.go.kr/news"})[0]["source"] == "https://www.seoul.go.kr/news"
    assert with_scheme("mailto:a@example.org") == "mailto:a@example.org"


@given(st.text())
def test_a_tidy_text_holds_nothing_that_misleads_a_terminal_or_a_database(text: str) -> None:
    assert not {"\x00", "\x1b", "\r", "\x9b", "\u202e", "\u2066"} & set(tidy(text))
    assert tidy(tidy(text)) == tidy(text)


@given(st.dictionaries(st.sampled_from(list(LIMITS)), st.text(max_size=400)))
def test_cleaning_never_fails(given_fields: dict[str, str]) -> None:
    clean_report(given_fields)


def test_korean_typed_in_parts_is_composed() -> None:
    assert tidy("\u1109\u1165\u110b\u116e\u11af") == "서울"


def test_a_network_is_recognised_and_another_is_not() -> None:
    assert sender_mark("key", "192.0.2.1") == sender_mark("key", "192.0.2.1")
    assert sender_mark("key", "192.0.2.1") != sender_mark("key", "192.0.2.2")
    assert sender_mark("key", "192.0.2.1") != sender_mark("another key", "192.0.2.1")
    assert "192" not in sender_mark("key", "192.0.2.1")


def test_an_ipv6_network_counts_as_one_and_a_mapped_address_as_ipv4() -> None:
    assert sender_mark("key", "2001:db8::1") == sender_mark("key", "2001:db8::ffff:2")
    assert sender_mark("key", "2001:db8::1") != sender_mark("key", "2001:db8:0:1::1")
    assert sender_mark("key", "::ffff:192.0.2.1") == sender_mark("key", "192.0.2.1")
    assert sender_mark("key", "fe80::1%eth0") == sender_mark("key", "fe80::2")
    assert sender_mark("key", "") == sender_mark("key", "")


def test_the_tenth_report_of_an_hour_is_the_last_until_the_first_is_an_hour_old() -> None:
    most, hour = ALLOWED[0]
    sent = [NOON + timedelta(minutes=number) for number in range(most)]
    assert seconds_to_wait(sent[:-1], sent[-1]) == 0
    assert seconds_to_wait(sent, sent[-1]) == (hour - (sent[-1] - NOON)).total_seconds()
    assert seconds_to_wait(sent, NOON + hour) == 0


def test_slow_senders_too_have_a_limit_for_a_day() -> None:
    most, day = ALLOWED[1]
    sent = [NOON + timedelta(minutes=20 * number) for number in range(most)]
    assert seconds_to_wait(sent, sent[-1]) == (NOON + day - sent[-1]).total_seconds()
    assert seconds_to_wait(sent, NOON + day) == 0
    assert seconds_to_wait([], NOON) == 0
