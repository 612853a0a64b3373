"""Sizes of source code and of what is installed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from statistics import median
from typing import Final

_LOCKED: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", re.MULTILINE)
_INSTALLERS: Final = {"pip", "setuptools"}


@dataclass(frozen=True, slots=True)
class SourceSize:
    """Lines of some Python files. `lines` leaves empty ones out; the largest and median are whole lengths."""

    files: int
    lines: int
    largest_file: tuple[str, int]
    median_file: float
    largest_function: tuple[str, int]
    median_function: float


def python_size(folder: Path) -> SourceSize:
    """Measure the Python files under a folder; copies of other projects (`vendored`) are left out."""
    lines, files, functions = 0, [("", 0)], [("", 0)]
    for path in sorted(folder.rglob("*.py")):
        if "vendored" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(folder.parent))
        lines += filled_lines(text)
        files.append((name, len(text.splitlines())))
        functions += [(f"{name}:{function}", length) for function, length in function_lengths(text)]
    return SourceSize(
        files=len(files) - 1,
        lines=lines,
        largest_file=max(files, key=lambda file: file[1]),
        median_file=median([length for name, length in files if name and length] or [0]),
        largest_function=max(functions, key=lambda function: function[1]),
        median_function=median([length for name, length in functions if name] or [0]),
    )


def filled_lines(text: str) -> int:
    """Count the lines that aren't empty."""
    return sum(1 for line in text.splitlines() if line.strip())


def function_lengths(source: str) -> list[tuple[str, int]]:
    """List every function with its lines from `def` to its end, docstring included."""
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def text_lines(folders: Iterable[Path], suffixes: tuple[str, ...]) -> int:
    """Count the filled lines of the files with one of the suffixes."""
    return sum(
        filled_lines(path.read_text(encoding="utf-8"))
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in suffixes
    )


def folder_bytes(folder: Path) -> int:
    """Add up a folder's files, compiled caches and links left out."""
    return sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts
    )


def locked_names(lock: str) -> set[str]:
    """List the packages of a lock file, names normalised; the installers that every environment has are left out."""
    return {_normal(name) for name in _LOCKED.findall(lock)} - _INSTALLERS


def packages_bytes(site_packages: Path, names: set[str]) -> int:
    """Add up the files of the installed packages among `names`, compiled caches left out.

    A lock file for all platforms names some that aren't installed here; they weigh nothing.
    """
    total = 0
    for distribution in distributions(path=[str(site_packages)]):
        if _normal(distribution.metadata["Name"]) not in names:
            continue
        for file in distribution.files or ():
            path = Path(str(distribution.locate_file(file)))
            if "__pycache__" not in path.parts and path.is_file():
                total += path.stat().st_size
    return total


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
