"""Requests a second under load: with `wrk` where it is installed, else with threads of this process."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bench.client import HOST, TIMEOUT_SECONDS, Client, percentile
from bench.errors import BenchError

PERCENTILES: Final = (50, 95, 99)
SCRIPT: Final = Path(__file__).parent / "load.lua"
_FIGURES: Final = re.compile(
    r"^figures requests=(\d+) microseconds=(\d+) failed=(\d+)(?: p50=(\d+) p95=(\d+) p99=(\d+))?$", re.MULTILINE
)
FALLBACK_NOTE: Final = "wrk was not found; the load came from threads of one Python process, which limits it"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a load is made: connections that each ask again as soon as they are answered, for some seconds."""

    connections: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Load:
    """What a load gave; `failed` counts errors of the connection, of time (30 s) and answers of status 400 and above."""

    requests: int
    seconds: float
    failed: int
    command: str
    note: str = ""
    latency: Mapping[int, float] = field(default_factory=dict)  # percentile to seconds from request to answer

    @property
    def per_second(self) -> float:
        """Divide the well answered requests by the time."""
        return max(0, self.requests - self.failed) / self.seconds if self.seconds else 0.0


def measure_load(port: int, paths: Sequence[str], shape: Shape, scratch: Path, *, once: bool) -> Load:
    """Ask for the paths in turn, over and over, or each `once` at most.

    Failed requests are not counted and are noted. Raises `BenchError` when there were not enough paths to ask for each
    once.
    """
    wrk = shutil.which("wrk")
    load = _with_wrk(wrk, port, paths, shape, scratch) if wrk else with_threads(port, paths, shape)
    if once and load.requests + shape.connections > len(paths):
        raise BenchError(f"{len(paths)} different paths don't last for {shape.seconds} s; shorten --seconds")
    if load.failed:
        return replace(load, note=f"{load.note} {load.failed} of {load.requests} requests failed under load".strip())
    return load


def _with_wrk(wrk: str, port: int, paths: Sequence[str], shape: Shape, scratch: Path) -> Load:
    listed = scratch / "paths.txt"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="ascii")
    options = ["-t1", f"-c{shape.connections}", f"-d{shape.seconds}s", f"--timeout={TIMEOUT_SECONDS:.0f}s"]
    options += ["-H", "Accept-Encoding: gzip"]
    command = [wrk, *options, "-s", str(SCRIPT), f"http://{HOST}:{port}", "--", str(listed)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=shape.seconds + 60, check=False)
    if done.returncode:
        raise BenchError(f"wrk failed: {done.stderr.strip()[:300]}")
    shown = f"wrk {' '.join(options[:-1])} 'Accept-Encoding: gzip' -s bench/load.lua"
    return read_wrk(done.stdout, f"{shown} http://{HOST}:PORT -- PATHS")


def read_wrk(output: str, command: str) -> Load:
    """Read the line that bench/load.lua prints."""
    found = _FIGURES.search(output)
    if not found:
        raise BenchError(f"wrk printed no figures: {output[-300:]!r}")
    requests, microseconds, failed = (int(text) for text in found.groups()[:3])
    latency = {name: int(text) / 1e6 for name, text in zip(PERCENTILES, found.groups()[3:], strict=True) if text}
    return Load(requests, microseconds / 1e6, failed, command, latency=latency)


def with_threads(port: int, paths: Sequence[str], shape: Shape) -> Load:
    """Make the load with one thread a connection. It shares this process's interpreter lock: a lower bound."""
    supply = itertools.cycle(paths)
    lock = threading.Lock()
    deadline = time.perf_counter() + shape.seconds
    answered: list[int] = []
    failed: list[int] = []
    spent: list[float] = []

    def ask() -> None:
        client, good, bad = Client(port), 0, 0
        for path in _until(deadline, supply, lock):
            begun = time.perf_counter()
            try:
                if client.get(path).status < 400:
                    good += 1
                else:
                    bad += 1
            except BenchError:
                bad += 1
            spent.append(time.perf_counter() - begun)
        client.close()
        answered.append(good + bad)
        failed.append(bad)

    started = time.perf_counter()
    threads = [threading.Thread(target=ask) for _ in range(shape.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - started
    command = f"bench.load.with_threads, {shape.connections} connections, {shape.seconds} s"
    latency = {name: percentile(spent, name / 100) for name in PERCENTILES} if spent else {}
    return Load(sum(answered), lasted, sum(failed), command, FALLBACK_NOTE, latency)


def _until(deadline: float, supply: Iterator[str], lock: threading.Lock) -> Iterator[str]:
    while time.perf_counter() < deadline:
        with lock:
            path = next(supply)
        yield path
