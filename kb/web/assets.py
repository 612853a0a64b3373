"""Static files under addresses that name their content, so that browsers may keep them for ever.

The style sheet is written in parts (`kb/static/css/`, in the order of their names) and served as one file.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

assets = Blueprint("assets", __name__)

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    address: str
    content_type: str
    body: bytes
    zipped: bytes


def _asset(name: str, body: bytes) -> Asset:
    path = PurePosixPath(name)
    digest = hashlib.sha256(body).hexdigest()[:12]
    address = f"{path.with_suffix('')}.{digest}{path.suffix}"
    return Asset(address, _TYPES[path.suffix], body, gzip.compress(body, mtime=0))


@cache
def _all() -> dict[str, Asset]:
    folder = files("kb") / "static"
    parts = sorted(
        (part for part in (folder / "css").iterdir() if part.name.endswith(".css")), key=lambda part: part.name
    )
    found = {"casebook.css": _asset("casebook.css", b"\n".join(part.read_bytes() for part in parts))}
    for part in folder.iterdir():
        if part.is_file() and PurePosixPath(part.name).suffix in _TYPES:
            found[part.name] = _asset(part.name, part.read_bytes())
    return found


@cache
def _by_address() -> dict[str, Asset]:
    return {asset.address: asset for asset in _all().values()}


def asset_path(name: str) -> str:
    """Address a static file by its plain name. Raises `KeyError` for one that doesn't exist."""
    return f"/static/{_all()[name].address}"


@assets.get("/static/<path:address>")
def serve(address: str) -> BaseResponse:
    """Serve one file; any other content has another address."""
    asset = _by_address().get(address)
    if asset is None:
        abort(404)
    zipped = request.accept_encodings.quality("gzip") > 0
    response = Response(asset.zipped if zipped else asset.body, content_type=asset.content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(asset.address + ("-gzip" if zipped else ""))
    return response.make_conditional(request)
