"""Reading JSON out of answers."""

import json
from typing import Any

from werkzeug.test import TestResponse


def json_of(answer: TestResponse) -> Any:
    """Read an answer that says it is JSON and is."""
    assert answer.content_type == "application/json"
    return json.loads(answer.data)
