"""`kill -9` of the worker while it reads files: every file ends ready, with its pages once, or given up with a reason."""

from __future__ import annotations

import random
import time
from pathlib import Path

from sqlalchemy import func, select

from kb.db.models.attachment import AttachmentPage
from kb.search.port import SearchRequest
from kb.services.material_reading import list_states
from kb.services.material_work import MOST_ATTEMPTS
from kb.services.site import Site, open_site
from tests.conftest import local_config
from tests.factories import bring_index_up
from tests.faults.processes import descendants, kill, run, start, still_running, wait_for
from tests.files.documents import write_pdf, write_slides
from tests.materials import attach

ROUNDS = 4
SEED = 20180919
"""Of the random moments: a failure can be had again."""
SLIDES = 120


def states(site: Site) -> list[str]:
    with site.reads() as session:
        return [item.state for item in list_states(session)]


def pages(site: Site) -> int:
    with site.reads() as session:
        return session.scalar(select(func.count()).select_from(AttachmentPage)) or 0


def kill_while_reading(site: Site, moment: float) -> None:
    """Start a worker, kill it some time after it began with a file; see that its child ends with it."""
    process = start(site.config.data_dir, "work")
    wait_for(lambda: set(states(site)) & {"scanning", "extracting"} != set(), "it reads")
    time.sleep(moment)
    below = descendants(process.pid)
    assert kill(process)
    wait_for(lambda: not still_running(below), "its child is gone")


def test_a_worker_killed_at_any_moment_leaves_no_file_half_read(data_folder: Path, tmp_path: Path) -> None:
    site = open_site(local_config(data_folder))
    bring_index_up(site)
    chance = random.Random(SEED)
    for number in range(ROUNDS):
        deck = write_slides(tmp_path / f"{number}.pptx", [(f"Deck {number}", f"giraffe{number}", "")] * SLIDES)
        attach(site, deck)
        kill_while_reading(site, chance.uniform(0, 1.2))
    attach(site, write_pdf(tmp_path / "a.pdf", ["one", "two"]))
    run(data_folder, "work", "--once")
    with site.reads() as session:
        found = list_states(session)
    assert {item.state for item in found} <= {"ready", "failed"}
    assert {item.reason for item in found if item.state == "failed"} <= {"interrupted"}
    assert len([item for item in found if item.state == "failed"]) <= ROUNDS // MOST_ATTEMPTS
    assert pages(site) == sum(item.page_count for item in found)
    for number, item in enumerate(found[:ROUNDS]):
        result = site.search.search(SearchRequest(text=f"giraffe{number}", lang="en", meaning=False))
        assert [hit.slug for hit in result.hits] == ["talk-by-nice"] * (item.state == "ready")
    site.engine.dispose()


def test_a_file_attached_while_the_worker_runs_is_found_within_seconds(data_folder: Path, tmp_path: Path) -> None:
    site = open_site(local_config(data_folder))
    bring_index_up(site)
    process = start(data_folder, "work")
    try:
        attach(site, write_slides(tmp_path / "a.pptx", [("Zebra", "crossing", "")]))
        seconds = wait_for(
            lambda: site.search.search(SearchRequest(text="zebra", lang="en", meaning=False)).total == 1, "it is found"
        )
    finally:
        process.terminate()
        process.wait()
        site.engine.dispose()
    assert seconds < 30
