"""What a word of a query may have been meant for: by another keyboard, initials, spaces or spelling.

Only words that the index doesn't know are questioned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kb.domain.locales import Locale
from kb.search.analysis import en, ko
from kb.search.analysis.fold import fold
from kb.search.analysis.jamo import LEADS
from kb.search.analysis.keyboard import korean_readings, latin_reading
from kb.search.port import Reason
from kb.search.spelling import Speller

MOST_OPTIONS: Final = 4
_RARE, _COMMONER = 2, 10
"""Documents that a mistake stands in, at most, and how many times more those of the right word must be."""
_SHORTEST_RARE: Final = {True: 6, False: 3}
_LIKELY: Final = 0.8
"""How much less likely than the best another spelling may be."""
_SHORTEST_SPELT: Final = 2
"""Characters of a word that another may be a misspelling of: syllables by themselves are like too many."""
_SHORTEST_JOINED: Final = 3
_SHORTEST_PIECE: Final = 3
"""Syllables that don't stand in a word by chance."""

_KEPT: Final = re.compile(r'-?(?:[^\W\d_]+:)?"[^"]*"?|(?<!\S)-\S+|[^\W\d_]+:\S+|\S+\*|\b(?:AND|OR|NOT)\b')
"""Phrases, exclusions, fields, beginnings and operators are meant as they are typed."""
_WORD: Final = re.compile(r"[ㄱ-ㅣ가-힣ᄀ-ᇿ]+|(?<!\d)[^\W\d_ㄱ-ㅣ가-힣ᄀ-ᇿ]+(?!\d)")

COSTS: Final[dict[Reason, float]] = {"keyboard": 0.0, "initials": 0.0, "spacing": 0.3, "spelling": 0.5}

