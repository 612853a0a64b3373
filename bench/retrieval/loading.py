"""Loading sets into a site of their own: as JSON lines through `kb import`, then indexed as the worker does it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.retrieval.sets import Document, RetrievalSet
from bench.site_folder import SiteFolder

# Every case needs a city. Its name is in the text of all of them, so it must be a word that nobody searches for.
CITY: Final = {
    "kind": "city",
    "slug": "xqzw",
    "status": "published",
    "country": "KR",
    "name__ko": "Xqzw",
    "name__en": "Xqzw",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A site that holds some sets; `slugs` gives the case of a document by set and id."""

    site: SiteFolder
    slugs: Mapping[tuple[str, str], str]
    seconds: float


def load_sets(sets: Sequence[RetrievalSet], folder: Path) -> Loaded:
    """Make an empty site in a folder and import the sets' documents; by words all is findable afterwards."""
    slugs = {
        (one.name, document.id): f"{_slug(one.name)}-{number:06}"
        for one in sets
        for number, document in enumerate(one.documents)
    }
    site = SiteFolder(folder)
    site.prepare_empty()
    source = folder / "documents.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records_of(sets, slugs))
    started = time.perf_counter()
    site.run("import", str(source), "--format", "jsonl")
    site.run("work", "--once")
    return Loaded(site, slugs, time.perf_counter() - started)


def records_of(sets: Sequence[RetrievalSet], slugs: Mapping[tuple[str, str], str]) -> Iterator[dict[str, Any]]:
    """Yield the records to import: the city, then a case a document."""
    yield CITY
    for one in sets:
        for document in one.documents:
            yield case_of(document, slugs[one.name, document.id])


def case_of(document: Document, slug: str) -> dict[str, Any]:
    """Make a published case of a document: its title, the id where that is empty, and its body as summary."""
    return {
        "kind": "case",
        "slug": slug,
        "status": "published",
        "city": CITY["slug"],
        "original_language": document.lang,
        f"title__{document.lang}": document.title or document.id,
        f"summary__{document.lang}": document.body,
    }


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "set"
