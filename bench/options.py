"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.reporting import default_json


@dataclass(frozen=True, slots=True)
class Options:
    """What to measure, how hard, and where the JSON goes."""

    json: Path
    requests: int
    seconds: int
    connections: int
    peer: bool
    install: bool


def between(low: int, high: int) -> type[int]:
    class Bounded(int):
        def __new__(cls, text: str) -> Bounded:
            number = int(text)
            if not low <= number <= high:
                raise argparse.ArgumentTypeError(f"must be from {low} to {high}")
            return super().__new__(cls, number)

    return Bounded


def read_options(arguments: Sequence[str] | None, today: date) -> Options:
    """Read the arguments; leaves with code 2 and a sentence on a wrong one. Every amount has an upper bound."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure the pages of the site. Other parts: python -m bench quality, search, faults or all --help.",
    )
    parser.add_argument("--json", type=Path, help="where the figures go (default: var/bench/<date>.json)")
    parser.add_argument(
        "--requests", type=between(20, 5000), default=500, help="timed requests a sort of page (default 500)"
    )
    parser.add_argument(
        "--seconds", type=between(1, 60), default=10, help="length of each load in seconds (default 10)"
    )
    parser.add_argument("--connections", type=between(1, 100), default=20, help="connections under load (default 20)")
    parser.add_argument("--no-peer", action="store_true", help="leave the peer out")
    parser.add_argument(
        "--install", action="store_true", help="also install requirements.lock into a new environment and time that"
    )
    given = parser.parse_args(arguments)
    return Options(
        json=given.json or default_json(today),
        requests=given.requests,
        seconds=given.seconds,
        connections=given.connections,
        peer=not given.no_peer,
        install=given.install,
    )
