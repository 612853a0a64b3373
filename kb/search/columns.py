"""What is kept in memory of every document, in columns: tags and years to filter and count by, sort keys, lengths.

A segment's columns are read once; those of a commit are the columns of its segments, one after the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kb.domain.locales import LOCALES, Locale
from kb.search.port import FACETS, Sort
from kb.search.sections import INDEX_FIELDS
from kb.search.tag_table import TagTable

ON_REQUEST: Final = "source"
"""The kind that is listed only when asked for."""

Mask = npt.NDArray[np.bool_]
"""A set of documents: one truth value a document."""
Tag = tuple[str, str]
"""Facet and value."""
Name = tuple[str, Locale, str]
"""Section (`title` or `names`), language, text."""

FIRST_NONE: Final = np.iinfo(np.int16).max
LAST_NONE: Final = np.iinfo(np.int16).min
"""Years of a document without any: no range reaches them."""


@dataclass(frozen=True, slots=True)
class SegmentColumns:
    """The documents of one segment, deleted ones included."""

    keys: Sequence[tuple[str, str]]
    names: Sequence[Sequence[Name]]
    sort_titles: Mapping[Locale, Sequence[str]]
    lengths: npt.NDArray[np.float32]
    """Positions by document and field, as `INDEX_FIELDS` lists them."""
    years: npt.NDArray[np.int16]
    """First and last year by document."""
    newest: npt.NDArray[np.int32]
    confirmed: npt.NDArray[np.int32]
    """Days as numbers: 20180919."""
    beginnings: npt.NDArray[np.uint64]
    """The first 16 bytes of the slug in two numbers, to sort by."""
    tags: Sequence[Tag]
    tagged: npt.NDArray[np.int32]
    """Document and number of the tag, one row a tag of a document."""
    passages: Sequence[Sequence[tuple[str, Locale, int, Sequence[Any] | None]]]
    """Section, language, key and page of the passages that are compared by meaning, by document."""

    @staticmethod
    def read(heads: Iterable[Mapping[str, Any]]) -> SegmentColumns:
        """Collect the heads of a segment's documents, as `kb.search.entries` writes them."""
        listed = list(heads)
        numbers: dict[Tag, int] = {}
        tagged = [
            (document, numbers.setdefault((facet, value), len(numbers)))
            for document, head in enumerate(listed)
            for facet, values in head["tags"].items()
            if facet in FACETS
            for value in dict.fromkeys(values)
        ]
        return SegmentColumns(
            keys=[(head["kind"], head["slug"]) for head in listed],
            names=[[(section, lang, name) for section, lang, name in head["names"]] for head in listed],
            sort_titles={lang: [head["sort_title"].get(lang, "") for head in listed] for lang in LOCALES},
            lengths=np.array([head["lengths"] for head in listed], dtype=np.float32).reshape(-1, len(INDEX_FIELDS)),
            years=np.array([_span(*head["years"]) for head in listed], dtype=np.int16).reshape(-1, 2),
            newest=np.array([_day(head["newest"]) for head in listed], dtype=np.int32),
            confirmed=np.array([_day(head["confirmed"]) for head in listed], dtype=np.int32),
            beginnings=np.array([_beginning(head["slug"]) for head in listed], dtype=np.uint64).reshape(-1, 2),
            tags=list(numbers),
            tagged=np.array(tagged, dtype=np.int32).reshape(-1, 2),
            passages=[head["passages"] for head in listed],
        )


def _span(start: int | None, end: int | None) -> tuple[int, int]:
    first = start if start is not None else end
    last = end if end is not None else start
    return (first, last) if first is not None and last is not None else (FIRST_NONE, LAST_NONE)


def _day(iso: str) -> int:
    digits = iso[:10].replace("-", "")
    return int(digits) if digits.isdigit() else 0


def _beginning(slug: str) -> tuple[int, int]:
    padded = slug.encode()[:16].ljust(16, b"\0")
    return int.from_bytes(padded[:8], "big"), int.from_bytes(padded[8:], "big")


@dataclass(frozen=True, slots=True)
class SegmentPart:
    """A segment's columns in a commit: the number of its first document, and the numbers deleted, counted from there."""

    columns: SegmentColumns
    base: int
    deleted: npt.NDArray[np.int64]


