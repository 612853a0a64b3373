"""What robots.txt permits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.robots import parse_robots

TEXT = """\ufeff# rules
User-agent: *
Disallow: /private/
Crawl-delay: 3

User-agent: OtherBot
User-agent: Casebook/2.0
Disallow: /      # everything
Allow: /open
Allow: /open/*.pdf$
Disallow: /open/secret
"""


def test_the_group_that_names_the_visitor_counts_and_no_other() -> None:
    rules = parse_robots(TEXT, "casebook")
    assert not rules.allow("/private/x")
    assert not rules.allow("/anything")
    assert rules.allow("/open")
    assert rules.pause is None


def test_the_general_group_counts_for_everybody_else() -> None:
    rules = parse_robots(TEXT, "Nobody")
    assert rules.allow("/anything")
    assert not rules.allow("/private/x")
    assert rules.pause == 3


def test_the_longest_rule_wins_whatever_the_order() -> None:
    rules = parse_robots(TEXT, "Casebook")
    assert not rules.allow("/open/secret/page")
    assert rules.allow("/open/report.pdf")


def test_of_two_rules_of_one_length_the_permission_wins() -> None:
    assert parse_robots("User-agent: *\nDisallow: /page\nAllow: /page", "x").allow("/page")


def test_groups_for_the_same_visitor_are_taken_together() -> None:
    rules = parse_robots(
        "User-agent: x\nDisallow: /a\n\nUser-agent: y\nDisallow: /\n\nUser-agent: x\nDisallow: /b", "x"
    )
    assert not rules.allow("/a")
    assert not rules.allow("/b")
    assert rules.allow("/c")


@pytest.mark.parametrize(
    "text", ["", "<html>Not found</html>", "User-agent: *\nDisallow:", "Disallow: /", "Sitemap: /x"]
)
def test_a_file_that_forbids_nothing_permits_everything(text: str) -> None:
    assert parse_robots(text, "x").allow("/page?id=1")


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/fish", "/fish.html", True),
        ("/fish", "/Fish", False),
        ("/fish*", "/fishheads/yummy", True),
        ("/*.php", "/folder/file.php?x", True),
        ("/*.php$", "/file.php?x", False),
        ("/*.php$", "/file.php", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/a*b*c$", "/a-b-b-c", True),
        ("/ab*b$", "/ab", False),
        ("/%ED%95%9C", "/한글", True),
        ("/한글", "/%ed%95%9c%ea%b8%80", True),
        ("/*?id=", "/page?id=4", True),
    ],
)
def test_asterisk_and_dollar_sign_have_their_meaning(pattern: str, path: str, matches: bool) -> None:
    assert parse_robots(f"User-agent: *\nDisallow: {pattern}", "x").allow(path) is not matches


def test_a_rule_of_many_asterisks_takes_no_time() -> None:
    assert parse_robots(f"User-agent: *\nDisallow: /{'*a' * 500}$", "x").allow("/" + "a" * 499)


@given(st.text(), st.text(max_size=20))
def test_no_file_makes_reading_it_fail(text: str, path: str) -> None:
    assert parse_robots(f"User-agent: *\n{text}", "x").allow(f"/{path}") in (True, False)
