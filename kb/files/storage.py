"""Files kept under the hash of their content: written once, whole or not at all, never overwritten.

<root>/ab/cd/abcd…   one file, named by its SHA-256 in two levels of folders
<root>/incoming/     what is being received
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

BLOCK: Final = 1024 * 1024
ABANDONED_SECONDS: Final = 24 * 3600
"""Age at which what somebody began to send and never finished is deleted."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is kept: the hash that names it and the number of its bytes."""

    sha256: str
    size: int


class TooLarge(Exception):
    """More bytes came than are allowed; none were kept."""


class FileStore:
    """The files of a site, in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Give the place of a file, whether or not it is there."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(
        self,
        source: BinaryIO,
        limit: int | None = None,
        progress: Callable[[int], None] = lambda done: None,
        check: Callable[[Path], object] = lambda path: None,
    ) -> StoredFile:
        """Keep what `source` gives, on disk before this returns; the same content is kept once.

        Raises `TooLarge` beyond `limit` bytes, or what `check` raises of the file; nothing is kept then.
        """
        incoming = self.root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        beside = incoming / secrets.token_hex(16)
        try:
            stored = _write(beside, source, limit, progress)
            check(beside)
            self._keep(beside, stored.sha256)
        finally:
            beside.unlink(missing_ok=True)
        return stored

    def _keep(self, beside: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.link(beside, target)
        for folder in (target.parent, target.parent.parent, self.root):
            _sync_folder(folder)

    def is_sound(self, sha256: str) -> bool:
        """Read a file through and say whether it is there with the content that its name promises."""
        try:
            with self.path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def forget_abandoned(self) -> int:
        """Delete what was begun and never finished; return how many pieces."""
        count = 0
        with suppress(FileNotFoundError):
            for path in (self.root / "incoming").iterdir():
                with suppress(FileNotFoundError):
                    if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                        path.unlink()
                        count += 1
        return count


def _write(path: Path, source: BinaryIO, limit: int | None, progress: Callable[[int], None]) -> StoredFile:
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    with os.fdopen(handle, "wb") as file:
        while block := source.read(BLOCK):
            size += len(block)
            if limit is not None and size > limit:
                raise TooLarge(size)
            digest.update(block)
            file.write(block)
            progress(size)
        file.flush()
        os.fsync(file.fileno())
    return StoredFile(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
