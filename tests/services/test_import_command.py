"""`kb import` as somebody types it."""

from pathlib import Path

import pytest

from kb.services.site import Site
from tests.services.test_command_line import kb
from tests.services.test_importing import case, written


def test_a_file_is_tried_imported_found_and_taken_back(small_site: Site, tmp_path: Path) -> None:
    folder = small_site.config.data_dir
    file = written(tmp_path, case("one", title__ko="둥근 가로등"), case("two", stage="planned"))
    tried = kb(folder, "import", str(file), "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "line 1: case:one: created and published\n" in tried.stdout
    assert "    title__ko: (empty) → 둥근 가로등\n" in tried.stdout
    assert "would be: 2 new, 0 updated, 0 unchanged" in tried.stdout
    done = kb(folder, "import", str(file), "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert "2 new, 0 updated" in done.stdout
    assert kb(folder, "index", "check").returncode == 0
    token = done.stdout.rpartition("--undo ")[2].split()[0]
    assert token in kb(folder, "import", "--list").stdout
    back = kb(folder, "import", "--undo", token)
    assert (back.returncode, "2 withdrawn" in back.stdout) == (0, True)
    again = kb(folder, "import", "--undo", token)
    assert (again.returncode, again.stderr) == (1, f"kb: {token}: already_undone\n")


def test_a_refused_file_exits_with_1_and_one_line_a_problem(small_site: Site, tmp_path: Path) -> None:
    file = written(tmp_path, case("one", colour="red"), "{", case("esc", city="\x1b[31m"))
    for options in ((), ("--dry-run",)):
        done = kb(small_site.config.data_dir, "import", str(file), *options)
        assert done.returncode == 1
        lines = done.stderr.splitlines()
        assert lines[0] == "kb: line 1: case:one: colour: unknown_field"
        assert lines[-1] == "kb: 3 problems, nothing was changed"
        assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "give one of FILE"),
        (("absent.jsonl",), "does not exist"),
        (("--format", "csv", "FILE"), "not available yet"),
        (("--format", "xlsx", "FILE"), "not available yet"),
        (("--format", "docx", "FILE"), "Invalid value"),
        (("FILE", "--list"), "give one of FILE"),
        (("FILE.txt",), "say the file's format"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    file = written(tmp_path, case("one"))
    (tmp_path / "FILE.txt").write_text("")
    places = {"FILE": str(file), "FILE.txt": str(tmp_path / "FILE.txt")}
    done = kb(tmp_path / "var", "import", *(places.get(argument, argument) for argument in arguments))
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_csv_is_told_by_its_name_to_be_unavailable(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("kind,slug\n")
    done = kb(tmp_path / "var", "import", str(tmp_path / "cases.csv"))
    assert (done.returncode, "import from csv is not available yet" in done.stderr) == (2, True)
