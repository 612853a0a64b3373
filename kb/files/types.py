"""What a file is, by its content alone: a name or a declared type proves nothing."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.domain.materials import UNITS, Unit
from kb.files.archives import BROKEN, insist_on_harmless, is_encrypted, read_entry
from kb.files.refusal import Refused

_HEAD: Final = 4096
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAMS: Final = tuple(
    name.encode("utf-16-le") for name in ("EncryptedPackage", "DataSpaces", "\x06DataSpaces", "DRMEncryptedTransform")
)
_HANGUL_STREAM: Final = "HwpSummaryInformation".encode("utf-16-le")
_MAIN_PART: Final = re.compile(rb'ContentType\s*=\s*["\']([^"\']+)["\']')
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES: Final = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken."""

    name: str
    media_type: str
    extension: str

    @property
    def unit(self) -> Unit:
        """Say what of it has a number."""
        return UNITS[self.media_type]


PDF: Final = FileType("pdf", "application/pdf", "pdf")
PPTX: Final = FileType("pptx", f"{_OFFICE}.presentationml.presentation", "pptx")
DOCX: Final = FileType("docx", f"{_OFFICE}.wordprocessingml.document", "docx")
PNG: Final = FileType("png", "image/png", "png")
JPEG: Final = FileType("jpeg", "image/jpeg", "jpg")
WEBP: Final = FileType("webp", "image/webp", "webp")
TYPES: Final = {kind.media_type: kind for kind in (PDF, PPTX, DOCX, PNG, JPEG, WEBP)}

_MAIN_TYPES: Final = {
    f"{_OFFICE}.presentationml.presentation.main+xml": PPTX,
    f"{_OFFICE}.wordprocessingml.document.main+xml": DOCX,
}


def detect_type(path: Path) -> FileType:
    """Tell the type of a file. Raises `Refused` for anything that isn't taken.

    Archives are checked before any of their parts is unpacked.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise Refused("empty")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(_COMPOUND):
        raise Refused(_compound_reason(path))
    if head.startswith(b"PK\x03\x04"):
        return _office_type(path)
    raise Refused("unsupported")


def _compound_reason(path: Path) -> str:
    """Tell encrypted Office files from old ones: both are Microsoft's compound files."""
    content = path.read_bytes()
    if any(name in content for name in _ENCRYPTED_STREAMS):
        return "encrypted"
    return "hangul" if _HANGUL_STREAM in content else "old_office"


def _office_type(path: Path) -> FileType:
    try:
        with zipfile.ZipFile(path) as archive:
            insist_on_harmless(archive)
            names = set(archive.namelist())
            if CONTENT_TYPES not in names:
                raise Refused(_other_archive(archive, names))
            declared = _MAIN_PART.findall(read_entry(archive, CONTENT_TYPES))
    except BROKEN as error:
        raise Refused("damaged", str(error)) from error
    types = {text.decode("ascii", "replace") for text in declared}
    for name, kind in _MAIN_TYPES.items():
        if name in types:
            return kind
    if any("macroEnabled" in name or "template.main" in name or "slideshow.main" in name for name in types):
        raise Refused("macros")
    raise Refused("unsupported")


def _other_archive(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" in names and b"hwp" in read_entry(archive, "mimetype"):
        return "hangul"
    return "encrypted" if is_encrypted(archive) else "unsupported"
