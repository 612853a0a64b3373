"""Whether every stored file of a material, and every picture of a page, is there as it was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kb.db.queries.materials import stored_files
from kb.files.storage import FileStore


@dataclass(frozen=True, slots=True)
class FileReport:
    """How many files were read through, and what is wrong with which."""

    checked: int
    findings: Sequence[str]


def check_files(session: Session, store: FileStore, progress: Callable[[str, int, int], None]) -> FileReport:
    """Read every file through and compare it with the hash that it is kept under."""
    findings: list[str] = []
    wanted = stored_files(session)
    for done, (sha256, owner) in enumerate(wanted.items()):
        progress("files", done, len(wanted))
        if not store.path(sha256).is_file():
            findings.append(f"{owner}: {sha256} is gone")
        elif not store.is_sound(sha256):
            findings.append(f"{owner}: {sha256} was changed")
    return FileReport(len(wanted), findings)
