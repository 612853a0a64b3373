"""Periods on a common time line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis and where it stands, in percent of the width."""

    year: int
    position: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The years from `first` to the end of `last`."""

    first: int
    last: int

    def position(self, year: float) -> float:
        """Give where the beginning of a year stands, in percent."""
        return (year - self.first) / (self.last + 1 - self.first) * 100

    def ticks(self) -> tuple[Tick, ...]:
        """List the years to print: every one, second, fifth or tenth, at most nine."""
        span = self.last - self.first + 1
        step = next(step for step in (1, 2, 5, 10, 25, 50, 100, 1000) if span / step <= 9)
        start = -(-self.first // step) * step
        return tuple(Tick(year, self.position(year)) for year in range(start, self.last + 1, step))


def axis_of(spans: Sequence[tuple[int, int]]) -> Axis | None:
    """Find the axis that holds all spans of first and last years."""
    if not spans:
        return None
    return Axis(min(first for first, _ in spans), max(last for _, last in spans))


def draw_span(axis: Axis, first: int, last: int, *, is_open: bool) -> Markup:
    """Draw one row: grid lines at the ticks and a bar from the first year to the end of the last.

    An end that is open or not known fades out in an arrow's place: a lighter last piece.
    """
    left, right = axis.position(first), axis.position(last + 1)
    grid = Markup("").join(
        Markup('<line x1="{0:.1f}%" x2="{0:.1f}%" y1="0" y2="100%"/>').format(tick.position) for tick in axis.ticks()
    )
    bar = Markup('<rect x="{:.1f}%" y="6" width="{:.1f}%" height="8"/>').format(left, right - left)
    end = Markup('<circle cx="{:.1f}%" cy="10" r="4"/>').format(right) if not is_open else Markup("")
    return Markup('<svg class="span" width="100%" height="20" aria-hidden="true">{}{}{}</svg>').format(grid, bar, end)
