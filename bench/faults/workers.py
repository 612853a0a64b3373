"""Worker processes to be killed: forked from one that has the program loaded, so that they are at work at once."""

from __future__ import annotations

import os
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final, Literal

from bench.site_folder import SiteFolder
from kb.cli.worker import run_worker
from kb.services import indexing

Work = Literal["work", "work once", "rebuild"]
_CONTEXT: Final = get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


def start_work(site: SiteFolder, work: Work) -> ForkServerProcess:
    """Start what `kb work`, `kb work --once` or `kb index rebuild` does, in a process of its own."""
    process = _CONTEXT.Process(target=_carry_out, args=(str(site.path), work), daemon=True)
    process.start()
    return process


def work_to_the_end(site: SiteFolder) -> int:
    """Let a worker do what waits; give its exit code."""
    process = start_work(site, "work once")
    process.join()
    return process.exitcode or 0


def _carry_out(folder: str, work: Work) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    site = SiteFolder(Path(folder)).open()
    if work == "rebuild":
        indexing.rebuild(site.reads, site.writes, site.index)
    else:
        run_worker(site, once=work == "work once")
