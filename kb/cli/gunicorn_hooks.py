"""What gunicorn, which reads this module as its configuration, is to do besides what the command line tells it.

On Linux every web process listens on a socket of its own, so that the kernel deals connections out evenly; on one
socket, twenty readers who come at once may all end up with the same process. The kernel would also deal to a process
that is still starting. So those started together begin to answer together.
"""

from __future__ import annotations

import mmap
import time
from typing import Any, Final

MOST_PROCESSES: Final = 64
LONGEST_WAIT: Final = 10.0
"""Seconds until a process begins without one that doesn't get ready."""
_PAUSE: Final = 0.01

_ready: Final = mmap.mmap(-1, MOST_PROCESSES)
"""One byte a process, in memory that processes forked later share."""


def post_worker_init(worker: Any) -> None:
    """Wait for the other processes; gunicorn calls this when one has loaded the application.

    Processes are numbered from 1 as they start. One that takes the place of another comes after them, and doesn't wait.
    """
    count = worker.cfg.workers
    if not 1 <= worker.age <= count <= MOST_PROCESSES:
        return
    _ready[worker.age - 1] = 1
    deadline = time.monotonic() + LONGEST_WAIT
    while sum(_ready[:count]) < count and time.monotonic() < deadline:
        time.sleep(_PAUSE)
