"""Names that begin, or hold a word that begins, with what is typed: sorted places in one long text, searched by halves.

Nothing is kept per place but two numbers, so that a hundred thousand names take a few megabytes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

COMPARED: Final = 32
"""Characters that places are sorted by; of a longer query only so many are compared."""

END: Final = "\n"
"""Ends a name in the long text; no query holds it."""

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name in one of its spellings, and where its words begin in it; `name` is its number."""

    name: int
    text: str
    words: Sequence[int]


class PrefixTable:
    """Finds the places at which names, or words in them, begin so. Immutable."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        texts, starts, names, inner = [], [], [], []
        start = 0
        for spelling in spellings:
            starts += [start + word for word in spelling.words]
            names += [spelling.name] * len(spelling.words)
            inner += [word > 0 for word in spelling.words]
            texts.append(spelling.text)
            start += len(spelling.text) + len(END)
        self._text = text = END.join(texts) + END
        compared = [text[start : start + COMPARED] for start in starts]
        order = np.array(sorted(range(len(starts)), key=compared.__getitem__), dtype=np.int32)
        self._starts = np.array(starts, dtype=np.int32)[order]
        self.names: Numbers = np.array(names, dtype=np.int32)[order]
        self.inner: npt.NDArray[np.bool_] = np.array(inner, dtype=np.bool_)[order]

    def find(self, beginning: str) -> slice:
        """Give the run of places that begin so; empty for an empty beginning."""
        return self.between(beginning, beginning)

    def between(self, first: str, last: str) -> slice:
        """Give the run of places whose beginnings lie between two texts of the same length, both included."""
        length = min(len(first), COMPARED)
        if not length:
            return slice(0, 0)

        def key(start: int) -> str:
            return self._text[start : start + length]

        low = bisect_left(self._starts, first[:length], key=key)
        return slice(low, bisect_right(self._starts, last[:length], lo=low, key=key))

    def length_from(self, place: int) -> int:
        """Count the characters of a name from a place on."""
        start = int(self._starts[place])
        return self._text.index(END, start) - start
