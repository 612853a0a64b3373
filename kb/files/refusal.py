"""That a file can't be taken, and why."""

from __future__ import annotations


class Refused(Exception):
    """A file is not taken or can't be read. `reason` is a key of `kb.domain.materials.REASONS`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail
