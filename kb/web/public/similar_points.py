"""Points of 100 as whole numbers that add up: those of the factors to the score, what they could give to 100."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.domain.city_similarity import Factor, Share, Similarity


@dataclass(frozen=True, slots=True)
class Points:
    """The points that a factor adds, of at most `most`."""

    points: int
    most: int


def whole(share: float) -> int:
    """Round a part of the score to points of 100."""
    return round(share * 100)


def whole_points(found: Similarity) -> Mapping[Factor, Points]:
    """Round the shares of a score so that they add up to the rounded score.

    By the largest remainder (Hamilton); a factor in which the cities are the same keeps all that it can give.
    """
    most = _apportion([share.most * 100 for share in found.shares], [100] * len(found.shares), 100)
    exact = [_exact(share, limit) for share, limit in zip(found.shares, most, strict=True)]
    shown = _apportion(exact, most, whole(found.score))
    return {share.factor: Points(points, limit) for share, points, limit in zip(found.shares, shown, most, strict=True)}


def _exact(share: Share, most: int) -> float:
    return float(most) if share.closeness >= 1 else share.points * 100


def _apportion(exact: Sequence[float], limits: Sequence[int], total: int) -> list[int]:
    """Find whole numbers of the given sum near the exact ones, none below 0 or above its limit."""
    found = [min(int(value + 1e-9), limit) for value, limit in zip(exact, limits, strict=True)]
    while (step := (total > sum(found)) - (total < sum(found))) != 0:
        open_ones = [place for place, value in enumerate(found) if 0 <= value + step <= limits[place]]
        if not open_ones:
            break
        furthest = max(open_ones, key=lambda place: (exact[place] - found[place]) * step)
        found[furthest] += step
    return found
