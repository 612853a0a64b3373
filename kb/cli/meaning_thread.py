"""Making vectors in the background of the worker, at low priority, while nothing waits to be indexed."""

from __future__ import annotations

import os
import threading
from typing import Final

import structlog

from kb.search.port import IndexUnavailable
from kb.services.meaning import fill, is_indexing
from kb.services.site import Site

log = structlog.get_logger()
LOOK_SECONDS: Final = 3.0
RETRY_SECONDS: Final = 30.0
NICENESS: Final = 15


def start_filling(site: Site, stop: threading.Event) -> threading.Thread | None:
    """Start the thread that makes missing vectors until `stop` is set; None where search by meaning is off.

    A thread of its own, because one long text takes up to a second, and a change is to be found within that; the
    engine works outside of the interpreter's lock. What it has made is on disk, so it may end with its process.
    """
    if site.meaning is None:
        return None
    thread = threading.Thread(target=_fill_until, args=(site, stop), name="meaning", daemon=True)
    thread.start()
    return thread


def _fill_until(site: Site, stop: threading.Event) -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)  # on Linux a thread has its own
    while not stop.is_set():
        stop.wait(_fill_once(site, stop))


def _fill_once(site: Site, stop: threading.Event) -> float:
    """Make what is missing; return the seconds to pause."""
    if site.meaning is None or is_indexing(site):
        return LOOK_SECONDS
    try:
        made = fill(site, site.meaning, stop=lambda: stop.is_set() or is_indexing(site))
    except IndexUnavailable:
        return LOOK_SECONDS
    except Exception as error:
        log.exception("vectors", error=str(error))
        return RETRY_SECONDS
    if made:
        log.info("vectors", made=made)
    return LOOK_SECONDS
