"""Reading received files in the background of the worker, beside its indexing: a slow file holds nothing else up."""

from __future__ import annotations

import os
import threading
from typing import Final

import structlog

from kb.services.material_work import Stopped, is_waiting, new_extractor, work_off
from kb.services.site import Site

log = structlog.get_logger()
LOOK_SECONDS: Final = 0.5
RETRY_SECONDS: Final = 10.0
NICENESS: Final = 5


def start_reading(site: Site, stop: threading.Event) -> threading.Thread:
    """Start the thread that reads files until `stop` is set. The child process that it may have started ends then."""
    thread = threading.Thread(target=_read_until, args=(site, stop), name="materials", daemon=True)
    thread.start()
    return thread


def _read_until(site: Site, stop: threading.Event) -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)  # inherited by the child process
    extractor = new_extractor(stop.is_set)
    site.files.forget_abandoned()
    while not stop.is_set():
        pause = LOOK_SECONDS
        try:
            with site.reads() as session:
                waiting = is_waiting(session)
            if waiting and (done := work_off(site, extractor)):
                log.info("materials", read=done)
        except Stopped:
            return
        except Exception as error:
            log.exception("materials", error=str(error))
            pause = RETRY_SECONDS
        stop.wait(pause)
