"""What the commands print: steps with their time, and progress on anything that takes over two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

QUIET_SECONDS = 2.0
EVERY_SECONDS = 0.5


@contextmanager
def step(name: str) -> Iterator[Callable[[object], None]]:
    """Time a step and print one line at its end: name, what happened (if the body says so), seconds."""
    started = time.perf_counter()
    outcome: list[str] = []
    yield lambda text: outcome.append(str(text))
    spent = time.perf_counter() - started
    click.echo(f"  {name:<12} {'; '.join(outcome) or 'done':<40} {spent:6.1f} s")


class ProgressLine:
    """Prints how far a long step is: rewritten in place on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown = self._started
        self._terminal = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        pause = EVERY_SECONDS if self._terminal else QUIET_SECONDS
        if now - self._started < QUIET_SECONDS or now - self._shown < pause:
            return
        self._shown = now
        share = f"{done} of {total}" if total else str(done)
        line = f"    {what}: {share}"
        click.echo(f"\r{line:<60}" if self._terminal else line, err=True, nl=not self._terminal)
        if self._terminal and done >= total:
            click.echo("\r" + " " * 60 + "\r", err=True, nl=False)
