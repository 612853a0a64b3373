"""Checks of a ZIP archive (PPTX, DOCX) by its directory, before anything in it is unpacked.

Python's reader never gives more bytes of an entry than the directory declares, so the declared sizes are bounds.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import Final

from kb.files.refusal import Refused

MOST_ENTRIES: Final = 10_000
LARGEST_UNPACKED: Final = 600 * 1024 * 1024
LARGEST_XML: Final = 80 * 1024 * 1024
"""Bytes of a single XML part: parsed, it takes up many times as much."""
HIGHEST_RATIO: Final = 200
"""Unpacked to packed, beyond `FREE_UNPACKED`; the XML of honest slides reaches some 30."""
FREE_UNPACKED: Final = 20 * 1024 * 1024
DEEPEST: Final = 1
"""Levels of archives within the archive: a workbook behind a chart, but nothing packed in that."""
LARGEST_INNER: Final = 64 * 1024 * 1024
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
"""What reading a damaged archive raises."""
_ARCHIVE: Final = b"PK\x03\x04"


def insist_on_harmless(archive: zipfile.ZipFile) -> None:
    """Raise `Refused` for an archive that would take up too much, hides archives in archives, or is encrypted."""
    _check(archive, 0)


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read a part of an archive that was checked. Raises `Refused` where it is too large to be parsed."""
    if archive.getinfo(name).file_size > LARGEST_XML:
        raise Refused("unpacks_too_large", name)
    return archive.read(name)


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Say whether an entry needs a password."""
    return any(entry.flag_bits & 0x1 for entry in archive.infolist())


def _check(archive: zipfile.ZipFile, depth: int) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused("too_many_entries", str(len(entries)))
    if is_encrypted(archive):
        raise Refused("encrypted")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > LARGEST_UNPACKED or (unpacked > FREE_UNPACKED and unpacked > packed * HIGHEST_RATIO):
        raise Refused("unpacks_too_large", f"{unpacked} bytes from {packed}")
    for entry in entries:
        _check_entry(archive, entry, depth)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")):
        raise Refused("unsafe_names", entry.filename)
    if entry.filename.lower().endswith((".xml", ".rels")):
        if entry.file_size > LARGEST_XML:
            raise Refused("unpacks_too_large", entry.filename)
        return
    with archive.open(entry) as file:
        if file.read(len(_ARCHIVE)) != _ARCHIVE:
            return
    if depth >= DEEPEST:
        raise Refused("nested", entry.filename)
    if entry.file_size > LARGEST_INNER:
        raise Refused("unpacks_too_large", entry.filename)
    with archive.open(entry) as file:
        try:
            inner = zipfile.ZipFile(io.BytesIO(file.read()))
        except BROKEN:
            return  # looks like one and can't be opened as one: nobody will unpack it
        with inner:
            _check(inner, depth + 1)
