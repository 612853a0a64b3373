"""SQLite FTS5: `bm25()` with the title weighing more, `snippet()`, facet counts by GROUP BY over the matches."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.speed.engines.protocol import ENOUGH, TOP, Found, serve

_TABLES = """
PRAGMA journal_mode = WAL;
CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3');
INSERT INTO texts (texts, rank) VALUES ('rank', 'bm25(3.0, 1.0)');
CREATE TABLE document (id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL);
CREATE TABLE tag (id INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (facet, value));
CREATE TABLE document_tag (document INTEGER, tag INTEGER, PRIMARY KEY (document, tag)) WITHOUT ROWID;
"""
_TOP = f"""
SELECT key, snippet(texts, 1, '<mark>', '</mark>', '…', 24)
FROM texts JOIN document ON document.id = texts.rowid WHERE texts MATCH ? ORDER BY rank LIMIT {TOP}
"""  # noqa: S608 - a number of our own
_COUNTS = """
SELECT tag, count(*) FROM texts JOIN document_tag ON document_tag.document = texts.rowid
WHERE texts MATCH ? GROUP BY tag
"""


class Fts5:
    """One file, mapped into memory; every statement is prepared once by the connection's cache."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "index.sqlite3"
        self._tags: dict[int, tuple[str, str]] = {}

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        connection.executescript(
            "PRAGMA mmap_size = 4294967296; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY;"
        )
        return connection

    def build(self, documents: Iterator[dict[str, Any]]) -> None:
        """Write everything in one transaction, then merge the full-text index into one piece."""
        connection = self._connect()
        connection.executescript(_TABLES)
        with connection:
            for number, document in enumerate(documents, 1):
                self._insert(connection, number, document)
            connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        connection.execute("ANALYZE")
        connection.close()

    def _insert(self, connection: sqlite3.Connection, number: int, document: dict[str, Any]) -> None:
        tokens = (number, document["title"], document["body"])
        connection.execute("INSERT INTO texts (rowid, title, body) VALUES (?, ?, ?)", tokens)
        connection.execute("INSERT INTO document VALUES (?, ?)", (number, document["key"]))
        for facet, values in document["tags"].items():
            for value in values:
                connection.execute("INSERT OR IGNORE INTO tag (facet, value) VALUES (?, ?)", (facet, value))
                connection.execute(
                    "INSERT INTO document_tag SELECT ?, id FROM tag WHERE facet = ? AND value = ?",
                    (number, facet, value),
                )

    def open(self) -> None:
        """Connect, and read the names of the tags."""
        self._connection = self._connect()
        self._tags = {
            number: (facet, value)
            for number, facet, value in self._connection.execute("SELECT id, facet, value FROM tag")
        }

    def ask(self, query: dict[str, Any]) -> Found:
        """Ask for all words; for any where too few records hold them all."""
        found = self._ask(match(query, " AND "))
        if found.total < ENOUGH and len(query["words"]) + bool(query["prefix"]) > 1:
            return self._ask(match(query, " OR "))
        return found

    def _ask(self, expression: str) -> Found:
        if not expression:
            return Found(0, [], [], {})
        facets: dict[str, dict[str, int]] = defaultdict(dict)
        for tag, count in self._connection.execute(_COUNTS, (expression,)):
            facet, value = self._tags[tag]
            facets[facet][value] = count
        hits = self._connection.execute(_TOP, (expression,)).fetchall()
        total = sum(facets["type"].values())  # every record has one type
        return Found(total, [key for key, _text in hits], [text for _key, text in hits], facets)

    def update(self, document: dict[str, Any]) -> None:
        """Replace the record, in one transaction."""
        connection = self._connection
        with connection:
            row = connection.execute("SELECT id FROM document WHERE key = ?", (document["key"],)).fetchone()
            for table, column in (("texts", "rowid"), ("document", "id"), ("document_tag", "document")):
                connection.execute(f"DELETE FROM {table} WHERE {column} = ?", row)  # noqa: S608 - our own names
            self._insert(connection, row[0], document)


def match(query: dict[str, Any], between: str) -> str:
    """Write a query in FTS5's language: the tokens of a word belong together, words are joined by an operator."""
    words = [" AND ".join(f'"{token}"' for token in word) for word in query["words"]]
    if query["prefix"]:
        words.append(f'"{query["prefix"]}" *')
    return between.join(f"({word})" for word in words)


if __name__ == "__main__":
    serve(Fts5, f"SQLite FTS5 {sqlite3.sqlite_version}")
