"""The background worker: drains the outbox and mends the index."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import structlog

from kb.services import preparing
from kb.services.site import Site

log = structlog.get_logger()
POLL_SECONDS = 0.3
RETRY_SECONDS = 5.0


def run_worker(site: Site, *, once: bool = False) -> None:
    """Work until a signal comes. An error is logged and tried again: what waits stays in the outbox."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    while not stop.is_set():
        pause = POLL_SECONDS
        try:
            outcome = preparing.bring_index_up(site, lambda what, done, total: None)
            if outcome != "up to date":
                log.info("index", outcome=outcome)
        except Exception as error:
            if once:
                raise
            log.exception("worker", error=str(error))
            pause = RETRY_SECONDS
        if once:
            return
        stop.wait(pause)
