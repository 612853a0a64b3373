"""No file over 400 lines, no function over 50, no catch-all names."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CATCH_ALL = {"utils", "helpers", "misc", "common", "manager", "util", "helper"}


def sources() -> list[Path]:
    folders = ("kb", "tests", "bench", "tools", "migrations")
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count for path in sources() if (count := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_no_function_is_longer_than_50_lines() -> None:
    long = []
    for path in sources():
        if "migrations" in path.parts:
            continue  # a migration is one list of statements
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 50:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} {lines}")
    assert long == []


def test_no_module_is_a_catch_all() -> None:
    assert [path.name for path in sources() if CATCH_ALL & set(path.stem.split("_"))] == []


def test_the_project_speaks_only_of_itself() -> None:
    """No path of a machine, no address of a package index in what is tracked."""
    command = [
        "git",
        "grep",
        "-nIE",
        r"(^|[^A-Za-z0-9_.])/(work|farm)/|index-url|extra-index",
        "--",
        ".",
        ":!*.svg",
        ":!seed/",
        ":!tests/contracts/",
    ]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout == ""
