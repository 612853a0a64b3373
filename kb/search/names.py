"""The titles and names of one segment of the index, spelled in every way in which readers begin to type them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from kb.domain.locales import LOCALES, Locale
from kb.search.analysis.jamo import initials
from kb.search.analysis.ko import letters
from kb.search.analysis.romanise import has_hangul, loose_key, romanised, spelled_apart
from kb.search.analysis.terms import atom_texts
from kb.search.prefixes import PrefixTable, Spelling

KINDS: Final = ("theme", "city", "case", "event", "organization", "session", "presentation")
"""What is suggested, the most useful first. Sources are found only when asked for."""

MOST_WORDS: Final = 16
"""Words of a name from which on it is found; a title has fewer."""

_AT_ONCE: Final = 64
"""Places sorted first: more than a list of suggestions takes, even if some are repeated or deleted."""

# A rank is one number, its bits from the highest: not the whole name, an inner word, not a title, the other language,
# kind, length.
_PART, _INNER, _OTHER_NAME, _OTHER_LANGUAGE, _KIND, _LONGEST = 18, 17, 16, 15, 11, (1 << 11) - 1

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Name:
    """A title, or another name, of a document of the index; `number` is what the index calls the document."""

    number: int
    kind: str
    slug: str
    section: str
    lang: Locale
    text: str


class Found(NamedTuple):
    """A name at one of its words; `rank` orders what is found in one way, the best first."""

    rank: tuple[int, str, str]
    name: Name
    at: int
    place: int


@dataclass(frozen=True, slots=True)
class _Written:
    """A name taken apart into folded words."""

    name: int
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.words)

    def spelled(self, spell: Callable[[str], str]) -> Spelling:
        """Spell every word in a way of its own, without anything between words."""
        parts = [spell(word) for word in self.words]
        starts = [0, *accumulate(map(len, parts[: MOST_WORDS - 1]))]
        return Spelling(self.name, "".join(parts), starts[: len(parts)])


def _written(names: Sequence[Name]) -> Iterator[_Written]:
    for number, name in enumerate(names):
        if words := atom_texts(name.text):
            yield _Written(number, words)


@lru_cache(maxsize=65536)
def _letters(word: str) -> str:
    return letters(word)


@lru_cache(maxsize=65536)
def _initials(word: str) -> str:
    return initials(word)


@lru_cache(maxsize=65536)
def _romanised(word: str) -> str:
    return romanised(word)


@lru_cache(maxsize=65536)
def _by_sound(word: str) -> str:
    return loose_key(_romanised(word))


@lru_cache(maxsize=65536)
def _by_syllable(word: str) -> str:
    return loose_key(spelled_apart(word))


def _loosely_romanised(written: Sequence[_Written]) -> Iterator[Spelling]:
    for item in written:
        yield (by_sound := item.spelled(_by_sound))
        by_syllable = item.spelled(_by_syllable)
        if by_syllable.text != by_sound.text:
            yield by_syllable


class NameIndex:
    """Finds names by their beginnings. Immutable."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = [name for name in names if name.kind in KINDS]
        written = list(_written(self.names))
        korean = [item for item in written if has_hangul(item.text)]
        self.typed = PrefixTable(item.spelled(str) for item in written)
        self.half_typed = PrefixTable(item.spelled(_letters) for item in korean)
        self.initials = PrefixTable(item.spelled(_initials) for item in korean)
        self.romanised = PrefixTable(item.spelled(_romanised) for item in korean)
        self.loosely_romanised = PrefixTable(_loosely_romanised(korean))
        self._texts = [""] * len(self.names)
        for item in written:
            self._texts[item.name] = item.text
        self._lengths: Ints = np.array([len(text) for text in self._texts], dtype=np.int32)
        self._ranks = {lang: self._ranked(lang) for lang in LOCALES}

    def _ranked(self, lang: Locale) -> Ints:
        """Rank names by their use to a reader, wherever in them the match is."""
        ranks = [
            (name.section != "title") << _OTHER_NAME
            | (name.lang != lang) << _OTHER_LANGUAGE
            | KINDS.index(name.kind) << _KIND
            | min(len(text), _LONGEST)
            for name, text in zip(self.names, self._texts, strict=True)
        ]
        return np.array(ranks, dtype=np.int32)

    def ordered(self, table: PrefixTable, run: slice, lang: Locale, whole: int = 0) -> Iterator[Found]:
        """Yield a run of places, the best first: names of `whole` characters, beginnings of names, words in them."""
        names, inner = table.names[run], table.inner[run]
        if not len(names):
            return
        ranks = self._ranks[lang][names] | inner.astype(np.int32) << _INNER
        ranks |= (inner | (self._lengths[names] != whole)).astype(np.int32) << _PART
        for places in _in_batches(ranks):
            found = zip(ranks[places].tolist(), names[places].tolist(), places.tolist(), strict=True)
            yield from sorted(
                (
                    Found((rank, self._texts[name], self.names[name].slug), self.names[name], name, run.start + place)
                    for rank, name, place in found
                ),
                key=lambda item: item.rank,
            )

    def text_from(self, table: PrefixTable, found: Found) -> str:
        """Give a name as written from the place on at which it was found, as typed or by its initials."""
        text = self._texts[found.at]
        return text[len(text) - table.length_from(found.place) :]


def _in_batches(ranks: Ints) -> Iterator[npt.NDArray[np.intp]]:
    """Give the places of the lowest ranks, then of the next, each batch ten times larger; equal ranks stay together."""
    above, size = -1, _AT_ONCE
    while (left := np.flatnonzero(ranks > above)).size:
        last = min(size, left.size) - 1
        limit = int(np.partition(ranks[left], last)[last])
        yield left[ranks[left] <= limit]
        above, size = limit, size * 10
