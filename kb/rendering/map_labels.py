"""Places names beside circles of different sizes, quickly, and leaves out those for which there is no room.

`kb.rendering.labelling` finds a place for every name of a few, with leader lines; this one takes hundreds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kb.rendering.labelling import Anchor, Box, Point, text_width

Edges = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_DIAGONAL: Final = 0.72
_PLACES: Final = np.array(
    [  # radii across, gaps across, radii down, line heights down, widths from the text's left edge to its anchor
        (1, 1, 0, 0, 0),
        (-1, -1, 0, 0, 1),
        (_DIAGONAL, 1, -_DIAGONAL, -1 / 3, 0),
        (_DIAGONAL, 1, _DIAGONAL, 1 / 3, 0),
        (-_DIAGONAL, -1, -_DIAGONAL, -1 / 3, 1),
        (-_DIAGONAL, -1, _DIAGONAL, 1 / 3, 1),
        (0, 0, -1, -0.6, 0.5),
        (0, 0, 1, 0.6, 0.5),
    ]
)
"""Where beside its circle a name may stand, the best place first."""
_ANCHORS: Final[dict[float, Anchor]] = {0: "start", 1: "end", 0.5: "middle"}


@dataclass(frozen=True, slots=True)
class Beside:
    """A name beside its circle."""

    x: float
    baseline: float
    anchor: Anchor
    box: Box


def place_names(
    texts: Sequence[str],
    dots: Sequence[Point],
    radii: Sequence[float],
    size: float,
    sheet: Box,
    taken: Sequence[Box] = (),
) -> list[Beside | None]:
    """Place names in the order given, which is that of their weight; None where all places are taken.

    No name covers another, a circle, or one of the boxes that are `taken` from the start; none leaves the sheet.
    """
    boxes = _candidates(texts, dots, radii, size)
    circles = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(dots, radii, strict=True)]
    circles += [(box.left, box.top, box.right, box.bottom) for box in taken]
    free = _inside(boxes, sheet) & ~_overlapping(boxes, np.array(circles, dtype=float).reshape(-1, 4)).any(axis=1)
    placed: list[Beside | None] = []
    for start in range(0, len(boxes), len(_PLACES)):
        choice = int(free[start : start + len(_PLACES)].argmax())
        if not free[start + choice]:
            placed.append(None)
            continue
        placed.append(_beside(boxes[start + choice], choice, size))
        free &= ~_overlapping(boxes, boxes[start + choice : start + choice + 1])[:, 0]
    return placed


def _candidates(texts: Sequence[str], dots: Sequence[Point], radii: Sequence[float], size: float) -> Edges:
    """Give the boxes of all places of the first name, then of the second, and so on."""
    points = np.array(dots, dtype=float).reshape(-1, 1, 2)
    radius, height, gap = np.array(radii, dtype=float).reshape(-1, 1), size * 1.1, size * 0.3
    width = np.array([text_width(text, size) for text in texts]).reshape(-1, 1)
    across, gaps, down, lines, shift = _PLACES.T
    left = points[:, :, 0] + radius * across + gap * gaps - width * shift
    middle = points[:, :, 1] + radius * down + height * lines
    edges = np.stack([left, middle - height / 2, left + width, middle + height / 2], axis=-1)
    return np.asarray(edges.reshape(-1, 4), dtype=np.float64)


def _beside(edges: Edges, place: int, size: float) -> Beside:
    left, top, right, bottom = map(float, edges)
    shift = float(_PLACES[place, 4])
    return Beside(
        left + (right - left) * shift, (top + bottom) / 2 + size * 0.36, _ANCHORS[shift], Box(left, top, right, bottom)
    )


def _inside(boxes: Edges, sheet: Box) -> Mask:
    low, high = np.array([sheet.left, sheet.top]), np.array([sheet.right, sheet.bottom])
    return np.asarray((boxes[:, :2] >= low).all(axis=1) & (boxes[:, 2:] <= high).all(axis=1), dtype=np.bool_)


def _overlapping(some: Edges, others: Edges) -> Mask:
    """Tell for each box of the first which of the second it shares area with."""
    return np.asarray(
        (some[:, None, 0] < others[None, :, 2])
        & (others[None, :, 0] < some[:, None, 2])
        & (some[:, None, 1] < others[None, :, 3])
        & (others[None, :, 1] < some[:, None, 3]),
        dtype=np.bool_,
    )
