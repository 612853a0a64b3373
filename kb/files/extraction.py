"""Reading a file in a child process with limits: whatever the parser does there, here it is a `Refused` with a reason."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from kb.files.child import EXIT_MEMORY, EXIT_REFUSED, HEADER
from kb.files.limits import Limits
from kb.files.pages import MOST_PAGES, Contents, Page
from kb.files.refusal import Refused
from kb.files.types import FileType

PACKAGE: Final = Path(__file__).resolve().parent.parent.parent
_LOOK_SECONDS: Final = 0.05
_OUT_OF_MEMORY: Final = ("MemoryError", "bad_alloc", "Cannot allocate", "out of memory", "failed to map segment")

_ANSWER_TOO_LONG: Final = "File too large"  # what the system calls it (EFBIG)


class Stopped(Exception):
    """Whoever asked for the work asked to stop it; nothing is known of the file."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as WebP, with its size in pixels."""

    number: int
    width: int
    height: int
    body: bytes


def command(task: str, path: Path, kind: FileType, limits: Limits, numbers: range) -> Sequence[str]:
    """Give the command line of the child."""
    bounds = (limits.seconds, limits.memory, limits.answer, numbers.start, numbers.stop - 1)
    return (sys.executable, "-X", "utf8", "-m", "kb.files.child", task, str(path), kind.name, *map(str, bounds))


Command = Callable[[str, Path, FileType, Limits, range], Sequence[str]]
_ALL: Final = range(1, MOST_PAGES + 1)


class Extractor:
    """Reads files within `limits`. `stop` is asked now and then and ends the child at once."""

    def __init__(
        self, limits: Limits | None = None, stop: Callable[[], bool] = lambda: False, command: Command = command
    ) -> None:
        self._limits, self._stop, self._command = limits or Limits(), stop, command

    def read(self, path: Path, kind: FileType) -> Contents:
        """Read the pages of a file. Raises `Refused`, or `Stopped`."""
        with self._run("read", path, kind, _ALL) as answer:
            try:
                title, *pages = [json.loads(line) for line in answer]
                return Contents([Page(row["number"], row["text"], row["notes"]) for row in pages], title["title"])
            except (ValueError, KeyError, TypeError) as error:
                raise Refused("crashed", "no complete answer") from error

    def draw(self, path: Path, kind: FileType, numbers: range) -> Iterator[Picture]:
        """Draw some pages of a PDF, or a picture. Raises `Refused`, or `Stopped`, before the first one."""
        with self._run("draw", path, kind, numbers) as answer:
            while head := answer.read(HEADER.size):
                number, width, height, size = HEADER.unpack(head)
                yield Picture(number, width, height, answer.read(size))

    @contextmanager
    def _run(self, task: str, path: Path, kind: FileType, numbers: range) -> Iterator[IO[bytes]]:
        """Let the child answer into a file, so that neither memory nor a full pipe is ever at stake here."""
        with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
            code = self._wait(self._start(self._command(task, path, kind, self._limits, numbers), answer, said))
            if code != 0:
                said.seek(0)
                raise _refusal(code, said.read(20_000).decode("utf-8", "replace"))
            answer.seek(0)
            yield answer

    def _start(self, words: Sequence[str], answer: IO[bytes], said: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the child in a session of its own, without the secrets that the environment may hold."""
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=said,
            cwd=PACKAGE,
            env={"PYTHONPATH": str(PACKAGE), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )

    def _wait(self, child: subprocess.Popen[bytes]) -> int:
        deadline = time.monotonic() + self._limits.seconds
        try:
            while True:
                with suppress(subprocess.TimeoutExpired):
                    return child.wait(_LOOK_SECONDS)
                if self._stop():
                    raise Stopped
                if time.monotonic() > deadline:
                    raise Refused("too_slow", f"{self._limits.seconds} s")
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _refusal(code: int, words: str) -> Refused:
    last = words.strip().rsplit("\n", 1)[-1]
    if code == EXIT_REFUSED:
        with suppress(ValueError, TypeError):
            reason, detail = json.loads(last)
            return Refused(str(reason), str(detail))
    if code == EXIT_MEMORY or any(text in words for text in _OUT_OF_MEMORY):
        return Refused("too_much_memory")
    if -code in (signal.SIGXCPU, signal.SIGALRM):
        return Refused("too_slow")
    if -code == signal.SIGXFSZ or _ANSWER_TOO_LONG in words:
        return Refused("unpacks_too_large", "text")
    return Refused("crashed", f"signal {-code}" if code < 0 else last[:300])
