"""The index folder: generations beside one another, a pointer to the present one, one writer at a time.

index/
  current            which generation readers use (JSON, replaced atomically)
  write.lock         held by the one writer (an OS lock: gone with its process)
  turn.lock          held by whoever reads the database in order to write here, from the reading to the writing
  g-7/               a generation; `complete` is written last
    complete         schema version, when built
    manifest         size and checksum of every file, after each commit
    concepts         the thesaurus (JSON)
    …                the engine's own files
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kb.search.port import IndexBusy, IndexUnavailable

SCHEMA_VERSION: Final = 5
"""Raise it when sections, analysis or stored fields change: an index of another version is rebuilt."""

POINTER, LOCK, COMPLETE, MANIFEST, CONCEPTS = "current", "write.lock", "complete", "manifest", "concepts"
TURN: Final = "turn.lock"
_PREFIX: Final = "g-"


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete generation of the index."""

    number: int
    folder: Path


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checksum(value: object) -> int:
    return zlib.crc32(json.dumps(value, ensure_ascii=False).encode())


def write_json(path: Path, value: object) -> None:
    """Replace a file by a JSON text: a reader sees the old one or the new one, also after a power cut.

    The value stands beside its checksum: a bit that flipped may leave a text that is JSON and says something else.
    """
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="utf-8") as stream:
        json.dump({"value": value, "checksum": _checksum(value)}, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def read_json(path: Path) -> Any:
    """Read a JSON file of the index. Raises `IndexUnavailable` when it is missing or broken."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise IndexUnavailable(f"{path.name}: {error.__class__.__name__}") from error
    if not isinstance(found, dict) or "value" not in found or found.get("checksum") != _checksum(found["value"]):
        raise IndexUnavailable(f"{path.name} is damaged")
    return found["value"]


def current(folder: Path) -> Generation:
    """Find the generation that readers use. Raises `IndexUnavailable` if there is none of this schema version."""
    pointer = read_json(folder / POINTER)
    number = pointer.get("generation") if isinstance(pointer, dict) else None
    if not isinstance(number, int):
        raise IndexUnavailable("the pointer names no generation")
    generation = Generation(number, folder / f"{_PREFIX}{number}")
    marker = read_json(generation.folder / COMPLETE)
    version = marker.get("schema") if isinstance(marker, dict) else None
    if version != SCHEMA_VERSION:
        raise IndexUnavailable(f"schema version {version}, not {SCHEMA_VERSION}")
    return generation


def built_at(generation: Generation) -> str:
    """Tell when a generation was built (ISO 8601, UTC)."""
    return str(read_json(generation.folder / COMPLETE).get("built_at", ""))


def _numbers(folder: Path) -> list[int]:
    names = [path.name.removeprefix(_PREFIX) for path in folder.glob(f"{_PREFIX}*") if path.is_dir()]
    return sorted(int(name) for name in names if name.isdigit())


@contextmanager
def writing(folder: Path, wait_seconds: float, lock: str = LOCK) -> Iterator[None]:
    """Hold the write lock. Raises `IndexBusy` when another writer keeps it for longer than `wait_seconds`."""
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with (folder / lock).open("w") as stream:
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise IndexBusy(f"another writer held the index for {wait_seconds:g} s") from None
                time.sleep(0.02)
        yield


@contextmanager
def new_generation(folder: Path) -> Iterator[Generation]:
    """Make a generation beside the present one; switch to it when the block ends well, remove it when it fails.

    The generation before is kept for readers that are just opening it; older and half-built ones are removed.
    To be called with the write lock held.
    """
    try:
        before: int | None = current(folder).number
    except IndexUnavailable:
        before = None
    number = max(_numbers(folder), default=0) + 1
    generation = Generation(number, folder / f"{_PREFIX}{number}")
    generation.folder.mkdir()
    try:
        yield generation
        built = datetime.now(UTC).isoformat(timespec="seconds")
        write_json(generation.folder / COMPLETE, {"schema": SCHEMA_VERSION, "built_at": built})
        sync_folder(folder)
        write_json(folder / POINTER, {"generation": number})
    except BaseException:
        shutil.rmtree(generation.folder, ignore_errors=True)
        raise
    for old in _numbers(folder):
        if old not in (number, before):
            shutil.rmtree(folder / f"{_PREFIX}{old}", ignore_errors=True)


def write_manifest(generation: Generation, names: Sequence[str]) -> None:
    """Bring files to the disk and note their sizes and checksums; files never change, so known ones are trusted."""
    path = generation.folder / MANIFEST
    known: Mapping[str, Sequence[int]] = read_json(path)["files"] if path.exists() else {}
    files: dict[str, Sequence[int]] = {}
    for name in names:
        if name in known:
            files[name] = known[name]
            continue
        with (generation.folder / name).open("rb") as stream:
            content = stream.read()
            os.fsync(stream.fileno())
        files[name] = (len(content), zlib.crc32(content))
    committed = datetime.now(UTC).isoformat(timespec="seconds")
    write_json(path, {"files": files, "committed_at": committed})


def read_manifest(generation: Generation) -> dict[str, Any]:
    """Read `files` (name to size and checksum) and `committed_at`. Raises `IndexUnavailable`."""
    manifest = read_json(generation.folder / MANIFEST)
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise IndexUnavailable("the manifest is damaged")
    return manifest


def read_verified(generation: Generation, name: str, manifest: Mapping[str, Any]) -> bytes:
    """Read a file whole and compare it with the manifest, where that knows it.

    A file newer than the manifest (its writer died right after the commit) is taken as it is.
    Raises `FileNotFoundError`, and `IndexUnavailable` for a file that was cut or altered.
    """
    content = (generation.folder / name).read_bytes()
    expected = manifest["files"].get(name)
    if expected is not None and list(expected) != [len(content), zlib.crc32(content)]:
        raise IndexUnavailable(f"{name} is damaged")
    return content


def size_on_disk(generation: Generation) -> int:
    """Add up the bytes of a generation's files."""
    return sum(path.stat().st_size for path in generation.folder.rglob("*") if path.is_file())
