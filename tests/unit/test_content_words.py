"""Sentences in the wrong language and words of praise are found; names and quotations are left alone."""

import pytest

from kb.domain.content_language import is_foreign, language_findings
from kb.domain.content_praise import PRAISE, praise_findings, words_of_praise
from kb.domain.content_texts import sentences, without_quotations
from kb.domain.locales import Locale
from tests.unit.content_records import pair


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The sensors were removed in 2016.", "ko"),
        ("La ville a retiré les bornes.", "ko"),
        ("센서를 철거했습니다.", "en"),
        ("Nice는 2016년에 센서를 모두 철거했습니다.", "en"),
    ],
)
def test_a_sentence_of_another_language_is_found(text: str, lang: Locale) -> None:
    assert is_foreign(text, lang)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("센서(sensors of the Connected Boulevard)를 철거했습니다.", "ko"),
        ("KT, LG CNS", "ko"),
        ("2016: 291", "ko"),
        ("The public bicycle scheme Ddareungi (따릉이) grew.", "en"),
        ("The article calls it 일본블록체인추진협회 (BCCC).", "en"),
    ],
)
def test_a_foreign_name_within_a_sentence_is_not(text: str, lang: Locale) -> None:
    assert not is_foreign(text, lang)


def test_one_foreign_sentence_within_a_paragraph_is_found() -> None:
    piece = pair("시험했습니다. It was then stopped again. 끝났습니다.", "Tried. 그리고 끝났습니다. It ended.")
    assert [(item.lang, item.detail) for item in language_findings("case:x", piece)] == [
        ("ko", "It was then stopped again."),
        ("en", "그리고 끝났습니다."),
    ]


def test_the_name_of_a_record_may_be_foreign() -> None:
    assert list(language_findings("case:x", pair("Korea Institute for Development", "한국", field="name"))) == []


@pytest.mark.parametrize(("lang", "word"), [(lang, word) for lang, words in PRAISE.items() for word in words])
def test_every_word_of_praise_is_found_in_a_sentence_and_excepted_in_quotation_marks(lang: Locale, word: str) -> None:
    before, after = ("It is a", "scheme.") if lang == "en" else ("이것은", "사업입니다.")
    assert words_of_praise(f"{before} {word} {after}", lang) == [word]
    assert words_of_praise(f"{word.capitalize()} {after}", lang) == [word.capitalize()]
    for opening, closing in ("“”", "‘’", '""', "''"):
        assert words_of_praise(f"{before} {opening}{word} {after}{closing}", lang) == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("It was signed at the Innovative City Convention.", "en"),
        ("The innovation agency measured a significant fall; seamlessness was not measured.", "en"),
        ("광저우 도시혁신상을 받았습니다. 비혁신적 방법입니다.", "ko"),
        ("세계보건기구 기준의 다섯 배입니다.", "ko"),
    ],
)
def test_names_and_sober_words_are_no_praise(text: str, lang: Locale) -> None:
    assert words_of_praise(text, lang) == []


def test_praise_is_reported_with_its_language_and_not_in_names() -> None:
    piece = pair("획기적인 사업입니다.", "A world-class scheme.")
    assert [(item.code, item.lang, item.detail) for item in praise_findings("case:x", piece)] == [
        ("word_of_praise", "ko", "획기적인"),
        ("word_of_praise", "en", "world-class"),
    ]
    assert list(praise_findings("case:x", pair("세계 최고 상", "World-class prize", field="title"))) == []


def test_an_apostrophe_opens_no_quotation() -> None:
    assert without_quotations("the city's world-class users' scheme") == "the city's world-class users' scheme"


def test_sentences_end_at_full_stops_and_lines_but_not_within_numbers() -> None:
    assert sentences("One. Two?\nThree “four.” Five 5.4 x") == ["One.", "Two?", "Three “four.", "Five 5.4 x"]
