"""The public pages: `/ko/…` and `/en/…`."""

from __future__ import annotations

from flask import Blueprint

from kb.web.caching import keep_pages_of
from kb.web.urls import LANG_RULE

public = Blueprint("public", __name__, url_prefix=f"/<{LANG_RULE}:lang>")
keep_pages_of(public)
