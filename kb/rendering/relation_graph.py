"""A case and the cases related to it as a small picture: origins to the left, copies to the right, drawn on the server.

Cases are boxes in two columns on either side of the case itself, so that no text can lie on another or on a line. Those to
compare with fill the shorter column. The style of a line, its arrow and the words in the box tell the relation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from kb.domain.case_relations import COPIES, ORIGINS
from kb.rendering.labelling import Box, Point, text_width

IN_A_COLUMN: Final = 6
"""Boxes of a column; the list beside the picture has them all."""
WIDTH: Final = 760.0
SIDE: Final = 248.0
CENTRE: Final = 172.0
SPACING: Final = 14.0
PADDING: Final = 11.0
TITLE, SMALL = 15.0, 12.5
"""Sizes of letters."""
LINE: Final = 19.0
MOST_LINES: Final = 3
_ARROW: Final = 8.0


@dataclass(frozen=True, slots=True)
class RelatedCase:
    """A case to show. `label` names the relation in words; `lang` is set where the title isn't in the page's language."""

    relation: str
    label: str
    title: str
    href: str
    city: str = ""
    lang: str = ""
    city_lang: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A case in its box, its title cut into lines."""

    case: RelatedCase
    box: Box
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands. `left` and `right` are columns, `height` is that of the sheet, in units of the drawing."""

    centre: Placed
    left: Sequence[Placed]
    right: Sequence[Placed]
    height: float

    @property
    def drawn(self) -> int:
        """Count the related cases that found a place."""
        return len(self.left) + len(self.right)


def lay_out(centre: RelatedCase, related: Sequence[RelatedCase]) -> Layout:
    """Place the boxes: at most `IN_A_COLUMN` a column, in the order given."""
    left = [case for case in related if case.relation in ORIGINS][:IN_A_COLUMN]
    right = [case for case in related if case.relation in COPIES][:IN_A_COLUMN]
    for case in related:
        shorter = left if len(left) <= len(right) else right
        if case.relation not in (*ORIGINS, *COPIES) and len(shorter) < IN_A_COLUMN:
            shorter.append(case)
    middle = _boxed(centre, (WIDTH - CENTRE) / 2, CENTRE)
    columns = [_column(left, 0.0), _column(right, WIDTH - SIDE)]
    height = max(_bottom(column) for column in (*columns, [middle]))
    return Layout(
        centre=_shifted(middle, (height - middle.box.bottom) / 2),
        left=_centred(columns[0], height),
        right=_centred(columns[1], height),
        height=height,
    )


def _bottom(column: Sequence[Placed]) -> float:
    return column[-1].box.bottom if column else 0.0


def _column(cases: Sequence[RelatedCase], x: float) -> list[Placed]:
    placed: list[Placed] = []
    for case in cases:
        top = _bottom(placed) + SPACING if placed else 0.0
        placed.append(_shifted(_boxed(case, x, SIDE), top))
    return placed


def _centred(column: Sequence[Placed], height: float) -> Sequence[Placed]:
    return [_shifted(item, (height - _bottom(column)) / 2) for item in column]


def _boxed(case: RelatedCase, x: float, width: float) -> Placed:
    lines = wrapped(case.title, width - 2 * PADDING)
    height = 2 * PADDING + SMALL + 5 + LINE * len(lines) + (LINE if case.city else 0)
    return Placed(case, Box(x, 0, x + width, height), lines)


def _shifted(item: Placed, down: float) -> Placed:
    box = item.box
    return Placed(item.case, Box(box.left, box.top + down, box.right, box.bottom + down), item.lines)


def wrapped(text: str, width: float) -> Sequence[str]:
    """Cut a text into at most `MOST_LINES` lines between words; what is left over is told by an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, TITLE) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    kept = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        kept[-1] += "…"
    return [_shortened(line, width) for line in kept]


