"""`kill -9` in the middle of an import: all of the file is there or nothing of it, and the index follows."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

from sqlalchemy import func, select

from kb.db.models.import_batch import ImportBatch, ImportEntry
from kb.db.models.record import Record
from kb.services.index_check import check_index
from kb.services.site import Site, open_site
from tests.conftest import local_config
from tests.faults.processes import kill, run, start, wait_for

RECORDS, ROUNDS = 1500, 3
SEED = 20180919
"""Of the random moments: a failure can be had again."""


def write_file(path: Path, edition: int) -> Path:
    rows = (
        {"kind": "case", "slug": f"bulk-{edition}-{number}", "city": "nice", "original_language": "en",
         "status": "published", "title__en": f"Bulk {number}", "summary__en": "A trial of lamps and sensors. " * 8}
        for number in range(RECORDS)
    )  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def counts(site: Site, edition: int) -> tuple[int, int, int]:
    """Count the file's records, those of them that are public, and the batches that the database knows of."""
    with site.reads() as session:
        mine = Record.slug.startswith(f"bulk-{edition}-")
        records = session.scalar(select(func.count()).where(mine)) or 0
        public = session.scalar(select(func.count()).where(mine, Record.published_number.is_not(None))) or 0
        entry = ImportEntry.slug.startswith(f"bulk-{edition}-")
        batches = select(func.count(func.distinct(ImportBatch.id))).join(ImportEntry).where(entry)
        return records, public, session.scalar(batches) or 0


def test_an_import_killed_at_any_moment_leaves_all_of_the_file_or_nothing(data_folder: Path, tmp_path: Path) -> None:
    moments, site = random.Random(SEED), open_site(local_config(data_folder))
    interrupted = 0
    for edition in range(ROUNDS):
        file = write_file(tmp_path / f"{edition}.jsonl", edition)
        journal = data_folder / "casebook.sqlite3-wal"
        before = journal.stat().st_mtime_ns if journal.exists() else 0
        process = start(data_folder, "import", str(file))
        wait_for(
            lambda: process.poll() is not None or (journal.exists() and journal.stat().st_mtime_ns > before),  # noqa: B023 - called at once
            "it writes to the database, or is done",
        )
        time.sleep(moments.uniform(0, 1.0))
        interrupted += kill(process)
        found = counts(site, edition)
        assert found in ((0, 0, 0), (RECORDS, RECORDS, 1))
        if found[0] == 0:
            run(data_folder, "import", str(file))
            assert counts(site, edition) == (RECORDS, RECORDS, 1)
    assert interrupted > 0
    run(data_folder, "work", "--once")
    assert check_index(site) == []
    site.engine.dispose()
