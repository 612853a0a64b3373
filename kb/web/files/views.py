"""`/files/{id}/{name}`: files that people sent, served so that no browser runs anything in them.

An address names one version for ever, so a reader's browser may keep it. Caches that many readers share may not: what
is withdrawn must be gone.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final
from urllib.parse import quote

from flask import Blueprint, redirect, request, send_file
from werkzeug.wrappers import Response

from kb.services.material_reading import get_file, get_picture
from kb.web.caching import PRIVATE, is_signed_in
from kb.web.database import db, site
from kb.web.urls import file_path

files = Blueprint("files", __name__)
KEPT: Final = "private, max-age=31536000, immutable"
SANDBOX: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
_PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~ ()+,=@")


@files.get("/files/<slug:file>/<name>")
def show_file(file: str, name: str) -> Response:
    """Serve a file as a download. Another name than its own leads to the right one."""
    found, path = get_file(db(), site().files, file)
    if unicodedata.normalize("NFC", name) != found.name:
        return redirect(file_path(found.id, found.name), 301)
    response = _send(path, found.media_type, found.sha256)
    response.headers["Content-Disposition"] = disposition(found.name)
    if found.successor:
        response.headers["Link"] = f'<{file_path(*found.successor)}>; rel="successor-version"'
        response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@files.get("/files/<slug:file>/pages/<int:number>.webp")
def show_picture(file: str, number: int) -> Response:
    """Serve the picture of a page."""
    sha256, path = get_picture(db(), site().files, file, number)
    response = _send(path, "image/webp", sha256)
    response.headers["Content-Disposition"] = "inline"
    return response


def _send(path: Path, media_type: str, sha256: str) -> Response:
    response = send_file(path, mimetype=media_type, conditional=True, etag=sha256, max_age=0)
    response.headers["Cache-Control"] = PRIVATE if is_signed_in() else KEPT
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.pop("Expires", None)
    if request.method == "HEAD":
        response.headers["Accept-Ranges"] = "bytes"
    return response


def disposition(name: str) -> str:
    """Have a file saved under its name (RFC 6266): in full for programs that know RFC 8187, else in Latin letters."""
    stem, _dot, extension = name.rpartition(".")
    plain = "".join(char if char in _PLAIN else "" for char in unicodedata.normalize("NFKD", stem))
    simple = f"{' '.join(plain.split()).strip('. ') or 'material'}.{extension}"
    header = f'attachment; filename="{simple}"'
    return header if simple == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"
