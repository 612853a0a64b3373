"""Suggestions while typing: records whose title or name begins, or holds a word that begins, with what is typed.

As typed (스마, park), by a half-typed syllable (스맡), by initial consonants (ㅅㅁㅌ, ㅅ울), in Latin letters (seoul,
ddareungi), or on the keyboard of the other language (tjdnf). Names are indexed once per segment of the index; a query
asks all segments and merges what they find.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from kb.domain.locales import Locale
from kb.search.analysis.jamo import LEADS, initials, is_initials, is_syllable, syllable_range
from kb.search.analysis.keyboard import hangul_typed, latin_reading
from kb.search.analysis.ko import letters
from kb.search.analysis.romanise import loose_key
from kb.search.analysis.terms import atoms_of
from kb.search.names import Found, Name, NameIndex
from kb.search.prefixes import PrefixTable

__all__ = ["Name", "NameIndex", "Suggester"]

SHORTEST_LOOSE: Final = 3
"""Letters from which on a name may be romanised in any way."""
SHORTEST_READ: Final = 2
"""Keys from which on those of the other keyboard may be meant."""
_EXAMINED: Final = 2000
"""Places with the right initials that are looked at more closely, at most."""

Alive = Callable[[int], bool]
Way = Callable[[NameIndex], Iterator[Found]]


class Suggester:
    """Suggests from several segments; `alive` tells which documents of each are still there. Immutable."""

    def __init__(self, parts: Sequence[tuple[NameIndex, Alive]]) -> None:
        self._parts = parts

    def suggest(self, text: str, lang: Locale, limit: int) -> list[tuple[str, str]]:
        """List (kind, slug), each once: what is named exactly so, begins so, holds a word that begins so; then as above.

        Within each, titles before other names, names in `lang` before the other language's, useful kinds before others.
        """
        typed = _typed(text)
        attempts = [_ways(typed, lang), [_loosely(typed, lang)], *(_ways(read, lang) for read in _readings(typed))]
        return next(filter(None, (list(islice(self._found(ways), limit)) for ways in attempts)), [])

    def words_with_initials(self, consonants: str, lang: Locale, limit: int) -> list[str]:
        """List words of names whose initial consonants are exactly these (ㅅㅇ: 서울), those of useful names first."""
        words: dict[str, None] = {}
        for found in islice(self._merged(_by_initials(consonants, lang)), _EXAMINED):
            for atom in atoms_of(found.name.text):
                if initials(atom.text) == consonants and atom.text != consonants:
                    words.setdefault(atom.text)
            if len(words) >= limit:
                break
        return list(words)[:limit]

    def _found(self, ways: Sequence[Way]) -> Iterator[tuple[str, str]]:
        seen: set[tuple[str, str]] = set()
        for found in chain.from_iterable(map(self._merged, ways)):
            key = found.name.kind, found.name.slug
            if key not in seen:
                seen.add(key)
                yield key

    def _merged(self, way: Way) -> Iterator[Found]:
        """Yield what all segments find in one way, the best first."""

        def living(names: NameIndex, alive: Alive) -> Iterator[Found]:
            return (found for found in way(names) if alive(found.name.number))

        return heapq.merge(*(living(names, alive) for names, alive in self._parts), key=lambda found: found.rank)


def _typed(text: str) -> str:
    """Write what is typed as one word; consonants standing alone become letters, several on one key several."""
    joined = "".join(atom.text for atom in atoms_of(text))
    return "".join(char if is_syllable(char) else letters(char) for char in joined)


def _ways(typed: str, lang: Locale) -> list[Way]:
    """List the ways to look for a text, the surest first."""
    if not typed:
        return []
    ways = [_by_prefix(lambda names: names.typed, typed, lang, len(typed))]
    if typed.isascii():
        return [*ways, _by_prefix(lambda names: names.romanised, typed, lang)]
    if any(char in LEADS for char in typed):
        ways.append(_by_initials(typed, lang))
    return [*ways, _by_prefix(lambda names: names.half_typed, letters(typed), lang)]


def _by_prefix(table: Callable[[NameIndex], PrefixTable], typed: str, lang: Locale, whole: int = 0) -> Way:
    def find(names: NameIndex) -> Iterator[Found]:
        searched = table(names)
        return names.ordered(searched, searched.find(typed), lang, whole)

    return find


def _by_initials(typed: str, lang: Locale) -> Way:
    """Find places by initial consonants, and by syllables typed out among them; the last of those may be half-typed."""
    lead = next(index for index, char in enumerate(typed) if char in LEADS)
    is_decided = len(typed) == lead + 1 or is_initials(typed)

    def agrees(text: str) -> bool:
        whole = typed if typed[-1] in LEADS else typed[:-1]
        rest, half = text[len(whole) :], typed[len(whole) :]
        same = all(char in (there, initials(there)) for char, there in zip(whole, text, strict=False))
        return same and len(text) >= len(typed) and letters(rest).startswith(letters(half))

    def find(names: NameIndex) -> Iterator[Found]:
        if lead:
            table = names.typed
            run = table.between(*(typed[:lead] + syllable for syllable in syllable_range(typed[lead])))
        else:
            table = names.initials
            run = table.find(initials(typed))
        places = names.ordered(table, run, lang)
        if is_decided:
            return places
        return (found for found in islice(places, _EXAMINED) if agrees(names.text_from(table, found)))

    return find


def _loosely(typed: str, lang: Locale) -> Way:
    """Find names however romanised. A final e may be half of eo or eu."""
    key = loose_key(typed.removesuffix("e")) if typed.isascii() and len(typed) >= SHORTEST_LOOSE else ""
    return _by_prefix(lambda names: names.loosely_romanised, key, lang)


def _readings(typed: str) -> list[str]:
    """List what the keys would have typed with the keyboard set to the other language."""
    if len(typed) < SHORTEST_READ:
        return []
    if typed.isascii():
        return ["".join(char if is_syllable(char) else letters(char) for char in read) for read in hangul_typed(typed)]
    return [read] if (read := latin_reading(typed)) else []
