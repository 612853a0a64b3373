"""What a comparison takes from a city: one function a field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kb.domain.compared import Compared, name_entry
from kb.domain.comparison import Entry
from kb.domain.evidence import GRADES, median_grade


def country(compared: Compared) -> Iterator[Entry]:
    """Give the country's code."""
    if code := compared.record.values.get("country"):
        yield Entry(code=str(code))


def case_counts(compared: Compared) -> Iterator[Entry]:
    """Count the city's cases by top concept, the most frequent first."""
    for slug, count in sorted(compared.cases_by_theme.items(), key=lambda item: (-item[1], item[0])):
        if entry := name_entry(compared, "theme", slug):
            yield replace(entry, number=count)


def case_total(compared: Compared) -> Iterator[Entry]:
    """Count the city's cases in the collection."""
    if compared.cases:
        yield Entry(number=compared.cases)


def evidence(compared: Compared) -> Iterator[Entry]:
    """Grade the city by the median of its cases, and count them by grade."""
    if any(compared.grades.values()):
        each = [grade for grade in GRADES for _case in range(compared.grades.get(grade, 0))]
        yield Entry(grade=median_grade(each), grades=compared.grades)
