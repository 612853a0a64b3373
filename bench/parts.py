"""The parts of the benchmarks by name."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import bench.faults.command
import bench.overview.command
import bench.retrieval.command
import bench.speed.command
from bench.figures import as_json, table
from bench.options import read_options
from bench.reporting import Job, Report, Say
from bench.run import run

Reader = Callable[[Sequence[str], date], Job]


def read_pages_job(arguments: Sequence[str], today: date) -> Job:
    """Read the arguments of the site's pages beside those of its peer."""
    options = read_options(arguments, today)

    def measure(say: Say) -> Report:
        outcome = run(options, say)
        shown = table(outcome.figures, outcome.peer)
        return Report(shown, {"peer": outcome.peer, "figures": as_json(outcome.figures)})

    return Job(options.json, measure)


PARTS: Final[Mapping[str, Reader]] = {
    "pages": read_pages_job,
    "quality": bench.retrieval.command.read_job,
    "search": bench.speed.command.read_job,
    "overview": bench.overview.command.read_job,
    "faults": bench.faults.command.read_job,
}


def read_jobs(arguments: Sequence[str], today: date) -> list[Job]:
    """Find out what to measure; leaves with code 2 and a sentence on wrong arguments. No part named: the pages."""
    name, rest = (
        (arguments[0], arguments[1:]) if arguments and not arguments[0].startswith("-") else ("pages", arguments)
    )
    if name in PARTS:
        return [PARTS[name](rest, today)]
    parser = argparse.ArgumentParser(prog="python -m bench", description=f"Parts: {', '.join(PARTS)}, all.")
    if name != "all":
        parser.error(f"no such part: {name}; there are {', '.join(PARTS)} and all")
    parser.prog = "python -m bench all"
    parser.add_argument("--sets", type=Path, help="a folder of retrieval sets; without it quality is not measured")
    given = parser.parse_args(rest)
    quality = [PARTS["quality"]([str(given.sets), "--together"], today)] if given.sets else []
    texts = ["--texts", str(given.sets)] if given.sets else []
    if not given.sets:
        print("quality: not run, as no sets were given (--sets DIR)")
    return [
        PARTS["pages"]([], today),
        *quality,
        PARTS["search"](texts, today),
        *(PARTS[name]([], today) for name in ("overview", "faults")),
    ]
