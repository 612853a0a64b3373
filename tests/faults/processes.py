"""The `kb` command as processes: starting, watching and killing them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kb.services.site import resource

PATIENCE = 90.0
"""Seconds after which a wait is a failure; generous, because a busy machine is no fault of the site."""


def wait_for(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
    """Wait until a condition holds; return the seconds that it took."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        time.sleep(0.02)
    return time.monotonic() - started


def start(folder: Path, *arguments: str, log: IO[str] | int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Start `kb` on a data folder, in a process group of its own."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return subprocess.Popen(
        [sys.executable, "-m", "kb", *arguments],
        # Without meaning: making vectors would keep a core busy that these tests need, and is none of what they kill.
        env={**known, "KB_DATA_DIR": str(folder), "KB_MEANING": "0", "PYTHONUNBUFFERED": "1"},
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=resource("seed").parent,
        start_new_session=True,
    )


def run(folder: Path, *arguments: str) -> str:
    """Run `kb` to its end, which must be a good one; return what it said."""
    process = start(folder, *arguments, log=subprocess.PIPE)
    said, _nothing = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    return said


def kill(process: subprocess.Popen[str]) -> bool:
    """Kill a process at once, as losing power would; say whether it was still at work."""
    was_running = process.poll() is None
    process.kill()
    process.wait()
    return was_running


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _parents() -> dict[int, tuple[int, str]]:
    """Read the parent and the command line of every process that isn't a zombie."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue  # it ended meanwhile
            if state != "Z":
                found[int(folder.name)] = int(parent), command
    return found


def descendants(pid: int) -> dict[int, str]:
    """Give the command lines of all processes below one, by process id."""
    parents = _parents()
    found: dict[int, str] = {}
    fresh = {pid}
    while fresh:
        fresh = {child for child, (parent, _command) in parents.items() if parent in fresh}
        found |= {child: parents[child][1] for child in fresh}
    return found


def still_running(pids: dict[int, str]) -> dict[int, str]:
    """Tell which processes of a list are still there, under the same command line."""
    present = _parents()
    return {pid: command for pid, command in pids.items() if pid in present and present[pid][1] == command}


class Serving:
    """A running `kb serve`."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder, self.log = folder, log
        self.address = f"http://127.0.0.1:{(port := free_port())}"
        with log.open("w") as stream:
            self.process = start(folder, "serve", "--port", str(port), log=stream)
        self.seen: dict[int, str] = {}

    def wait_until_ready(self) -> None:
        """Wait for `/readyz` and remember the processes that serve."""
        wait_for(lambda: self.status("/readyz") == 200 or self.process.poll() is not None, "ready")
        assert self.process.poll() is None, self.log.read_text()
        wait_for(lambda: "Ready" in self.log.read_text(), "the line that says so")
        self.seen |= descendants(self.process.pid)

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page; status 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as response:  # noqa: S310 - own address
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def status(self, path: str) -> int:
        """Ask for a page; give the status of the answer."""
        return self.get(path)[0]

    def found(self, text: str) -> list[str]:
        """Search for a text through the API; give the slugs."""
        status, body = self.get(f"/api/v1/search?q={text}&per_page=100")
        assert status == 200, body
        return [str(item["slug"]) for item in json.loads(body)["items"]]

    def worker(self) -> int:
        """Give the process id of the background worker; 0 when there is none."""
        self.seen |= (below := descendants(self.process.pid))
        return next((pid for pid, command in below.items() if command.rstrip().endswith("-m kb work")), 0)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Ask the whole to stop, as a terminal or a service manager does; return the seconds until nothing is left."""
        self.seen |= descendants(self.process.pid)
        started = time.monotonic()
        os.killpg(self.process.pid, number)
        self.process.wait(PATIENCE)
        wait_for(lambda: not still_running(self.seen), f"processes left: {still_running(self.seen)}")
        return time.monotonic() - started


@contextmanager
def serving(folder: Path, log: Path) -> Iterator[Serving]:
    """Run `kb serve`; whatever the test does, nothing is left of it afterwards."""
    served = Serving(folder, log)
    try:
        served.wait_until_ready()
        yield served
    finally:
        left = {served.process.pid, *still_running(served.seen | descendants(served.process.pid))}
        if served.process.poll() is None or len(left) > 1:
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
        served.process.wait()
