"""The blueprint of addresses outside the languages."""

from __future__ import annotations

from flask import Blueprint

system = Blueprint("system", __name__)
