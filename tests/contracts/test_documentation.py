"""Documentation can't fall behind: every setting and every command is described."""

import re
from pathlib import Path

import click

from kb.cli import kb
from kb.config import SETTINGS

ROOT = Path(__file__).parent.parent.parent


def test_the_settings_table_lists_exactly_the_settings() -> None:
    table = re.findall(r"^\| `(KB_\w+)` \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert table == list(SETTINGS)


def commands(group: click.Group, prefix: str = "kb") -> list[str]:
    found = []
    for name, command in group.commands.items():
        path = f"{prefix} {name}"
        found += commands(command, path) if isinstance(command, click.Group) else [path]
    return found


def test_every_command_has_a_help_text_and_stands_in_the_documentation() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    missing = [command for command in commands(kb) if command not in text]
    assert missing == []


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []
