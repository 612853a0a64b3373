"""Years of costs and outcomes against the period of their case, and stages against both.

A figure may well lie outside: money is granted before a project begins, results are counted after its end. So a few
years are allowed, and any year that the row names in both languages was meant. What is left is mostly mistyped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kb.domain.content_figures import number
from kb.domain.content_figures_en import figures_in_english
from kb.domain.content_figures_ko import figures_in_korean
from kb.domain.content_findings import Finding
from kb.domain.dates import parse_edtf
from kb.domain.records import PublicRecord, Snapshot

YEARS_BEFORE: Final = 2
"""Years by which a cost or outcome may precede the period (grants, preparation)."""
YEARS_AFTER: Final = 3
"""Years by which it may follow the end (final reports, evaluations, audits)."""
_DATED: Final = ("costs", "outcomes")
_OVER: Final = ("ended", "failed")


def period_findings(record: PublicRecord, name: str) -> Iterator[Finding]:
    """Find the dates of a case that disagree: a figure's year, a baseline's year, the stage."""
    for row in record.rows("outcomes"):
        baseline, year = _year(row.get("baseline_year")), _year(row.get("year"))
        if baseline is not None and year is not None and baseline > year:
            detail = f"{baseline} > {year}"
            yield Finding(name, f"outcomes/{row['row_id']}/baseline_year", "", "baseline_after_value", detail)
    if not record.values.get("period"):
        return
    period = parse_edtf(record.values["period"])
    start = period.start.year if period.start else None
    end = period.end.year if period.end else None
    for field in _DATED:
        for row in record.rows(field):
            year = _year(row.get("year"))
            if year is not None and _is_outside(year, start, end) and not _names(row, year):
                detail = f"{year}, period {record.values['period']}"
                yield Finding(name, f"{field}/{row['row_id']}/year", "", "year_outside_period", detail, "warning")
    attested = _year(record.values.get("stage_as_of"))
    if attested is not None and start is not None and attested < start:
        yield Finding(name, "stage_as_of", "", "stage_before_period", f"{attested} < {start}", "warning")
    if record.values.get("stage") in _OVER and period.is_open:
        yield Finding(name, "period", "", "ended_but_open", record.values["period"], "warning")


def _year(edtf: str | None) -> int | None:
    return parse_edtf(edtf).years()[0] if edtf else None


def _is_outside(year: int, start: int | None, end: int | None) -> bool:
    return (start is not None and year < start - YEARS_BEFORE) or (end is not None and year > end + YEARS_AFTER)


def _names(row: Snapshot, year: int) -> bool:
    """Say whether a row speaks of a year, in both languages."""
    korean = " ".join(str(value) for key, value in row.items() if key.endswith("__ko"))
    english = " ".join(str(value) for key, value in row.items() if key.endswith("__en"))
    return all(number(year) in found.stated for found in (figures_in_korean(korean), figures_in_english(english)))
