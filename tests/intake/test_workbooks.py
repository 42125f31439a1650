"""What Excel keeps in a cell and what it shows are two things; a few of them matter."""

import datetime
import io
from typing import Any

import openpyxl
import pytest

from plugins.intake.workbooks import BookError, read_sheets


def shown(value: Any, number_format: str = "General") -> str:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = value
    book.active["A1"].number_format = number_format
    book.active["B1"] = "x"
    book.save(out)
    return read_sheets(out)[0].rows[0][0]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (10011, "0000000", "0010011"),
        (10011, "General", "10011"),
        (0.715, "0.0%", "71.5%"),
        (0.715, "0%", "71.5%"),
        (0.7, "0.00%", "70%"),
        (1, "0%", "100%"),
        (0.1 + 0.2, "General", "0.3"),
        (88.0, "0.0", "88"),
        (88.4, "0", "88.4"),
        (1799, "#,##0", "1799"),
        (530612, "General", "530612"),
        (0.00001, "General", "0.00001"),
        (True, "General", "TRUE"),
        (datetime.date(2019, 6, 30), "d-mmm", "2019-06-30"),
        (datetime.datetime.fromisoformat("2019-06-30T12:05:00"), "yyyy-mm-dd h:mm", "2019-06-30 12:05:00"),
        ("*", "General", "*"),
        ("#N/A", "General", "#N/A"),
        (None, "General", ""),
    ],
)
def test_a_cell_is_text_as_it_is_shown_and_not_rounded(value: Any, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_merged_cells_have_the_text_of_the_first() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Year", "Black", None])
    book.active.append(["2018-19", 1, 2])
    book.active.merge_cells("B1:C1")
    book.save(out)
    assert read_sheets(out)[0].rows[0] == ["Year", "Black", "Black"]


def test_an_empty_sheet_is_no_table() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.create_sheet("Data").append(["x"])
    book.save(out)
    assert [each.name for each in read_sheets(out)] == ["Data"]


@pytest.mark.parametrize("cut", range(0, 5000, 250))
def test_a_part_of_a_workbook_is_told_not_raised(cut: int) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["x"])
    book.save(out)
    with pytest.raises(BookError):
        read_sheets(io.BytesIO(out.getvalue()[: min(cut, len(out.getvalue()) - 1)]))
