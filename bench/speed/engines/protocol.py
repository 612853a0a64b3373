"""What an engine's process does, line by line: a JSON order on standard input, a JSON answer on standard output.

Standard library only, as engines run under different Pythons.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

ENOUGH = 5
"""With fewer records than this that hold all words, any word suffices."""
TOP = 10


class Found(NamedTuple):
    """The answer to one query: how many records, the first of them, snippets for these, counts by facet and value."""

    total: int
    keys: list[str]
    snippets: list[str]
    facets: dict[str, dict[str, int]]


class Engine(Protocol):
    """A search engine over a folder. Documents and queries are lines written by `bench.speed.documents`."""

    def build(self, documents: Iterator[dict[str, Any]]) -> None:
        """Write the whole index durably."""
        ...

    def open(self) -> None:
        """Open the index for reading."""
        ...

    def ask(self, query: dict[str, Any]) -> Found:
        """Find the first ten records, with counts over all and snippets."""
        ...

    def update(self, document: dict[str, Any]) -> None:
        """Replace a record durably; `ask` finds it afterwards."""
        ...


def read_documents(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of documents line by line."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def memory() -> int:
    """Give the bytes that this process has in memory (resident), mapped files included."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def serve(make: Callable[[Path], Engine], version: str) -> None:
    """Carry out orders until standard input ends: `build`, `open`, `ask`, `update`, `memory`."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    engine = make(folder)
    started_with = memory()
    _answer({"version": version})
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "ask":
            _answer(_ask(engine, order["queries"], details=order.get("details", False)))
        elif order["do"] == "memory":
            _answer({"grown": memory() - started_with})
        else:
            _answer({"seconds": _timed(engine, order)})


def _timed(engine: Engine, order: dict[str, Any]) -> float:
    started = time.perf_counter()
    if order["do"] == "build":
        engine.build(read_documents(Path(order["documents"])))
    elif order["do"] == "open":
        engine.open()
    elif order["do"] == "update":
        engine.update(order["document"])
        if order["document"]["key"] not in engine.ask(order["query"]).keys:
            raise RuntimeError("an update is not found")
    else:
        raise ValueError(order["do"])
    return time.perf_counter() - started


def _ask(engine: Engine, queries: list[dict[str, Any]], *, details: bool) -> dict[str, Any]:
    seconds, processor, totals, found = [], [], [], []
    for query in queries:
        started, worked = time.perf_counter(), time.process_time()
        answer = engine.ask(query)
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
        totals.append(answer.total)
        found.append(answer)
    answers = {"seconds": seconds, "processor": processor, "totals": totals}
    return {**answers, **({"found": [item._asdict() for item in found]} if details else {})}


def _answer(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)
