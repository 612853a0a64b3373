"""A document's texts as the index stores them: each section apart, with where every atom stands, for quick snippets.

Layout: the number of texts; for each its code (section and language), bytes, atoms and bytes of page marks; then, one
after the other, the text (UTF-8), the positions, first and last characters of its atoms, and the page marks (JSON).
"""

from __future__ import annotations

import json
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.domain.locales import Locale
from kb.search.analysis.fold import fold, offsets
from kb.search.analysis.segments import Atom
from kb.search.sections import WRITTEN, section_code

_COUNT: Final = struct.Struct("<H")
_HEADER: Final = struct.Struct("<BIII")
_WORD: Final = array("I").itemsize
_RUN: Final = 1 << 31
"""Set in the last character of an atom that is a run of syllables, written with one character each."""

PageMark = tuple[int, str, int]
"""First character of a page within a section's text, the material that it is a page of, and its number there."""


@dataclass(frozen=True, slots=True)
class AnalysedText:
    """A section's text in one language with its atoms; `pages` marks where its pages begin, if it has any."""

    section: str
    lang: Locale
    text: str
    atoms: Sequence[Atom]
    pages: Sequence[PageMark] = ()


class PlacedText:
    """A stored text, with the way from places in the index to characters."""

    def __init__(self, text: str, atoms: memoryview[int], pages: Sequence[PageMark]) -> None:
        count = len(atoms) // 3
        self.text = text
        self._positions = atoms[:count]
        self._starts = atoms[count : 2 * count]
        self._ends = atoms[2 * count :]
        self._pages = pages

    @property
    def has_pages(self) -> bool:
        """Say whether the text is made of pages."""
        return bool(self._pages)

    def span(self, place: int, width: int, letters: int) -> tuple[int, int] | None:
        """Give first and last character (exclusive) of what covers `width` positions from `place`; None if nothing does.

        `letters` is the length of an English term that may have been written as several words, else 0.
        """
        positions, ends = self._positions, self._ends
        first = bisect_right(positions, place) - 1
        if first < 0:
            return None
        last = first
        if first + 1 < len(positions) and positions[first + 1] < place + width:
            last = bisect_right(positions, place + width - 1) - 1
        start, first_end, last_end = self._starts[first], ends[first], ends[last]
        end = last_end & ~_RUN
        if last_end & _RUN:
            end = min(self._starts[last] + place + width - positions[last], end)
        if first_end & _RUN:
            start = min(start + place - positions[first], (first_end & ~_RUN) - 1)
        if letters:
            end = self._joined_end(first, letters)
        return start, max(start + 1, end)

    def _end(self, atom: int) -> int:
        return self._ends[atom] & ~_RUN

    def _joined_end(self, atom: int, letters: int) -> int:
        length = self._end(atom) - self._starts[atom]
        while length < letters and atom + 1 < len(self._positions):
            atom += 1
            length += self._end(atom) - self._starts[atom]
        return self._end(atom)

    def page_bounds(self, char: int) -> tuple[int, int]:
        """Give where the page of a character begins and ends; the whole text where it has no pages."""
        index = bisect_right(self._pages, char, key=lambda mark: mark[0])
        start = self._pages[index - 1][0] if index else 0
        end = self._pages[index][0] - 1 if index < len(self._pages) else len(self.text)
        return start, end

    def page(self, material: str, number: int) -> str:
        """Give the text of a page; empty if there is none."""
        for start, *named in self._pages:
            if named == [material, number]:
                return self.text[slice(*self.page_bounds(start))]
        return ""

    def page_at(self, char: int) -> tuple[str, int] | None:
        """Name the material and the page that a character lies on."""
        index = bisect_right(self._pages, char, key=lambda mark: mark[0]) - 1
        return self._pages[index][1:] if index >= 0 else None


def pack(texts: Sequence[AnalysedText]) -> bytes:
    """Write the texts of a document."""
    headers, bodies = [_COUNT.pack(len(texts))], []
    for item in texts:
        encoded = item.text.encode()
        numbers = _numbers(item)
        marks = json.dumps(item.pages).encode() if item.pages else b""
        headers.append(_HEADER.pack(section_code(item.section, item.lang), len(encoded), len(item.atoms), len(marks)))
        bodies += [encoded, numbers.tobytes(), marks]
    return b"".join([*headers, *bodies])


def _numbers(item: AnalysedText) -> array[int]:
    chars = offsets(item.text)
    starts = [chars[atom.start] for atom in item.atoms]
    ends = [_with_marks(item.text, chars[atom.end - 1] + 1) for atom in item.atoms]
    numbers = array("I", [atom.position for atom in item.atoms])
    numbers.extend(starts)
    numbers.extend(
        end | _RUN if atom.is_syllables and end - start == len(atom.text) else end
        for atom, start, end in zip(item.atoms, starts, ends, strict=True)
    )
    return numbers


def _with_marks(text: str, end: int) -> int:
    """Take combining marks in that belong to the last letter."""
    while end < len(text) and text[end] > "\x7f" and fold(text[end]) == "":
        end += 1
    return end


class StoredTexts:
    """The texts of one document, each decoded when it is asked for."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        (count,) = _COUNT.unpack_from(packed)
        start = _COUNT.size + count * _HEADER.size
        self._places: dict[tuple[str, Locale], tuple[int, int, int, int]] = {}
        for code, length, atoms, marks in _HEADER.iter_unpack(packed[_COUNT.size : start]):
            self._places[WRITTEN[code]] = (start, length, atoms, marks)
            start += length + 3 * _WORD * atoms + marks

    def __iter__(self) -> Iterator[tuple[str, Locale]]:
        return iter(self._places)

    def get(self, section: str, lang: Locale) -> PlacedText | None:
        """Read one text."""
        place = self._places.get((section, lang))
        if place is None:
            return None
        start, length, atoms, marks = place
        middle = start + length
        end = middle + 3 * _WORD * atoms
        numbers = memoryview(self._packed)[middle:end].cast("I")
        pages = [tuple(mark) for mark in json.loads(self._packed[end : end + marks])] if marks else ()
        return PlacedText(self._packed[start:middle].decode(), numbers, pages)
