"""Counting cases by the years in which they were under way, by the same rule as a search by year finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from kb.services.case_choice import years_searched
from kb.services.case_table import CaseFacts

MOST_SPANS: Final = 40
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 1000)


@dataclass(frozen=True, slots=True)
class YearSpans:
    """Equal spans of years, the first beginning with `first`, each `step` years long."""

    first: int
    step: int
    count: int

    def bounds(self, number: int) -> tuple[int, int]:
        """Give the first and last year of a span, counted from 0."""
        start = self.first + number * self.step
        return start, start + self.step - 1


Dated = tuple[CaseFacts, int, int]
"""A case with the first and last year in which a search finds it."""


def dated_cases(cases: Iterable[CaseFacts], this_year: int) -> Sequence[Dated]:
    """Take the cases that have a period, with their years."""
    return [(case, *years) for case in cases if (years := years_searched(case, this_year))]


def spans_of(dated: Sequence[Dated], most: int = MOST_SPANS) -> YearSpans | None:
    """Divide the years of all cases into at most `most` spans; None if there are none."""
    if not dated:
        return None
    first, last = min(start for _case, start, _end in dated), max(end for _case, _start, end in dated)
    step = next((step for step in _STEPS if last // step - first // step < most), _STEPS[-1])
    return YearSpans(first // step * step, step, last // step - first // step + 1)


def count_under_way(
    dated: Iterable[Dated], spans: YearSpans, groups_of: Callable[[CaseFacts], Iterable[str]]
) -> Mapping[str, Sequence[int]]:
    """Count, for each group, the cases under way in each span. A case counts once in each of its groups."""
    changes: dict[str, list[int]] = {}
    for case, first, last in dated:
        start, after = (first - spans.first) // spans.step, (last - spans.first) // spans.step + 1
        for group in groups_of(case):
            changed = changes.get(group)
            if changed is None:
                changed = changes[group] = [0] * (spans.count + 1)
            changed[start] += 1
            changed[after] -= 1
    return {group: list(accumulate(changed[:-1])) for group, changed in changes.items()}
