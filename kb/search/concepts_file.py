"""The thesaurus of a generation, in a file beside the index."""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.generations import CONCEPTS, Generation, read_json, write_json
from kb.search.port import Concept, IndexUnavailable


def write_concepts(generation: Generation, concepts: Sequence[Concept]) -> None:
    """Put the thesaurus beside the index."""
    value = [
        {"slug": concept.slug, "labels": {key: list(texts) for key, texts in concept.labels.items()}}
        for concept in concepts
    ]
    write_json(generation.folder / CONCEPTS, value)


def read_concepts(generation: Generation) -> list[Concept]:
    """Read the thesaurus. Raises `IndexUnavailable`."""
    try:
        return [Concept(item["slug"], item["labels"]) for item in read_json(generation.folder / CONCEPTS)]
    except (TypeError, KeyError) as error:
        raise IndexUnavailable("the thesaurus is damaged") from error
