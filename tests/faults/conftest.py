"""A prepared data folder to break: the small collection with enough cases that building the index takes a while."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from kb.db.models.record import SiteState
from kb.services.seeding import folder_hash
from kb.services.site import open_site, resource
from tests.conftest import local_config
from tests.factories import SMALL_COLLECTION, case_values, publish

CASES = 60


def many_cases(edition: int = 0) -> list[tuple[str, str, dict[str, Any]]]:
    """Give cases with some text each; the title of all tells the edition."""
    text = "The city counted parking spaces and published what it found, street by street. " * 20
    return [
        (
            "case",
            f"case-{number}",
            case_values(title__en=f"Parking trial {number} edition{edition}", approach__en=f"{text}[@report]"),
        )
        for number in range(CASES)
    ]


@pytest.fixture(scope="session")
def prepared(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that `kb serve` finds complete: it is marked as holding the seed, so that starting is quick."""
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copy(migrated_file, folder / "casebook.sqlite3")
    site = open_site(local_config(folder))
    with site.unit_of_work() as uow:
        uow.session.execute(update(SiteState).values(seed_hash=folder_hash(resource("seed"))))
        uow.commit()
    publish(site, *SMALL_COLLECTION, *many_cases())
    site.engine.dispose()
    return folder


@pytest.fixture
def data_folder(prepared: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    return Path(shutil.copytree(prepared, tmp_path / "var"))
