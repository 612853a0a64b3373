"""Shows where a hit matched: the sections, and snippets with the matched words marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, NamedTuple

from kb.domain.locales import Locale
from kb.search.analysis.patterns import Pattern
from kb.search.matching import DOCUMENT_SHIFT, Numbers
from kb.search.port import Highlight, How, Match
from kb.search.ranking import UnitFound
from kb.search.sections import (
    PLACE_BITS,
    SECTION_NUMBERS,
    SECTIONS,
    WRITTEN,
    place_of,
)
from kb.search.stored_texts import PlacedText, StoredTexts

SNIPPETS: Final = 2
_NAMES: Final = frozenset({"title", "names"})
_LABELS: Final = frozenset(section.name for section in SECTIONS if section.group == "about")
LENGTH: Final = 160
_LINE_END: Final = re.compile(r"(?<![.!?。…\s])\n")
"""The end of a name or row, as against that of a sentence: shown as a dot."""
_HOWS: Final[tuple[How, ...]] = ("word", "synonym", "other_language", "meaning")
_MOST: Final = 60
"""Occurrences of one alternative that are looked at in one document."""
_POSITION: Final = (1 << DOCUMENT_SHIFT) - 1


class Spot(NamedTuple):
    """A place in a section where a unit of the query matched."""

    place: int
    width: int
    unit: int
    how: How
    letters: int
    """Length of the one English term that matched, which may have been written as several words; else 0."""


Mark = tuple[int, int, int]
"""First character, end and unit of something to be marked."""
Spots = Mapping[tuple[str, Locale], Sequence[Spot]]


def spots_in(numbers: Numbers, units: Sequence[UnitFound]) -> list[Spots]:
    """Collect the matches within some documents, each by section and language. The numbers may be in any order."""
    found: list[dict[tuple[str, Locale], list[Spot]]] = [defaultdict(list) for _ in numbers]
    for unit, item in enumerate(units):
        for finding in item.findings if not item.unit.optional else ():
            pattern, how = finding.alternative.pattern, finding.alternative.how
            letters = _letters(pattern)
            keys = finding.located.keys
            starts = keys.searchsorted(numbers << DOCUMENT_SHIFT).tolist()
            ends = keys.searchsorted((numbers + 1) << DOCUMENT_SHIFT).tolist()
            for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
                for key in keys[start : min(end, start + _MOST)].tolist() if start < end else ():
                    position = key & _POSITION
                    found[index][WRITTEN[position >> PLACE_BITS]].append(
                        Spot(place_of(position), pattern.width, unit, how, letters)
                    )
    return list(found)


def _letters(pattern: Pattern) -> int:
    part = pattern.parts[0]
    return len(part.text.lstrip("~")) if len(pattern.parts) == 1 and part.kind == "term" and part.text[0] != "=" else 0


def matches(spots: Spots, tagged: Iterable[str]) -> list[Match]:
    """Tell in which sections a document matched and how, each section once by its best way."""
    best: dict[str, How] = dict.fromkeys(tagged, "word")
    for (section, _lang), here in spots.items():
        hows = {spot.how for spot in here}
        if section in best:
            hows.add(best[section])
        best[section] = min(hows, key=_HOWS.index)
    order = sorted(best, key=lambda name: SECTION_NUMBERS.get(name, len(SECTIONS)))
    return [Match(name, best[name]) for name in order]


def highlights(texts: StoredTexts, spots: Spots, lang: Locale) -> list[Highlight]:
    """Cut snippets from the sections that show most of the query; from title and names, shown anyway, only for want of others.

    They are in the reader's language, or in the other one if only that matched: labels of what a record refers to,
    which are there in both, don't count as its own words.
    """
    own = [where for where in spots if where[0] not in _LABELS]
    in_lang = [where for where in own if where[1] == lang]
    texts_proper = [where for where in in_lang or own if where[0] not in _NAMES]
    ranked = sorted(
        texts_proper or in_lang or own or spots,
        key=lambda where: (-len({spot.unit for spot in spots[where]}), SECTION_NUMBERS[where[0]]),
    )
    found = []
    for section, written in ranked[:SNIPPETS]:
        text = texts.get(section, written)
        cut = snippet(text, spots[section, written]) if text else None
        if text and cut:
            material, page = text.page_at(cut.first) or (None, None)
            found.append(Highlight(section, written, cut.html, page, material))
    return found


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text as HTML, and the first character marked in it."""

    html: str
    first: int


def snippet(text: PlacedText, spots: Sequence[Spot]) -> Snippet | None:
    """Cut about 160 characters around the matches out of a text, of one page if it has any; None if nothing is to be marked."""
    pages: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in sorted(set(_marks(text, spots))):
        pages[text.page_bounds(mark[0])].append(mark)
    if not pages:
        return None
    start, end = max(pages, key=lambda bounds: len({unit for *_, unit in pages[bounds]}))
    marks = [(left - start, right - start, unit) for left, right, unit in pages[start, end]]
    first, last = _window(marks)
    page = text.text[start:end]
    return Snippet(_html(page, *_cut(page, first, min(last, len(page))), marks), start + first)


def _html(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    inside = _merged([(left, right) for left, right, _unit in marks if start <= left and right <= end])
    html, done = [], start
    for left, right in inside:
        html += [escape(text[done:left]), "<mark>", escape(text[left:right]), "</mark>"]
        done = right
    html.append(escape(text[done:end]))
    body = " ".join(_LINE_END.sub(" · ", "".join(html)).split())
    return f"{'…' if start else ''}{body}{'…' if end < len(text) else ''}"


def beginning(text: str) -> str:
    """Cut the beginning of a text, nothing marked, as HTML."""
    return _html(text, *_cut(text, 0, 0), ())


def _marks(text: PlacedText, spots: Sequence[Spot]) -> Iterator[Mark]:
    """Yield first character, end and unit of everything to be marked."""
    for place, width, letters, unit in {(spot.place, spot.width, spot.letters, spot.unit) for spot in spots}:
        span = text.span(place, width, letters)
        if span is not None:
            yield *span, unit


def _window(marks: Sequence[Mark]) -> tuple[int, int]:
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
        space = text.find(" ", start - 1, first)
        start = start if space < 0 else space + 1
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = end if space < 0 else space
    return start, end


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged
