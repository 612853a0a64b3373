"""Generated case records in any number: the same ones in every run, made of real sentences and tagged like real cases.

Some 40 % are in Korean only, 40 % in English only, the rest in both languages.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final, TypeVar

from bench.collection import Entry
from bench.speed.sentences import Sentences
from kb.domain.locales import LOCALES, Locale
from kb.search.collation import sort_key
from kb.search.port import Concept, IndexDocument

SEED: Final = 20180919
LANGUAGES: Final[Mapping[tuple[Locale, ...], int]] = {("ko",): 40, ("en",): 40, LOCALES: 20}
STAGES: Final = {"planned": 10, "pilot": 18, "operating": 45, "scaled": 10, "ended": 10, "failed": 3, "unknown": 4}
GRADES: Final = {"A": 5, "B": 15, "C": 35, "D": 25, "N": 20}
THEMES_EACH: Final = {1: 30, 2: 40, 3: 22, 4: 8}
SENTENCES_EACH: Final = {1: 25, 2: 40, 3: 35}
FIRST_YEAR, LAST_YEAR = 2000, 2024
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """A city or theme of the seed with its name by language; `country` of a city, `broader` of a theme."""

    slug: str
    names: Mapping[Locale, str]
    country: str = ""
    broader: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What generated records refer to; all of it is in the seed."""

    cities: Sequence[Named]
    themes: Mapping[str, Named]


@dataclass(frozen=True, slots=True)
class Generated:
    """One generated case."""

    slug: str
    title: Mapping[Locale, str]
    summary: Mapping[Locale, str]
    city: Named
    themes: Sequence[str]
    stage: str
    evidence: str
    years: tuple[int, int]


def read_vocabulary(entries: Iterable[Entry]) -> Vocabulary:
    """Read the cities and themes of the seed."""
    listed = list(entries)
    cities = [
        Named(entry.slug, _names(entry, "name"), country=str(entry.values.get("country") or ""))
        for entry in listed
        if entry.kind == "city"
    ]
    themes = [
        Named(entry.slug, _names(entry, "pref_label"), broader=str(entry.values.get("broader") or ""))
        for entry in listed
        if entry.kind == "theme"
    ]
    return Vocabulary(cities, {theme.slug: theme for theme in themes})


def _names(entry: Entry, field: str) -> dict[Locale, str]:
    return {lang: str(value) for lang in LOCALES if (value := entry.values.get(f"{field}__{lang}"))}


def read_concepts(entries: Iterable[Entry]) -> list[Concept]:
    """Read the seed's thesaurus as the index has it: preferred labels first."""
    found = []
    for entry in entries:
        if entry.kind == "theme":
            names = _names(entry, "pref_label")
            labels = {
                lang: [*([names[lang]] if lang in names else []), *(entry.values.get(f"alt_labels__{lang}") or ())]
                for lang in LOCALES
            }
            found.append(Concept(entry.slug, labels))
    return found


def generate(count: int, sentences: Sentences, vocabulary: Vocabulary) -> Iterator[Generated]:
    """Generate cases: a larger number continues a smaller one. Few cities and themes have most of the cases."""
    chance = random.Random(SEED)
    city_weights = list(accumulate(1.0 / rank for rank in range(1, len(vocabulary.cities) + 1)))
    themes = list(vocabulary.themes)
    theme_weights = list(accumulate(rank**-0.7 for rank in range(1, len(themes) + 1)))
    for number in range(count):
        langs = _pick(chance, LANGUAGES)
        chosen = chance.choices(themes, cum_weights=theme_weights, k=_pick(chance, THEMES_EACH))
        start = LAST_YEAR - min(int(chance.expovariate(1 / 7)), LAST_YEAR - FIRST_YEAR)
        yield Generated(
            slug=f"generated-{number:07}",
            title={lang: _title(chance, sentences[lang]) for lang in langs},
            summary={
                lang: " ".join(chance.choices(sentences[lang], k=_pick(chance, SENTENCES_EACH))) for lang in langs
            },
            city=chance.choices(vocabulary.cities, cum_weights=city_weights)[0],
            themes=tuple(dict.fromkeys(chosen)),
            stage=_pick(chance, STAGES),
            evidence=_pick(chance, GRADES),
            years=(start, min(start + int(chance.expovariate(1 / 4)), LAST_YEAR)),
        )


def _pick(chance: random.Random, weighted: Mapping[T, int]) -> T:
    return chance.choices(list(weighted), weights=list(weighted.values()))[0]


def _title(chance: random.Random, sentences: Sequence[str]) -> str:
    words = chance.choice(sentences).split()
    length = chance.randint(3, 8)
    start = chance.randrange(max(1, len(words) - length + 1))
    return " ".join(words[start : start + length]).strip(" .,;:")


def index_document(record: Generated, vocabulary: Vocabulary) -> IndexDocument:
    """Make the document that a record becomes in the index: labels of city and themes are part of its text."""
    themes = [vocabulary.themes[slug] for slug in _with_broader(record.themes, vocabulary)]
    own = [vocabulary.themes[slug] for slug in record.themes]
    return IndexDocument(
        kind="case",
        slug=record.slug,
        texts={
            "title": record.title,
            "summary": record.summary,
            "city": record.city.names,
            "theme": {lang: "\n".join(theme.names[lang] for theme in own if lang in theme.names) for lang in LOCALES},
        },
        tags={
            "type": ["case"],
            "theme": [theme.slug for theme in themes],
            "city": [record.city.slug],
            "country": [record.city.country],
            "stage": [record.stage],
            "evidence": [record.evidence],
            "language": list(record.title),
        },
        year_start=record.years[0],
        year_end=record.years[1],
        newest=f"{record.years[0]}-01-01",
        confirmed=f"{record.years[1]}-12-31",
        sort_title={
            lang: sort_key(record.title.get(lang) or next(iter(record.title.values())), lang) for lang in LOCALES
        },
    )


def _with_broader(slugs: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    chain: dict[str, None] = {}
    for slug in slugs:
        while slug and slug in vocabulary.themes and slug not in chain:
            chain[slug] = None
            slug = vocabulary.themes[slug].broader
    return list(chain)


def import_record(record: Generated) -> dict[str, Any]:
    """Write a record as `kb import` reads it; its evidence grade comes from an outcome, so it is left out."""
    return {
        "kind": "case",
        "slug": record.slug,
        "status": "published",
        "original_language": next(iter(record.title)),
        "city": record.city.slug,
        "themes": list(record.themes),
        "stage": record.stage,
        "stage_as_of": str(record.years[1]),
        "period": f"{record.years[0]}/{record.years[1]}",
        **{f"title__{lang}": text for lang, text in record.title.items()},
        **{f"summary__{lang}": text for lang, text in record.summary.items()},
    }
