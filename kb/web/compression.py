"""Compresses text on its way out."""

from __future__ import annotations

import gzip
from typing import Final

from flask import Flask, Response, g, request

SMALLEST: Final = 1024  # bytes; below that a header costs more than it saves
THOROUGH: Final = 6
HASTY: Final = 2
"""Level for what no store keeps, and every reader waits for: six tenths of the time, a tenth more bytes."""
_TEXTUAL: Final = ("text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml")


def zip_text(body: bytes, level: int = THOROUGH) -> bytes:
    """Zip a body, the same way every time."""
    return gzip.compress(body, compresslevel=level, mtime=0)


def compress(response: Response) -> Response:
    """Zip a text of some size for a client that takes it.

    Answers to signed-in people (they carry a cookie) stay as they are: compressing secrets beside what a stranger can
    make them contain would leak them (BREACH).
    """
    if not (response.content_type or "").startswith(_TEXTUAL) or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if (
        request.accept_encodings.quality("gzip") == 0
        or "Content-Encoding" in response.headers
        or response.status_code in (204, 206, 304)
        or response.is_streamed
        or request.cookies
    ):
        return response
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(zip_text(body, HASTY if g.get("kb_unstored") else THOROUGH))
        response.headers["Content-Encoding"] = "gzip"
    return response


def init_compression(app: Flask) -> None:
    """Compress every response that gains by it."""
    app.after_request(compress)
