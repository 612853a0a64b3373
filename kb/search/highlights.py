"""Shows where a hit matched: the sections, and snippets with the matched words marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from kb.domain.locales import Locale
from kb.search.analysis.fold import fold, offsets
from kb.search.analysis.patterns import Pattern
from kb.search.analysis.segments import Atom, segment
from kb.search.analysis.terms import joinable
from kb.search.port import Highlight, How, Match
from kb.search.ranking import UnitFound
from kb.search.sections import SECTION_NUMBERS, SECTIONS, lang_of, place_of, section_of

SNIPPETS: Final = 2
LENGTH: Final = 160
_LINE_END: Final = re.compile(r"(?<![.!?。…\s])\n")
"""The end of a name or row, as against that of a sentence: shown as a dot."""
_HOWS: Final[tuple[How, ...]] = ("word", "synonym", "other_language", "meaning")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a section where a unit of the query matched."""

    place: int
    width: int
    unit: int
    how: How
    letters: int
    """Length of the one English term that matched, which may have been written as several words; else 0."""


Spots = Mapping[tuple[str, Locale], Sequence[Spot]]


def spots_in(number: int, units: Sequence[UnitFound]) -> Spots:
    """Collect the matches within one document by section and language."""
    found: dict[tuple[str, Locale], list[Spot]] = defaultdict(list)
    for unit, item in enumerate(units):
        for finding in item.findings:
            pattern = finding.alternative.pattern
            letters = _letters(pattern)
            for position in finding.places.get(number, ()):
                where = (section_of(position).name, lang_of(position))
                found[where].append(Spot(place_of(position), pattern.width, unit, finding.alternative.how, letters))
    return found


def _letters(pattern: Pattern) -> int:
    part = pattern.parts[0]
    return len(part.text.lstrip("~")) if len(pattern.parts) == 1 and part.kind == "term" and part.text[0] != "=" else 0


def matches(spots: Spots, tagged: Iterable[str]) -> list[Match]:
    """Tell in which sections a document matched and how, each section once by its best way."""
    best: dict[str, How] = dict.fromkeys(tagged, "word")
    for (section, _lang), here in spots.items():
        hows = [spot.how for spot in here] + ([best[section]] if section in best else [])
        best[section] = min(hows, key=_HOWS.index)
    order = sorted(best, key=lambda name: SECTION_NUMBERS.get(name, len(SECTIONS)))
    return [Match(name, best[name]) for name in order]


def highlights(texts: Mapping[str, Mapping[Locale, str]], spots: Spots, lang: Locale) -> list[Highlight]:
    """Cut snippets from the sections that show most of the query, the title last.

    They are in the reader's language, or in the other one if only that matched.
    """
    in_lang = [where for where in spots if where[1] == lang]
    ranked = sorted(
        in_lang or spots,
        key=lambda where: (
            where[0] == "title",
            -len({spot.unit for spot in spots[where]}),
            SECTION_NUMBERS[where[0]],
        ),
    )
    found = []
    for section, written in ranked[:SNIPPETS]:
        text = texts.get(section, {}).get(written, "")
        if html := snippet(text, spots[section, written]):
            found.append(Highlight(section, written, html))
    return found


def snippet(text: str, spots: Sequence[Spot]) -> str:
    """Cut about 160 characters around the matches out of a text, as HTML; empty if nothing is to be marked."""
    marks = sorted(set(_marks(text, spots)))
    if not marks:
        return ""
    first, last = _window(marks)
    start, end = _cut(text, first, last)
    inside = _merged([(left, right) for left, right, _unit in marks if start <= left and right <= end])
    html, done = [], start
    for left, right in inside:
        html += [escape(text[done:left]), "<mark>", escape(text[left:right]), "</mark>"]
        done = right
    html.append(escape(text[done:end]))
    body = " ".join(_LINE_END.sub(" · ", "".join(html)).split())
    return f"{'…' if start else ''}{body}{'…' if end < len(text) else ''}"


def _marks(text: str, spots: Sequence[Spot]) -> Iterator[tuple[int, int, int]]:
    """Yield first character, end and unit of everything to be marked."""
    key = fold(text)
    places = offsets(text)
    by_place: dict[int, tuple[int, Atom]] = {}
    atoms = list(segment(key))
    for index, atom in enumerate(atoms):
        for step in range(atom.width):
            by_place[atom.position + step] = (index, atom)
    for spot in spots:
        if spot.place not in by_place:
            continue
        index, atom = by_place[spot.place]
        _, last = by_place.get(spot.place + spot.width - 1, (index, atom))
        start = atom.start + (spot.place - atom.position if atom.is_syllables else 0)
        end = last.start + spot.place + spot.width - last.position if last.is_syllables else last.end
        if spot.letters > len(atom.text) and not atom.is_syllables:
            end = _joined_end(atoms, index, spot.letters)
        left, right = places[start], places[max(end, start + 1) - 1] + 1
        yield left, _with_marks(text, right), spot.unit


def _with_marks(text: str, end: int) -> int:
    """Take combining marks in that belong to the last letter."""
    while end < len(text) and fold(text[end]) == "":
        end += 1
    return end


def _joined_end(atoms: Sequence[Atom], index: int, letters: int) -> int:
    length = len(atoms[index].text)
    while length < letters and index + 1 < len(atoms) and joinable(atoms[index], atoms[index + 1]):
        index += 1
        length += len(atoms[index].text)
    return atoms[index].end


def _window(marks: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Find the stretch of at most `LENGTH` characters that shows most different words of the query."""
    best, best_rank = (marks[0][0], marks[0][1]), (0, 0)
    for index, (start, _end, _unit) in enumerate(marks):
        inside = [mark for mark in marks[index : index + 40] if mark[1] <= start + LENGTH] or [marks[index]]
        rank = (len({unit for *_, unit in inside}), len(inside))
        if rank > best_rank:
            best, best_rank = (start, max(end for _, end, _ in inside)), rank
    return best


def _cut(text: str, first: int, last: int) -> tuple[int, int]:
    """Widen a stretch to about `LENGTH` characters, ending between words where the text has spaces."""
    spare = max(0, LENGTH - (last - first))
    start = max(0, first - spare // 2)
    end = min(len(text), max(last, start + LENGTH))
    start = max(0, min(start, end - LENGTH))
    if start > 0:
        space = _space_between(text, start, first)
        start = start if space < 0 else space + 1
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = end if space < 0 else space
    return start, end


def _space_between(text: str, start: int, first: int) -> int:
    return text.find(" ", start - 1, first)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged
