"""Measuring a server's pages: weight, time of one answer after another, requests a second."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

from bench.client import Answer, Client, percentile, time_answers
from bench.errors import BenchError
from bench.figures import Aim, Figure
from bench.load import Shape, measure_load
from bench.page_weight import Weight, first_load

WARM_UP: Final = 10  # requests before the timed ones at least; not counted
HEAVIEST_OF: Final = 40  # pages weighed of each sort
SETTLES_WITHIN: Final = 2.0  # seconds for the server to finish what a load left in its queues
BYTES_AIM: Final = Aim(60_000)
REQUESTS_AIM: Final = Aim(6)
PER_SECOND_AIM: Final = Aim(1_000, at_least=True)


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of one sort. `once`: no path is asked for twice, so that no kept answer is measured."""

    name: str
    paths: Sequence[str]
    once: bool = False
    note: str = ""

    def deal(self, count: int) -> Deal:
        """Deal the paths out. Pages that repeat are each asked for once before the timed requests."""
        if not self.once:
            warming = [self.paths[number % len(self.paths)] for number in range(max(WARM_UP, len(self.paths)))]
            timed = [self.paths[number % len(self.paths)] for number in range(count)]
            return Deal(spread(self.paths, HEAVIEST_OF), warming, timed, self.paths)
        ends = list(accumulate((HEAVIEST_OF, WARM_UP, count)))
        if len(self.paths) <= ends[-1]:
            raise BenchError(f"only {len(self.paths)} different {self.name} paths for {count} requests")
        return Deal(*(self.paths[start:end] for start, end in pairwise((0, *ends, len(self.paths)))))


@dataclass(frozen=True, slots=True)
class Deal:
    """The paths for weighing, for warming up, for timing and for the load."""

    weighing: Sequence[str]
    warming: Sequence[str]
    timed: Sequence[str]
    loading: Sequence[str]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is asked: timed requests a sort of page, and the shape of the load."""

    requests: int
    load: Shape
    scratch: Path


def unzip(answer: Answer) -> str:
    """Read an answer's text."""
    body = gzip.decompress(answer.body) if answer.encoding == "gzip" else answer.body
    return body.decode("utf-8", "replace")


def weigh(port: int, pages: Pages, group: str) -> list[Figure]:
    """Weigh the heaviest first load among the pages (at most 40 of them)."""
    client = Client(port)
    try:
        loads = [first_load(client.get_ok, unzip, path) for path in pages.deal(1).weighing]
    finally:
        client.close()
    heaviest: Weight = max(loads, key=lambda load: load.total_bytes)
    command = f"GET with Accept-Encoding: gzip of a page and all it refers to; the heaviest of up to {HEAVIEST_OF}"
    return [
        Figure(group, f"{pages.name}: document", heaviest.document_bytes, "bytes", command),
        Figure(group, f"{pages.name}: first load", heaviest.total_bytes, "bytes", command, BYTES_AIM),
        Figure(group, f"{pages.name}: requests", heaviest.requests, "", command, REQUESTS_AIM),
    ]


def spread(paths: Sequence[str], count: int) -> list[str]:
    """Take at most `count` paths, evenly from the whole list."""
    if len(paths) <= count:
        return list(paths)
    return [paths[number * len(paths) // count] for number in range(count)]


def time_pages(port: int, pages: Pages, group: str, effort: Effort) -> list[Figure]:
    """Time answers one after another, seen from the client: what the server and the loopback take together."""
    deal = pages.deal(effort.requests)
    client = Client(port)
    try:
        time_answers(client, deal.warming)
        spent = time_answers(client, deal.timed)
    finally:
        client.close()
    different = len(set(deal.timed))
    asked = f"{different} different {pages.name} pages" if different > 1 else f"the {pages.name} page"
    command = f"{len(spent)} GETs of {asked}, one after another on one connection (bench/client.py)"
    return [
        Figure(group, f"{pages.name}: p50", percentile(spent, 0.50) * 1000, "ms", command, note=pages.note),
        Figure(group, f"{pages.name}: p95", percentile(spent, 0.95) * 1000, "ms", command, note=pages.note),
    ]


def load_pages(port: int, pages: Pages, group: str, effort: Effort, aim: Aim | None) -> Figure:
    """Count the answers a second under load, of pages that repeat after a run that doesn't count.

    Each server process keeps its own pages; the first run lets every process meet every page, for either server.
    """
    loading = pages.deal(effort.requests).loading
    if not pages.once:
        measure_load(port, loading, effort.load, effort.scratch, once=False)
    load = measure_load(port, loading, effort.load, effort.scratch, once=pages.once)
    time.sleep(SETTLES_WITHIN)
    note = "; ".join(filter(None, (load.note and f"{group}, {pages.name}: {load.note}", pages.note)))
    return Figure(group, f"{pages.name}: load", load.per_second, "requests/s", load.command, aim, note)


def measure(
    port: int, sorts: Sequence[Pages], group: str, effort: Effort, say: Callable[[str], None], aim: Aim | None = None
) -> list[Figure]:
    """Time every sort of page, then put each under load. `aim` is for the requests a second of pages that repeat."""
    figures: list[Figure] = []
    for pages in sorts:
        say(f"{group}: {pages.name}, {effort.requests} requests")
        figures += time_pages(port, pages, group, effort)
    for pages in sorts:
        say(f"{group}: {pages.name}, {effort.load.seconds} s of load")
        figures.append(load_pages(port, pages, group, effort, None if pages.once else aim))
    return figures
