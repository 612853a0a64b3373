"""The whole answer of `/api/v1/search`: one reader after another, twenty at once, and the first query after a start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from bench.client import Client, percentile, time_answers
from bench.errors import BenchError
from bench.figures import Aim, Figure
from bench.load import Load, Shape, measure_load
from bench.reporting import Say
from bench.serving import serving_site
from bench.site_folder import SiteFolder
from bench.speed.documents import Source, write_import
from bench.speed.generator import import_record
from bench.speed.queries import Query
from bench.speed.random_vectors import fill_vectors

READERS: Final = Shape(connections=20, seconds=10)
TIMED: Final = 400
WARM_UP: Final = 60
STARTS: Final = 3
_AIMS: Final = {False: (Aim(15), Aim(100)), True: (Aim(70), None)}
"""p95 in milliseconds with meaning off and on: of one reader, of twenty."""
FIRST_AIM: Final = Aim(300)
_SERVE: Final = "KB_MEANING={meaning} kb serve"


@dataclass(frozen=True, slots=True)
class Portions:
    """Queries for each use, none of them in two."""

    first: Sequence[str]
    warming: Sequence[str]
    timed: Sequence[str]
    loading: Sequence[str]


def measure_http(
    source: Source, records: int, queries: Sequence[Query], scratch: Path, say: Say, *, meanings: Sequence[bool]
) -> list[Figure]:
    """Load the seed and generated records as an operator would, serve them, and ask."""
    site = SiteFolder(scratch / "http")
    say("over HTTP: seed")
    site.run("init")
    listed = scratch / "records.jsonl"
    write_import(map(import_record, source.records(records)), listed)
    say(f"over HTTP: importing {records:,} records")
    site.run("import", str(listed), "--format", "jsonl")
    site.run("work", "--once")
    paths = [search_path(query) for query in queries]
    share = len(paths) // len(meanings)
    figures: list[Figure] = []
    for number, meaning in enumerate(meanings):
        if meaning and not _prepare_meaning(site, say):
            continue
        own = _portions(paths[number * share : (number + 1) * share])
        figures += _measure(site, own, scratch, say, meaning=meaning, records=records)
    return figures


def _prepare_meaning(site: SiteFolder, say: Say) -> bool:
    try:
        say(f"over HTTP: {fill_vectors(site):,} random vectors")
    except BenchError as error:
        say(f"not run: over HTTP, meaning on: {error}")
        return False
    return True


def search_path(query: Query) -> str:
    """Give the address of the API's answer, ten records a page as in the comparison of engines."""
    return f"/api/v1/search?{urlencode({'q': query.text, 'lang': query.lang, 'per_page': 10})}"


def _portions(paths: Sequence[str]) -> Portions:
    warm, timed = STARTS + WARM_UP, STARTS + WARM_UP + TIMED
    if len(paths) <= timed + READERS.connections:
        raise BenchError(f"only {len(paths)} different queries")
    return Portions(paths[:STARTS], paths[STARTS:warm], paths[warm:timed], paths[timed:])


def _measure(
    site: SiteFolder, paths: Portions, scratch: Path, say: Say, *, meaning: bool, records: int
) -> list[Figure]:
    group = f"over HTTP, {records:,} records and the seed, meaning {'on' if meaning else 'off'}"
    first = []
    for number in range(STARTS - 1):
        with serving_site(site.path, page_store=True, meaning=meaning) as running:
            first += _time(running.port, paths.first[number : number + 1])
    say(f"{group}: one reader")
    with serving_site(site.path, page_store=True, meaning=meaning) as running:
        first += _time(running.port, paths.first[-1:])
        _time(running.port, paths.warming)
        alone = _time(running.port, paths.timed)
        say(f"{group}: twenty readers")
        together = measure_load(running.port, paths.loading, READERS, scratch, once=True)
    return _figures(group, first, alone, together, meaning=meaning)


def _time(port: int, paths: Sequence[str]) -> list[float]:
    client = Client(port)
    try:
        return time_answers(client, paths)
    finally:
        client.close()


def _figures(
    group: str, first: Sequence[float], alone: Sequence[float], together: Load, *, meaning: bool
) -> list[Figure]:
    serve = _SERVE.format(meaning=int(meaning))
    one_aim, many_aim = _AIMS[meaning]
    starting = f"{serve}: the first search after /readyz answers 200; the slowest of {len(first)} starts"
    reading = f"{serve}: {len(alone)} different searches, one after another on one connection"
    figures = [Figure(group, "first query after a start", max(first) * 1000, "ms", starting, FIRST_AIM)]
    spans: Mapping[int, float] = {name: percentile(alone, name / 100) for name in (50, 95, 99)}
    for name, value in spans.items():
        figures.append(
            Figure(group, f"one reader: p{name}", value * 1000, "ms", reading, one_aim if name == 95 else None)
        )
    for name, value in together.latency.items():
        aim = many_aim if name == 95 else None
        figures.append(
            Figure(group, f"twenty readers: p{name}", value * 1000, "ms", f"{serve}: {together.command}", aim)
        )
    figures.append(
        Figure(
            group,
            "twenty readers",
            together.per_second,
            "answers/s",
            f"{serve}: {together.command}",
            note=together.note,
        )
    )
    return figures
