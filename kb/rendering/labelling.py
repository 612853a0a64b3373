"""Places labels on a map so that none covers another label or a dot; leader lines where there is no room beside."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in map units, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Say whether the two share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        """Say whether this lies wholly in `other`."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def touches_line(self, start: Point, end: Point, steps: int = 24) -> bool:
        """Say whether a line passes over the box; sampled, exact enough for drawing."""
        (x0, y0), (x1, y1) = start, end
        return any(
            self.left < x0 + (x1 - x0) * i / steps < self.right and self.top < y0 + (y1 - y0) * i / steps < self.bottom
            for i in range(steps + 1)
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A placed label: where its text stands, and the far end of its leader line if it has one."""

    text: str
    dot: Point
    x: float
    baseline: float
    anchor: Anchor
    box: Box
    leader: Point | None


_DIRECTIONS = (0, 180, -45, -135, 45, 135, -90, 90, -20, 200, 20, 160, -70, -110, 70, 110)  # degrees, east = 0


def text_width(text: str, size: float) -> float:
    """Estimate the width of a text set in a sans serif of the given size."""
    return size * sum(0.95 if unicodedata.east_asian_width(char) in "WF" else 0.58 for char in text)


def _candidates(text: str, dot: Point, size: float, radius: float) -> Iterator[Label]:
    width, height = text_width(text, size), size * 1.15
    for step in range(9):
        reach = radius + size * (0.25 + 0.55 * step)
        for degrees in _DIRECTIONS:
            x, y = dot[0] + reach * cos(radians(degrees)), dot[1] + reach * sin(radians(degrees))
            across = cos(radians(degrees))
            anchor: Anchor = "start" if across > 0.2 else "end" if across < -0.2 else "middle"
            left = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
            down = sin(radians(degrees))
            middle = y + (0 if anchor != "middle" else height / 2 * (1 if down > 0 else -1))
            box = Box(left, middle - height / 2, left + width, middle + height / 2)
            yield Label(text, dot, x, middle + size * 0.36, anchor, box, (x, y) if step else None)


def _is_free(label: Label, placed: Sequence[Label], dots: Sequence[Point], radius: float, sheet: Box) -> bool:
    if not label.box.inside(sheet) or any(label.box.overlaps(other.box) for other in placed):
        return False
    for x, y in dots:
        around = Box(x - radius, y - radius, x + radius, y + radius)
        if label.box.overlaps(around):
            return False
        if label.leader and (x, y) != label.dot and around.touches_line(label.dot, label.leader):
            return False
    if label.leader and any(other.box.touches_line(label.dot, label.leader) for other in placed):
        return False
    return not any(other.leader and label.box.touches_line(other.dot, other.leader) for other in placed)


def place_labels(
    texts: Sequence[str], dots: Sequence[Point], size: float, radius: float, sheet: Box
) -> list[Label | None]:
    """Place one label a dot, the most crowded dots first; `None` where no free place was found."""

    def loneliness(index: int) -> float:
        x, y = dots[index]
        others = (hypot(x - a, y - b) for other, (a, b) in enumerate(dots) if other != index)
        return min(others, default=0.0)

    placed: dict[int, Label] = {}
    for index in sorted(range(len(dots)), key=loneliness):
        for label in _candidates(texts[index], dots[index], size, radius):
            if _is_free(label, tuple(placed.values()), dots, radius, sheet):
                placed[index] = label
                break
    return [placed.get(index) for index in range(len(dots))]
