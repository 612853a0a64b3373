"""Workbooks: typed cells, and nothing that runs."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kb.rendering.workbook import Sheet, write_workbook


def read(*sheets: Sheet) -> Any:
    return load_workbook(BytesIO(write_workbook(sheets, "Title", "Casebook")))


def cell(value: Any) -> Any:
    return read(Sheet("A", ("head",), [[value]]))["A"]["A2"]


@pytest.mark.parametrize(
    ("value", "data_type", "shown"),
    [
        (291, "n", 291),
        (0, "n", 0),
        (-3.5, "n", -3.5),
        (True, "b", True),
        ("2016", "s", "2016"),
        ("한글", "s", "한글"),
        (["a", "b"], "s", "a | b"),
        (None, "n", None),
        ("", "n", None),
    ],
)
def test_a_cell_has_the_type_of_its_value(value: Any, data_type: str, shown: Any) -> None:
    assert (cell(value).data_type, cell(value).value) == (data_type, shown)


def test_a_date_is_a_date() -> None:
    assert cell(date(2026, 11, 22)).is_date


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://e.org")', "+1", "-1+2", "@SUM(A1)", "#REF!", "#N/A"])
def test_no_text_is_a_formula_or_an_error_code(text: str) -> None:
    assert (cell(text).data_type, cell(text).value) == ("s", text)


def test_a_text_that_begins_as_a_formula_stays_text_when_somebody_edits_the_cell() -> None:
    assert cell("=1+1").quotePrefix
    assert not cell("1+1").quotePrefix


def test_a_sign_that_xml_cannot_hold_is_left_out() -> None:
    assert cell("a\x00\x0bb").value == "ab"


def test_sheets_come_in_order_with_a_fixed_head() -> None:
    book = read(Sheet("B", ("x", "y"), [[1, 2]]), Sheet("A", (), [["name", 1], []]))
    assert book.sheetnames == ["B", "A"]
    assert (book["B"].freeze_panes, book["B"].auto_filter.ref) == ("A2", "A1:B2")
    assert book["B"]["A1"].font.bold
    assert book["A"]["A1"].font.bold
    assert not book["A"]["B1"].font.bold


def test_a_table_without_rows_is_its_head() -> None:
    assert [[item.value for item in row] for row in read(Sheet("A", ("x", "y"), []))["A"].iter_rows()] == [["x", "y"]]
