"""Search by meaning as the engine asks for it: a query's text in, how close each document is out.

meaning = Meaning(embedder, vectors)
tables = [passage_table(size, rows) …]        once for each immutable segment
answer = meaning.ask(text, tables)            None for a text without words
answer.parts[i].best                          float32[documents, languages], NaN where unknown
answer.parts[i].near(number)                  the passage that says so: section, language, cosine
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from kb.search.meaning.embedder import Embedder, Vector
from kb.search.meaning.similarity import PassageTable, Similarities, cosines, similarities
from kb.search.meaning.vectors import Vectors

KEPT_QUERIES: Final = 1024
"""Query vectors kept, the latest asked: 1.5 KB each."""


@dataclass(frozen=True, slots=True)
class MeaningAnswer:
    """How close every document of every segment is, and what it took."""

    parts: Sequence[Similarities]
    embedding_ms: float
    comparing_ms: float


class Meaning:
    """Embeds queries and compares them with the documents' passages. Safe for several threads."""

    def __init__(self, embedder: Embedder, vectors: Vectors) -> None:
        self.embedder = embedder
        self.vectors = vectors
        self._lock = Lock()
        self._kept: OrderedDict[str, Vector] = OrderedDict()

    def ask(self, text: str, tables: Sequence[PassageTable]) -> MeaningAnswer | None:
        """Compare a query with the documents of all segments; None where there is nothing to compare."""
        wanted = " ".join(text.split())
        vectors = self.vectors.present()
        if not any(char.isalnum() for char in wanted) or not any(table.has_any(vectors) for table in tables):
            return None
        started = time.perf_counter()
        query = self._query(wanted)
        embedded = time.perf_counter()
        found = cosines(vectors, query)
        parts = [similarities(vectors, found, table) for table in tables]
        done = time.perf_counter()
        return MeaningAnswer(parts, (embedded - started) * 1000, (done - embedded) * 1000)

    def warm(self) -> None:
        """Load the model and the vectors, so that the first query needn't wait for them."""
        self.vectors.present()
        self._query("스마트시티 smart city")

    def _query(self, text: str) -> Vector:
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        vector = self.embedder.query(text)
        with self._lock:
            self._kept[text] = vector
            while len(self._kept) > KEPT_QUERIES:
                self._kept.popitem(last=False)
        return vector
