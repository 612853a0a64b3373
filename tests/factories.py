"""Records for tests: short, complete, in both languages; say only what the test is about."""

from __future__ import annotations

from typing import Any

from kb.domain.workflow import Actor
from kb.services import indexing
from kb.services.records import SaveDraft, publish_records, save_draft
from kb.services.site import Site

EDITOR = Actor("editor", frozenset(("editor",)))
CHIEF = Actor("chief", frozenset(("editor",)))
"""Publishes what the other wrote: nobody publishes a case of their own."""
CONTRIBUTOR = Actor("contributor", frozenset(("contributor",)))


def source_values(**given: Any) -> dict[str, Any]:
    return {"title": "Annual report", "language": "en", "source_type": "official", "gloss__ko": "연차 보고서",
            "gloss__en": "An annual report", "publisher": "City of Nice", "url": "https://example.org/report",
            "date": "2016-04-18", **given}  # fmt: skip


def city_values(**given: Any) -> dict[str, Any]:
    return {"name__ko": "니스", "name__en": "Nice", "country": "FR", "lat": 43.7, "lon": 7.27,
            "summary__ko": "니스는 지중해에 있는 도시입니다.[@report]", "summary__en": "Nice is a city on the Mediterranean.[@report]",
            **given}  # fmt: skip


def theme_values(**given: Any) -> dict[str, Any]:
    return {"pref_label__ko": "주차", "pref_label__en": "Parking", "alt_labels__ko": ["주차장"],
            "alt_labels__en": ["car park"], "definition__ko": "주차 공간을 찾는 일.", "definition__en": "Finding a space.",
            **given}  # fmt: skip


def case_values(**given: Any) -> dict[str, Any]:
    return {
        "title__ko": "스마트 주차", "title__en": "Smart parking", "original_language": "en", "city": "nice",
        "summary__ko": "니스시는 스마트 주차를 시험했습니다.[@report]", "summary__en": "Nice tried smart parking.[@report]",
        "themes": ["parking"], "stage": "ended", "stage_as_of": "2016", "period": "2012/2016",
        "challenge__ko": "낡은 요금기를 바꿔야 했습니다.[@report]", "challenge__en": "Old meters had to go.[@report]",
        "outcomes": [{"row_id": "kiosks", "indicator__ko": "철거된 단말기", "indicator__en": "Kiosks withdrawn", "value": 291,
                      "unit__ko": "대", "unit__en": "kiosks", "year": "2016", "outcome_type": "official_figure",
                      "sources": ["report"]}],
        **given,
    }  # fmt: skip


def event_values(**given: Any) -> dict[str, Any]:
    return {"title__ko": "서밋", "title__en": "Summit", "dates": "2018-09-19", "time_zone": "Asia/Seoul",
            "summary__ko": "회의입니다.[@report]", "summary__en": "A meeting.[@report]", **given}  # fmt: skip


def session_values(**given: Any) -> dict[str, Any]:
    return {"event": "summit", "position": 1, "title__ko": "본회의", "title__en": "Plenary", **given}


def presentation_values(**given: Any) -> dict[str, Any]:
    return {"session": "summit/plenary", "position": 1, "presentation_type": "city_talk", "title__ko": "니스의 발표",
            "title__en": "Talk by Nice", "material_state": "wanted", "speakers": [{"row_id": "nice", "city": "nice"}],
            "cases": ["smart-parking"], **given}  # fmt: skip


SMALL_COLLECTION: list[tuple[str, str, dict[str, Any]]] = [
    ("source", "report", source_values()),
    ("theme", "mobility", theme_values(pref_label__ko="모빌리티", pref_label__en="Mobility", alt_labels__ko=["교통"], alt_labels__en=["transport"])),
    ("theme", "parking", theme_values(broader="mobility")),
    ("city", "nice", city_values()),
    ("case", "smart-parking", case_values()),
    ("event", "summit", event_values()),
    ("session", "summit/plenary", session_values()),
    ("presentation", "talk-by-nice", presentation_values()),
]  # fmt: skip
"""One record of nearly every kind, referring to one another."""


def draft(site: Site, kind: str, slug: str, values: dict[str, Any], actor: Actor = EDITOR) -> int:
    """Save a draft; return its revision number."""
    with site.unit_of_work() as uow:
        number = save_draft(uow, actor, SaveDraft(kind, slug, values)).head_number
        uow.commit()
    return number


def publish(site: Site, *records: tuple[str, str, dict[str, Any]], index: bool = True) -> None:
    """Save and publish records together, and index them."""
    with site.unit_of_work() as uow:
        for kind, slug, values in records:
            save_draft(uow, EDITOR, SaveDraft(kind, slug, values))
        publish_records(uow, CHIEF, [(kind, slug) for kind, slug, _values in records])
        uow.commit()
    if index:
        bring_index_up(site)


def bring_index_up(site: Site) -> None:
    """Index what waits; build the index if there is none."""
    from kb.services.preparing import bring_index_up as up

    up(site, lambda what, done, total: None)


def rebuild_index(site: Site) -> int:
    """Build the index anew."""
    return indexing.rebuild(site.reads, site.writes, site.index) or 0
