"""Documents for tests, said in one line, and an index in memory that needs no folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from kb.domain.locales import Locale
from kb.search.analysis.patterns import Pattern
from kb.search.collation import sort_key
from kb.search.columns import Columns, SegmentColumns, SegmentPart
from kb.search.entries import make_entry
from kb.search.matching import DOCUMENT_SHIFT, NOWHERE, Keys, find
from kb.search.plan import make_plan
from kb.search.port import Concept, IndexDocument
from kb.search.query import parse
from kb.search.ranking import Found, UnitFound, find_documents
from kb.search.stored_texts import StoredTexts
from kb.search.weighing import Located, Weigher
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
        entries = [make_entry(item) for item in documents]
        self.columns = Columns([SegmentPart(SegmentColumns.read(entry.head for entry in entries), 0, NOWHERE)])
        self.texts = [StoredTexts(entry.texts) for entry in entries]
        self._weigher = Weigher(self.columns)
        places: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for term, positions in entry.terms.items():
                places[term] += [(number << DOCUMENT_SHIFT) + position for position in positions]
        self.places = {term: np.array(found, dtype=np.int64) for term, found in places.items()}

    def keys(self, term: str) -> Keys:
        return self.places.get(term, NOWHERE)

    def terms_with_prefix(self, prefix: str, limit: int) -> Sequence[str]:
        return sorted(term for term in self.places if term.startswith(prefix))[:limit]

    def has(self, term: str) -> bool:
        return term in self.places

    def locate(self, pattern: Pattern, sections: frozenset[str] | None) -> Located:
        assert sections is None
        return self._weigher.weigh(find(pattern, self))

    def found(self, query: str) -> Found:
        """Look up what a query asks for."""
        plan = make_plan(parse(query), self, None)
        return find_documents(plan, self.columns, self.locate, self.columns.alive, "any")

    def units(self, query: str) -> Sequence[UnitFound]:
        """Look up the words of a query."""
        return self.found(query).units
