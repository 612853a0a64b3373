"""Every file of the index truncated, flipped, emptied and deleted in turn, while people read and the worker runs."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.faults.collection import BEACON, case_values, make_collection, publish_one
from bench.faults.reading import Reading, reading
from bench.reporting import Say
from bench.site_folder import SiteFolder
from kb.search.port import IndexUnavailable, SearchRequest
from kb.services.index_check import check_index
from kb.services.site import Site

CASES: Final = 40
HEALS_WITHIN: Final = 30.0
POLL: Final = 0.05
_NOT_HEALED: Final = float("inf")
_PLACES: Final = random.Random(20180919)


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _flip(path: Path) -> None:
    """Flip one bit somewhere."""
    content = bytearray(path.read_bytes())
    content[_PLACES.randrange(len(content))] ^= 1 << _PLACES.randrange(8)
    path.write_bytes(content)


def _rot(path: Path) -> None:
    """Flip one bit and leave size and times as they were, as a failing disk does."""
    found = path.stat()
    _flip(path)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _empty(path: Path) -> None:
    os.truncate(path, 0)


def _delete(path: Path) -> None:
    path.unlink()


DAMAGES: Final[Mapping[str, Callable[[Path], None]]] = {
    "truncated": _truncate,
    "flipped": _flip,
    "flipped elsewhere": _flip,
    "rotted": _rot,
    "emptied": _empty,
    "deleted": _delete,
}


@dataclass(slots=True)
class Damages:
    """What all damages together gave; `slowest` is the longest time until the index was whole again, in seconds."""

    files: int = 0
    damages: int = 0
    not_healed: int = 0
    slowest: float = 0.0
    reading: Reading = field(default_factory=Reading)
    examples: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Say whether every damage was healed unasked and every reader got a right answer."""
        return self.damages > 0 and not self.not_healed and self.reading.is_good

    def add(self, role: str, damage: str, seconds: float) -> None:
        """Count one damage that healed after some seconds, or never."""
        self.damages += 1
        if seconds == _NOT_HEALED:
            self.not_healed += 1
            self.examples.append(f"{role} {damage}: not healed in {HEALS_WITHIN:.0f} s")
        else:
            self.slowest = max(self.slowest, seconds)


def damage_in_turn(folder: Path, say: Say, damages: Mapping[str, Callable[[Path], None]] = DAMAGES) -> Damages:
    """Damage every file in every way, one after another; each time wait until the worker has mended it."""
    site = make_collection(folder, CASES)
    opened, done = site.open(), Damages()
    with _worker(site):
        for role in sorted(_files_by_role(opened, folder / "index")):
            say(f"damaging {role}")
            done.files += 1
            with reading(site, done.reading, CASES):
                for name, damage in damages.items():
                    done.add(role, name, _damage_and_wait(site, opened, role, damage))
    opened.engine.dispose()
    return done


def _damage_and_wait(site: SiteFolder, opened: Site, role: str, damage: Callable[[Path], None]) -> float:
    """Damage a file of a whole index; give the seconds until it is whole again."""
    publish_one(opened, "case", "case-0", case_values(0, f"zqdamage{time.monotonic_ns()}"))
    if _wait_until_whole(site) == _NOT_HEALED:
        site.run("index", "rebuild")
        return _NOT_HEALED
    path = _files_by_role(opened, site.path / "index").get(role)
    if path is None:
        return 0.0  # this generation has no such file
    damage(path)
    return _wait_until_whole(site)


def _files_by_role(site: Site, index: Path) -> dict[str, Path]:
    """List the files that readers use, named so that the same file of another generation has the same name.

    What is empty can't be damaged.
    """
    generation = str(site.search.status().get("generation", ""))
    listed = [*index.glob("*"), *(index / generation).rglob("*"), *(index / "vectors").rglob("*")]
    return {
        _role(path.relative_to(index), generation): path for path in listed if path.is_file() and path.stat().st_size
    }


def _role(path: Path, generation: str) -> str:
    """Name a file without its generation, numbers and what a segment is called."""
    name = f"*{path.suffix}" if path.suffix == ".seg" else re.sub(r"\d+", "N", path.name)
    parents = ["generation" if part == generation else part for part in path.parent.parts]
    return "/".join([*parents, name])


def _wait_until_whole(site: SiteFolder) -> float:
    """Wait until an index opened anew holds what the database does; give the seconds, infinite if it takes too long."""
    started = time.monotonic()
    while time.monotonic() - started < HEALS_WITHIN:
        fresh = site.open()
        try:
            if not check_index(fresh) and not _is_degraded(fresh):
                return time.monotonic() - started
        finally:
            fresh.engine.dispose()
        time.sleep(POLL)
    return _NOT_HEALED


def _is_degraded(site: Site) -> bool:
    try:
        return site.search.search(SearchRequest(text=BEACON, lang="en")).total != CASES
    except IndexUnavailable:
        return True


@contextmanager
def _worker(site: SiteFolder) -> Iterator[None]:
    process = site.start("work")
    try:
        yield
    finally:
        process.terminate()
        process.wait()
