"""Shows where a hit matched: the sections, and snippets with the matched words marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, NamedTuple

import numpy as np

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
)
from kb.search.stored_texts import PlacedText, StoredTexts

SNIPPETS: Final = 2
_NAMES: Final = frozenset({"title", "names"})
_LABELS: Final = frozenset(section.name for section in SECTIONS if section.group == "about")
LENGTH: Final = 160
_LINE_END: Final = re.compile(r"(?<![.!?。…\s])\n")
"""The end of a name or row, as against that of a sentence: shown as a dot."""
_SPECIAL: Final = re.compile("[&<>\"']")
"""What HTML has other signs for."""
_HOWS: Final[tuple[How, ...]] = ("word", "synonym", "other_language", "meaning")
_RANKS: Final = {how: rank for rank, how in enumerate(_HOWS)}
_ORDER: Final = defaultdict(lambda: len(SECTIONS), SECTION_NUMBERS)
_MOST: Final = 60
"""Occurrences of one alternative that are looked at in one document."""
_POSITION: Final = (1 << DOCUMENT_SHIFT) - 1
_PLACE: Final = (1 << PLACE_BITS) - 1


class Way(NamedTuple):
    """How a unit of the query matched at some places."""

    width: int
    letters: int
    """Length of the one English term that matched, which may have been written as several words; else 0."""
    unit: int
    rank: int
    """Of `_HOWS`, the best first."""


Mark = tuple[int, int, int]
"""First character, end and unit of something to be marked."""
Where = tuple[str, Locale]
Spot = tuple[int, Way]
"""A place in a section where the query matched, and how."""
Spots = Mapping[Where, Sequence[Spot]]


def spots_in(numbers: Numbers, units: Sequence[UnitFound]) -> list[Spots]:
    """Collect the matches within some documents, each by section and language. The numbers may be in any order."""
    found: list[dict[Where, list[Spot]]] = [{} for _ in numbers]
    count = len(found)
    bounds = np.concatenate((numbers, numbers + 1)) << DOCUMENT_SHIFT
    for unit, item in enumerate(units):
        for finding in item.findings if not item.unit.optional else ():
            pattern = finding.alternative.pattern
            way = Way(pattern.width, _letters(pattern), unit, _RANKS[finding.alternative.how])
            keys = finding.located.keys
            at = keys.searchsorted(bounds).tolist()
            for spots, start, end in zip(found, at[:count], at[count:], strict=True):
                for key in keys[start : min(end, start + _MOST)].tolist() if start < end else ():
                    position = key & _POSITION
                    where = WRITTEN[position >> PLACE_BITS]
                    spot = (position & _PLACE, way)
                    if where in spots:
                        spots[where].append(spot)
                    else:
                        spots[where] = [spot]
    return list(found)


def _letters(pattern: Pattern) -> int:
    part = pattern.parts[0]
    return len(part.text.lstrip("~")) if len(pattern.parts) == 1 and part.kind == "term" and part.text[0] != "=" else 0


def matches(spots: Spots, tagged: Iterable[str]) -> list[Match]:
    """Tell in which sections a document matched and how, each section once by its best way."""
    best = dict.fromkeys(tagged, 0)
    for (section, _lang), here in spots.items():
        rank = min([way.rank for _place, way in here])
        best[section] = min(rank, best.get(section, rank))
    order = sorted(best, key=_ORDER.__getitem__) if len(best) > 1 else best
    return [Match(name, _HOWS[best[name]]) for name in order]


def highlights(texts: StoredTexts, spots: Spots, lang: Locale) -> list[Highlight]:
    """Cut snippets from the sections that show most of the query; from title and names, shown anyway, only for want of others.

    They are in the reader's language, or in the other one if only that matched: labels of what a record refers to,
    which are there in both, don't count as its own words.
    """
    found = []
    for section, written in _ranked(spots, lang)[:SNIPPETS]:
        text = texts.get(section, written)
        cut = snippet(text, spots[section, written]) if text else None
        if text and cut:
            material, page = text.page_at(cut.first) or (None, None)
            found.append(Highlight(section, written, cut.html, page, material))
    return found


def _ranked(spots: Spots, lang: Locale) -> list[Where]:
    if len(spots) == 1:
        return list(spots)
    own = [where for where in spots if where[0] not in _LABELS]
    in_lang = [where for where in own if where[1] == lang]
    texts_proper = [where for where in in_lang or own if where[0] not in _NAMES]
    return sorted(
        texts_proper or in_lang or own or spots,
        key=lambda where: (-len({way.unit for _place, way in spots[where]}), SECTION_NUMBERS[where[0]]),
    )


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text as HTML, and the first character marked in it."""

    html: str
    first: int


def snippet(text: PlacedText, spots: Sequence[Spot]) -> Snippet | None:
    """Cut about 160 characters around the matches out of a text, of one page if it has any; None if nothing is to be marked."""
    marks = sorted(_marks(text, spots))
    if not marks:
        return None
    start, end = 0, len(text.text)
    if text.has_pages:
        pages: dict[tuple[int, int], list[Mark]] = defaultdict(list)
        for mark in marks:
            pages[text.page_bounds(mark[0])].append(mark)
        start, end = max(pages, key=lambda bounds: len({unit for *_, unit in pages[bounds]}))
        marks = [(left - start, right - start, unit) for left, right, unit in pages[start, end]]
    first, last = _window(marks)
    page = text.text[start:end]
    return Snippet(_html(page, *_cut(page, first, min(last, len(page))), marks), start + first)


def _html(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    html, done = [], start
    for left, right in _merged([(left, right) for left, right, _unit in marks if start <= left and right <= end]):
        html += [_escaped(text[done:left]), "<mark>", _escaped(text[left:right]), "</mark>"]
        done = right
    html.append(_escaped(text[done:end]))
    body = "".join(html)
    body = " ".join((_LINE_END.sub(" · ", body) if "\n" in body else body).split())
    return f"{'…' if start else ''}{body}{'…' if end < len(text) else ''}"


def _escaped(text: str) -> str:
    return escape(text) if _SPECIAL.search(text) else text


def beginning(text: str) -> str:
    """Cut the beginning of a text, nothing marked, as HTML."""
    return _html(text, *_cut(text, 0, 0), ())


def _marks(text: PlacedText, spots: Sequence[Spot]) -> set[Mark]:
    """Give first character, end and unit of everything to be marked."""
    found = set()
    for place, (width, letters, unit) in {(place, way[:3]) for place, way in spots}:
        span = text.span(place, width, letters)
        if span is not None:
            found.add((*span, unit))
    return found


def _window(marks: Sequence[Mark]) -> tuple[int, int]:
    """Find the stretch of at most `LENGTH` characters that shows most different words of the query."""
    latest = max([end for _, end, _ in marks])
    if latest <= marks[0][0] + LENGTH:
        return marks[0][0], latest
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
    """Join spans that overlap or touch; they come by their beginnings."""
    merged: list[tuple[int, int]] = []
    for left, right in spans:
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged
