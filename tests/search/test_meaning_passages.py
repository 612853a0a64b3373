"""Which texts of a record are embedded."""

import pytest

from kb.domain.locales import Locale
from kb.search.meaning.passages import LONGEST, key_of, passages_of
from kb.search.port import IndexDocument


def case(kind: str = "case", **texts: dict[Locale, str]) -> IndexDocument:
    return IndexDocument(kind, "some-slug", texts, {})


def test_title_and_summary_are_one_passage_of_each_language() -> None:
    document = case(
        title={"ko": "올빼미버스", "en": "Owl Bus"}, summary={"ko": "밤에 달립니다.", "en": "Runs at night."}
    )
    assert [(found.section, found.lang, found.text) for found in passages_of(document)] == [
        ("summary", "ko", "올빼미버스. 밤에 달립니다."),
        ("summary", "en", "Owl Bus. Runs at night."),
    ]


def test_a_title_without_summary_is_a_passage_of_its_own() -> None:
    (passage,) = passages_of(case(kind="organization", title={"en": "WeGO"}))
    assert (passage.section, passage.text) == ("title", "WeGO")


def test_a_title_that_is_a_mere_code_is_left_out_of_the_passage() -> None:
    (passage,) = passages_of(case(title={"en": "d0001"}, summary={"en": "I went skiing."}))
    assert passage.text == "I went skiing."


def test_a_title_with_words_and_a_number_is_no_code() -> None:
    (passage,) = passages_of(case(title={"en": "Pier 9"}, summary={"en": "A park."}))
    assert passage.text == "Pier 9. A park."


def test_a_source_is_embedded_by_its_title_alone() -> None:
    document = case(kind="source", title={"en": "Annual report"}, summary={"en": "A gloss."}, note={"en": "long " * 40})
    assert [found.text for found in passages_of(document)] == ["Annual report"]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_long_section_becomes_several_passages_each_under_the_title(lang: Locale) -> None:
    paragraphs = [f"Paragraph {number} " + "of words. " * 30 for number in range(8)]
    document = case(title={lang: "Title"}, summary={lang: "Short."}, approach={lang: "\n".join(paragraphs)})
    found = [passage for passage in passages_of(document) if passage.section == "approach"]
    assert len(found) > 1
    assert all(passage.text.startswith("Title. Paragraph") for passage in found)
    assert all(len(passage.text) <= LONGEST[lang] + len("Title. ") for passage in found)


def test_no_word_of_a_long_text_is_lost_or_repeated() -> None:
    text = " ".join(f"word{number}." if number % 9 == 0 else f"word{number}" for number in range(900))
    found = [
        passage.text for passage in passages_of(case(title={"en": ""}, approach={"en": text}, summary={"en": "s"}))
    ]
    assert " ".join(found[1:]).split() == text.split()


def test_a_text_without_any_break_is_cut() -> None:
    document = case(title={"ko": "가"}, summary={"ko": "나" * 1700})
    assert sum(len(passage.text) - len("가. ") for passage in passages_of(document)) == 1700
    assert len(passages_of(document)) == 4


def test_a_short_section_and_labels_are_left_to_the_words() -> None:
    document = case(
        title={"en": "T"},
        summary={"en": "S"},
        costs={"en": "EUR 5"},
        city={"en": "Nice " * 50},
        names={"en": "N " * 50},
    )
    assert len(passages_of(document)) == 1


def test_a_language_without_title_and_summary_has_no_passages() -> None:
    assert passages_of(case(approach={"en": "words " * 50})) == ()


def test_the_key_names_the_text_and_nothing_else() -> None:
    first, second = (passages_of(case(kind=kind, title={"en": "Same"})) for kind in ("case", "city"))
    assert first[0].key == second[0].key == key_of("Same")
    assert key_of("Same") != key_of("same")


def test_a_lone_surrogate_has_a_key() -> None:
    assert key_of("\ud800") >= 0