class Columns:
    """All documents of one commit. Immutable to its users."""

    def __init__(self, parts: Sequence[SegmentPart]) -> None:
        self._parts = parts
        self._bases = [part.base for part in parts]
        self.count = sum(len(part.columns.keys) for part in parts)
        self.alive: Mask = np.ones(self.count, dtype=np.bool_)
        for part in parts:
            self.alive[part.base + part.deleted] = False
        self.total = int(self.alive.sum())
        self.lengths = self._joined(lambda columns: columns.lengths, (0, len(INDEX_FIELDS)), np.float32)
        self.years = self._joined(lambda columns: columns.years, (0, 2), np.int16)
        self.first_years = np.ascontiguousarray(self.years[:, 0])
        self._join_tags()
        self._masks: dict[int, Mask] = {}

    def _joined(
        self, column: Callable[[SegmentColumns], npt.NDArray[Any]], empty: tuple[int, ...], kind: type
    ) -> npt.NDArray[Any]:
        return np.concatenate([np.empty(empty, dtype=kind), *(column(part.columns) for part in self._parts)])

    def _join_tags(self) -> None:
        """Give the tags numbers in the order of facets and values, and collect who has them."""
        self._names: list[Tag] = sorted({tag for part in self._parts for tag in part.columns.tags}, key=_by_facet)
        self._numbers = {tag: number for number, tag in enumerate(self._names)}
        documents: list[npt.NDArray[np.int32]] = [np.empty(0, dtype=np.int32)]
        tags: list[npt.NDArray[np.int32]] = [np.empty(0, dtype=np.int32)]
        for part in self._parts:
            known = [self._numbers[tag] for tag in part.columns.tags]
            documents.append(part.columns.tagged[:, 0] + np.int32(part.base))
            tags.append(np.array(known, dtype=np.int32)[part.columns.tagged[:, 1]] if known else tags[0])
        self._tags = TagTable(np.concatenate(documents), np.concatenate(tags), self.count, len(self._names))
        self._facets = np.array([FACETS.index(facet) for facet, _value in self._names], dtype=np.int64)

    def key(self, number: int) -> tuple[str, str]:
        """Give kind and slug of a document."""
        part = self._parts[bisect_right(self._bases, number) - 1]
        return part.columns.keys[number - part.base]

    def keys(self) -> list[tuple[int, str, str]]:
        """List number, kind and slug of every document."""
        return [
            (part.base + number, *key)
            for part in self._parts
            for number, key in enumerate(part.columns.keys)
            if self.alive[part.base + number]
        ]

    def tagged(self, facet: str, value: str) -> Mask:
        """Find the documents with a tag."""
        number = self._numbers.get((facet, value))
        if number is None:
            return np.zeros(self.count, dtype=np.bool_)
        mask = self._masks.get(number)
        if mask is None:
            mask = np.zeros(self.count, dtype=np.bool_)
            mask[self._tags.documents_of(number)] = True
            mask &= self.alive
            self._masks[number] = mask
        return mask

    def places(self, facet: str, values: Sequence[str]) -> npt.NDArray[np.int64]:
        """Give each document the place of the first of some values that it has as a tag, their number if it has none.

        Without masks: kept for each of a thousand cities they would fill the memory.
        """
        place_of_tag = np.full(len(self._names), len(values), dtype=np.int64)
        for place, value in enumerate(values):
            if (number := self._numbers.get((facet, value))) is not None:
                place_of_tag[number] = place
        return self._tags.least(place_of_tag, len(values))

    def tagged_in_any_case(self, facet: str, value: str) -> Mask:
        """Find the documents with a tag, case aside."""
        found = np.zeros(self.count, dtype=np.bool_)
        for name, other in self._names:
            if name == facet and other.casefold() == value.casefold():
                found |= self.tagged(facet, other)
        return found

    def count_values(self, documents: npt.NDArray[np.int64]) -> dict[str, dict[str, int]]:
        """Count the values of every facet among some documents, rising; the most frequent first, equal ones by name."""
        counts = self._tags.count(documents)
        present = np.flatnonzero(counts)
        present = present[np.lexsort((-counts[present], self._facets[present]))]
        ends = self._facets[present].searchsorted(np.arange(len(FACETS)), side="right").tolist()
        counted = [
            (self._names[number][1], count)
            for number, count in zip(present.tolist(), counts[present].tolist(), strict=True)
        ]
        return {facet: dict(counted[start:end]) for facet, start, end in zip(FACETS, [0, *ends], ends, strict=False)}

    @cached_property
    def slug_ranks(self) -> npt.NDArray[np.int64]:
        """Rank the documents by their slugs, to tell equal ones apart."""
        beginnings = self._joined(lambda columns: columns.beginnings, (0, 2), np.uint64)
        return _ranks(np.lexsort((beginnings[:, 1], beginnings[:, 0])))

    @cached_property
    def _newest(self) -> npt.NDArray[np.int64]:
        return self._by_day(lambda columns: columns.newest)

    @cached_property
    def _confirmed(self) -> npt.NDArray[np.int64]:
        return self._by_day(lambda columns: columns.confirmed)

    def _by_day(self, column: Callable[[SegmentColumns], npt.NDArray[np.int32]]) -> npt.NDArray[np.int64]:
        return _ranks(np.lexsort((self.slug_ranks, -self._joined(column, (0,), np.int32))))

    @cached_property
    def _titles(self) -> dict[Locale, npt.NDArray[np.int64]]:
        found = {}
        for lang in LOCALES:
            titles = [title for part in self._parts for title in part.columns.sort_titles[lang]]
            slugs = self.slug_ranks
            order = sorted(range(self.count), key=lambda number: (titles[number], slugs[number]))
            found[lang] = _ranks(np.array(order, dtype=np.int64))
        return found

    def ranks(self, sort: Sort, lang: Locale) -> npt.NDArray[np.int64]:
        """Give each document's place in an order other than relevance."""
        if sort == "title":
            return self._titles[lang]
        return self._confirmed if sort == "confirmed" else self._newest


def _by_facet(tag: Tag) -> tuple[int, str]:
    return FACETS.index(tag[0]), tag[1]


def _ranks(order: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks
