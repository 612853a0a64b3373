"""For machines that watch the site: is the process up, is it ready, what does it hold."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from kb.services.metrics import metrics_text
from kb.services.readiness import readiness
from kb.web.database import db, site

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> Response:
    """Answer 200 as long as the process can answer at all."""
    return _plain("ok\n")


@health.get("/readyz")
def readyz() -> Response:
    """Answer 200 once migrations, seed and index are complete, else 503 with what is missing."""
    missing = readiness(site())
    return _plain("ready\n") if not missing else _plain("not ready: " + ", ".join(missing) + "\n", 503)


@health.get("/metrics")
def metrics() -> Response:
    """Give gauges in the Prometheus text format, to callers on this machine only."""
    if request.remote_addr not in ("127.0.0.1", "::1"):
        abort(404)
    return _plain(metrics_text(db(), site().search))


def _plain(text: str, status: int = 200) -> Response:
    response = Response(text, status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
