"""The built wheel carries everything that the installed program needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

from kb.services.site import resource

ROOT = Path(__file__).parent.parent.parent


def test_the_wheel_carries_templates_migrations_seed_and_catalog(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "-w",
        str(tmp_path),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("templates", "migrations", "seed"):
        inside = {f"kb/{folder}/{path.relative_to(resource(folder))}" for path in resource(folder).rglob("*")
                  if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip
        assert inside <= names, sorted(inside - names)[:5]
    assert "kb/translations/ko/LC_MESSAGES/messages.po" in names
    assert any(name.startswith("kb/static/css/") for name in names)
