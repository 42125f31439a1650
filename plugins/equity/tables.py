"""A table as a value: what a reader sees, cell by cell, and the bar that a cell of a table-chart carries."""

from collections.abc import Sequence
from csv import writer
from dataclasses import dataclass
from io import StringIO

from .languages import Language


@dataclass(frozen=True)
class Bar:
    """A bar on a track of 0 to 100: where it starts, how wide it is, where its interval ends.

    `ranged`: it runs from the lowest to the highest of a range, not from zero to a number.
    """

    start: float
    width: float
    low: float | None
    high: float | None
    role: str
    ranged: bool = False


@dataclass(frozen=True)
class Cell:
    """A finished text and its status (`ok`, or a data status such as `c`, whose text is then words).

    `spoken` is the language of an author's words where it is not the page's.
    """

    text: str
    status: str = "ok"
    bar: Bar | None = None
    note: str = ""
    spoken: Language | None = None


@dataclass(frozen=True)
class Column:
    """A column's id (the same in every language), its heading, and whether it holds numbers."""

    id: str
    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """A row; `role` is subject, comparison, other or total; the first cell is its header."""

    id: str
    role: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A captioned table."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Download:
    """A file that holds exactly the numbers of a figure."""

    name: str
    text: str
    label: str = ""


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """CSV text: UTF-8, LF, quoted where needed. Cells that a spreadsheet would run as a formula get a leading
    quote.
    """
    out = StringIO()
    sheet = writer(out, lineterminator="\n")
    sheet.writerow(header)
    sheet.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    number = cell.replace(".", "", 1).lstrip("-").isdigit()
    return "'" + cell if cell[:1] in tuple("=+-@\t\r") and not number else cell


def track(highest: float, share: bool = True) -> float:
    """The end of a bar's track, in displayed units: bars start at zero, and a share that comes near 100 ends
    there. What is no share (events per so many, a mean) may need any length.
    """
    if share and highest > 50:
        return 100.0
    step = 10.0 ** (len(str(int(max(highest, 1)))) - 1)
    ends = [step * each for each in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)]
    return next(each for each in ends if each >= highest)
