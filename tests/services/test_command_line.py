"""The `kb` command as somebody types it: its own process, its exit codes, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.services.site import resource


def kb(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    known.update({"KB_DATA_DIR": str(folder), **environment})
    command = [sys.executable, "-m", "kb", *arguments]
    return subprocess.run(
        command, env=known, capture_output=True, text=True, timeout=120, check=False, cwd=resource("seed").parent
    )


def test_init_prepares_everything_once_and_then_finds_nothing_to_do(tmp_path: Path) -> None:
    first = kb(tmp_path, "init")
    assert first.returncode == 0, first.stderr
    assert "empty to" in first.stdout
    assert "built" in first.stdout
    second = kb(tmp_path, "init")
    assert second.returncode == 0
    assert "0 new, 0 updated" in second.stdout
    assert second.stdout.count("up to date") == 2
    for command in (("check", "all"), ("index", "status"), ("index", "check"), ("index", "drain"), ("work", "--once")):
        done = kb(tmp_path, *command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.mark.parametrize(
    "command", [(), ("index",), ("seed",), ("check",), ("index", "rebuild"), ("serve",), ("init",)]
)
def test_every_command_has_help(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = kb(tmp_path, *command, "--help")
    assert done.returncode == 0
    assert "Usage: kb" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("index", "nonsense"), ("serve", "--port", "99999"), ("init", "--what")]
)
def test_wrong_usage_exits_with_2_and_says_so(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = kb(tmp_path, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_failed_work_exits_with_1_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "seed" / "cities").mkdir(parents=True)
    (tmp_path / "seed" / "cities" / "bad.yaml").write_text("kind: city\nslug: Bad!\nstatus: published\n")
    for arguments, environment in (
        (("index", "check"), {}),
        (("init", "--seed-dir", str(tmp_path / "seed")), {}),
        (("init",), {"KB_ENV": "nonsense"}),
        (("init",), {"KB_DATABASE_URL": "sqlite:////no/such/folder/x.sqlite3"}),
    ):
        done = kb(tmp_path / "var", *arguments, **environment)
        assert done.returncode == 1, arguments
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert done.stderr.startswith("kb: ")
