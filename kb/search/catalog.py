"""What is kept in memory of every document: tags and years to filter and count by, sort keys, names, lengths.

Sets of documents are whole numbers with one bit a document: intersecting and counting them costs next to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from kb.domain.locales import Locale
from kb.search.analysis.terms import atoms_of
from kb.search.port import FACETS, SearchRequest
from kb.search.sections import INDEX_FIELDS

ON_REQUEST: Final = "source"
"""The kind that is listed only when asked for."""


def bits_of(numbers: Iterable[int]) -> int:
    """Make a set of document numbers one number."""
    listed = list(numbers)
    packed = bytearray(max(listed, default=0) // 8 + 1)
    for number in listed:
        packed[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(packed, "little")


def numbers_of(bits: int) -> list[int]:
    """List the document numbers of a set, rising."""
    digits = bin(bits)[:1:-1]
    return [number for number, digit in enumerate(digits) if digit == "1"]


@dataclass(frozen=True, slots=True)
class Head:
    """One document without its texts."""

    kind: str
    slug: str
    tags: Mapping[str, Sequence[str]]
    years: tuple[int | None, int | None]
    newest: str
    confirmed: str
    sort_title: Mapping[str, str]
    names: Sequence[tuple[str, Locale, str]]
    lengths: Sequence[int]

    @property
    def key(self) -> str:
        """Name the document: `kind:slug`."""
        return f"{self.kind}:{self.slug}"


def head_from(stored: Mapping[str, Any]) -> Head:
    """Read a head as `kb.search.entries` writes it."""
    start, end = stored["years"]
    names = [(section, lang, name) for section, lang, name in stored["names"]]
    return Head(
        kind=stored["kind"],
        slug=stored["slug"],
        tags=stored["tags"],
        years=(start, end),
        newest=stored["newest"],
        confirmed=stored["confirmed"],
        sort_title=stored["sort_title"],
        names=names,
        lengths=stored["lengths"],
    )


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Write a name so that case, accents, spaces and hyphens make no difference."""
    return "".join(atom.text for atom in atoms_of(name))


class Catalog:
    """All documents of one commit. Immutable."""

    def __init__(self, heads: Mapping[int, Head]) -> None:
        self.heads = heads
        self.all = bits_of(heads)
        tagged: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in FACETS}
        titled: dict[str, list[int]] = defaultdict(list)
        named: dict[str, list[int]] = defaultdict(list)
        for number, head in heads.items():
            for facet in FACETS:
                for value in dict.fromkeys(head.tags.get(facet, ())):
                    tagged[facet][value].append(number)
            for section, _lang, name in head.names:
                if section == "title":
                    titled[name_key(name)].append(number)
                elif head.kind != "theme":  # other labels of a theme are synonyms, not names
                    named[name_key(name)].append(number)
        self.tags = {
            facet: {value: bits_of(found) for value, found in values.items()} for facet, values in tagged.items()
        }
        self._titled = {key: bits_of(found) for key, found in titled.items() if key}
        self._named = {key: bits_of(found) for key, found in named.items() if key}
        count = max(len(heads), 1)
        totals = [sum(head.lengths[index] for head in heads.values()) for index in range(len(INDEX_FIELDS))]
        self.mean_lengths = {field: total / count or 1.0 for field, total in zip(INDEX_FIELDS, totals, strict=True)}

    def titled(self, name: str) -> int:
        """Find the documents whose title is exactly this, in either language."""
        return self._titled.get(name_key(name), 0)

    def named(self, name: str) -> int:
        """Find the documents that have exactly this as another name."""
        return self._named.get(name_key(name), 0)

    def tagged(self, facet: str, value: str) -> int:
        """Find the documents with a tag, case aside."""
        return sum(bits for other, bits in self.tags[facet].items() if other.casefold() == value.casefold())

    def scope(self, request: SearchRequest) -> int:
        """Find the documents that a search is about before any filter: sources only when asked for."""
        if request.filters.get("type"):
            return self.all
        return self.all & ~self.tags["type"].get(ON_REQUEST, 0)

    def in_years(self, first: int | None, last: int | None) -> int:
        """Find the documents whose period overlaps the years; those without a year are left out if any is given."""
        if first is None and last is None:
            return self.all
        return bits_of(
            number
            for number, head in self.heads.items()
            if (span := _span(head)) and (last is None or span[0] <= last) and (first is None or span[1] >= first)
        )

    def filtered(self, request: SearchRequest) -> dict[str, int]:
        """Give, for each facet that is filtered, the documents that pass it."""
        passed: dict[str, int] = {}
        for facet in FACETS:
            if values := request.filters.get(facet):
                passed[facet] = 0
                for value in values:
                    passed[facet] |= self.tags[facet].get(value, 0)
        return passed


def _span(head: Head) -> tuple[int, int] | None:
    start, end = head.years
    first = start if start is not None else end
    last = end if end is not None else start
    return (first, last) if first is not None and last is not None else None


def count_facets(
    catalog: Catalog, found: int, passed: Mapping[str, int], request: SearchRequest
) -> dict[str, dict[str, int]]:
    """Count the values of every facet among the documents found, ignoring the filter on that facet itself.

    Values that are chosen are listed even when nothing has them.
    """
    counts: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        base = found
        for other, bits in passed.items():
            if other != facet:
                base &= bits
        counted = {value: (base & bits).bit_count() for value, bits in catalog.tags[facet].items()}
        chosen = request.filters.get(facet, ())
        kept = {value: count for value, count in counted.items() if count} | {
            value: counted.get(value, 0) for value in chosen
        }
        counts[facet] = dict(sorted(kept.items(), key=lambda item: (-item[1], item[0])))
    return counts
