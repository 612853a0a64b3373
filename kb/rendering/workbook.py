"""Tables as a workbook (XLSX) of typed cells. Whatever a text begins with, no spreadsheet runs it as a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

WIDEST: Final = 60  # characters
LONGEST_FORMAT: Final = 200
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEADS_TO_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A number and how a spreadsheet shows it, in the notation of spreadsheets."""

    value: int | float
    format: str


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that leads there."""

    url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the heads of its columns, and rows of numbers, truth values, dates, texts or None.

    A list becomes one text, joined by ` | `. Without `header` the first column holds the heads of the rows. `widths` are
    those of columns in characters, where they aren't to follow from their texts; columns before `frozen` stay in view.
    """

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[int] = ()
    frozen: str = "A"


def write_workbook(sheets: Sequence[Sheet], title: str, creator: str) -> bytes:
    """Write a workbook with the sheets in order."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = title, creator
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def unit_format(value: float, before: str = "", after: str = "") -> str:
    """Make the number format of a value: all its decimal places, between fixed words."""
    places = len(f"{value:f}".rstrip("0").partition(".")[2])
    digits = f"#,##0.{'0' * places}" if places else "#,##0"
    quoted = [_quoted(words) for words in (before, after)]
    return digits.join(quoted) if sum(map(len, quoted)) <= LONGEST_FORMAT else digits


def _quoted(words: str) -> str:
    """Quote words for a number format, in which no quotation mark of theirs may end them."""
    bare = " ".join(_NOT_XML.sub("", words).replace('"', "”").splitlines())
    return f'"{bare}"' if bare else ""


def _fill(page: Any, sheet: Sheet) -> None:
    table = [sheet.header, *sheet.rows] if sheet.header else list(sheet.rows)
    for number, row in enumerate(table, 1):
        for place, value in enumerate(row, 1):
            is_head = number == 1 if sheet.header else place == 1
            _set(page.cell(number, place), value, is_head)
    for place in range(1, max(map(len, table), default=0) + 1):
        widest = max(len(str(_plain(row[place - 1]) or "")) for row in table if len(row) >= place)
        width = sheet.widths[place - 1] if place <= len(sheet.widths) else min(widest + 3, WIDEST)
        page.column_dimensions[get_column_letter(place)].width = width
    _set_up_printing(page)
    if sheet.header:
        page.freeze_panes = f"{sheet.frozen}2"
        page.auto_filter.ref = page.dimensions
        page.print_title_rows = "1:1"


def _set_up_printing(page: Any) -> None:
    """Have a sheet printed on A4, across, as wide as the paper, with its name and the number of the page."""
    page.page_setup.orientation, page.page_setup.paperSize = page.ORIENTATION_LANDSCAPE, page.PAPERSIZE_A4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.oddFooter.left.text, page.oddFooter.right.text = "&A", "&P / &N"


def _plain(value: Any) -> Any:
    if isinstance(value, Formatted):
        return value.value
    if isinstance(value, WebAddress):
        return value.url
    if isinstance(value, list | tuple):
        value = " | ".join(map(str, value))
    return _NOT_XML.sub("", value) if isinstance(value, str) else value


def _set(cell: Any, given: Any, is_head: bool) -> None:
    value = _plain(given)
    if value in (None, ""):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula or an error code
        cell.quotePrefix = value.startswith(_LEADS_TO_FORMULA)  # nor after somebody has edited the cell
        cell.alignment = Alignment(vertical="top", wrap_text=is_head or len(value) > WIDEST or "\n" in value)
    else:
        cell.alignment = Alignment(vertical="top")
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if isinstance(given, Formatted):
        cell.number_format = given.format
    if isinstance(given, WebAddress) and value.startswith(_WEB):
        cell.hyperlink, cell.style = value, "Hyperlink"
        cell.alignment = Alignment(vertical="top")
    if is_head:
        cell.font = Font(bold=True)
