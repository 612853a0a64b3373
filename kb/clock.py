"""The time of day, in one place, so that tests can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """Give the present moment in UTC, to the microsecond."""
    return datetime.now(UTC)
