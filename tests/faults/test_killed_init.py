"""`kb init` killed or started twice at once: it ends complete, and nothing is there twice."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select

from kb.db.models.record import Record, Revision
from kb.domain.record_types import RECORD_TYPES
from kb.services.index_check import check_index
from kb.services.readiness import readiness
from kb.services.site import open_site
from tests.conftest import local_config
from tests.factories import SMALL_COLLECTION
from tests.faults.conftest import many_cases
from tests.faults.processes import kill, run, start, wait_for

COLLECTION = [*SMALL_COLLECTION, *many_cases()]
FOLDERS, KILLS_EACH = 2, 3
SEED = 20180919
"""Of the random moments: a failure can be had again."""


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seed of some seventy records."""
    folder = tmp_path_factory.mktemp("seed")
    for kind, slug, values in COLLECTION:
        path = folder / RECORD_TYPES[kind].plural / f"{slug.replace('/', '-')}.yaml"
        path.parent.mkdir(exist_ok=True)
        record = {"kind": kind, "slug": slug, "status": "published", **values}
        path.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
    return folder


def insist_on_complete_site(folder: Path) -> None:
    """Everything is there, published, indexed, and once."""
    site = open_site(local_config(folder))
    assert readiness(site) == []
    assert check_index(site) == []
    with site.reads() as session:
        query = select(Record.kind, Record.slug, Record.published_number, func.count(Revision.id))
        rows = session.execute(query.join(Revision, Revision.record_id == Record.id).group_by(Record.id)).all()
    site.engine.dispose()
    assert sorted(tuple(row) for row in rows) == sorted((kind, slug, 1, 1) for kind, slug, _values in COLLECTION)
    assert len((folder / "secret-key").read_text()) >= 32


def test_init_killed_at_any_moment_ends_complete_when_run_again(seed: Path, tmp_path: Path) -> None:
    moments = random.Random(SEED)
    interrupted = 0
    for number in range(FOLDERS):
        folder = tmp_path / f"var-{number}"
        for _ in range(KILLS_EACH):
            process = start(folder, "init", "--seed-dir", str(seed))
            wait_for(lambda: folder.exists(), "it begins")  # noqa: B023 - called at once
            time.sleep(moments.uniform(0, 2.0))
            interrupted += kill(process)
        run(folder, "init", "--seed-dir", str(seed))
        insist_on_complete_site(folder)
    assert interrupted > 0


def test_two_inits_at_once_both_succeed(seed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    both = [start(folder, "init", "--seed-dir", str(seed), log=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    insist_on_complete_site(folder)
