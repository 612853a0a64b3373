"""Figures of what stands still: the collection, the source code and the installed packages."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import Final

from bench import peer
from bench.errors import BenchError
from bench.figures import Aim, Figure
from bench.sizes import folder_bytes, locked_names, packages_bytes, python_size, text_lines
from kb.config import load_config
from kb.services.content_check import check_content
from kb.services.site import open_site

ROOT: Final = Path(__file__).parent.parent
LOCK: Final = ROOT / "requirements.lock"
MEGABYTE: Final = 1_000_000
COUNTED: Final = "bench/sizes.py"
PROGRAM: Final = ("kb", "templates", "migrations")
PACKAGES: Final = "packages and program"
_MAKE: Final = "python tools/make_environment.py DIR requirements.lock"


def collection_figures(data_dir: Path) -> list[Figure]:
    """Count what the loaded collection holds, as `kb check content` does."""
    site = open_site(load_config({"KB_DATA_DIR": str(data_dir)}))
    try:
        with site.reads() as session:
            report = check_content(session)
    finally:
        site.engine.dispose()
    group, command = "collection", "python -m kb check content"
    unsourced = sum(finding.code == "unsourced_paragraph" for finding in report.findings)
    return [
        *(Figure(group, f"words, {lang}", count, "", command) for lang, count in report.words.items()),
        Figure(group, "cases", report.records.get("case", 0), "", command),
        Figure(group, "sources", report.records.get("source", 0), "", command),
        Figure(group, "citations", report.citations, "", command),
        Figure(group, "unsourced paragraphs", unsourced, "", command, Aim(0)),
    ]


def site_sizes() -> list[Figure]:
    """Measure the site's source and what it is installed with."""
    code, tests = python_size(ROOT / "kb"), python_size(ROOT / "tests")
    shown = text_lines([ROOT / "templates", ROOT / "kb" / "static"], (".html", ".css", ".js"))
    run_time = packages_bytes(Path(sysconfig.get_path("purelib")), locked_names(LOCK.read_text(encoding="utf-8")))
    run_time += sum(folder_bytes(ROOT / folder) for folder in PROGRAM)
    group = "source"
    return [
        *_source_figures(group, "kb", code.lines, code.largest_file, code.largest_function),
        Figure(group, "median file", code.median_file, "lines", f"{COUNTED} on kb/", Aim(80)),
        Figure(group, "median function", code.median_function, "lines", f"{COUNTED} on kb/", Aim(8)),
        Figure(group, "templates, styles, scripts", shown, "lines", f"{COUNTED} on templates/ and kb/static/"),
        Figure(group, "tests", tests.lines, "lines", f"{COUNTED} on tests/"),
        Figure(group, "tests a line of code", tests.lines / code.lines, "", f"{COUNTED} on tests/ and kb/"),
        Figure("installed", "environment in use", folder_bytes(Path(sys.prefix)) / MEGABYTE, "MB", _folder("prefix")),
        Figure("installed", PACKAGES, run_time / MEGABYTE, "MB", _packages("requirements.lock, kb/ and its data")),
    ]


def peer_sizes() -> list[Figure]:
    """Measure the peer's source and what it is installed with."""
    packages = peer.site_packages()
    code = python_size(packages / "datasette")
    installed = packages_bytes(packages, locked_names(peer.LOCK.read_text(encoding="utf-8")))
    return [
        *_source_figures("peer", "datasette", code.lines, code.largest_file, code.largest_function),
        Figure("peer", "median file", code.median_file, "lines", f"{COUNTED} on datasette/"),
        Figure("peer", "median function", code.median_function, "lines", f"{COUNTED} on datasette/"),
        Figure("peer", PACKAGES, installed / MEGABYTE, "MB", _packages("bench/requirements.lock")),
    ]


def fresh_environment(scratch: Path) -> list[Figure]:
    """Install the site's run-time packages into a new environment: seconds, and bytes without compiled caches."""
    folder = scratch / "environment"
    command = [sys.executable, str(ROOT / "tools" / "make_environment.py"), str(folder), str(LOCK)]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        raise BenchError(f"requirements.lock could not be installed: {(done.stderr or done.stdout).strip()[-300:]}")
    spent = time.perf_counter() - started
    return [
        Figure("installed", "new environment", folder_bytes(folder) / MEGABYTE, "MB", _MAKE),
        Figure("installed", "installing it", spent, "s", _MAKE),
    ]


def _source_figures(
    group: str, folder: str, lines: int, largest_file: tuple[str, int], largest_function: tuple[str, int]
) -> list[Figure]:
    limits = (Aim(400), Aim(50)) if group == "source" else (None, None)
    command = f"{COUNTED} on {folder}/"
    return [
        Figure(group, "code", lines, "lines", command),
        Figure(group, "largest file", largest_file[1], "lines", command, limits[0], _named(group, largest_file)),
        Figure(
            group, "largest function", largest_function[1], "lines", command, limits[1], _named(group, largest_function)
        ),
    ]


def _named(group: str, largest: tuple[str, int]) -> str:
    return f"largest: {largest[0]} ({largest[1]} lines)" if group == "source" else ""


def _folder(name: str) -> str:
    return f"bench/sizes.py: files under sys.{name}, without __pycache__"


def _packages(what: str) -> str:
    return f"bench/sizes.py: files of the packages of {what}, without __pycache__, pip and setuptools"
