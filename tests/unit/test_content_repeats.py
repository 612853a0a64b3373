"""Paragraphs copied from record to record are found, a few words changed or not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.content_repeats import LIKENESS, likeness, repeat_findings, shingles
from kb.domain.locales import Locale
from tests.unit.content_records import case, record

ENGLISH = (
    "The city set up sensors along the boulevard, and drivers were told by signs and by an app where a space was free; "
    "four years later the company suspended the scheme and took the kiosks out of service."
)
KOREAN = (
    "시는 대로를 따라 센서를 설치하고 안내판과 앱으로 빈 주차면을 알려 주었습니다. 사 년 뒤 회사는 이 사업을 중단했고 "
    "연석에 있던 단말기를 모두 철거했으며 새 요금기를 들였습니다."
)
WORDS = st.lists(st.sampled_from("the city set up sensors and took them out again".split()), max_size=30)  # noqa: SIM905


def found(first: dict[str, Any], second: dict[str, Any]) -> list[tuple[str, str, Locale | str, str]]:
    records = [case("one", **first), case("two", **second)]
    return [(item.record, item.where, item.lang, item.code) for item in repeat_findings(records)]


def test_a_copied_paragraph_is_found_once_a_language() -> None:
    copied = {"challenge__ko": KOREAN, "challenge__en": ENGLISH}
    other = {"summary__ko": KOREAN + "[@report]", "summary__en": f"{'One more. ' * 30}\n\n{ENGLISH.upper()}[@report]"}
    assert found(copied, other) == [
        ("case:two", "summary", "ko", "near_duplicate"),
        ("case:two", "summary", "en", "near_duplicate"),
    ]


@pytest.mark.parametrize(("lang", "text", "old", "new"), [
    ("en", ENGLISH, "four years later", "in 2016"), ("ko", KOREAN, "사 년 뒤", "나중에"),
])  # fmt: skip
def test_a_few_words_changed_do_not_hide_it(lang: Locale, text: str, old: str, new: str) -> None:
    assert old in text
    field = f"challenge__{lang}"
    assert [code for *_rest, code in found({field: text}, {field: text.replace(old, new)})] == ["near_duplicate"]


def test_the_same_subject_in_other_words_is_not_found() -> None:
    other = (
        "Sensors in the kerb showed which spaces were taken. Signs and an app passed it on to drivers, until SEMIACS, "
        "which ran the parking, gave the scheme up after four years and withdrew all of its kiosks."
    )
    assert found({"challenge__en": ENGLISH}, {"challenge__en": other}) == []


def test_a_short_paragraph_a_note_on_what_is_unknown_and_the_same_record_are_left_alone() -> None:
    assert found({"challenge__en": "No source was found."}, {"challenge__en": "No source was found."}) == []
    assert found({"updating_note__en": ENGLISH}, {"updating_note__en": ENGLISH}) == []
    assert list(repeat_findings([case(challenge__en=ENGLISH, approach__en=ENGLISH)])) == []


def test_records_of_one_event_may_tell_the_same_announcement() -> None:
    talks = [record("presentation", slug, {"session": "summit/plenary", "abstract__en": ENGLISH}) for slug in "ab"]
    session = record("session", "summit/plenary", {"event": "summit", "note__en": ENGLISH})
    event = record("event", "summit", {"summary__en": ENGLISH})
    assert list(repeat_findings([*talks, session, event])) == []
    elsewhere = record("presentation", "c", {"session": "forum/plenary", "abstract__en": ENGLISH})
    assert len(list(repeat_findings([talks[0], elsewhere]))) == 1


@given(WORDS, WORDS)
def test_likeness_is_symmetric_and_between_nought_and_one(first: list[str], second: list[str]) -> None:
    one, another = shingles(" ".join(first)), shingles(" ".join(second))
    assert likeness(one, another) == likeness(another, one)
    assert 0 <= likeness(one, another) <= 1
    assert likeness(one, one) == (1 if one else 0)


@given(st.integers(1, 60))
def test_likeness_falls_as_text_is_added(words: int) -> None:
    longer = shingles(ENGLISH + " " + " ".join(f"w{number}" for number in range(words)))
    same = shingles(ENGLISH)
    assert likeness(same, longer) == pytest.approx(len(same) / (len(same) + words))
    assert (likeness(same, longer) >= LIKENESS) == (words <= len(same))
