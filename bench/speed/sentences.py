"""Sentences that generated records and queries are made of: the seed's, and those of retrieval sets where given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from bench.collection import Entry, texts_of
from bench.errors import BenchError
from bench.retrieval.sets import read_sets
from kb.domain.locales import LOCALES, Locale

Sentences = Mapping[Locale, Sequence[str]]
LENGTHS: Final = range(12, 301)  # characters of a sentence worth taking
_END: Final = re.compile(r"(?<=[.!?])\s+")


def collect_sentences(entries: Iterable[Entry], sets: Path | None = None) -> Sentences:
    """Collect different sentences by language, in a fixed order. Sources are left out: they hold titles only."""
    found: dict[Locale, dict[str, None]] = {lang: {} for lang in LOCALES}
    kept = [entry for entry in entries if entry.kind != "source"]
    for lang in LOCALES:
        for entry in kept:
            for text in texts_of(entry, lang):
                found[lang].update(dict.fromkeys(cut(text)))
    for one in read_sets(sets) if sets else ():
        for document in one.documents:
            found[document.lang].update(dict.fromkeys(cut(document.body)))
    if not all(found.values()):
        raise BenchError("the seed has no sentences in one of the languages")
    return {lang: list(sentences) for lang, sentences in found.items()}


def cut(text: str) -> Iterator[str]:
    """Cut a text into sentences of a usable length."""
    for sentence in _END.split(text):
        plain = " ".join(sentence.split())
        if len(plain) in LENGTHS:
            yield plain
