"""Making a site ready: schema, seed, index. Each step does only what is missing, so that a second start is quick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kb.db.migrating import upgrade
from kb.services import indexing
from kb.services.readiness import index_is_usable
from kb.services.seeding import SeedReport, load_seed
from kb.services.site import Site, resource

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
    """Rebuild an unusable index, else drain what waits; say what happened."""
    if not index_is_usable(site):
        total = indexing.rebuild(
            site.reads, site.writes, site.index, lambda done, total: progress("indexing", done, total)
        )
        return f"built, {total} records"
    done = indexing.drain(site.reads, site.writes, site.index)
    return f"{done} changes" if done else "up to date"
