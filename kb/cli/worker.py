"""The background worker: drains the outbox, mends the index, reads files, makes vectors, forgets what it must."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import structlog

from kb.cli.material_thread import start_reading
from kb.cli.meaning_thread import start_filling
from kb.services import preparing
from kb.services.error_reports import forget_senders
from kb.services.material_work import new_extractor, work_off
from kb.services.scheduling import publish_due
from kb.services.search_insight import forget_queries
from kb.services.site import Site

log = structlog.get_logger()
POLL_SECONDS = 0.3
RETRY_SECONDS = 5.0
FORGET_SECONDS = 600.0
END_SECONDS = 5.0
"""For the reader of files to end the process that it may have started."""


def run_worker(site: Site, *, once: bool = False) -> None:
    """Work until a signal comes. An error is logged and tried again: what waits stays in the outbox."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    forget_at = 0.0
    if once:
        work_off(site, new_extractor(stop.is_set))
    else:
        reading = start_reading(site, stop)
        start_filling(site, stop)
    while not stop.is_set():
        pause = POLL_SECONDS
        try:
            publish_due(site.reads, site.writes)
            outcome = preparing.bring_index_up(site, lambda what, done, total: None)
            if outcome != "up to date":
                log.info("index", outcome=outcome)
            if time.monotonic() >= forget_at:
                with site.unit_of_work() as uow:
                    forget_senders(uow)
                    forget_queries(uow)
                    uow.commit()
                forget_at = time.monotonic() + FORGET_SECONDS
        except Exception as error:
            if once:
                raise
            log.exception("worker", error=str(error))
            pause = RETRY_SECONDS
        if once:
            return
        stop.wait(pause)
    if not once:
        reading.join(END_SECONDS)
