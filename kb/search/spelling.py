"""Finds the words of the index that a word not in it may have been meant for.

Distance is Damerau-Levenshtein (restricted: no letter is changed twice) between letters: of the alphabet, and of Hangul
taken apart (스마드 is one letter from 스마트). Letters that are easily taken for one another count half. All words are
kept as one array of letters; a bit a letter rules nearly all of them out before distances are counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from math import log1p
from typing import Final

import numpy as np
import numpy.typing as npt

from kb.search.analysis.jamo import syllable_range

END: Final = "\n"
LONGEST: Final = 32
"""Letters of the longest word that is corrected."""

SHORTEST_PART, SHORTEST_LATIN_PART, LONGEST_PART = 2, 3, 20
"""Characters of a word that others are written together with."""
COST_OF_PART: Final = 20.0
"""More than the use of any word counts: fewer words are better than common ones."""

_WEIGHT_OF_USE: Final = 0.12
"""How much a word's use counts against distance: a word in 4,000 times as many documents makes up for one letter."""
_OTHER_BEGINNING: Final = 0.3
"""People seldom mistake the first letter."""

_COMPOUNDS: Final = "ㄳ ㄵ ㄶ ㄺ ㄻ ㄼ ㄽ ㄾ ㄿ ㅀ ㅄ"
_LEADS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FINALS: Final = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LETTERS: Final = [END, *_LEADS, *_VOWELS, *_COMPOUNDS.split(), *"abcdefghijklmnopqrstuvwxyz0123456789"]
_ANY_OTHER: Final = len(_LETTERS)
_ALIKE: Final = """
ㅐㅔ ㅒㅖ ㅙㅚ ㅙㅞ ㅚㅞ ㅢㅣ ㅡㅜ ㅗㅛ ㅓㅗ ㅕㅛ ㄱㄲ ㄱㅋ ㄷㄸ ㄷㅌ ㅂㅃ ㅂㅍ ㅅㅆ ㅈㅉ ㅈㅊ ㅅㄷ ㅅㅈ ㄴㄹ ㅁㄴ ㅌㄸ ㅍㅃ ㅋㄲ ㅊㅉ
ae ai ei eo iy ou ck sz sc mn bv pb dt gj gk vw fv qk
"""

Codes = npt.NDArray[np.uint8]


def _code_table() -> Codes:
    """Give numbers to the letters of the basic multilingual plane: a consonant is one letter, whether it leads or closes."""
    table = np.full(0x10000, _ANY_OTHER, dtype=np.uint8)
    table[[ord(letter) for letter in _LETTERS]] = np.arange(len(_LETTERS))
    for first, row in ((0x1100, _LEADS), (0x1161, _VOWELS), (0x11A8, _FINALS)):
        table[first : first + len(row)] = [_LETTERS.index(letter) for letter in row]
    return table


def _cost_table() -> npt.NDArray[np.float32]:
    costs = 1 - np.eye(_ANY_OTHER + 1, dtype=np.float32)
    costs[_ANY_OTHER, _ANY_OTHER] = 1  # rare letters are not told apart, and never taken for the same
    for pair in _ALIKE.split():
        first, second = map(_LETTERS.index, pair)
        costs[first, second] = costs[second, first] = 0.5
    return costs


_CODES: Final = _code_table()
_COSTS: Final = _cost_table()


def _encode(text: str) -> Codes:
    """Write a text as numbers of letters, Hangul taken apart."""
    points = np.frombuffer(unicodedata.normalize("NFD", text).encode("utf-32-le", "replace"), dtype="<u4")
    return np.where(points < len(_CODES), _CODES[points & 0xFFFF], _ANY_OTHER).astype(np.uint8)


def _bits(codes: Codes) -> npt.NDArray[np.uint64]:
    """Give each letter its bit, the end of a word none; few letters share one."""
    bits = np.left_shift(np.uint64(1), (codes % 64).astype(np.uint64))
    bits[codes == 0] = 0
    return bits


def allowed_changes(letters: int) -> int:
    """Say how many letters of a word may be wrong: short words are too much like others."""
    return 0 if letters < 4 else 1 if letters < 9 else 2


@dataclass(frozen=True, slots=True)
class Nearby:
    """A word of the index near the one typed. The smaller its `cost`, the likelier."""

    text: str
    cost: float


