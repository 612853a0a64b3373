"""Reporting an error: `/ko/report` and `/en/report`."""

from __future__ import annotations

from flask import Blueprint, Response

from kb.web.urls import LANG_RULE

reporting = Blueprint("reporting", __name__, url_prefix=f"/<{LANG_RULE}:lang>")


@reporting.after_request
def forbid_keeping(response: Response) -> Response:
    """Forbid everybody to keep the answer: the form holds a token of its own, and what its reader typed."""
    response.headers["Cache-Control"] = "no-store"
    return response
