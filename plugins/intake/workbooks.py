"""Excel workbooks as rows of text: each cell as its number format shows it, where that carries meaning."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl

_ZEROS = re.compile(r"0{2,}")
_PERCENT = re.compile(r"[0#,]*(\.[0#]+)?%")


class BookError(Exception):
    """The file is no workbook that can be read; the text says so to a person."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows, all of one length. `unknown` names a cell whose formula has no result, or is ""."""

    name: str
    rows: list[list[str]]
    unknown: str = ""


def read_sheets(file: BytesIO) -> list[Sheet]:
    """Every sheet with cells in it. A merged area has the text of its first cell in all its cells."""
    try:
        formulas = _has_formulas(file)
        book = openpyxl.load_workbook(file, data_only=True)
        sources = openpyxl.load_workbook(file) if formulas else None
    except Exception:  # noqa: BLE001 (openpyxl does not say what it raises on a damaged file: many things)
        raise BookError("This is not an Excel workbook, or it is damaged.") from None
    sheets = []
    for sheet in book.worksheets:
        rows = [[text(cell) for cell in row] for row in sheet.iter_rows()]
        for area in sheet.merged_cells.ranges:
            for row in range(area.min_row - 1, area.max_row):
                for column in range(area.min_col - 1, area.max_col):
                    rows[row][column] = rows[area.min_row - 1][area.min_col - 1]
        if any(any(row) for row in rows):
            unknown = next(_unknown(sources[sheet.title], rows), "") if sources else ""
            sheets.append(Sheet(sheet.title, rows, unknown))
    return sheets


def _has_formulas(file: BytesIO) -> bool:
    """Whether any sheet has a formula: then it is worth the time to look for those without a result."""
    with ZipFile(file) as parts:
        names = [each for each in parts.namelist() if each.startswith("xl/worksheets/")]
        return any(b"<f" in parts.read(name) for name in names)


def _unknown(sheet: Any, rows: list[list[str]]) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" and not rows[cell.row - 1][cell.column - 1]:
                yield str(cell.coordinate)


def text(cell: Any) -> str:
    """What a reader of the workbook sees, exactly: no digit is rounded away.

    Two number formats carry meaning: `0000000` shows a code with its zeros, `0%` shows 0.715 as 71.5%. Dates
    are written as in 2019-06-30.
    """
    value, format_ = cell.value, str(cell.number_format)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if not isinstance(value, (int, float)):
        return str(value)
    exact = Decimal(f"{value:.15g}")  # Excel itself keeps 15 digits
    if _ZEROS.fullmatch(format_) and exact == exact.to_integral_value():
        return f"{int(exact):0{len(format_)}d}"
    if _PERCENT.fullmatch(format_):
        return f"{_plain(exact * 100)}%"
    return _plain(exact)


def _plain(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
