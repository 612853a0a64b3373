"""The published records of the seed: what both the site and the peer serve, and where the search words come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kb.domain.citations import without_citations
from kb.domain.fields import Field, FieldType
from kb.domain.locales import Locale
from kb.domain.record_types import RECORD_TYPES
from kb.services.seeding import read_seed
from kb.services.site import resource


@dataclass(frozen=True, slots=True)
class Entry:
    """One record under its import names."""

    kind: str
    slug: str
    values: dict[str, Any]


def published_entries() -> list[Entry]:
    """Read the published records of the seed."""
    return [
        Entry(seed.kind, seed.slug, seed.values) for seed in read_seed(resource("seed")) if is_published(seed.status)
    ]


def is_published(status: str) -> bool:
    """Say whether a seed's status makes its record public."""
    return status == "published"


def texts_of(entry: Entry, lang: Locale) -> Iterator[str]:
    """Yield every text that a record has in one language, rows included, citations taken out."""
    for field in RECORD_TYPES[entry.kind].fields:
        if field.type is FieldType.ROWS:
            for row in entry.values.get(field.name) or ():
                yield from _texts(field.columns, row, lang)
        else:
            yield from _texts((field,), entry.values, lang)


def _texts(fields: Iterable[Field], values: dict[str, Any], lang: Locale) -> Iterator[str]:
    for field in fields:
        value = values.get(f"{field.name}__{lang}") if field.translated else None
        if isinstance(value, list):
            yield from (without_citations(str(item)) for item in value)
        elif value:
            yield without_citations(str(value))
