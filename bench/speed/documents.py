"""The files that engines build from: generated records as index documents for ours, as tokens and tags for peers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.collection import Entry
from bench.speed.generator import Generated, Vocabulary, generate, index_document, read_concepts, read_vocabulary
from bench.speed.queries import Query
from bench.speed.sentences import Sentences
from bench.speed.tokens import document_tokens, peer_query
from kb.search.port import IndexDocument


@dataclass(frozen=True, slots=True)
class Source:
    """What records are generated from."""

    entries: Sequence[Entry]
    sentences: Sentences
    vocabulary: Vocabulary

    @classmethod
    def of(cls, entries: Sequence[Entry], sentences: Sentences) -> Source:
        """Read the vocabulary from the seed's entries."""
        return cls(entries, sentences, read_vocabulary(entries))

    def records(self, count: int) -> Iterator[Generated]:
        """Generate records."""
        return generate(count, self.sentences, self.vocabulary)


@dataclass(frozen=True, slots=True)
class Files:
    """Where the documents lie, for our engine and for the peers."""

    ours: Path
    peers: Path


def write_documents(source: Source, count: int, folder: Path) -> Files:
    """Write the same records in both forms."""
    files = Files(folder / "ours.jsonl", folder / "peers.jsonl")
    with files.ours.open("w", encoding="utf-8") as ours, files.peers.open("w", encoding="utf-8") as peers:
        ours.write(_line({"concepts": [asdict(concept) for concept in read_concepts(source.entries)]}))
        for record in source.records(count):
            line = document_line(index_document(record, source.vocabulary))
            ours.write(_line({"index_document": line.pop("index_document")}))
            peers.write(_line(line))
    return files


def document_line(document: IndexDocument) -> dict[str, Any]:
    """Describe a document to both: `index_document` for ours; `key`, `title`, `body`, `tags` for the peers."""
    titles = list(document.texts["title"].values())
    rest = [text for name, texts in document.texts.items() if name != "title" for text in texts.values()]
    years = range(document.year_start or 0, (document.year_end or -1) + 1)
    return {
        "index_document": asdict(document),
        "key": document.key,
        "title": document_tokens("\n".join(titles)),
        "body": document_tokens("\n".join(rest)),
        "tags": {**document.tags, "year": [str(year) for year in years[:1]]},
    }


def query_line(query: Query) -> dict[str, Any]:
    """Describe a query to both: `text` and `lang` for ours, `words` and `prefix` for the peers."""
    return {"text": query.text, "lang": query.lang, **asdict(peer_query(query.text))}


def write_import(records: Iterable[dict[str, Any]], path: Path) -> None:
    """Write records as JSON lines for `kb import`."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(_line(record) for record in records)


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
