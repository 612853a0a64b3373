"""`kill -9` in the middle of indexing: readers keep their answers, and what was half done is done again."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from sqlalchemy import func, select

from bench.faults.killing import kill_in_rounds
from kb.db.models.record import OutboxEntry
from kb.search.port import IndexUnavailable, SearchRequest
from kb.services.index_check import check_index
from kb.services.site import Site, open_site
from tests.conftest import local_config
from tests.factories import publish
from tests.faults.conftest import CASES, many_cases
from tests.faults.processes import kill, run, start, wait_for

ROUNDS = 4
SEED = 20180919
"""Of the random moments: a failure can be had again."""


def found(site: Site, text: str) -> int | None:
    """Count what the index itself finds, not the fallback; nothing where there is no index."""
    try:
        return site.search.search(SearchRequest(text=text, lang="en", per_page=1, meaning=False)).total
    except IndexUnavailable:
        return None


def waiting(site: Site) -> int:
    with site.reads() as session:
        return session.scalar(select(func.count()).select_from(OutboxEntry)) or 0


def latest_change(folder: Path) -> int:
    """Tell when anything in a folder was last written; it may be changing meanwhile."""
    moments = [0]
    for path in [folder, *folder.rglob("*")]:
        try:
            moments.append(path.stat().st_mtime_ns)
        except FileNotFoundError:
            continue
    return max(moments)


def kill_at_work(site: Site, moment: float, *arguments: str) -> bool:
    """Start a command, kill it some time after it began to write the index; say whether it was still at work."""
    before = latest_change(site.config.index_dir)
    process = start(site.config.data_dir, *arguments)
    wait_for(lambda: latest_change(site.config.index_dir) > before or process.poll() is not None, "it writes the index")
    time.sleep(moment)
    return kill(process)


def insist_on_whole_index(site: Site) -> None:
    """Let the worker do what waits: the index then holds every published record once."""
    run(site.config.data_dir, "work", "--once")
    assert "every published record, once" in run(site.config.data_dir, "index", "check")
    assert check_index(site) == []


def test_a_rebuild_killed_at_any_moment_leaves_the_old_index_at_work(data_folder: Path) -> None:
    moments, site = random.Random(SEED), open_site(local_config(data_folder))
    interrupted = 0
    for _ in range(ROUNDS):
        interrupted += kill_at_work(site, moments.uniform(0, 0.5), "index", "rebuild")
        assert found(site, "trial") == CASES
    assert interrupted > 0
    insist_on_whole_index(site)
    run(data_folder, "index", "rebuild")
    assert len(list((data_folder / "index").glob("g-*"))) <= 2, "half-built generations are cleared away"
    site.engine.dispose()


def test_a_worker_killed_at_any_moment_leaves_nothing_undone_and_nothing_twice(data_folder: Path) -> None:
    """Every round changes all cases, every other one takes the index away; the worker is killed over it."""
    moments, site = random.Random(SEED), open_site(local_config(data_folder))
    interrupted = 0
    for edition in range(1, ROUNDS + 1):
        if edition % 2:
            shutil.rmtree(data_folder / "index")
        before = found(site, "trial")
        publish(site, *many_cases(edition), index=False)
        interrupted += kill_at_work(site, moments.uniform(0, 0.5), "work")
        assert found(site, "trial") in (before, CASES)
    assert interrupted == ROUNDS
    insist_on_whole_index(site)
    assert waiting(site) == 0
    assert (found(site, f"edition{ROUNDS}"), found(site, f"edition{ROUNDS - 1}")) == (CASES, 0)
    site.engine.dispose()


def test_people_at_work_lose_nothing_to_a_killed_worker(tmp_path: Path) -> None:
    """The benchmark's rounds, a few of them: editors, a reader, a killed worker or rebuild, a second one beside it."""
    done = kill_in_rounds(tmp_path / "site", 4, lambda said: None)
    assert done.is_good, done
    assert done.changes > 0
