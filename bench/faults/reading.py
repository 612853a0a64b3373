"""Running the reader beside a fault, and what it got."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.site_folder import SiteFolder


@dataclass(slots=True)
class Reading:
    """Sums over readers; `died` counts those that a fault ended."""

    answers: int = 0
    degraded: int = 0
    failed: int = 0
    wrong: int = 0
    died: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, said: dict[str, Any]) -> None:
        """Add what a reader said."""
        for name in ("answers", "degraded", "failed", "wrong"):
            setattr(self, name, getattr(self, name) + said[name])
        self.examples += said["examples"]

    @property
    def is_good(self) -> bool:
        """Say whether every question was answered, and rightly."""
        return self.answers > 0 and not (self.failed or self.wrong or self.died)


@contextmanager
def reading(site: SiteFolder, into: Reading, total: int | None = None) -> Iterator[None]:
    """Have a reader ask while the block runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.faults.reader", str(site.path), *([] if total is None else [str(total)])],
        env=site.environment(meaning=False),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        process.stdout.readline()  # it is asking
        yield
    finally:
        said, _errors = process.communicate("\n", timeout=60)
        if process.returncode == 0 and said.strip():
            into.add(json.loads(said.splitlines()[-1]))
        else:
            into.died += 1
            into.examples.append(f"the reader ended with {process.returncode}")
