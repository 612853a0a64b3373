"""Markdown to one line of plain words: the short way for plain texts and the parser agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.rendering.plain import plain_blocks, plain_text

# fmt: off
PIECES = ["word", "니스", " ", "\n", "\n\n", "[@report]", "[@a; @b]", "- ", "1. ", "+", "*", "_", "&amp;", "<", "[x](y)", ".", "\\", "\t", "    "]
# fmt: on


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_both_ways_give_the_same(text: str) -> None:
    assert plain_text(text) == " ".join(" ".join(plain_blocks(text)).split())


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("Nice tried it.[@report]", "Nice tried it."),
        ("A *bold* word", "A bold word"),
        ("- one\n- two", "one two"),
        ("1. one\n2. two", "one two"),
        ("Two\nlines\n\nand a third", "Two lines and a third"),
    ],
)
def test_marks_and_citations_are_left_out(markdown: str, plain: str) -> None:
    assert plain_text(markdown) == plain
