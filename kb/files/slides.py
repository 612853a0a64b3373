"""Text and notes of slides (PPTX). Runs in the limited child process only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.oxml import parse_xml

from kb.files.archives import BROKEN
from kb.files.pages import MOST_PAGES, Contents, Page, clean_text, clean_title
from kb.files.refusal import Refused

_DIAGRAM: Final = "/diagramData"
_TEXT: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_PARAGRAPH: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
_DEEPEST_GROUP: Final = 20


def read_slides(path: Path) -> Contents:
    """Read every slide in the order of the show. Raises `Refused`.

    A hidden slide keeps its number and gives no text: whoever presented chose not to show it.
    """
    try:
        deck: Any = Presentation(str(path))
        slides = list(deck.slides)
    except (PackageNotFoundError, KeyError, AttributeError, SyntaxError, *BROKEN) as error:
        raise Refused("damaged", str(error)) from error
    if len(slides) > MOST_PAGES:
        raise Refused("too_many_pages", str(len(slides)))
    if not slides:
        raise Refused("damaged", "no slides")
    pages = [_read_slide(number, slide) for number, slide in enumerate(slides, 1)]
    return Contents(pages, clean_title(_own_title(deck)) or _first_line(pages))


def _own_title(deck: Any) -> str:
    try:
        return str(deck.core_properties.title or "")
    except (KeyError, AttributeError, ValueError):
        return ""


def _first_line(pages: list[Page]) -> str:
    return pages[0].text.split("\n", 1)[0][:200]


def _read_slide(number: int, slide: Any) -> Page:
    if slide.element.get("show") in ("0", "false"):
        return Page(number, "")
    title = slide.shapes.title
    shapes = [title] if title is not None else []
    shapes += [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    lines = [line for shape in shapes for line in _shape_lines(shape, 0)] + list(_diagram_lines(slide))
    return Page(number, clean_text("\n".join(lines)), clean_text(_notes(slide)))


def _shape_lines(shape: Any, depth: int) -> Iterator[str]:
    if hasattr(shape, "shapes"):
        if depth < _DEEPEST_GROUP:
            for inner in shape.shapes:
                yield from _shape_lines(inner, depth + 1)
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            cells = (" ".join(cell.text_frame.text.split()) for cell in row.cells if not cell.is_spanned)
            yield " | ".join(cell for cell in cells if cell)
    elif getattr(shape, "has_chart", False):
        yield from _chart_lines(shape)
    elif getattr(shape, "has_text_frame", False):
        yield shape.text_frame.text


def _chart_lines(shape: Any) -> Iterator[str]:
    """Read a chart's title, series and categories; one that can't be read has none."""
    try:
        chart = shape.chart
        if chart.has_title and chart.chart_title.has_text_frame:
            yield chart.chart_title.text_frame.text
        for plot in chart.plots:
            yield ", ".join(str(series.name) for series in plot.series if series.name)
            yield ", ".join(str(category) for category in plot.categories)
    except (KeyError, AttributeError, ValueError, TypeError):
        return


def _diagram_lines(slide: Any) -> Iterator[str]:
    """Read the words of diagrams (SmartArt), which lie in parts of their own."""
    for relation in slide.part.rels.values():
        if relation.reltype.endswith(_DIAGRAM) and not relation.is_external:
            for paragraph in parse_xml(relation.target_part.blob).iter(_PARAGRAPH):
                yield "".join(text.text or "" for text in paragraph.iter(_TEXT))


def _notes(slide: Any) -> str:
    if not slide.has_notes_slide:
        return ""
    frame = slide.notes_slide.notes_text_frame
    return str(frame.text) if frame is not None else ""
