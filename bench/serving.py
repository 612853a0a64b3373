"""Starting a server of this machine's own for a measurement, and stopping it whatever happens."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.client import HOST
from bench.errors import BenchError

READY_WITHIN: Final = 180.0  # seconds
STOPS_WITHIN: Final = 30.0
POLL: Final = 0.02
_STEP: Final = re.compile(r"^  (\w+) +\S.*? +(\d+\.\d) s$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server: its port, the seconds from its start to its first good answer, and what it printed."""

    port: int
    seconds: float
    log: Path

    def steps(self) -> dict[str, float]:
        """Give the seconds of each step that `kb serve` printed, by name."""
        return read_steps(self.log.read_text(encoding="utf-8", errors="replace"))


def read_steps(printed: str) -> dict[str, float]:
    """Read the lines that `kb serve` prints for its steps: name, outcome, seconds."""
    return {match.group(1): float(match.group(2)) for match in _STEP.finditer(printed)}


def free_port() -> int:
    """Find a port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def site_environment(data_dir: Path, *, page_store: bool, meaning: bool = True) -> dict[str, str]:
    """Give the site a data folder and nothing of whoever runs the benchmark's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    given = {"KB_PAGE_STORE": page_store, "KB_MEANING": meaning}
    return {**kept, "KB_DATA_DIR": str(data_dir), **{name: "1" if on else "0" for name, on in given.items()}}


@contextmanager
def serving_site(data_dir: Path, *, page_store: bool, meaning: bool = True) -> Iterator[Serving]:
    """Run `kb serve` on a data folder."""
    port = free_port()
    command = [sys.executable, "-m", "kb", "serve", "--host", HOST, "--port", str(port)]
    environment = site_environment(data_dir, page_store=page_store, meaning=meaning)
    with serving(command, environment, port, "/readyz", data_dir.parent / "site.log") as running:
        yield running


@contextmanager
def serving(
    command: Sequence[str], environment: Mapping[str, str], port: int, ready_path: str, log: Path
) -> Iterator[Serving]:
    """Run a server until the block ends. Raises `BenchError` if it ends by itself or doesn't get ready in time."""
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=dict(environment), stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            while not _answers(port, ready_path):
                if process.poll() is not None:
                    raise BenchError(f"{' '.join(command)} ended: {_tail(log)}")
                if time.perf_counter() - started > READY_WITHIN:
                    raise BenchError(f"{' '.join(command)} was not ready in {READY_WITHIN:.0f} s: {_tail(log)}")
                time.sleep(POLL)
            yield Serving(port, time.perf_counter() - started, log)
        finally:
            _stop(process)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server as its operator would; its own children get the time to end with it."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _tail(log: Path) -> str:
    return " | ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-3:])
