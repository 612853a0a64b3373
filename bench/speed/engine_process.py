"""Engines as processes of their own: each under the Python that has its package, with one thread, asked by lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from bench import peer
from bench.errors import BenchError

ROOT: Final = Path(__file__).parent.parent.parent
_ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """An engine that can be measured: its module, the Python that runs it, the package that must be there."""

    name: str
    python: Path
    package: str
    obtained_by: str = ""

    @property
    def module(self) -> str:
        """Name the module that runs it."""
        return f"bench.speed.engines.{self.name}"

    def is_there(self) -> bool:
        """Say whether this Python has the package."""
        if not self.python.exists():
            return False
        command = [str(self.python), "-I", "-c", f"import {self.package}"]
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


OURS: Final = Kind("ours", Path(sys.executable), "sqlite3")
PEERS: Final[Mapping[str, Kind]] = {
    "fts5": Kind("fts5", Path(sys.executable), "sqlite3"),
    "xapian": Kind("xapian", Path("/usr/bin/python3"), "xapian", "apt-get install python3-xapian"),
    "tantivy": Kind("tantivy", peer.ENVIRONMENT / "bin" / "python", "tantivy", "bench/requirements.lock"),
}


class Asked(NamedTuple):
    """What some queries took and found, one after another: seconds, seconds of the processor, records."""

    seconds: list[float]
    processor: list[float]
    totals: list[int]


class EngineProcess:
    """A running engine. Every order is answered before the next is given."""

    def __init__(self, kind: Kind, folder: Path, errors: IO[bytes]) -> None:
        self.kind, self.folder = kind, folder
        self._errors = errors
        self._process = subprocess.Popen(
            [str(kind.python), "-m", kind.module, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **_ONE_THREAD},
        )
        self.version = str(self._read()["version"])

    def order(self, do: str, **given: Any) -> dict[str, Any]:
        """Give an order and wait for its answer. Raises `BenchError` if the engine fails."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **given}, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # the answer's absence tells
        return self._read()

    def ask(self, queries: Sequence[Mapping[str, Any]]) -> Asked:
        """Ask queries one after another."""
        answer = self.order("ask", queries=list(queries))
        return Asked(answer["seconds"], answer["processor"], answer["totals"])

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace").strip().splitlines()
            raise BenchError(f"{self.kind.name} failed: {said[-1] if said else 'no word'}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        """End the process: it ends with its input."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def running(kind: Kind, folder: Path) -> Iterator[EngineProcess]:
    """Run an engine over a folder until the block ends."""
    with tempfile.TemporaryFile() as errors:
        process = EngineProcess(kind, folder, errors)
        try:
            yield process
        finally:
            process.stop()