NamedByInitials = Callable[[str, Locale, int], Sequence[str]]
Reading = tuple[str, Reason, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query: where it stands, as typed and folded."""

    start: int
    end: int
    typed: str
    text: str

    def instead(self, text: str, reason: Reason, cost: float) -> Option:
        """Put another text in its place, with a capital where this has one."""
        written = text.capitalize() if self.typed.istitle() and text.isascii() else text
        return Option(self.start, self.end, written, reason, COSTS[reason] + cost)


@dataclass(frozen=True, slots=True)
class Option:
    """What may stand instead of the text from `start` to `end`; the smaller `cost`, the likelier."""

    start: int
    end: int
    text: str
    reason: Reason
    cost: float


def words_of(text: str) -> Iterator[Word]:
    """List the words of a query that may be changed."""
    kept = [match.span() for match in _KEPT.finditer(text)]
    for match in _WORD.finditer(text):
        if not any(start <= match.start() < end for start, end in kept):
            yield Word(match.start(), match.end(), match.group(), fold(match.group()))


class WordOptions:
    """Knows what words may have been meant for. Immutable."""

    def __init__(self, speller: Speller, named: NamedByInitials) -> None:
        self._speller = speller
        self._named = named

    def of(self, word: Word, lang: Locale, finds: Callable[[str], int]) -> list[Option]:
        """List what a word of a short query may have been meant for; nothing for a word that is in use."""
        if self._is_known(word.text):
            return [*self._commoner(word)]
        if finds(word.typed):
            return []
        found = [*self._by_keyboard(word.typed), *self._by_initials(word, lang)]
        if not found:
            found = [*self._by_spacing(word.text), *self._by_spelling(word.text)]
        return [word.instead(*reading) for reading in found][:MOST_OPTIONS]

    def surest(self, word: Word, lang: Locale) -> Option | None:
        """Choose what a word in a sentence was meant for.

        Korean sentences have forms of verbs that no text of ours has, so their spelling is not questioned.
        """
        if self._is_known(word.text):
            return None
        readings: list[Reading] = [*self._by_keyboard(word.typed), *self._by_initials(word, lang)]
        if not readings and word.text.isascii():
            readings = [*self._by_spelling(word.text)]
        return word.instead(*readings[0]) if readings else None

    def _is_known(self, text: str) -> bool:
        if text in ko.FILLERS or text in en.FILLERS or self._speller.use(text):
            return True
        if any(self._speller.use(form.text) for form in ko.bare_forms(text)):
            return True
        return len(text) >= _SHORTEST_PIECE and ko.is_hangul(text) and self._speller.is_within(text)

    def _commoner(self, word: Word) -> Iterator[Option]:
        """Doubt a rare word where a common one is near, for texts hold mistakes, too."""
        use = self._speller.use(word.text)
        if 0 < use <= _RARE and len(word.text) >= _SHORTEST_RARE[word.text.isascii()]:
            common = [text for text, _, _ in self._by_spelling(word.text) if self._speller.use(text) > use * _COMMONER]
            for text in common[:1]:
                yield word.instead(text, "spelling", 0.0)
                yield word.instead(word.typed, "spelling", 0.5)

    def _by_keyboard(self, typed: str) -> Iterator[Reading]:
        for read in (*korean_readings(typed), latin_reading(typed)):
            if read and self._is_known(read):
                yield read, "keyboard", 0.0
            elif parts := self._speller.split(read):
                yield " ".join(parts), "keyboard", 0.1

    def _by_initials(self, word: Word, lang: Locale) -> Iterator[Reading]:
        consonants = ko.letters(word.text)
        if all(char in LEADS for char in consonants):
            named = self._named(consonants, lang, MOST_OPTIONS)
            for rank, text in enumerate(named or self._speller.with_initials(consonants, MOST_OPTIONS)):
                yield text, "initials", rank / 10

    def _by_spacing(self, text: str) -> Iterator[Reading]:
        for form in (text, *(form.text for form in ko.bare_forms(text) if form.sure)):
            parts = self._speller.split(form)
            finer = self._speller.split(form, without=max(parts, key=len)) if parts else []
            for words in (parts, finer):
                if len(words) > 1:
                    yield " ".join(words), "spacing", len(words) / 10
            if len(parts) > 1:
                return

    def _by_spelling(self, text: str) -> Iterator[Reading]:
        forms = dict.fromkeys((text, *(form.text for form in ko.bare_forms(text))))
        near = {
            item.text: item.cost
            for form in forms
            for item in self._speller.nearest(form, MOST_OPTIONS)
            if len(item.text) >= _SHORTEST_SPELT
        }
        if any(en.stem(other) == en.stem(text) for other in near if other.isascii()):
            return  # another form of a word that is known
        best = min(near.values(), default=0.0)
        forms_of: dict[str, tuple[str, float]] = {}
        for other, cost in sorted(near.items(), key=lambda item: item[1]):
            if cost <= best + _LIKELY:
                forms_of.setdefault(en.stem(other), (other, cost))
        yield from ((other, "spelling", cost) for other, cost in forms_of.values())
        if not near:
            yield from self._half_misspelt(text)

    def _half_misspelt(self, text: str) -> Iterator[Reading]:
        """Take the text for two words written together, one of them misspelt."""
        for cut in range(2, len(text) - 1):
            left, right = text[:cut], text[cut:]
            if self._speller.use(left):
                yield from (
                    (f"{left} {item.text}", "spelling", item.cost + 0.2) for item in self._speller.nearest(right, 1)
                )
            if self._speller.use(right):
                yield from (
                    (f"{item.text} {right}", "spelling", item.cost + 0.2) for item in self._speller.nearest(left, 1)
                )

    def joins(self, words: Sequence[Word]) -> Iterator[Option]:
        """List neighbours that the index knows as one word."""
        for size in (2, 3):
            for run in zip(*(words[start:] for start in range(size)), strict=False):
                joined = "".join(word.text for word in run)
                together = all(right.start - left.end == 1 for left, right in pairwise(run))
                if together and len(joined) >= _SHORTEST_JOINED and self._speller.use(joined):
                    yield Option(run[0].start, run[-1].end, joined, "spacing", COSTS["spacing"])
