"""How many things there are a year, as a small picture of columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

WIDTH: Final = 240
HEIGHT: Final = 44
MOST_COLUMNS: Final = 60
_PICTURE: Final = Markup('<svg class="histogram" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>')
_RECT: Final = Markup('<rect{} x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 1000)


def column_step(first: int, last: int) -> int:
    """Choose how many years a column stands for, so that there are at most `MOST_COLUMNS`."""
    return next((step for step in _STEPS if last // step - first // step < MOST_COLUMNS), _STEPS[-1])


def draw_histogram(counts: Mapping[int, int], chosen: tuple[int, int] | None = None) -> Markup:
    """Draw a column for each year, or few years, that has any; those outside of the `chosen` years are drawn faint.

    Heights go by the square root, so that years with few are still seen beside years with many. The picture says
    nothing that a list of the same figures doesn't, and is hidden from assistive technology.
    """
    if not counts:
        return Markup("")
    step = column_step(min(counts), max(counts))
    columns: dict[int, int] = {}
    for year, count in counts.items():
        columns[year // step] = columns.get(year // step, 0) + count
    first, last, most = min(columns), max(columns), max(columns.values())
    width = min(WIDTH / (last - first + 1), 24)
    drawn = (
        _column((column - first) * width, width, (count / most) ** 0.5, _is_in(column * step, step, chosen))
        for column, count in sorted(columns.items())
    )
    return _PICTURE.format(WIDTH, HEIGHT, Markup("").join(drawn))


def _is_in(year: int, step: int, chosen: tuple[int, int] | None) -> bool:
    return chosen is None or (year <= chosen[1] and year + step - 1 >= chosen[0])


def _column(left: float, width: float, share: float, is_in: bool) -> Markup:
    height = max(share * HEIGHT, 1.5)
    faint = Markup("") if is_in else Markup(' class="out"')
    return _RECT.format(faint, left, HEIGHT - height, max(width - 1, 1), height)
