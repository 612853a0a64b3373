"""How alike the records of a kind are: by the telling words that they share, and by meaning where vectors are at hand."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from threading import Lock
from typing import Final
from weakref import ref

import numpy as np

from kb.domain.locales import LOCALES, Locale
from kb.search.bounded_cache import BoundedCache
from kb.search.keywords import Keyword, find_keywords, saturated
from kb.search.matching import Numbers
from kb.search.meaning.mean_vectors import MeanVectors, mean_vectors
from kb.search.meaning.meaning import Meaning
from kb.search.meaning.vectors import VectorSet
from kb.search.shared_phrases import shared_phrases
from kb.search.snapshot import Snapshot
from kb.search.weighing import Scores

KEPT: Final = 64
"""Records whose likeness to all others is kept, the latest asked for."""
VECTOR_SECONDS: Final = 30.0
"""While vectors are being made, how long new ones may wait to be compared: putting them together takes a moment."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One record beside all of its kind, by place: the share of its keywords' weight, and cosines of meaning."""

    keywords: Sequence[Keyword]
    words: Scores
    meaning: Scores | None


class KindTable:
    """The documents of a kind in one commit, with the vectors of a moment. Positions in `numbers` are called places."""

    def __init__(self, snapshot: Snapshot, kind: str, vectors: VectorSet | None) -> None:
        listed = [(number, slug) for number, found, slug in snapshot.columns.keys() if found == kind]
        self.numbers: Numbers = np.array([number for number, _slug in listed], dtype=np.int64)
        self.slugs = [slug for _number, slug in listed]
        self.places = {slug: place for place, slug in enumerate(self.slugs)}
        self.mask = np.zeros(snapshot.columns.count, dtype=np.bool_)
        self.mask[self.numbers] = True
        self.vectors = vectors
        self.mean = self._mean_vectors(snapshot, vectors) if vectors is not None else None
        self.made_at = time.monotonic()
        self._compared: BoundedCache[Compared] = BoundedCache(KEPT * (len(listed) + 1))

    def _mean_vectors(self, snapshot: Snapshot, vectors: VectorSet) -> MeanVectors:
        """Make what each document is about, apart from what its city's have in common."""
        columns, tables = snapshot.columns, snapshot.passages()
        bases = accumulate((table.size for table in tables[:-1]), initial=0)
        groups = [
            np.flatnonzero(columns.tagged("city", city)[self.numbers])
            for city in columns.count_values(self.numbers)["city"]
        ]
        return mean_vectors(list(zip(tables, bases, strict=bool(tables))), self.numbers, vectors, groups)

    def compare(self, snapshot: Snapshot, place: int) -> Compared:
        """Compare a record with all others."""
        kept = self._compared.get(place)
        if kept is None:
            keywords = find_keywords(snapshot, int(self.numbers[place]), self.mask)
            words = _shared_weight(keywords, len(self.mask))[self.numbers]
            words[place] = 0
            meaning = self.mean.cosines(place) if self.mean is not None else None
            kept = self._compared.put(place, Compared(keywords, words, meaning), len(self.slugs))
        return kept


def _shared_weight(keywords: Sequence[Keyword], count: int) -> Scores:
    """Give the part of the keywords' weight that each document holds, in the language in which it holds more."""
    best = np.zeros(count, dtype=np.float32)
    for lang in LOCALES:
        own = [keyword for keyword in keywords if keyword.lang == lang]
        total = sum(keyword.weight for keyword in own)
        shared = np.zeros(count, dtype=np.float32)
        for keyword in own:
            strength = np.minimum(saturated(keyword.located, lang) / np.float32(keyword.own), 1)
            shared[keyword.located.documents] += np.float32(keyword.weight / total) * strength
        best = np.maximum(best, shared)
    return best


class RecordLikeness:
    """How alike the others of its kind are to one record: implements `port.Likeness`."""

    def __init__(self, snapshot: Snapshot, table: KindTable, place: int) -> None:
        self._snapshot, self._table, self._place = snapshot, table, place
        self._compared = table.compare(snapshot, place)

    @property
    def is_final(self) -> bool:
        """Say whether no vector of this kind is still to be made."""
        return self._table.mean is None or self._table.mean.missing == 0

    def closest(self, count: int) -> Sequence[str]:
        """List the slugs of those that share the most words, and of those closest in meaning: `count` of each."""
        places = set(_highest(self._compared.words, count))
        if self._compared.meaning is not None:
            places.update(_highest(np.nan_to_num(self._compared.meaning, nan=-1.0), count))
        return [self._table.slugs[place] for place in sorted(places - {self._place})]

    def words(self, slug: str) -> float:
        """Give the share of the keywords' weight that a record holds, 0 to 1."""
        place = self._table.places.get(slug)
        return 0.0 if place is None else float(self._compared.words[place])

    def meaning(self, slug: str) -> float | None:
        """Give the cosine of what both are about; None where a vector is missing."""
        place, cosines = self._table.places.get(slug), self._compared.meaning
        if place is None or cosines is None or np.isnan(cosines[place]):
            return None
        return float(cosines[place])

    def shared_words(self, slug: str, lang: Locale) -> Sequence[str]:
        """Write the keywords that a record shares, in a language; those side by side in both as one, the heaviest first."""
        place = self._table.places.get(slug)
        if place is None:
            return ()
        own, other = int(self._table.numbers[self._place]), int(self._table.numbers[place])
        weighed = {word.term: (word, word.weight_in(other)) for word in self._compared.keywords if word.lang == lang}
        shared = {term: item for term, item in weighed.items() if item[1] > 0}
        return shared_phrases(self._snapshot, own, other, shared, lang)


def _highest(values: Scores, count: int) -> list[int]:
    if count < len(values):
        candidates = np.argpartition(values, len(values) - count)[len(values) - count :]
    else:
        candidates = np.arange(len(values))
    return [int(place) for place in candidates if values[place] > 0]


class LikenessFinder:
    """Compares records of a kind within the present commit; keeps the table of the kind asked for last."""

    def __init__(self, meaning: Meaning | None) -> None:
        self._meaning = meaning
        self._lock = Lock()
        self._kept: tuple[ref[Snapshot], str, KindTable] | None = None

    def find(self, snapshot: Snapshot, kind: str, slug: str) -> RecordLikeness | None:
        """Compare a record with the others of its kind; None where the index doesn't have it."""
        table = self._table(snapshot, kind)
        place = table.places.get(slug)
        return None if place is None else RecordLikeness(snapshot, table, place)

    def _table(self, snapshot: Snapshot, kind: str) -> KindTable:
        vectors = self._meaning.vectors.present() if self._meaning is not None else None
        with self._lock:
            kept = self._kept
            if kept is not None and kept[0]() is snapshot and kept[1] == kind:
                table = kept[2]
                if table.vectors is vectors or time.monotonic() - table.made_at < VECTOR_SECONDS:
                    return table
            table = KindTable(snapshot, kind, vectors)
            self._kept = ref(snapshot), kind, table
            return table
