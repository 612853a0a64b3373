"""Files kept under the hash of their content."""

import hashlib
import io
import os
from pathlib import Path

import pytest

from kb.files.storage import ABANDONED_SECONDS, FileStore, TooLarge

BODY = b"slides" * 1000
NAME = hashlib.sha256(BODY).hexdigest()


def left(store: FileStore) -> list[str]:
    return [path.name for path in store.root.rglob("*") if path.is_file()]


def test_a_file_lies_under_its_hash_in_two_levels_of_folders(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    stored = store.put(io.BytesIO(BODY))
    assert (stored.sha256, stored.size) == (NAME, len(BODY))
    assert (tmp_path / NAME[:2] / NAME[2:4] / NAME).read_bytes() == BODY
    assert store.is_sound(NAME)


def test_the_same_content_is_kept_once_and_never_written_again(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.put(io.BytesIO(BODY))
    before = store.path(NAME).stat()
    store.put(io.BytesIO(BODY))
    after = store.path(NAME).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert left(store) == [NAME]


def test_a_file_over_the_limit_leaves_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(TooLarge):
        store.put(io.BytesIO(BODY), limit=len(BODY) - 1)
    assert left(store) == []
    assert store.put(io.BytesIO(BODY), limit=len(BODY)).size == len(BODY)


def test_a_file_that_fails_its_check_or_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError("connection lost")
            return super().read(10)

    def refuse(_path: Path) -> None:
        raise ValueError("no")

    store = FileStore(tmp_path)
    with pytest.raises(OSError, match="connection lost"):
        store.put(Breaking(BODY))
    with pytest.raises(ValueError, match="no"):
        store.put(io.BytesIO(BODY), check=refuse)
    assert left(store) == []


def test_damage_is_noticed(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.put(io.BytesIO(BODY))
    path = store.path(NAME)
    path.chmod(0o600)
    path.write_bytes(BODY[:-1] + b"X")
    assert not store.is_sound(NAME)
    assert not store.is_sound("0" * 64)


def test_what_was_abandoned_long_ago_is_deleted_and_what_is_being_sent_is_not(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.put(io.BytesIO(BODY))
    old, new = tmp_path / "incoming" / "old", tmp_path / "incoming" / "new"
    old.touch()
    new.touch()
    past = old.stat().st_mtime - ABANDONED_SECONDS - 60
    os.utime(old, (past, past))
    assert store.forget_abandoned() == 1
    assert sorted(left(store)) == sorted([NAME, "new"])
