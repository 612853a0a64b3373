"""Documents for word processors (DOCX): A4 across, real heading styles, every run marked with its language.

Texts only ever become texts: nothing in them is a field or a markup of the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kb.clock import now
from kb.rendering.rich_text import Line, Span

PAGE: Final = (297, 210)  # millimetres
MARGIN: Final = 15
LATIN_FONT: Final = "Calibri"
KOREAN_FONT: Final = "Malgun Gothic"
_TAGS: Final = {"ko": "ko-KR", "en": "en-GB"}
_EAST_ASIAN: Final = ("ko", "ja", "zh")
_INK, _QUIET, _LINK = "1D2733", "5B6570", "0B57A4"
_THEMED: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIZES: Final = {"Title": 16, "Heading 1": 14, "Heading 2": 11.5, "Normal": 10, "List Bullet": 10}
CELL, ASIDE, CELL_ITEM = "Cell", "Cell Aside", "Cell Item"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: lines, and below them `aside`, the same in another language, set back."""

    lines: Sequence[Line]
    aside: Sequence[Line] = ()


class WordDocument:
    """A document that is written from its beginning to its end. `lang` is the language of most of it."""

    def __init__(self, title: str, author: str, lang: str) -> None:
        self._document = Document()
        self._lang = lang
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = title[:255], author[:255], _TAGS.get(lang, lang)
        properties.comments, properties.last_modified_by = "", author[:255]
        properties.created = properties.modified = now()
        self._set_up_page()
        self._set_up_styles()

    @property
    def width(self) -> int:
        """Give the millimetres between the margins."""
        return PAGE[0] - 2 * MARGIN

    def heading(self, level: int, line: Line) -> None:
        """Begin a part; level 0 is the title of the document."""
        self._add(line, f"Heading {level}" if level else "Title")

    def paragraph(self, line: Line, *, is_small: bool = False) -> None:
        """Add a paragraph; `is_small` sets it as texts in tables are."""
        self._add(line, CELL if is_small else "Normal")

    def table(self, header: Sequence[Cell], rows: Iterable[Sequence[Cell]], widths: Sequence[float]) -> None:
        """Add a table whose header is repeated on every page; `widths` are millimetres."""
        given = [header, *rows]
        table = self._document.add_table(len(given), len(header), "Table Grid")
        table.autofit = False
        element = table._tbl
        for column, width in zip(element.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Mm(width)
        for number, (row, cells) in enumerate(zip(element.tr_lst, given, strict=True)):
            properties = row.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for place, (box, cell) in enumerate(zip(row.tc_lst, cells, strict=True)):
                box.width = Mm(widths[place])
                self._fill(box, cell, is_head=number == 0 or place == 0)

    def footer(self, text: str) -> None:
        """Put a text and the number of the page at the foot of every page."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.style = self._document.styles[ASIDE]
        paragraph._p.append(self._run(Span(f"{text} · ", self._lang)))
        for field, between in (("PAGE", " / "), ("NUMPAGES", "")):
            element = OxmlElement("w:fldSimple", {qn("w:instr"): field})
            element.append(self._run(Span("1", self._lang)))
            paragraph._p.append(element)
            if between:
                paragraph._p.append(self._run(Span(between, self._lang)))

    def to_bytes(self) -> bytes:
        """Give the file."""
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _fill(self, box: Any, cell: Cell, *, is_head: bool) -> None:
        empty = box.p_lst[0]
        for lines, style in ((cell.lines, CELL), (cell.aside, ASIDE)):
            for line in lines:
                paragraph = box.add_p()
                paragraph.style = self._style_ids[CELL_ITEM if line.is_item and style == CELL else style]
                strong = is_head and style == CELL
                self._write(paragraph, line, is_strong=strong, is_marked=line.is_item and style == ASIDE)
        if len(box.p_lst) > 1:
            box.remove(empty)

    def _add(self, line: Line, style: str) -> None:
        self._write(self._document.add_paragraph(style=style)._p, line)

    def _write(self, paragraph: Any, line: Line, *, is_strong: bool = False, is_marked: bool = False) -> None:
        if is_marked:
            paragraph.append(self._run(Span("• ", self._lang)))
        for span in line.spans:
            run = self._run(span, is_strong=is_strong)
            if span.href:
                link = OxmlElement("w:hyperlink")
                link.set(
                    qn("r:id"), self._document.part.relate_to(span.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                )
                link.append(run)
                run = link
            paragraph.append(run)

    def _run(self, span: Span, *, is_strong: bool = False) -> Any:
        """Build a run; its properties stand in the order that the format asks for."""
        run, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
        if is_strong or span.is_strong:
            properties.append(OxmlElement("w:b"))
        if span.is_emphasised:
            properties.append(OxmlElement("w:i"))
        if span.is_quiet or span.href:
            properties.append(OxmlElement("w:color", {qn("w:val"): _LINK if span.href else _QUIET}))
        if span.href:
            properties.append(OxmlElement("w:u", {qn("w:val"): "single"}))
        properties.append(_language(span.lang or self._lang))
        text = OxmlElement("w:t")
        text.text = (
            " ".join(_NOT_XML.sub("", span.text).splitlines()) if "\n" in span.text else _NOT_XML.sub("", span.text)
        )
        text.set(qn("xml:space"), "preserve")
        run.extend((properties, text))
        return run

    def _set_up_page(self) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
        section.footer_distance = Mm(MARGIN / 2)

    def _set_up_styles(self) -> None:
        styles: Any = self._document.styles
        for name, size in ((CELL, 8.5), (ASIDE, 8)):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
            _set_style(styles[name], size, _INK if name == CELL else _QUIET)
        styles.add_style(CELL_ITEM, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["List Bullet"]
        _set_style(styles[CELL_ITEM], 8.5, _INK)
        for name, size in _SIZES.items():
            _set_style(styles[name], size, _INK)
        for name in (CELL, ASIDE, CELL_ITEM):
            styles[name].paragraph_format.space_after = Pt(2)
        for default in styles.element.iter(qn("w:lang")):
            default.getparent().replace(default, _language(self._lang))
        self._style_ids = {name: styles[name].style_id for name in (CELL, ASIDE, CELL_ITEM)}


def _set_style(style: Any, size: float, ink: str) -> None:
    style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(ink)
    style.font.name = LATIN_FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), KOREAN_FONT)
    for name in _THEMED:
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _language(lang: str) -> Any:
    """Mark a language: Word tells East Asian letters from others by themselves and asks for the language of each."""
    tag = _TAGS.get(lang, lang)
    east = tag if lang.partition("-")[0] in _EAST_ASIAN else _TAGS["ko"]
    return OxmlElement("w:lang", {qn("w:val"): tag, qn("w:eastAsia"): east})
