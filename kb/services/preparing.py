"""Making a site ready: schema, seed, index. Each step does only what is missing, so that a second start is quick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from kb.db.migrating import upgrade
from kb.search.port import IndexUnavailable
from kb.services import indexing
from kb.services.readiness import index_is_usable
from kb.services.seeding import SeedReport, load_seed
from kb.services.site import Site, resource

FEWEST_FOR_REBUILD: Final = 2000
SHARE_FOR_REBUILD: Final = 0.2
"""Of the records in the index: with more waiting it is built anew."""

Progress = Callable[[str, int, int], None]


def migrate(site: Site) -> str:
    """Bring the schema up to date; say what happened."""
    before, after = upgrade(site.engine, resource("migrations"))
    return "up to date" if before == after else f"{before or 'empty'} to {after}"


def load_seed_files(site: Site, folder: Path | None, progress: Progress) -> SeedReport:
    """Load the seed in one transaction. Raises `Invalid` with every problem; then nothing was changed."""
    with site.unit_of_work() as uow:
        report = load_seed(uow, folder or resource("seed"), progress)
        uow.commit()
    return report


def bring_index_up(site: Site, progress: Progress) -> str:
    """Rebuild an index that is unusable or far behind, else drain what waits; say what happened."""

    def indexed(done: int, total: int) -> None:
        progress("indexing", done, total)

    if _needs_rebuild(site):
        total = indexing.rebuild(site.reads, site.writes, site.index, indexed, lambda: _needs_rebuild(site))
        if total is not None:
            return f"built, {total} records"
    done = indexing.drain(site.reads, site.writes, site.index, indexed)
    return f"{done} changes" if done else "up to date"


def _needs_rebuild(site: Site) -> bool:
    return not index_is_usable(site) or _is_far_behind(site)


def _is_far_behind(site: Site) -> bool:
    """Say whether so much waits that building anew is quicker than changing what is there."""
    with site.reads() as session:
        waiting = indexing.backlog(session).entries
    if waiting < FEWEST_FOR_REBUILD:
        return False
    try:
        return waiting > site.search.document_count() * SHARE_FOR_REBUILD
    except IndexUnavailable:
        return True
