"""What cases take from the vocabulary is in it, under the label that it has there."""

from typing import Any

import pytest

from kb.domain.content_rules import check_record
from kb.domain.content_vocabulary import label_findings, same_label, vocabulary_findings, vocabulary_of
from tests.unit.content_records import case, theme

VOCABULARY = vocabulary_of(
    [
        theme("parking", sdg_targets=["11.2"]),
        theme("cctv", pref_label__ko="CCTV", pref_label__en="CCTV", alt_labels__ko=["감시 카메라"],
              alt_labels__en=["surveillance camera"], sdg_targets=["16.1"]),
    ]
)  # fmt: skip


def found(**given: Any) -> list[tuple[str, str]]:
    return [(item.code, item.lang) for item in vocabulary_findings(case(**given), "case:x", VOCABULARY)]


def test_a_theme_that_is_not_in_the_vocabulary_is_found() -> None:
    findings = check_record(case(themes=["teleportation"]), lambda kind, slug: slug != "teleportation")
    assert [(item.code, item.where, item.detail) for item in findings if item.severity == "error"] == [
        ("not_in_vocabulary", "themes", "theme teleportation")
    ]


def test_sdg_targets_come_from_the_themes() -> None:
    assert found(sdg_targets=["11.2"]) == []
    assert found(sdg_targets=["11.2", "16.1"]) == [("target_of_no_theme", "")]
    assert found(sdg_targets=["16.1"], themes=["parking", "cctv"]) == []


@pytest.mark.parametrize(
    ("korean", "english", "lang"),
    [
        ("감시카메라", "Surveillance cameras", None),
        ("무선 메시망", "wireless mesh network", None),
        ("감시카메라", "watching machines", "en"),
        ("지켜보는 기계", "surveillance camera", "ko"),
        ("주차장", "surveillance camera", "ko"),
    ],
)
def test_a_label_of_the_vocabulary_is_translated_by_the_vocabulary(korean: str, english: str, lang: str | None) -> None:
    expected = [("label_not_in_vocabulary", lang)] if lang else []
    assert found(technologies__ko=[korean], technologies__en=[english]) == expected


def test_lists_of_different_length_are_not_paired() -> None:
    assert found(technologies__ko=["감시카메라", "가"], technologies__en=["a"]) == []


def test_a_label_that_two_themes_claim_is_found() -> None:
    assert list(label_findings(VOCABULARY)) == []
    twice = vocabulary_of([theme("parking"), theme("kerbs", pref_label__ko="연석", alt_labels__ko=[])])
    assert [(item.record, item.lang, item.detail) for item in label_findings(twice)] == [
        ("theme:kerbs", "en", "carpark: parking"),
        ("theme:kerbs", "en", "parking: parking"),
    ]


def test_labels_are_alike_whatever_their_spacing_case_and_english_plural() -> None:
    assert same_label("Car-Parks", "en") == same_label("car park", "en")
    assert same_label("안전·교통", "ko") == same_label("안전 교통", "ko")
    assert same_label("버스", "ko") != same_label("버", "ko")
