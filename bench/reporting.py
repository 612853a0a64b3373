"""What every part of the benchmarks hands back, and how it is kept: JSON with the machine it was measured on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

DEFAULT_FOLDER: Final = Path("var") / "bench"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """A part's outcome: a table for people, `content` for the JSON. `failed` says that what was measured is wrong."""

    table: str
    content: Mapping[str, Any] = field(default_factory=dict)
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A part that was asked for: what it does once called, and where its JSON goes."""

    json: Path
    run: Callable[[Say], Report]


def default_json(today: date, part: str = "") -> Path:
    """Name the file of a day's figures."""
    return DEFAULT_FOLDER / f"{today.isoformat()}{part and f'-{part}'}.json"


def write_report(
    path: Path, report: Report, *, taken: datetime, seconds: float, command: str, machine: Mapping[str, Any]
) -> None:
    """Write a report with when, how and on what it was made."""
    written = {
        "taken_at": taken.isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "command": command,
        "machine": dict(machine),
        **report.content,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
