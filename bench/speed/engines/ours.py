"""Our own engine, through its port, on documents as the site builds them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.speed.engines.protocol import TOP, Found, serve
from kb import __version__
from kb.search.port import Concept, IndexDocument, SearchRequest
from kb.search.whoosh_engine import WhooshEngine
from kb.search.whoosh_writer import WhooshWriter


class Ours:
    """Reads and writes as site and worker do; the thesaurus is on, as it is for a reader."""

    def __init__(self, folder: Path) -> None:
        self._writer = WhooshWriter(folder / "index")
        self._engine = WhooshEngine(folder / "index")

    def build(self, documents: Iterator[dict[str, Any]]) -> None:
        """Rebuild; the first line holds the thesaurus."""
        concepts = [Concept(**concept) for concept in next(documents)["concepts"]]
        self._writer.rebuild((IndexDocument(**line["index_document"]) for line in documents), concepts)

    def open(self) -> None:
        """Open the present generation and prepare it, as a server process does before it answers."""
        self._engine.prepare()

    def ask(self, query: dict[str, Any]) -> Found:
        """Search as a reader would."""
        answer = self._engine.search(SearchRequest(text=query["text"], lang=query["lang"], per_page=TOP))
        snippets = [highlight.html for hit in answer.hits for highlight in hit.highlights]
        facets = {name: dict(counts) for name, counts in answer.facets.items()}
        return Found(answer.total, [f"{hit.kind}:{hit.slug}" for hit in answer.hits], snippets, facets)

    def update(self, document: dict[str, Any]) -> None:
        """Apply one change, as the worker does."""
        self._writer.apply([IndexDocument(**document["index_document"])], [])


if __name__ == "__main__":
    serve(Ours, f"casebook {__version__}")
