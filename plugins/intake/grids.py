"""A publisher's file as a grid of text cells: every cell as it is shown, every row with its number.

Nothing is understood here: no heading, no number, no marker. A file that cannot be read is a problem.
"""

import codecs
import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow
import pyarrow.parquet

from plugins.equity.descriptors import paths
from plugins.equity.problems import Problem, did_you_mean
from plugins.equity.sources import read_json

from .workbooks import BookError, read_sheets

EXTENSIONS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet", ".json")
_DELIMITERS = {".tsv": "\t"}


@dataclass(frozen=True)
class Grid:
    """A table of text. Row 0 of `cells` is the first row of the file; `sheet` is "" but in workbooks."""

    path: str
    cells: pd.DataFrame
    sheet: str = ""

    @property
    def where(self) -> str:
        """The file, and the sheet where there is one."""
        return f"{self.path}, sheet '{self.sheet}'" if self.sheet else self.path


@dataclass(frozen=True)
class Reading:
    """How to read a file: what of it is not told by its name."""

    encoding: str = "utf-8-sig"
    delimiter: str = ""
    resource: str = ""


def read_grids(file: Path, path: str, reading: Reading) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The grids of a file: one, or one per sheet of a workbook or file of a data package.

    `path` is the file's name in messages. Formats are told by the extension: CSV and the like, Excel,
    Parquet, and `datapackage.json`.
    """
    kind = file.suffix.lower()
    if kind not in EXTENSIONS:
        hint = "Save it as CSV or as Excel workbook (.xlsx)."
        if kind == ".xls":
            hint = "Open it in Excel and save it as .xlsx."
        return (), (Problem(path, 0, "file-format", f"Files of the kind '{kind}' cannot be read.", hint),)
    if kind == ".json":
        return _read_package(file, path, reading)
    try:
        raw = file.read_bytes()
    except OSError as error:
        return (), (Problem(path, 0, "file-missing", f"This file cannot be read: {error.strerror}."),)
    if kind in (".xlsx", ".xlsm"):
        return _read_book(raw, path)
    if kind == ".parquet":
        return _read_parquet(raw, path)
    return _read_text(raw, path, reading, reading.delimiter or _DELIMITERS.get(kind, ","))


def _one(read: Callable[[], pd.DataFrame], path: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    return (Grid(path, read()),), ()


def _read_text(
    raw: bytes, path: str, reading: Reading, delimiter: str
) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    try:
        codecs.lookup(reading.encoding)
        text = raw.decode(reading.encoding)
    except LookupError:
        message = f"There is no encoding '{reading.encoding}'."
        return (), (Problem(path, 0, "file-encoding", message, "Write 'utf-8' or 'windows-1252'."),)
    except UnicodeError as error:
        line = raw[: getattr(error, "start", 0)].count(b"\n") + 1
        hint = "Say in the recipe which encoding it has, as in 'encoding: windows-1252'."
        message = f"This file is not text in the encoding '{reading.encoding.removesuffix('-sig')}'."
        return (), (Problem(path, line, "file-encoding", message, hint),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        hint = "Is it text in UTF-16? Then write 'encoding: utf-16' into the recipe."
        return (), (Problem(path, line, "file-encoding", "This file is not plain text.", hint),)
    if not text.strip():
        return (), (Problem(path, 0, "table-shape", "This table is empty."),)
    try:
        first = list(islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 200))
        return _one(lambda: _parse(text, delimiter, max(map(len, first))), path)
    except (pd.errors.ParserError, csv.Error):
        pass  # a row is longer than the first ones, or a quotation mark is not closed: look at all of them
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        hint = "Look for a quotation mark that is not closed."
        return (), (Problem(path, 0, "table-shape", "This file cannot be taken apart into cells.", hint),)
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return _one(lambda: pd.DataFrame(padded, dtype="str"), path)


def _parse(text: str, delimiter: str, width: int) -> pd.DataFrame:
    """All rows as text, blank ones too, so that rows keep their numbers."""
    frame: pd.DataFrame = pd.read_csv(
        StringIO(text),
        sep=delimiter,
        header=None,
        names=range(width),
        dtype=str,
        na_filter=False,
        skip_blank_lines=False,
        index_col=False,
    )
    return frame.fillna("")


def _read_book(raw: bytes, path: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    try:
        sheets = read_sheets(BytesIO(raw))
    except BookError as error:
        return (), (
            Problem(path, 0, "file-format", f"{error}", "Open it in Excel and save it again as .xlsx."),
        )
    found, problems = [], []
    for sheet in sheets:
        if sheet.unknown:
            message = f"Sheet '{sheet.name}', cell {sheet.unknown}: a formula without its result."
            hint = "Open the file in Excel and save it, so that it holds the numbers that are shown."
            problems.append(Problem(path, 0, "cell-formula", message, hint))
        found.append(Grid(path, pd.DataFrame(sheet.rows, dtype="str"), sheet.name))
    return ((), tuple(problems)) if problems else (tuple(found), ())


def _read_parquet(raw: bytes, path: str) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    try:
        table = pyarrow.parquet.read_table(BytesIO(raw))
    except (pyarrow.ArrowException, OSError):
        message = "This is not a Parquet file, or only a part of one."
        return (), (Problem(path, 0, "file-format", message, "Get the file again."),)
    columns = [_column_text(table.column(name)) for name in table.column_names]
    body = (
        pd.concat([pd.Series(each, dtype="str") for each in columns], axis=1) if columns else pd.DataFrame()
    )
    body.columns = pd.RangeIndex(body.shape[1])
    head = pd.DataFrame([table.column_names], dtype="str")
    return (Grid(path, pd.concat([head, body], ignore_index=True)),), ()


def _column_text(column: Any) -> Any:
    """A column as text: whole numbers without '.0', other numbers with the digits that they have."""
    plain = column.cast(column.type.value_type) if pyarrow.types.is_dictionary(column.type) else column
    if pyarrow.types.is_floating(plain.type):
        values = plain.to_pandas()
        texts = {each: f"{each:.15g}" for each in values.dropna().unique()}
        return values.map(texts).fillna("").to_numpy(dtype=object)
    try:
        return plain.cast(pyarrow.string()).fill_null("").to_pandas().to_numpy(dtype=object)
    except (
        pyarrow.ArrowInvalid,
        pyarrow.ArrowNotImplementedError,
    ):  # lists, structures: told as unknown cells
        return ["" if each is None else str(each) for each in plain.to_pylist()]


def _read_package(file: Path, path: str, reading: Reading) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The files of one resource of a data package of any age; markers stay the text that they are."""
    document, problems = read_json(file, file.parent)
    told = tuple(replace(each, path=path) for each in problems)
    if document.data is None:
        return (), told
    resources = document.data.get("resources") if isinstance(document.data, dict) else None
    listed = [each for each in resources if isinstance(each, dict)] if isinstance(resources, list) else []
    names = [str(each.get("name") or each.get("path") or "") for each in listed]
    chosen = [each for each, name in zip(listed, names, strict=True) if reading.resource in ("", name)]
    if len(chosen) != 1:
        message = f"There is no resource '{reading.resource}' in this package."
        hint = did_you_mean(reading.resource, names)
        if not reading.resource:
            message = f"This package has {len(listed)} resources, and the recipe does not say which."
            hint = "Add 'resource:'. " + did_you_mean("", names)
        return (), (Problem(path, 0, "resource-unknown", message, hint.strip()),)
    dialect = chosen[0].get("dialect")
    delimiter = dialect.get("delimiter", "") if isinstance(dialect, Mapping) else ""
    encoding = str(chosen[0].get("encoding") or "utf-8")
    encoding = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    inner = Reading(encoding, str(delimiter or reading.delimiter))
    grids: list[Grid] = []
    found: list[Problem] = list(told)
    for name in _files(chosen[0]):
        target = file.parent / name
        shown = path.removesuffix(file.name) + name
        if not target.resolve().is_relative_to(file.parent.resolve()):
            found.append(Problem(path, 0, "path-outside", f"The path '{name}' leads out of the package."))
        elif target.suffix.lower() == ".json":
            found.append(Problem(path, 0, "file-format", f"The file '{name}' is no table."))
        else:
            more, wrong = read_grids(target, shown, inner)
            grids += more
            found += wrong
    if not grids and not found:
        found.append(Problem(path, 0, "resource-unknown", "This resource has no file."))
    return tuple(grids), tuple(found)


def files_of(file: Path, resource: str) -> tuple[Path, ...]:
    """The tables that a data package stands for, of one resource where it is named; of another file none."""
    data = read_json(file, file.parent)[0].data if file.suffix.lower() == ".json" else None
    resources = data.get("resources") if isinstance(data, dict) else None
    listed = [each for each in resources if isinstance(each, dict)] if isinstance(resources, list) else []
    chosen = [each for each in listed if resource in ("", str(each.get("name") or each.get("path") or ""))]
    return tuple(file.parent / name for each in chosen for name in _files(each))


def _files(resource: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(each) for each in paths(resource) if each)
