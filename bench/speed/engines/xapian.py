"""Xapian, by the Python that has Debian's `python3-xapian`: BM25, match spies for the counts, its own snippets."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import xapian

from bench.speed.engines.protocol import ENOUGH, TOP, Found, serve

SLOTS: Final = ("type", "city", "country", "stage", "evidence", "year", *["language"] * 2, *["theme"] * 12)
"""The facet that each value slot holds; a spy counts one value a slot, so facets with several values have several."""
TITLE_WEIGHT: Final = 3
SNIPPET_BYTES: Final = 200


class Xapian:
    """One database; the texts are its documents' data."""

    def __init__(self, folder: Path) -> None:
        self._path = str(folder / "index")
        self._stemmer = xapian.Stem("none")

    def build(self, documents: Iterator[dict[str, Any]]) -> None:
        """Write everything in one commit."""
        database = xapian.WritableDatabase(self._path, xapian.DB_CREATE_OR_OVERWRITE)
        for document in documents:
            database.add_document(_document(document))
        database.commit()
        database.close()

    def open(self) -> None:
        """Open for reading."""
        self._database = xapian.Database(self._path)
        self._enquire = xapian.Enquire(self._database)

    def ask(self, query: dict[str, Any]) -> Found:
        """Ask for all words; for any where too few records hold them all."""
        found = self._ask(_query(query, xapian.Query.OP_AND))
        if found.total < ENOUGH and len(query["words"]) + bool(query["prefix"]) > 1:
            return self._ask(_query(query, xapian.Query.OP_OR))
        return found

    def _ask(self, query: xapian.Query) -> Found:
        self._enquire.set_query(query)
        spies = [xapian.ValueCountMatchSpy(slot) for slot in range(len(SLOTS))]
        for spy in spies:
            self._enquire.add_matchspy(spy)
        matches = self._enquire.get_mset(0, TOP, self._database.get_doccount())
        self._enquire.clear_matchspies()
        keys, snippets = [], []
        for match in matches:
            stored = json.loads(match.document.get_data())
            keys.append(stored["key"])
            snippets.append(matches.snippet(stored["body"], SNIPPET_BYTES, self._stemmer).decode(errors="replace"))
        return Found(matches.get_matches_estimated(), keys, snippets, _counts(spies))

    def update(self, document: dict[str, Any]) -> None:
        """Replace the record and commit, then look at the database anew."""
        database = xapian.WritableDatabase(self._path, xapian.DB_OPEN)
        database.replace_document(f"Q{document['key']}", _document(document))
        database.commit()
        database.close()
        self._database.reopen()


def _counts(spies: Sequence[xapian.ValueCountMatchSpy]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {facet: Counter() for facet in SLOTS}
    for facet, spy in zip(SLOTS, spies, strict=True):
        for item in spy.values():
            found[facet][item.term.decode()] += item.termfreq
    return {facet: dict(counts) for facet, counts in found.items()}


def _document(document: dict[str, Any]) -> xapian.Document:
    made = xapian.Document()
    for token in document["title"].split():
        made.add_term(token, TITLE_WEIGHT)
    for token in document["body"].split():
        made.add_term(token)
    values = {facet: list(listed) for facet, listed in document["tags"].items()}
    for slot, facet in enumerate(SLOTS):
        if values.get(facet):
            made.add_value(slot, values[facet].pop(0))
    made.add_boolean_term(f"Q{document['key']}")
    made.set_data(json.dumps({"key": document["key"], "body": document["body"]}, ensure_ascii=False))
    return made


def _beginning(prefix: str) -> xapian.Query:
    limit = xapian.Query.WILDCARD_LIMIT_ERROR  # never reached: 0 is no limit
    return xapian.Query(xapian.Query.OP_WILDCARD, prefix, 0, limit, xapian.Query.OP_SYNONYM)


def _query(query: dict[str, Any], between: int) -> xapian.Query:
    words = [xapian.Query(xapian.Query.OP_AND, word) for word in query["words"]]
    if query["prefix"]:
        words.append(_beginning(query["prefix"]))
    return xapian.Query(between, words)


if __name__ == "__main__":
    serve(Xapian, f"Xapian {xapian.version_string()}")
