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


def tracked_lines(pattern: str, *paths: str) -> str:
    command = ["git", "grep", "-nIE", pattern, "--", *paths]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def test_no_tracked_file_names_a_path_of_a_machine() -> None:
    assert tracked_lines(r"(^|[^A-Za-z0-9_.])/(work|farm|root)/", ".", ":!*.svg", ":!seed/", ":!tests/contracts/") == ""


def test_no_lock_or_setting_names_a_package_index() -> None:
    assert (
        tracked_lines(r"index-url|registry *=|https?://", "*.lock", "requirements*.in", "pyproject.toml", ".npmrc")
        == ""
    )
