"""Search queries made of the collection's own words: single words, and pairs that follow one another in a text.

Short words are left out, between the words of a pair too, as people leave them out of what they search for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import urlencode

from bench.collection import Entry, texts_of
from kb.domain.locales import LOCALES, Locale

_SEED: Final = 2018  # the same queries in every run, so that runs compare
_WORD: Final[dict[Locale, re.Pattern[str]]] = {
    "ko": re.compile(r"(?<!\w)[가-힣]{2,12}(?!\w)"),
    "en": re.compile(r"(?<!\w)[A-Za-z]{4,20}(?!\w)"),
}


def words(text: str, lang: Locale) -> list[str]:
    """List a text's words of some length, in order: two syllables in Korean, four letters in English."""
    return _WORD[lang].findall(text)


def different_queries(texts: dict[Locale, list[str]]) -> list[tuple[Locale, str]]:
    """List (language, query), no two alike but for case: languages, and words and pairs, in turn while they last."""
    shuffled = random.Random(_SEED)
    supplies: list[tuple[Locale, list[str]]] = []
    for lang in LOCALES:
        lists = [words(text, lang) for text in texts[lang]]
        singles = _unlike(word for found in lists for word in found)
        pairs = _unlike(f"{one} {two}" for found in lists for one, two in pairwise(found))
        for queries in (singles, pairs):
            shuffled.shuffle(queries)
            supplies.append((lang, queries))
    longest = max(len(queries) for _lang, queries in supplies)
    return [
        (lang, queries[turn])
        for turn in range(longest)
        for lang, queries in (*supplies[::2], *supplies[1::2])
        if turn < len(queries)
    ]


def _unlike(queries: Iterable[str]) -> list[str]:
    return list({query.casefold(): query for query in queries}.values())


def queries_of(entries: Iterable[Entry]) -> list[tuple[Locale, str]]:
    """List the different queries that a collection gives; sources are left out, as a search leaves them out."""
    searched = [entry for entry in entries if entry.kind != "source"]
    return different_queries({lang: list(_all_texts(searched, lang)) for lang in LOCALES})


def _all_texts(entries: Iterable[Entry], lang: Locale) -> Iterator[str]:
    for entry in entries:
        yield from texts_of(entry, lang)


def site_path(lang: Locale, query: str) -> str:
    """Give the address of the site's answer."""
    return f"/{lang}/search?{urlencode({'q': query})}"
