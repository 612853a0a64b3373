"""Queries as people type them, made of the same sentences as the records; none comes twice."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bench.speed.sentences import Sentences
from kb.domain.locales import LOCALES, Locale

SEED: Final = 20180920
_WORDS: Final[Mapping[Locale, re.Pattern[str]]] = {
    "ko": re.compile(r"(?<!\w)[가-힣]{2,8}(?: [가-힣]{2,8})*(?!\w)"),
    "en": re.compile(r"(?<!\w)[A-Za-z][a-z]{2,15}(?: [A-Za-z][a-z]{2,15})*(?!\w)"),
}
"""Words that follow one another with nothing but a space between."""
_LAST_SYLLABLE: Final = "힣"


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, in which language of the site, and what sort of query it is."""

    kind: str
    lang: Locale
    text: str


Maker = Callable[[random.Random, Sequence[str], Locale], str]


def _words(chance: random.Random, words: Sequence[str], _lang: Locale) -> str:
    count = min(len(words), chance.choices(range(1, 7), weights=(25, 30, 20, 12, 8, 5))[0])
    start = chance.randrange(len(words) - count + 1)
    return " ".join(words[start : start + count])


def _phrase(chance: random.Random, words: Sequence[str], _lang: Locale) -> str:
    start = chance.randrange(max(1, len(words) - 2))
    return '"' + " ".join(words[start : start + 2]) + '"'


def _prefix(chance: random.Random, words: Sequence[str], lang: Locale) -> str:
    word = chance.choice(words)
    return word[: max(2, len(word) - 1)] + "*" if lang == "ko" else word[: max(4, len(word) - 2)] + "*"


def _misspelt(chance: random.Random, words: Sequence[str], lang: Locale) -> str:
    """Swap two letters, or change the final consonant of a syllable."""
    word = max(islice(chance.sample(words, len(words)), 3), key=len).lower()
    place = chance.randrange(1, len(word))
    if lang == "ko":
        changed = chr(min(ord(word[place]) + 1, ord(_LAST_SYLLABLE)))
        return word[:place] + changed + word[place + 1 :]
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def _question(chance: random.Random, words: Sequence[str], lang: Locale) -> str:
    asked = _words(chance, words, lang)
    if lang == "ko":
        return f"{asked} {chance.choice(('어떻게 했나요', '무엇인가요', '사례 알려줘', '왜 실패했나요'))}?"
    return f"{chance.choice(('How did the city do', 'What is known about', 'Which cities have', 'Why did they stop'))} {asked}?"


def _two_syllables(chance: random.Random, words: Sequence[str], _lang: Locale) -> str:
    short = [word for word in words if len(word) == 2]
    return chance.choice(short or [words[0][:2]])


KINDS: Final[Mapping[str, tuple[int, Sequence[Locale], Maker]]] = {
    "words": (40, LOCALES, _words),
    "two Korean syllables": (15, ("ko",), _two_syllables),
    "phrase": (12, LOCALES, _phrase),
    "prefix": (8, LOCALES, _prefix),
    "misspelt": (10, LOCALES, _misspelt),
    "question": (15, LOCALES, _question),
}
"""Share, languages and maker of each sort."""


def make_queries(sentences: Sentences) -> Iterator[Query]:
    """Make different queries without end, or until the sentences give no more (in practice tens of thousands)."""
    chance = random.Random(SEED)
    seen: set[str] = set()
    kinds, weights = list(KINDS), [share for share, _langs, _maker in KINDS.values()]
    barren = 0
    while barren < 10_000:
        kind = chance.choices(kinds, weights=weights)[0]
        _share, langs, maker = KINDS[kind]
        lang = chance.choice(langs)
        words = max(_WORDS[lang].findall(chance.choice(sentences[lang])), key=len, default="").split()
        text = maker(chance, words, lang) if words else ""
        if not text or text.casefold() in seen:
            barren += 1
            continue
        barren = 0
        seen.add(text.casefold())
        yield Query(kind, lang, text)
