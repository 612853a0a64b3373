"""The matrix of counts: which shade a cell takes."""

from __future__ import annotations

from collections.abc import Iterable

LEVELS = 4


def shade_levels(counts: Iterable[int]) -> dict[int, int]:
    """Map each count to a shade: 0 for none, then 1 to 4 in equal steps up to the largest."""
    distinct = set(counts)
    top = max(distinct, default=0)
    if top <= LEVELS:
        return {count: count for count in distinct}
    return {count: -(-count * LEVELS // top) for count in distinct}
