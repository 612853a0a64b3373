"""Tantivy: BM25, counts by its aggregation over fast fields, snippets by its generator.

Title and body are one field, the cheapest way for it; the title weighs no more than the body there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import tantivy
from tantivy import Filter, Occur, Query, SnippetGenerator, TextAnalyzerBuilder, Tokenizer

from bench.speed.engines.protocol import ENOUGH, TOP, Found, serve

FACETS: Final = ("type", "theme", "city", "country", "stage", "evidence", "language", "year")
MOST_VALUES: Final = 1000
HEAP_BYTES: Final = 256_000_000
SNIPPET_CHARACTERS: Final = 150
_COUNTS: Final = {facet: {"terms": {"field": facet, "size": MOST_VALUES}} for facet in FACETS}
_LONGEST_TOKEN: Final = 200


class Tantivy:
    """An index in a folder, merged into few segments after building."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "index"
        self._folder.mkdir(exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", stored=True, tokenizer_name="spaces", index_option="freq")
        for facet in FACETS:
            builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()

    def _index(self) -> tantivy.Index:
        index = tantivy.Index(self._schema, path=str(self._folder))
        spaces = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(_LONGEST_TOKEN)).build()
        index.register_tokenizer("spaces", spaces)
        return index

    def build(self, documents: Iterator[dict[str, Any]]) -> None:
        """Write everything with one thread and one commit, and wait for merges."""
        writer = self._index().writer(heap_size=HEAP_BYTES, num_threads=1)
        for document in documents:
            writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Open for reading; the writer for updates is opened along, as a running service has it."""
        self._opened = self._index()
        self._opened.reload()
        self._searcher = self._opened.searcher()

    def ask(self, query: dict[str, Any]) -> Found:
        """Ask for all words; for any where too few records hold them all."""
        found = self._ask(self._query(query, Occur.Must))
        if found.total < ENOUGH and len(query["words"]) + bool(query["prefix"]) > 1:
            return self._ask(self._query(query, Occur.Should))
        return found

    def _ask(self, query: Query) -> Found:
        searcher = self._searcher
        result = searcher.search(query, TOP)
        counted = searcher.aggregate(query, _COUNTS)
        facets = {
            facet: {bucket["key"]: bucket["doc_count"] for bucket in counted[facet]["buckets"]} for facet in FACETS
        }
        generator = SnippetGenerator.create(searcher, query, self._schema, "text")
        generator.set_max_num_chars(SNIPPET_CHARACTERS)
        documents = [searcher.doc(address) for _score, address in result.hits]
        snippets = [generator.snippet_from_doc(document).to_html() for document in documents]
        return Found(result.count or 0, [document["key"][0] for document in documents], snippets, facets)

    def update(self, document: dict[str, Any]) -> None:
        """Replace the record and commit, then look at the index anew."""
        writer = self._opened.writer(heap_size=HEAP_BYTES, num_threads=1)
        writer.delete_documents_by_term("key", document["key"])
        writer.add_document(_document(document))
        writer.commit()
        writer.wait_merging_threads()
        self._opened.reload()
        self._searcher = self._opened.searcher()

    def _query(self, query: dict[str, Any], between: Occur) -> Query:
        words = [self._word(tokens) for tokens in query["words"]]
        if query["prefix"]:
            words.append(Query.regex_query(self._schema, "text", f"{query['prefix']}.*"))
        return Query.boolean_query([(between, word) for word in words]) if len(words) != 1 else words[0]

    def _word(self, tokens: list[str]) -> Query:
        terms = [Query.term_query(self._schema, "text", token, index_option="freq") for token in tokens]
        return Query.boolean_query([(Occur.Must, term) for term in terms]) if len(terms) > 1 else terms[0]


def _document(document: dict[str, Any]) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("key", document["key"])
    made.add_text("text", f"{document['title']} {document['body']}")
    for facet in FACETS:
        for value in document["tags"].get(facet, ()):
            made.add_text(facet, value)
    return made


if __name__ == "__main__":
    serve(Tantivy, tantivy.__version__)
