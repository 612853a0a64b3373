"""What a rule of proof-reading reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: record, field path, language (or empty), what, how bad."""

    record: str
    where: str
    lang: str
    code: str
    detail: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        lang = f" [{self.lang}]" if self.lang else ""
        return f"{self.severity}: {self.record} {self.where}{lang}: {self.code}" + (
            f" ({self.detail})" if self.detail else ""
        )
