"""Evidence grades: computed from who measured, never typed in.

A  measured by somebody independent of the operator (audit, research, evaluation)
B  official statistics or another public body
C  the operator's own figure
D  a press or vendor claim
N  a projection, or nothing measured

A grade can't be better than its sources: a figure known only from vendors' own pages is a claim (D).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from kb.domain.records import Snapshot

Grade = Literal["A", "B", "C", "D", "N"]
GRADES: Final[tuple[Grade, ...]] = ("A", "B", "C", "D", "N")
_MEASURED: Final = "ABCD"
_OF_TYPE: Final[dict[str, Grade]] = {
    "measured": "A",
    "official_figure": "B",
    "own_figure": "C",
    "claim": "D",
    "projection": "N",
}


def outcome_grade(row: Snapshot, source_types: Mapping[str, str]) -> Grade:
    """Grade one outcome row; `source_types` maps the slugs of its sources to their type."""
    grade = _OF_TYPE.get(row.get("outcome_type") or "", "N")
    types = {source_types.get(slug, "other") for slug in row.get("sources") or ()}
    if grade in ("A", "B", "C") and types == {"vendor"}:
        return "D"
    return grade


def median_grade(grades: Iterable[Grade]) -> Grade:
    """Give the median of the measured grades, the weaker of the middle two for an even number; N where none is."""
    measured = sorted(_MEASURED.index(grade) for grade in grades if grade != "N")
    return GRADES[measured[len(measured) // 2]] if measured else "N"


def case_grade(values: Snapshot, source_types: Mapping[str, str]) -> Grade:
    """Grade a case by the median of its measured outcomes."""
    return median_grade(outcome_grade(row, source_types) for row in values.get("outcomes") or ())
