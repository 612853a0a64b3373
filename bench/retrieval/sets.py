"""Retrieval sets: documents, and queries with the documents that answer them.

A set is two files of gzipped JSON lines in a folder: `<set>.docs.jsonl.gz` holds `{id, lang, title, body}`,
`<set>.queries.jsonl.gz` holds `{qid, lang, text, relevant}`; `relevant` lists document ids, or grades them (`{id: 2}`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.errors import BenchError
from kb.domain.locales import LOCALES, Locale

DOCUMENTS: Final = ".docs.jsonl.gz"
QUERIES: Final = ".queries.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Document:
    """One text to be found."""

    id: str
    lang: Locale
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Query:
    """One question; `grades` says how well which documents answer it, by document id."""

    id: str
    lang: Locale
    text: str
    grades: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A named set."""

    name: str
    documents: Sequence[Document]
    queries: Sequence[Query]

    @property
    def crosses_languages(self) -> bool:
        """Say whether every query is in another language than all documents."""
        return not {query.lang for query in self.queries} & {document.lang for document in self.documents}


def read_sets(folder: Path) -> list[RetrievalSet]:
    """Read every set of a folder, by name. Raises `BenchError` naming file and line of the first fault."""
    names = sorted(path.name.removesuffix(DOCUMENTS) for path in folder.glob(f"*{DOCUMENTS}"))
    if not names:
        raise BenchError(f"{folder} holds no set (a file whose name ends in {DOCUMENTS})")
    return [read_set(folder, name) for name in names]


def read_set(folder: Path, name: str) -> RetrievalSet:
    """Read one set; every relevant document must be there."""
    documents = [_document(where, line) for where, line in _lines(folder / f"{name}{DOCUMENTS}")]
    known = {document.id for document in documents}
    if len(known) < len(documents):
        raise BenchError(f"{name}: a document id stands twice")
    queries = []
    for where, line in _lines(folder / f"{name}{QUERIES}"):
        query = _query(where, line)
        if not query.grades or query.grades.keys() - known:
            raise BenchError(f"{where}: relevant documents are missing")
        queries.append(query)
    if not queries:
        raise BenchError(f"{name} asks nothing")
    return RetrievalSet(name, documents, queries)


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                value = json.loads(line)
                if not isinstance(value, dict):
                    raise BenchError(f"{path.name} line {number}: no object")
                yield f"{path.name} line {number}", value
    except (OSError, EOFError, ValueError) as error:
        raise BenchError(f"{path} can't be read: {error}") from None


def _document(where: str, line: dict[str, Any]) -> Document:
    document_id = _text(where, line, "id")
    return Document(document_id, _lang(where, line), str(line.get("title") or ""), str(line.get("body") or ""))


def _query(where: str, line: dict[str, Any]) -> Query:
    relevant = line.get("relevant")
    if isinstance(relevant, list):
        grades = {str(name): 1.0 for name in relevant}
    elif isinstance(relevant, dict) and all(isinstance(grade, int | float) for grade in relevant.values()):
        grades = {str(name): float(grade) for name, grade in relevant.items()}
    else:
        raise BenchError(f"{where}: relevant is neither a list of ids nor grades by id")
    return Query(_text(where, line, "qid"), _lang(where, line), _text(where, line, "text"), grades)


def _text(where: str, line: dict[str, Any], name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str) or not value:
        raise BenchError(f"{where}: {name} is missing")
    return value


def _lang(where: str, line: dict[str, Any]) -> Locale:
    for lang in LOCALES:
        if line.get("lang") == lang:
            return lang
    raise BenchError(f"{where}: lang must be one of {', '.join(LOCALES)}")
