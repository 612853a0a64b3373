"""All engines over the same records, asked the same queries in turns, so that the machine's noise is shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Final

from bench.client import percentile
from bench.errors import BenchError
from bench.reporting import Say
from bench.sizes import folder_bytes
from bench.speed.documents import Source, document_line, query_line, write_documents
from bench.speed.engine_process import OURS, EngineProcess, Kind, running
from bench.speed.generator import index_document
from bench.speed.queries import Query

BLOCK: Final = 20  # queries asked of one engine before the next has its turn
WARM_UP: Final = 60
UPDATES: Final = 7
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """What one engine took. Times are in milliseconds; `kinds` gives the p95 by sort of query.

    Those of the processor leave out what other programs took: a guide where a machine isn't quiet.
    """

    name: str
    version: str
    p50: float
    p95: float
    p99: float
    processor_p50: float
    processor_p95: float
    kinds: Mapping[str, float]
    first_ms: float
    update_ms: float
    build_seconds: float
    index_megabytes: float
    memory_megabytes: float
    found_nothing: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """All engines at one number of records, ours first; `absent` tells why the others were not run."""

    records: int
    queries: int
    engines: Sequence[EngineFigures]
    absent: dict[str, str]
    disagreements: int  # queries for which two peers found different numbers of records: then they are not comparable


def compare(
    source: Source, records: int, queries: Sequence[Query], peers: Sequence[Kind], scratch: Path, say: Say
) -> Measurement:
    """Build every engine's index, then ask. Our own engine must work; a peer that fails is named with the reason."""
    scratch.mkdir()
    say(f"{records:,} records: generating")
    files = write_documents(source, records, scratch)
    built: dict[Kind, float] = {}
    absent: dict[str, str] = {}
    for kind in (OURS, *peers):
        say(f"{records:,} records: {kind.name} builds")
        try:
            built[kind] = _build(kind, scratch / kind.name, files.ours if kind is OURS else files.peers)
        except BenchError as error:
            if kind is OURS:
                raise
            absent[kind.name] = str(error)
    say(f"{records:,} records: {len(queries)} queries, {', '.join(kind.name for kind in built)} in turns")
    with ExitStack() as stack:
        runs = [_Run(stack.enter_context(running(kind, scratch / kind.name))) for kind in built]
        for run in runs:
            run.start(queries[0])
        _ask_in_turns(runs, queries[1:])
        for run in runs:
            run.update(source)
        figures = [run.figures(built[run.kind]) for run in runs]
        disagreements = count_disagreements({run.kind.name: run.totals for run in runs})
        return Measurement(records, len(queries) - 1 - WARM_UP, figures, absent, disagreements)


def count_disagreements(totals: Mapping[str, Sequence[int]]) -> int:
    """Count the queries for which peers, given the same tokens, found different numbers of records."""
    peers = [found for name, found in totals.items() if name != OURS.name]
    return sum(len(set(found)) > 1 for found in zip(*peers, strict=True))


def _build(kind: Kind, folder: Path, documents: Path) -> float:
    """Build in a process of its own, so that its memory is not counted with the reader's."""
    with running(kind, folder) as process:
        return float(process.order("build", documents=str(documents))["seconds"])


def _ask_in_turns(runs: Sequence[_Run], queries: Sequence[Query]) -> None:
    """Warm up with queries that don't count, then ask in blocks, each beginning with another engine."""
    for run in runs:
        run.process.ask([query_line(query) for query in queries[:WARM_UP]])
    for number, block in enumerate(_blocks(queries[WARM_UP:])):
        turn = number % len(runs)
        for run in (*runs[turn:], *runs[:turn]):
            run.ask(block)


def _blocks(queries: Sequence[Query]) -> list[Sequence[Query]]:
    return [queries[start : start + BLOCK] for start in range(0, len(queries), BLOCK)]


class _Run:
    """One engine while it is measured."""

    def __init__(self, process: EngineProcess) -> None:
        self.process, self.kind = process, process.kind
        self._spent: dict[str, list[float]] = defaultdict(list)
        self._processor: list[float] = []
        self.totals: list[int] = []
        self._first = self._memory = 0.0
        self._updates: list[float] = []

    def start(self, query: Query) -> None:
        """Open the index and ask the first query, cold."""
        opened = self.process.order("open")["seconds"]
        asked = self.process.ask([query_line(query)])
        self._first = opened + asked.seconds[0]

    def ask(self, block: Sequence[Query]) -> None:
        """Ask some queries."""
        asked = self.process.ask([query_line(query) for query in block])
        for query, spent in zip(block, asked.seconds, strict=True):
            self._spent[query.kind].append(spent)
        self._processor += asked.processor
        self.totals += asked.totals

    def update(self, source: Source) -> None:
        """Change a record a few times: from before the write until a search finds it. Memory is read before."""
        self._memory = self.process.order("memory")["grown"]
        changed = next(source.records(1))
        for number in range(UPDATES):
            word = f"changed{number}word"
            title = {lang: f"{text} {word}" for lang, text in changed.title.items()}
            line = document_line(index_document(replace(changed, title=title), source.vocabulary))
            query = query_line(Query("word", "en", word))
            self._updates.append(self.process.order("update", document=line, query=query)["seconds"])

    def figures(self, build_seconds: float) -> EngineFigures:
        """Sum up."""
        spent = [value for values in self._spent.values() for value in values]
        return EngineFigures(
            name=self.kind.name,
            version=self.process.version,
            p50=percentile(spent, 0.50) * 1000,
            p95=percentile(spent, 0.95) * 1000,
            p99=percentile(spent, 0.99) * 1000,
            processor_p50=percentile(self._processor, 0.50) * 1000,
            processor_p95=percentile(self._processor, 0.95) * 1000,
            kinds={kind: percentile(values, 0.95) * 1000 for kind, values in sorted(self._spent.items())},
            first_ms=self._first * 1000,
            update_ms=median(self._updates) * 1000,
            build_seconds=build_seconds,
            index_megabytes=folder_bytes(self.process.folder) / MEGABYTE,
            memory_megabytes=self._memory / MEGABYTE,
            found_nothing=self.totals.count(0),
        )
