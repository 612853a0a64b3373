"""What of a record goes into the index."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kb.domain.fields import Field, FieldType
from kb.domain.record_types import RECORD_TYPES
from kb.domain.records import Labels, PublicCard, PublicRecord
from kb.search.document_texts import NOT_SEARCHED, section_of_field
from kb.search.documents import build_document
from kb.search.plain import plain_text
from kb.search.sections import SECTION_NUMBERS

WHEN = datetime(2024, 3, 2, 10, tzinfo=UTC)


def record(kind: str, slug: str = "x", **values: Any) -> PublicRecord:
    return PublicRecord(kind, slug, 1, WHEN, WHEN, values)


def card(kind: str, slug: str, ko: str | None, en: str | None) -> PublicCard:
    return PublicCard(kind, slug, {"ko": ko, "en": en}, {"ko": None, "en": None}, WHEN)


LABELS = Labels(
    {
        ("city", "nice"): card("city", "nice", "니스", "Nice"),
        ("theme", "parking"): card("theme", "parking", "주차", "Parking"),
        ("organization", "cisco"): card("organization", "cisco", "시스코", "Cisco"),
        ("case", "other"): card("case", "other", "다른 사례", "Another case"),
    }
)
NICE = record("city", "nice", name__ko="니스", name__en="Nice", country="FR")
CASE = record(
    "case",
    title__ko="스마트 주차",
    title__en="Smart parking",
    title_original="Stationnement intelligent",
    title_original_language="fr",
    summary__ko="요약입니다.[@a; @b]",
    summary__en="A *summary*.[@a] More.",
    city="nice",
    themes=["parking"],
    technologies__en=["kerb sensors", "mesh network"],
    stage="ended",
    stage_as_of="2016",
    period="2012/",
    lead_organization="kt",
    partners=[{"row_id": "c", "organization": "cisco", "note__en": "sensors"}, {"row_id": "d", "name__en": "Sude"}],
    challenge__en="One.[@a]\n\nTwo [link](https://example.org) here.",
    outcomes=[{"row_id": "k", "indicator__en": "Kiosks", "value": 291, "unit__en": "kiosks", "outcome_type": "claim"}],
    costs=[{"row_id": "t", "amount": 9000000, "currency": "EUR", "cost_type": "total"}],
    relations=[{"row_id": "r", "relation": "compare_with", "case": "other", "reason__en": "same idea"}],
    last_confirmed_on="2025-01-02",
)


def built(item: PublicRecord, **given: Any) -> Any:
    return build_document(item, LABELS, **{"related": {("city", "nice"): NICE}, **given})


def test_texts_are_plain_and_stay_in_their_language() -> None:
    texts = built(CASE).texts
    assert texts["title"] == {"ko": "스마트 주차", "en": "Smart parking"}
    assert texts["names"] == {"en": "Stationnement intelligent"}
    assert texts["summary"] == {"ko": "요약입니다.", "en": "A summary. More."}
    assert texts["challenge"] == {"en": "One.\nTwo link here."}
    assert texts["technology"] == {"en": "kerb sensors\nmesh network"}


def test_rows_become_lines_and_bare_figures_stand_in_both_languages() -> None:
    texts = built(CASE).texts
    assert texts["outcomes"] == {"en": "Kiosks · kiosks · 291"}
    assert texts["costs"] == {"ko": "9000000", "en": "9000000"}
    assert texts["organization"] == {"ko": "시스코", "en": "Cisco\nsensors\nSude"}


def test_what_a_record_refers_to_is_named_except_its_neighbours() -> None:
    texts = built(CASE).texts
    assert texts["city"] == {"ko": "니스", "en": "Nice"}
    assert texts["theme"] == {"ko": "주차", "en": "Parking"}
    assert texts["country"] == {"ko": "프랑스", "en": "France"}
    assert texts["relations"] == {"en": "same idea"}
    assert "cases" not in texts


def test_a_case_is_tagged() -> None:
    document = built(
        CASE, broader={"parking": "mobility", "mobility": "safety-transport", "safety-transport": None},
        evidence="D", presented_at=["summit"],
    )  # fmt: skip
    assert document.tags == {
        "type": ("case",),
        "theme": ("parking", "mobility", "safety-transport"),
        "city": ("nice",),
        "country": ("FR",),
        "organization": ("kt", "cisco"),
        "event": ("summit",),
        "stage": ("ended",),
        "evidence": ("D",),
        "language": ("ko", "en"),
        "city_size": ("unknown",),
    }


def test_a_case_is_tagged_by_its_cost_its_lessons_and_the_size_of_its_city() -> None:
    population = {"row_id": "p", "figure": "population", "value": 356603, "year": "2022"}
    nice = record("city", "nice", name__en="Nice", country="FR", profile=[population])
    lessons = [
        {"row_id": str(place), "lesson_type": kind, "category": category}
        for place, (kind, category) in enumerate([("barrier", "legal"), ("success", "data"), ("barrier", "data")])
    ]
    case = record("case", title__en="x", city="nice", lessons=lessons)
    tags = built(case, cost=["1m-10m", "10m-100m"], related={("city", "nice"): nice}).tags
    assert tags["cost"] == ("1m-10m", "10m-100m")
    assert tags["lesson"] == ("legal", "data")
    assert tags["lesson_type"] == ("barrier", "success")
    assert tags["city_size"] == ("250k-1m",)
    assert built(nice).tags["city_size"] == ("250k-1m",)
    assert "cost" not in built(nice).tags


def test_themes_that_are_broader_in_a_circle_end() -> None:
    assert built(CASE, broader={"parking": "mobility", "mobility": "parking"}).tags["theme"] == ("parking", "mobility")


def test_an_unknown_end_counts_as_the_attested_year() -> None:
    document = built(CASE)
    assert (document.year_start, document.year_end) == (2012, 2016)
    assert (document.newest, document.confirmed) == ("2012-01-01", "2025-01-02")


def test_a_period_still_going_on_ends_this_year() -> None:
    item = record("case", title__en="x", period="2013-04/..", stage_as_of="2022")
    assert built(item, this_year=2026).year_end == 2026
    assert built(item).year_end == 2022


def test_a_record_without_a_date_sorts_by_publication() -> None:
    document = built(record("organization", name__en="Cisco"))
    assert (document.newest, document.confirmed, document.year_start) == ("2024-03-02", "2024-03-02", None)


def test_a_malformed_date_is_no_date() -> None:
    assert built(record("case", title__en="x", period="soon")).year_start is None


def test_a_presentation_happens_when_its_session_or_event_does() -> None:
    session = record("session", "summit/plenary", title__en="Plenary", event="summit")
    event = record("event", "summit", title__en="Summit", dates="2018-09-17/2018-09-20")
    talk = record(
        "presentation", title__en="Talk", session="summit/plenary", speakers=[{"row_id": "n", "city": "nice"}]
    )
    related = {("session", "summit/plenary"): session, ("event", "summit"): event, ("city", "nice"): NICE}
    document = built(talk, related=related)
    assert (document.year_start, document.newest) == (2018, "2018-09-17")
    assert document.tags["event"] == ("summit",)
    assert document.tags["city"] == ("nice",)
    assert document.tags["country"] == ("FR",)


def test_a_session_with_times_has_a_year() -> None:
    session = record(
        "session", "summit/a", title__en="A", event="summit", start="2018-09-19T10:00", end="2018-09-19T12:00"
    )
    assert built(session).year_start == 2018


def test_the_language_tag_asks_for_title_and_summary() -> None:
    both = {"title__ko": "제목", "title__en": "Title", "city": "nice"}
    assert built(record("case", summary__en="Only here.", **both)).tags["language"] == ("en",)
    assert built(record("case", **both)).tags["language"] == ("ko", "en")


def test_a_source_s_title_is_in_its_own_language() -> None:
    korean = built(record("source", title="서울시 보도자료", language="ko", gloss__en="Press release", date="2018-09"))
    assert korean.texts["title"] == {"ko": "서울시 보도자료"}
    assert korean.year_start == 2018
    french = built(record("source", title="Le stationnement", language="fr", publisher="20 Minutes"))
    assert french.texts["title"] == {"en": "Le stationnement"}
    assert french.texts["publisher"] == {"en": "20 Minutes"}
    assert "language" not in french.tags


def test_a_record_carries_the_tag_of_itself() -> None:
    assert built(NICE).tags["city"] == ("nice",)
    theme = record(
        "theme", "parking", pref_label__en="Parking", alt_labels__en=["car park"], broader="mobility", related=["iot"]
    )
    document = built(theme, broader={"parking": "mobility"})
    assert document.tags["theme"] == ("parking", "mobility")
    assert document.texts["names"] == {"en": "car park"}


@pytest.mark.parametrize("kind", sorted(RECORD_TYPES))
def test_every_text_field_is_either_indexed_or_named_as_not_searched(kind: str) -> None:
    fields: list[Field] = [
        field for field in RECORD_TYPES[kind].fields
        if field.type in (FieldType.TEXT, FieldType.MARKDOWN, FieldType.LIST, FieldType.ROWS)
    ]  # fmt: skip
    for field in fields:
        section = section_of_field(record(kind), field)
        assert section in SECTION_NUMBERS or field.name in NOT_SEARCHED, f"{kind}.{field.name}"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Word.[@a; @b] Next.", "Word. Next."),
        ("Word [@a].", "Word."),
        ("**Bold**, *slanted*, `code` and _under_.", "Bold, slanted, code and under."),
        ("snake_case stays", "snake_case stays"),
        ("- one\n- two\n\n1. three", "one\ntwo\nthree"),
        ("a\nsoft break", "a soft break"),
        ("> quoted", "quoted"),
        ("[text](https://example.org/a_b) <https://example.org>", "text https://example.org"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        (r"\*not emphasis\*", "*not emphasis*"),
        ("2 * 3", "2 3"),
        ("Ca\u0301", "Cá"),
        ("", ""),
    ],
)
def test_markdown_becomes_plain(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text
