"""How fast a visitor may go: one request a pause to each host, whoever of the workers sends it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

LONGEST_PAUSE: Final = 10.0
"""A site may ask for longer pauses than ours, up to this many seconds; one check sends it few requests anyway."""


class Stopped(Exception):
    """The check was told to stop while waiting for its turn."""


class Pace:
    """Gives every request to a host its own moment, in the order in which they ask."""

    def __init__(
        self,
        pause: float,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._stop = threading.Event()
        self._wait = wait or self._stop.wait
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._slower: dict[str, float] = {}

    def take_turn(self, host: str) -> None:
        """Wait until the host may be asked again. Raises `Stopped`."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(host, now))
            self._free_at[host] = turn + self._slower.get(host, self._pause)
        if turn > now and self._wait(turn - now):
            raise Stopped
        if self._stop.is_set():
            raise Stopped

    def slow_down(self, host: str, pause: float) -> None:
        """Keep to the pause that a site asks for, where it is longer than ours."""
        with self._lock:
            self._slower[host] = min(max(pause, self._pause), LONGEST_PAUSE)

    def stop(self) -> None:
        """Let everybody who waits, or comes later, give up."""
        self._stop.set()
