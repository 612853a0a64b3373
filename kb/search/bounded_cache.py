"""Keeps what was computed for as long as there is room; the longest unused goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")
_ENTRY = 64
"""What an entry takes besides its size, so that empty ones are bounded, too."""


class BoundedCache(Generic[Value]):
    """Maps keys to values of known sizes. Safe for several threads; none ever waits for another's computation."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """Give what is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> Value:
        """Keep a value, and give it back."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = (value, size + _ENTRY)
                self._used += size + _ENTRY
            while self._used > self._room and len(self._kept) > 1:
                _, (_dropped, dropped_size) = self._kept.popitem(last=False)
                self._used -= dropped_size
        return value
