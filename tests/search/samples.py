"""Documents for tests, said in one line, and an index in memory that needs no folder."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.domain.locales import Locale
from kb.search.collation import sort_key
from kb.search.entries import make_entry
from kb.search.port import Concept, IndexDocument
from kb.search.whoosh_engine import WhooshEngine
from kb.search.whoosh_writer import WhooshWriter


def document(
    slug: str,
    *,
    kind: str = "case",
    tags: Mapping[str, Sequence[str]] | None = None,
    years: tuple[int | None, int | None] = (None, None),
    newest: str = "2020-01-01",
    confirmed: str = "2020-01-01",
    **written: str,
) -> IndexDocument:
    """Make a document; texts are given as `title_ko="…"`, `summary_en="…"`."""
    texts: dict[str, dict[Locale, str]] = {}
    for name, text in written.items():
        section, _, lang = name.rpartition("_")
        texts.setdefault(section, {})["ko" if lang == "ko" else "en"] = text
    titles = texts.get("title", {})
    shown = {"ko": titles.get("ko") or titles.get("en", slug), "en": titles.get("en") or titles.get("ko", slug)}
    return IndexDocument(
        kind=kind,
        slug=slug,
        texts=texts,
        tags={"type": [kind], **(tags or {})},
        year_start=years[0],
        year_end=years[1],
        newest=newest,
        confirmed=confirmed,
        sort_title={"ko": sort_key(shown["ko"], "ko"), "en": sort_key(shown["en"], "en")},
    )


DIGITAL_TWIN = Concept("digital-twin", {"ko": ["디지털 트윈", "가상도시"], "en": ["Digital twin", "virtual city"]})
IOT = Concept("iot", {"ko": ["사물인터넷"], "en": ["Internet of Things", "IoT"]})
BUS = Concept("public-transport", {"ko": ["대중교통", "버스"], "en": ["Public transport", "bus"]})
CONCEPTS = (DIGITAL_TWIN, IOT, BUS)


def build(folder: Path, documents: Sequence[IndexDocument], concepts: Sequence[Concept] = CONCEPTS) -> WhooshEngine:
    """Index documents in a folder and open it."""
    WhooshWriter(folder).rebuild(documents, concepts)
    return WhooshEngine(folder)


class MemoryIndex:
    """Answers what `matching` and `plan` ask of an index."""

    def __init__(self, documents: Sequence[IndexDocument]) -> None:
        self.places: dict[str, dict[int, array[int]]] = defaultdict(dict)
        for number, item in enumerate(documents):
            for terms in make_entry(item).terms.values():
                for term, positions in terms.items():
                    self.places[term].setdefault(number, array("I")).extend(positions)

    def positions(self, term: str) -> Mapping[int, array[int]]:
        return self.places.get(term, {})

    def terms_with_prefix(self, prefix: str, limit: int) -> Sequence[str]:
        return sorted(term for term in self.places if term.startswith(prefix))[:limit]

    def has(self, term: str) -> bool:
        return bool(self.places.get(term))
