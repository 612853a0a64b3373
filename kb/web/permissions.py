"""Who may use which address. Every blueprint says so here; what doesn't is refused, so no route is open by accident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from flask import Flask, abort, request

Permission = Literal["anyone"]

PERMISSIONS: Final[Mapping[str, Permission]] = {
    "api": "anyone",
    "assets": "anyone",
    "files": "anyone",
    "health": "anyone",
    "public": "anyone",
    "reporting": "anyone",
    "system": "anyone",
    "twins": "anyone",
}


def init_permissions(app: Flask) -> None:
    """Refuse requests to routes of blueprints that declare no permission."""
    app.before_request(refuse_undeclared)


def refuse_undeclared() -> None:
    """Answer 403 for a route whose blueprint isn't listed; unknown addresses go on to their 404."""
    if request.endpoint is not None and request.blueprint not in PERMISSIONS:
        abort(403)
