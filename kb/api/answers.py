"""Turning data into responses."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from kb.web.caching import leave_unstored
from kb.web.page_store import PUBLIC


def to_json(data: object) -> str:
    """Write JSON as UTF-8 text, keys in the order given."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def json_answer(data: object, status: int = 200) -> Response:
    """Answer with JSON."""
    return Response(to_json(data), status, content_type="application/json")


def search_answer(response: Response, content: bytes) -> BaseResponse:
    """Mark the answer to a search.

    It depends on the index, which follows the published content a moment later, so the store of pages may not keep
    it. Its ETag is made from `content`, the answer without what differs each time.
    """
    leave_unstored()
    response.set_etag(hashlib.sha256(content).hexdigest()[:20], weak=True)
    response.headers["Cache-Control"] = PUBLIC
    return response.make_conditional(request)


def moment(value: datetime) -> str:
    """Write a moment as RFC 3339 has it, in UTC to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
