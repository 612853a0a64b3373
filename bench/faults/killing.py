"""Rounds of `kill -9` at a random moment of indexing, while people write and read."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.errors import BenchError
from bench.faults.collection import make_collection
from bench.faults.comparing import Differences, compare_index
from bench.faults.editing import EDITORS, Editor, at_work
from bench.faults.reading import Reading, reading
from bench.faults.workers import Work, start_work, work_to_the_end
from bench.reporting import Say
from bench.site_folder import SiteFolder

SEED: Final = 20180919
CASES: Final = 60
LATEST: Final = 0.6  # seconds from the first write to the index until the kill, at most
STARTS_WITHIN: Final = 60.0
WORK: Final[Sequence[Work]] = ("work", "work", "work", "rebuild")
"""What is killed, in turn: the worker mostly, a rebuild now and then."""
BESIDE: Final = 3  # every so many rounds another process indexes at the same time, and is left to finish
WITHOUT_INDEX: Final = 8  # every so many rounds the index is taken away first, so that the worker rebuilds


@dataclass(slots=True)
class Killings:
    """What all rounds together gave."""

    rounds: int = 0
    at_work: int = 0
    changes: int = 0
    lost: int = 0
    stale: int = 0
    orphaned: int = 0
    repeated: int = 0
    not_drained: int = 0
    reading: Reading = field(default_factory=Reading)
    examples: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Say whether nothing was lost, stale, orphaned or there twice, and every reader got an answer."""
        wrong = self.lost + self.stale + self.orphaned + self.repeated + self.not_drained
        return not wrong and self.reading.is_good and self.at_work > 0

    def add(self, found: Differences) -> None:
        """Count what a comparison found."""
        for name in ("lost", "stale", "orphaned", "repeated"):
            names = getattr(found, name)
            setattr(self, name, getattr(self, name) + len(names))
            self.examples += [f"round {self.rounds}: {name}: {what}" for what in names[:3]]
        self.not_drained += found.waiting


def kill_in_rounds(folder: Path, rounds: int, say: Say) -> Killings:
    """Kill in rounds; after each the worker drains what waits, and the index is compared with the database."""
    site, chance = make_collection(folder, CASES), random.Random(SEED)
    opened = site.open()
    editors = {number: Editor(opened, number, CASES, SEED) for number in range(EDITORS)}
    done = Killings()
    with reading(site, done.reading):
        for number in range(rounds):
            _round(site, editors, number, chance, done)
            done.add(compare_index(opened, editors.values()))
            if number % 10 == 9:
                say(f"killed: round {number + 1} of {rounds}")
    done.changes = sum(editor.edited.changes for editor in editors.values())
    opened.engine.dispose()
    for editor in editors.values():
        if editor.errors:
            raise BenchError(f"a change failed: {editor.errors[0]}")
    return done


def _round(site: SiteFolder, editors: Mapping[int, Editor], number: int, chance: random.Random, done: Killings) -> None:
    """Kill once, then let the worker do what waits."""
    done.rounds += 1
    if number % WITHOUT_INDEX == WITHOUT_INDEX - 1:
        shutil.rmtree(site.path / "index", ignore_errors=True)
    with _another_beside(site, wanted=number % BESIDE == BESIDE - 1), at_work(editors):
        done.at_work += _kill_at_work(site, WORK[number % len(WORK)], chance.uniform(0, LATEST))
    if code := work_to_the_end(site):
        raise BenchError(f"round {number + 1}: the worker ended with {code}")


@contextmanager
def _another_beside(site: SiteFolder, *, wanted: bool) -> Iterator[None]:
    """Have another process index meanwhile; it ends by itself, or with the block if that fails."""
    process = start_work(site, "work once") if wanted else None
    try:
        yield
    except BaseException:
        if process is not None:
            process.kill()
        raise
    finally:
        if process is not None:
            process.join()


def _kill_at_work(site: SiteFolder, work: Work, moment: float) -> bool:
    """Start work and kill it some time after it began to write the index; say whether it was still at it."""
    before = _latest_change(site.path / "index")
    process = start_work(site, work)
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while _latest_change(site.path / "index") <= before and process.is_alive():
            if time.monotonic() > deadline:
                raise BenchError(f"{work} did not begin to write the index")
            time.sleep(0.005)
        time.sleep(moment)
        return process.is_alive()
    finally:
        process.kill()
        process.join()


def _latest_change(folder: Path) -> int:
    """Tell when anything in a folder was last written; it may be changing meanwhile."""
    moments = [0]
    for path in [folder, *folder.rglob("*")]:
        try:
            moments.append(path.stat().st_mtime_ns)
        except OSError:
            continue
    return max(moments)
