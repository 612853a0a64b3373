"""Which parts of a map to draw a second time, enlarged: those where circles would cover one another.

Units are those of `kb.rendering.projection`. The rule knows no names: it goes by where circles lie and how large they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from kb.rendering.labelling import Box, Point

MOST_INSETS: Final = 6
WIDEST: Final = 300.0
"""Widest frame that is still worth enlarging, in map units; so every inset shows its cities at least twice as far apart."""
NARROWEST: Final = 150.0
"""Frames are no smaller, because the outline of the land has no more detail to show."""
HEIGHT_BY_WIDTH: Final = 0.75
_MARGIN: Final = 0.2  # free share of a frame on each side of its cities
_MOST_TRIES: Final = 40
_SPREAD: Final = WIDEST * (1 - 2 * _MARGIN)  # farthest that cities of one frame lie apart, across

Mask = npt.NDArray[np.bool_]


def crowded(dots: Sequence[Point], radii: Sequence[float]) -> Mask:
    """Tell the circles that overlap another."""
    places, sizes = np.array(dots, dtype=float).reshape(-1, 2), np.array(radii, dtype=float)
    apart = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    touching = apart < sizes[:, None] + sizes[None, :]
    np.fill_diagonal(touching, val=False)
    return np.asarray(touching.any(axis=1), dtype=np.bool_)


def find_insets(dots: Sequence[Point], radii: Sequence[float]) -> list[tuple[Box, list[int]]]:
    """Frame the crowded parts, the one with most crowded circles first, with the numbers of the circles in each.

    All circles in a frame belong to it, the lonely ones too. None belongs to two frames, and a frame has two or more.
    """
    if len(dots) < 2:
        return []
    places, waiting = np.array(dots, dtype=float), crowded(dots, radii)
    unframed = np.ones(len(dots), dtype=np.bool_)
    found: list[tuple[Box, list[int]]] = []
    while len(found) < MOST_INSETS:
        frame = _fullest_frame(places, waiting, [other for other, _members in found])
        if frame is None:
            break
        members = unframed & _within(places, frame)
        waiting &= ~members
        unframed &= ~members
        found.append((frame, [int(number) for number in np.flatnonzero(members)]))
    return found


def _within(places: npt.NDArray[np.float64], frame: Box) -> Mask:
    x, y = places[:, 0], places[:, 1]
    inside = (frame.left <= x) & (x <= frame.right) & (frame.top <= y) & (y <= frame.bottom)
    return np.asarray(inside, dtype=np.bool_)


def _fullest_frame(places: npt.NDArray[np.float64], waiting: Mask, others: Sequence[Box]) -> Box | None:
    """Frame the most circles that still wait, clear of other frames. Each frame tried has a circle in its middle."""
    numbers = np.flatnonzero(waiting)
    if numbers.size < 2:
        return None
    apart = np.abs(places[numbers][:, None, :] - places[numbers][None, :, :])
    held = (apart[:, :, 0] <= _SPREAD / 2) & (apart[:, :, 1] <= _SPREAD / 2 * HEIGHT_BY_WIDTH)
    for middle in np.argsort(-held.sum(axis=1), kind="stable")[:_MOST_TRIES]:
        members = numbers[held[middle]]
        frame = _frame(places[members])
        if members.size > 1 and not any(frame.overlaps(other) for other in others):
            return frame
    return None


def _frame(places: npt.NDArray[np.float64]) -> Box:
    """Frame some points with a margin, in the shape that all insets have."""
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    needed = max(right - left, (bottom - top) / HEIGHT_BY_WIDTH) / (1 - 2 * _MARGIN)
    width = max(float(needed), NARROWEST)
    x, y = float(left + right) / 2, float(top + bottom) / 2
    half = width * HEIGHT_BY_WIDTH / 2
    return Box(x - width / 2, y - half, x + width / 2, y + half)
