"""The collection that faults are tried on: cases in a few cities, each findable by a mark of its present edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from bench.site_folder import SiteFolder
from kb.domain.workflow import Actor
from kb.services.records import SaveDraft, publish_records, save_draft
from kb.services.site import Site

BEACON: Final = "lighthouse"
"""A word in the title of every case."""
CITIES: Final = 3
EDITOR: Final = Actor("bench", frozenset(("administrator",)))
CHIEF: Final = Actor("bench-chief", frozenset(("administrator",)))
_TEXT: Final = "The city counted parking spaces and published what it found, street by street. "


def city_values(number: int, mark: str) -> dict[str, Any]:
    """Describe a city; its mark is in its name, and so in the text of its cases."""
    return {"name__ko": f"도시{number} {mark}", "name__en": f"City {number} {mark}", "country": "KR"}


def case_values(number: int, mark: str) -> dict[str, Any]:
    """Describe a case; its mark is in its title."""
    return {
        "title__ko": f"등대 {number} {mark}",
        "title__en": f"{BEACON} {number} {mark}",
        "summary__ko": "도시가 주차 공간을 세었습니다.",
        "summary__en": _TEXT * 4,
        "original_language": "en",
        "city": f"city-{number % CITIES}",
    }


def first_mark(kind: str, number: int) -> str:
    """Give the mark that a record begins with."""
    return f"zq{kind}{number}x0"


def publish_one(site: Site, kind: str, slug: str, values: dict[str, Any]) -> None:
    """Save and publish a record, in one transaction."""
    with site.unit_of_work() as uow:
        save_draft(uow, EDITOR, SaveDraft(kind, slug, values))
        publish_records(uow, CHIEF, [(kind, slug)])
        uow.commit()


def make_collection(folder: Path, cases: int) -> SiteFolder:
    """Make a site with the cities and some cases, published and indexed."""
    site = SiteFolder(folder)
    site.prepare_empty()
    cities = [("city", f"city-{number}", city_values(number, first_mark("city", number))) for number in range(CITIES)]
    listed = [("case", f"case-{number}", case_values(number, first_mark("case", number))) for number in range(cases)]
    source = folder / "collection.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        for kind, slug, values in (*cities, *listed):
            record = {"kind": kind, "slug": slug, "status": "published", **values}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    site.run("import", str(source), "--format", "jsonl")
    site.run("work", "--once")
    return site
