"""Small bars beside figures that compare with one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeric result: figures of the same `measure` share a scale; `baseline` is the value before."""

    key: str
    measure: str
    value: float
    baseline: float | None = None


def _rect(share: float, y: int, height: int, name: str = "") -> Markup:
    attribute = Markup(' class="{}"').format(name) if name else Markup("")
    return Markup('<rect{} y="{}" width="{:.1f}" height="{}"/>').format(attribute, y, max(share * WIDTH, 1), height)


def draw_bar(share: float, before: float | None = None) -> Markup:
    """Draw a bar of `share` (0 to 1) of the full width; below it a thinner one for the value before."""
    bars = _rect(share, 0, 8) + (_rect(before, 11, 5, "was") if before is not None else Markup(""))
    height = 8 if before is None else 16
    return Markup('<svg class="bar" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true">{}</svg>').format(
        WIDTH, height, WIDTH, height, bars
    )


def _draw_group(figures: Sequence[Figure]) -> Iterable[tuple[str, Markup]]:
    values = [value for figure in figures for value in (figure.value, figure.baseline) if value is not None]
    top = max(values)
    if len(values) < 2 or min(values) < 0 or top == 0:
        return
    for figure in figures:
        before = None if figure.baseline is None else figure.baseline / top
        yield figure.key, draw_bar(figure.value / top, before)


def draw_bars(figures: Sequence[Figure]) -> Mapping[str, Markup]:
    """Draw a bar for every figure that has something to compare with, by its key; negative groups have none."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.measure, []).append(figure)
    return dict(bar for group in groups.values() for bar in _draw_group(group))
