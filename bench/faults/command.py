"""`python -m bench faults`: indexing killed over and over, every index file damaged in turn; nothing may be lost."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.errors import BenchError
from bench.faults.damaging import Damages, damage_in_turn
from bench.faults.killing import Killings, kill_in_rounds
from bench.faults.reading import Reading
from bench.figures import grid, shown
from bench.options import between
from bench.reporting import Job, Report, Say, default_json


def read_job(arguments: Sequence[str], today: date) -> Job:
    """Read the arguments; leaves with code 2 and a sentence on a wrong one."""
    parser = argparse.ArgumentParser(prog="python -m bench faults", description=__doc__)
    parser.add_argument("--json", type=Path, help="where the counts go (default: var/bench/<date>-faults.json)")
    parser.add_argument("--rounds", type=between(0, 1000), default=100, help="rounds of kill -9 (default 100)")
    parser.add_argument("--no-damage", action="store_true", help="leave the damaged files out")
    given = parser.parse_args(arguments)
    run_both = not given.no_damage
    return Job(given.json or default_json(today, "faults"), lambda say: run(given.rounds, say, damage=run_both))


def run(rounds: int, say: Say, *, damage: bool) -> Report:
    """Run both parts on sites of their own; the report has failed if anything was lost, wrong, not mended, not tried."""
    parts: dict[str, Callable[[Path], Killings | Damages]] = {}
    if rounds:
        parts["killed"] = lambda folder: kill_in_rounds(folder, rounds, say)
    if damage:
        parts["damaged"] = lambda folder: damage_in_turn(folder, say)
    tables, content, failed = [], {}, False
    with TemporaryDirectory(prefix="kb-bench-") as scratch:
        for name, part in parts.items():
            try:
                done = part(Path(scratch) / name)
            except BenchError as error:  # the other part's counts are worth keeping
                tables.append(f"not measured: {name}: {error}")
                failed = True
                continue
            tables.append(_table(done))
            content[name] = asdict(done)
            failed = failed or not done.is_good
    return Report("\n\n".join(tables), content, failed=failed)


def _table(done: Killings | Damages) -> str:
    shown_of = _killed_table(done) if isinstance(done, Killings) else _damaged_table(done)
    return "\n".join([shown_of, *[*done.examples, *done.reading.examples][:20]])


def _killed_table(killed: Killings) -> str:
    rows = [
        ("-- kill -9 while indexing", ""),
        ("rounds", shown(killed.rounds)),
        ("killed at work", shown(killed.at_work)),
        ("changes meanwhile", shown(killed.changes)),
        ("lost", shown(killed.lost)),
        ("stale", shown(killed.stale)),
        ("orphaned", shown(killed.orphaned)),
        ("there twice", shown(killed.repeated)),
        ("not drained", shown(killed.not_drained)),
    ]
    return grid([*rows, *_reading_rows(killed.reading)], right={1})


def _damaged_table(damaged: Damages) -> str:
    rows = [
        ("-- index files damaged", ""),
        ("files", shown(damaged.files)),
        ("damages", shown(damaged.damages)),
        ("not healed", shown(damaged.not_healed)),
        ("slowest healing, s", shown(damaged.slowest)),
    ]
    return grid([*rows, *_reading_rows(damaged.reading)], right={1})


def _reading_rows(reading: Reading) -> list[tuple[str, str]]:
    return [
        ("answers to readers", shown(reading.answers)),
        ("from the database", shown(reading.degraded)),
        ("questions that failed", shown(reading.failed)),
        ("wrong answers", shown(reading.wrong)),
        ("readers ended by it", shown(reading.died)),
    ]
