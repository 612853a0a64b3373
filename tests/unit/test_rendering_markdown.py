from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.rendering.markdown import render_markdown
from kb.rendering.plain import plain_blocks, plain_text, shorten
from kb.rendering.references import WORD_JOINER, References


def html(text: str) -> str:
    return str(render_markdown(text, References())).replace(str(WORD_JOINER), "")


def test_a_citation_becomes_a_numbered_link_to_the_list_of_references() -> None:
    assert html("Closed in 2016.[@nice-f3]") == (
        '<p>Closed in 2016.<a class="ref" href="#ref-1" id="cite-1" role="doc-noteref">[1]</a></p>'
    )


def test_numbers_follow_the_first_mention_and_are_kept_over_several_texts() -> None:
    references = References()
    render_markdown("One.[@a; @b]", references)
    second = str(render_markdown("Two.[@c; @a]", references))
    assert references.slugs == ("a", "b", "c")
    assert second.index("[1]") < second.index("[3]")


def test_only_the_first_citation_of_a_source_carries_the_id_to_come_back_to() -> None:
    assert html("One.[@a] Two.[@a]").count('id="cite-1"') == 1


def test_a_citation_never_begins_a_line() -> None:
    assert f"end.{WORD_JOINER}<a" in str(render_markdown("end.[@a]", References()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# No heading", "<p># No heading</p>"),
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("[page](https://example.org/)", '<p><a href="https://example.org/">page</a></p>'),
        ("<b>no tags</b>", "<p>&lt;b&gt;no tags&lt;/b&gt;</p>"),
        ("[@Not-a-slug]", "<p>[@Not-a-slug]</p>"),
    ],
)
def test_only_paragraphs_lists_emphasis_and_links_are_markup(text: str, shown: str) -> None:
    assert html(text) == shown


class Elements(HTMLParser):
    """Collects the elements of a text and what they link to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _value in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]


def assert_harmless(text: str) -> None:
    shown = Elements(html(text))
    assert shown.names <= {"p", "ul", "ol", "li", "em", "strong", "a", "br"}
    assert shown.attributes <= {"href", "class", "id", "role", "start"}
    assert not [
        link for link in shown.links if link.split(":")[0].lower() in ("javascript", "data", "vbscript", "file")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "<script>alert(1)</script>",
        "![x](https://example.org/x.png)",
        '<a href="https://x.y" onclick="z()">',
        "[x](data:text/html;base64,AAAA)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
    ],
)
def test_nothing_that_runs_or_loads_gets_through(text: str) -> None:
    assert_harmless(text)


@given(st.text(alphabet=st.sampled_from("abc<>[]()!*_`\\\"'=:/@;#&- \n\x00javascript가"), max_size=80))
def test_any_text_renders_harmlessly(text: str) -> None:
    assert_harmless(text)


def test_plain_text_has_neither_marks_nor_citations() -> None:
    text = "One **bold** word.[@a]\n\n- first[@b]\n- second [link](https://x.org)"
    assert plain_blocks(text) == ["One bold word.", "first", "second link"]
    assert plain_text(text) == "One bold word. first second link"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short", 10, "short"),
        ("one two three", 9, "one two…"),
        ("one, two three", 6, "one…"),
        ("abcdefghij", 5, "abcd…"),
    ],
)
def test_shortening_ends_after_a_whole_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
    assert len(shorten(text, limit)) <= limit
