from hypothesis import given
from hypothesis import strategies as st

from kb.domain.citations import citations_of, cited_slugs, paragraphs, without_citations
from kb.domain.record_types import RECORD_TYPES
from tests.factories import case_values

slugs = st.lists(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)?", fullmatch=True), min_size=1, max_size=4)
plain = st.text(alphabet="abc 가나다.,;@()", max_size=20)


@given(st.lists(st.tuples(plain, slugs), max_size=5), plain)
def test_every_citation_is_found_in_order_and_taken_out_cleanly(parts: list[tuple[str, list[str]]], tail: str) -> None:
    markdown = "".join(f"{text}[{'; '.join('@' + slug for slug in cited)}]" for text, cited in parts) + tail
    assert cited_slugs(markdown) == [slug for _text, cited in parts for slug in cited]
    assert without_citations(markdown) == "".join(text for text, _cited in parts) + tail


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_citations(text: str) -> None:
    assert cited_slugs(without_citations(text)) == [] or "[" in text


def test_square_brackets_without_an_at_sign_are_text() -> None:
    assert cited_slugs("as [1] and [see below] and user@example.org") == []


def test_citations_of_a_record_come_from_texts_of_both_languages_and_from_rows() -> None:
    found = list(citations_of(RECORD_TYPES["case"], case_values()))
    assert ("summary", "", "ko", "report") in found
    assert ("challenge", "", "en", "report") in found
    assert ("outcomes", "kiosks", "", "report") in found


def test_paragraphs_are_parted_by_empty_lines() -> None:
    assert paragraphs("one\nstill one\n\n \n\ntwo\n") == ["one\nstill one", "two"]
