"""Cities and cases in any number, made of the seed's by a fixed seed: their facts and rows, not their long texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Final

from bench.collection import Entry

SEED: Final = 20_260_101
CASES_A_CITY: Final = 50
_COUNTRIES: Final = ("KR", "JP", "FR", "DE", "BE", "UG", "KE", "BR", "US", "IN")
_KEPT: Final = (
    "themes", "technologies__ko", "technologies__en", "stage", "stage_as_of", "period", "original_language",
    "lead_organization", "costs", "outcomes", "lessons", "summary__ko", "summary__en",
)  # fmt: skip
"""Fields that a generated case has of the case it is made of."""


def generate_records(entries: Sequence[Entry], count: int) -> Iterator[dict[str, Any]]:
    """Yield lines for `kb import`: cities first, then `count` cases spread over them."""
    random = Random(SEED)
    cases = [entry for entry in entries if entry.kind == "case"]
    source = next(entry.slug for entry in entries if entry.kind == "source")
    cities = max(1, count // CASES_A_CITY)
    for number in range(cities):
        yield _city(random, number, source)
    for number in range(count):
        model = cases[number % len(cases)]
        yield _case(random, model, number, f"bench-city-{number % cities}")


def _city(random: Random, number: int, source: str) -> dict[str, Any]:
    population = {
        "row_id": "population",
        "figure": "population",
        "label__ko": "인구",
        "label__en": "Population",
        "value": int(10 ** random.uniform(4.5, 7.2)),
        "unit__ko": "명",
        "unit__en": "people",
        "year": str(random.randint(2012, 2024)),
        "sources": [source],
    }
    return {
        "kind": "city",
        "slug": f"bench-city-{number}",
        "status": "published",
        "name__ko": f"측정시 {number}",
        "name__en": f"Benchton {number}",
        "country": _COUNTRIES[number % len(_COUNTRIES)],
        "lat": round(random.uniform(-50, 65), 3),
        "lon": round(random.uniform(-160, 175), 3),
        "profile": [population],
    }


def _case(random: Random, model: Entry, number: int, city: str) -> dict[str, Any]:
    values = {name: model.values[name] for name in _KEPT if name in model.values}
    start = random.randint(1998, 2024)
    return values | {
        "kind": "case",
        "slug": f"bench-case-{number}",
        "status": "published",
        "city": city,
        "title__ko": f"{model.values['title__ko']} {number}",
        "title__en": f"{model.values['title__en']} {number}",
        "period": f"{start}/{random.randint(start, 2025)}",
    }
