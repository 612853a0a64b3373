"""What a child process may use while it reads a file that somebody sent."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from dataclasses import dataclass

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_GRACE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds by the clock and of computing, bytes of memory, bytes of answer."""

    seconds: int = 120
    memory: int = 1024 * 1024 * 1024
    answer: int = 128 * 1024 * 1024


def apply_limits(limits: Limits) -> None:
    """Bind the present process, for ever. To be called before any of the file is read."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.answer),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # At the first number the system says which limit was reached (SIGXCPU); where both are the same it
    # kills without a word, and slow could not be told from crashed.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + _GRACE_SECONDS))
    _end_with_parent()
    signal.alarm(limits.seconds + _GRACE_SECONDS)  # at the latest, where whoever started it is gone


def _end_with_parent() -> None:
    """Have the system kill this process when the one that started it is gone, however that ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
