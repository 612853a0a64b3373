"""The index lost or damaged under a running site: readers get answers, and the worker mends it unasked."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.faults.damaging import DAMAGES, damage_in_turn
from tests.faults.conftest import CASES
from tests.faults.processes import Serving, serving, wait_for

LONGEST_MENDING = 60.0
NOTICE = {"en": "The search index is being rebuilt", "ko": "검색 색인을 다시 만드는 중"}
PAGES = ("/", "/cases/", "/cases/smart-parking", "/cities/nice", "/themes/parking", "/events/", "/sources/report")


@pytest.fixture(scope="module")
def served(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A running site for all tests of this module: each mends what it broke."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(prepared, folder / "var")
    with serving(folder / "var", folder / "log") as running:
        yield running


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def truncate(folder: Path) -> None:
    for path in files(folder):
        os.truncate(path, path.stat().st_size // 2)


def flip_bytes(folder: Path) -> None:
    for path in files(folder):
        content = bytearray(path.read_bytes())
        for position in range(0, len(content), 97):
            content[position] ^= 0xFF
        path.write_bytes(content)


def remove_pointer(folder: Path) -> None:
    (folder / "current").unlink()


def files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(found) > 4
    return found


@contextmanager
def paused(pid: int) -> Iterator[None]:
    """Keep a process from running, so that what happens before it acts can be looked at."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("damage", [delete, truncate, flip_bytes, remove_pointer])
def test_a_damaged_index_is_answered_around_and_mended(served: Serving, damage: Callable[[Path], None]) -> None:
    wait_for(lambda: served.status("/readyz") == 200, "whole", LONGEST_MENDING)
    with paused(served.worker()):
        damage(served.folder / "index")
        for lang in ("en", "ko"):
            for path in PAGES:
                assert served.status(f"/{lang}{path}") == 200, path
            status, page = served.get(f"/{lang}/search?q=summit")
            assert status == 200
            assert NOTICE[lang] in page
            assert f"/{lang}/events/summit" in page
        assert "summit" in served.found("summit")
        assert served.status("/api/v1/suggest?q=pa&lang=en") == 200
        assert served.status("/readyz") == 503
        assert served.status("/healthz") == 200
    wait_for(lambda: served.status("/readyz") == 200, "mended", LONGEST_MENDING)
    status, page = served.get("/en/search?q=parking")
    assert (status, NOTICE["en"] in page) == (200, False)
    assert len(served.found("trial")) == CASES


def test_each_file_of_the_index_is_mended_alone_while_somebody_reads(tmp_path: Path) -> None:
    """One bit in one file: the reader gets right answers, and the worker finds it unasked."""
    done = damage_in_turn(tmp_path / "site", lambda said: None, {"rotted": DAMAGES["rotted"]})
    assert done.is_good, done
    assert done.files >= 5