def _shortened(line: str, width: float) -> str:
    if text_width(line, TITLE) <= width:
        return line
    short = line.removesuffix("…")
    while short and text_width(f"{short}…", TITLE) > width:
        short = short[:-1].rstrip()
    return f"{short}…"


def draw_relations(layout: Layout, name: str, title: str, description: str) -> Markup:
    """Draw a laid out picture; `name` begins the ids of its title and description."""
    edges = Markup("").join((*_edges(layout.left, layout), *_edges(layout.right, layout)))
    boxes = Markup("").join(_linked(item) for item in (*layout.left, *layout.right))
    return Markup(
        '<svg class="relations-graph" viewBox="-2 -2 {:.0f} {:.0f}" role="group" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}<g class="here">{}</g>{}</svg>'
    ).format(
        WIDTH + 4, layout.height + 4, name, name, name, title, name, description, edges, _inside(layout.centre), boxes
    )


def _edges(column: Sequence[Placed], layout: Layout) -> Iterator[Markup]:
    """Draw the lines between a column and the centre, fanned out along the centre's side."""
    centre = layout.centre.box
    room = min(SPACING, (centre.bottom - centre.top - 2 * PADDING) / max(len(column) - 1, 1))
    for index, item in enumerate(column):
        y = (centre.top + centre.bottom) / 2 + (index - (len(column) - 1) / 2) * room
        middle = (item.box.top + item.box.bottom) / 2
        if item.box.right < centre.left:
            far, near = (item.box.right, middle), (centre.left, y)
        else:
            far, near = (item.box.left, middle), (centre.right, y)
        yield _edge(item.case.relation, far, near)


def _edge(relation: str, far: Point, near: Point) -> Markup:
    """Draw a line from the other case to this one, with an arrow from the origin to the copy."""
    start, end = (far, near) if relation in ORIGINS else (near, far)
    half = (start[0] + end[0]) / 2
    head = Markup("")
    forward = _ARROW if end[0] > start[0] else -_ARROW
    tip = end
    if relation in (*ORIGINS, *COPIES):
        end = end[0] - forward, end[1]
        head = Markup('<path class="head" d="M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}z"/>').format(
            *tip, end[0], end[1] - _ARROW / 2, end[0], end[1] + _ARROW / 2
        )
    line = Markup('<path class="edge {}" d="M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}"/>')
    return line.format(relation, *start, half, start[1], half, end[1], *end) + head


def _linked(item: Placed) -> Markup:
    """Link a box. Its words name it; a title that had to be cut is told in full."""
    case, whole = item.case, Markup("")
    if " ".join(item.lines) != " ".join(case.title.split()):
        whole = Markup("<title>{}</title>").format(" · ".join(filter(None, (case.label, case.title, case.city))))
    return Markup('<a href="{}">{}{}</a>').format(case.href, whole, _inside(item))


def _inside(item: Placed) -> Markup:
    """Draw a box with its words; each text ends in a space, so that they are read as words and not run together."""
    box, case = item.box, item.case
    x, y = box.left + PADDING, box.top + PADDING + SMALL * 0.8
    parts = [
        Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="3"/>').format(
            box.left, box.top, box.right - box.left, box.bottom - box.top
        ),
        _text("kind", x, y, SMALL, case.label, ""),
    ]
    y += 5 + SMALL * 0.2
    for number, line in enumerate(item.lines, 1):
        parts.append(_text("name", x, y + LINE * number - 3, TITLE, line, case.lang))
    if case.city:
        parts.append(_text("place", x, y + LINE * (len(item.lines) + 1) - 3, SMALL, case.city, case.city_lang))
    return Markup("").join(parts)


def _text(name: str, x: float, y: float, size: float, words: str, lang: str) -> Markup:
    spoken = Markup(' lang="{}"').format(lang) if lang else Markup("")
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" font-size="{}"{}>{} </text>').format(
        name, x, y, size, spoken, words
    )
