"""A copy of a prepared site, for tests that change it or that other processes work on."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from kb.services.site import Site

DATABASE = "casebook.sqlite3"


def copy_data(site: Site, folder: Path) -> Path:
    """Copy the database and the index of a site on SQLite into a folder; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(site.config.data_dir / DATABASE)) as original,
        closing(sqlite3.connect(folder / DATABASE)) as copy,
    ):
        original.backup(copy)
    shutil.copytree(site.config.index_dir, folder / "index")
    return folder
