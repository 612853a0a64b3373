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

WIDEST: Final = 60  # characters
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEADS_TO_FORMULA: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the heads of its columns, and rows of numbers, truth values, dates, texts or None.

    A list becomes one text, joined by ` | `. Without `header` the first column holds the heads of the rows.
    """

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


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


def _fill(page: Any, sheet: Sheet) -> None:
    table = [sheet.header, *sheet.rows] if sheet.header else list(sheet.rows)
    for number, row in enumerate(table, 1):
        for place, value in enumerate(row, 1):
            is_head = number == 1 if sheet.header else place == 1
            _set(page.cell(number, place), _plain(value), is_head)
    for place in range(1, max(map(len, table), default=0) + 1):
        widest = max(len(str(_plain(row[place - 1]) or "")) for row in table if len(row) >= place)
        page.column_dimensions[get_column_letter(place)].width = min(widest + 3, WIDEST)
    if sheet.header:
        page.freeze_panes = "A2"
        page.auto_filter.ref = page.dimensions


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = " | ".join(map(str, value))
    return _NOT_XML.sub("", value) if isinstance(value, str) else value


def _set(cell: Any, value: Any, is_head: bool) -> None:
    if value in (None, ""):
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula or an error code
        cell.quotePrefix = value.startswith(_LEADS_TO_FORMULA)  # nor after somebody has edited the cell
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > WIDEST)
    else:
        cell.alignment = Alignment(vertical="top")
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if is_head:
        cell.font = Font(bold=True)