class Speller:
    """Knows the words of the index and how many documents hold each. Immutable."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._by_word = words
        self._words = [word for word in words if word and END not in word]
        self._joined = "".join(word + END for word in self._words)
        self._counts = np.array([words[word] for word in self._words], dtype=np.int32)
        self._letters = _encode(self._joined)
        ends = np.flatnonzero(self._letters == 0)
        self._starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
        self._lengths = ends - self._starts
        self._masks = np.bitwise_or.reduceat(_bits(self._letters), self._starts) if len(ends) else _bits(self._letters)

    def nearest(self, word: str, limit: int = 5) -> list[Nearby]:
        """List words that differ in a letter, or in two where the word is long: the likeliest first."""
        letters = _encode(word)
        most = allowed_changes(len(letters))
        if not most or len(letters) > LONGEST:
            return []
        mask = np.bitwise_or.reduce(_bits(letters))
        near = np.abs(self._lengths - len(letters)) <= most
        near &= np.bitwise_count(self._masks ^ mask) <= 2 * most
        places = np.flatnonzero(near)
        others = self._padded(places, len(letters) + most)
        distances = _distances(letters, others, self._lengths[places], most)
        kept = distances <= most
        places, distances = places[kept], distances[kept]
        costs = distances - _WEIGHT_OF_USE * np.log1p(self._counts[places])
        costs += np.where(others[kept, 0] == letters[0], 0, _OTHER_BEGINNING)
        order = np.argsort(costs, kind="stable")[: limit + 1]
        found = [Nearby(self._words[places[index]], float(costs[index])) for index in order]
        return [item for item in found if item.text != word][:limit]

    def use(self, word: str) -> int:
        """Count the documents that hold a word; 0 for one that the index doesn't know."""
        return self._by_word.get(word, 0)

    def is_within(self, text: str) -> bool:
        """Say whether a text is a word or part of one."""
        return text in self._joined

    def with_initials(self, consonants: str, limit: int = 5) -> list[str]:
        """List the words whose initial consonants are exactly these, the most used first."""
        pattern = "".join("[{}-{}]".format(*syllable_range(consonant)) for consonant in consonants)
        found = re.findall(f"^{pattern}$", self._joined, re.MULTILINE)
        return sorted(found, key=lambda word: -self.use(word))[:limit]

    def split(self, text: str, without: str = "") -> list[str]:
        """Cut a text into as few words as can be, the most used where there is a choice; empty where that can't be done.

        `without` is a word that is not to be among them.
        """
        shortest = SHORTEST_LATIN_PART if text.isascii() else SHORTEST_PART
        best: list[tuple[float, list[str]] | None] = [(0.0, []), *[None] * len(text)]
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - LONGEST_PART), end - shortest + 1):
                before, use = best[start], self.use(text[start:end])
                if before is not None and use and text[start:end] != without:
                    cost = before[0] + COST_OF_PART - log1p(use)
                    present = best[end]
                    if present is None or cost < present[0]:
                        best[end] = (cost, [*before[1], text[start:end]])
        found = best[len(text)]
        return found[1] if found else []

    def _padded(self, places: npt.NDArray[np.intp], width: int) -> Codes:
        """Lay words side by side, each in a row filled up with ends."""
        columns = np.arange(width)
        inside = columns < self._lengths[places, None]
        return np.where(inside, self._letters[np.where(inside, self._starts[places, None] + columns, 0)], 0)


def _distances(letters: Codes, others: Codes, lengths: npt.NDArray[np.intp], most: int) -> npt.NDArray[np.float32]:
    """Count the changes from one word to many, all at once; whatever needs more than `most` is too far.

    The recurrence of optimal string alignment, only as far from the diagonal as `most` allows.
    """
    height, width = len(letters), others.shape[1]
    table = np.full((height + 1, width + 1, len(others)), height + width, dtype=np.float32)
    for index in range(most + 1):
        table[min(index, height), 0] = table[0, min(index, width)] = index
    for row in range(1, height + 1):
        for column in range(max(1, row - most), min(width, row + most) + 1):
            there = others[:, column - 1]
            cell = table[row - 1, column - 1] + _COSTS[letters[row - 1], there]
            np.minimum(cell, table[row - 1, column] + 1, out=cell)
            np.minimum(cell, table[row, column - 1] + 1, out=cell)
            if row > 1 and column > 1:
                swapped = (there == letters[row - 2]) & (others[:, column - 2] == letters[row - 1])
                np.minimum(cell, np.where(swapped, table[row - 2, column - 2] + 1, cell), out=cell)
            table[row, column] = cell
    return np.asarray(table[height, lengths, np.arange(len(others))])
