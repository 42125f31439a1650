"""A resource's files as columns: text, each different cell kept once, and the file and line of every row.

Everything after this looks at the different cells of a column, of which there are few, and only then at rows.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute
from pyarrow import csv as arrow

from plugins.equity.descriptors import Package, paths
from plugins.equity.problems import Problem, did_you_mean, the_same
from plugins.equity.sources import read_text, shown

_EXAMPLES = 5
_BLOCK = 4 << 20
# Python's own reader gives up at 131,072, and no name or number is as long as that.
_LONGEST = 100_000
# Nobody sees them, and no name has them. A tab or a line end inside of quotes is text.
_UNSEEN = bytes(each for each in (*range(32), 127) if each not in b"\t\n")
_QUOTES_HINT = "Look for a quotation mark that is not closed, or that stands in the middle of a cell."
_ROWS_HINT = "Every row needs as many cells as the first row; put text that has commas in it between quotes."


def read_columns(package: Package, resource: str, root: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    """All rows of a resource: a category column per field, `_file` (a category) and `_line`; None and why."""
    parts: list[tuple[str, pa.Table, np.ndarray[tuple[int], np.dtype[np.int32]]]] = []
    problems: list[Problem] = []
    fields = [field["name"] for field in package.resource(resource)["schema"]["fields"]]
    named = paths(package.resource(resource))
    for name in named:
        path = shown(package.folder / name, root)
        text, found = read_text(package.folder / name, root)
        table = None
        if not found:
            found = tuple(_unseen(text, path))
        if not found and name != named[-1] and not text.endswith("\n"):
            # Other programs put the files one behind the other.
            line, hint = text.count("\n") + 1, "End this line, since another file follows."
            message = "The last row of this file runs into the next file."
            found = (Problem(path, line, "table-shape", message, hint),)
        if not found:
            table, found = _parse(text, path, fields)
        problems.extend(found)
        if table is not None:
            lines = _lines(text, table.num_rows)
            found = tuple(_torn(table, lines, path))
            problems.extend(found)
            parts.append((path, table, lines))
    if problems or not parts:
        return None, problems
    whole = pa.concat_tables([table for _, table, _ in parts]).unify_dictionaries()
    frame = whole.to_pandas()
    sizes = [table.num_rows for _, table, _ in parts]
    names = pd.Index([path for path, _, _ in parts])
    files = pd.Categorical.from_codes(np.repeat(np.arange(len(parts)), sizes), names)
    frame["_file"] = files
    frame["_line"] = np.concatenate([lines for _, _, lines in parts])
    blank = frame[_blank(frame, fields)]
    if len(blank):
        located = [
            (str(file), int(line), 0) for file, line in zip(blank["_file"], blank["_line"], strict=True)
        ]
        return None, list(_ragged(located, len(fields)))
    return frame, []


def _unseen(text: str, path: str) -> Iterator[Problem]:
    """Characters that nobody sees, each line that has some."""
    raw = text.encode()
    if len(raw.translate(None, _UNSEEN)) == len(raw):
        return
    odd = [
        (line, next(each for each in row if ord(each) < 128 and ord(each) in _UNSEEN))
        for line, row in enumerate(text.split("\n"), start=1)
        if len(row.encode().translate(None, _UNSEEN)) < len(row.encode())
    ]
    for line, character in odd[:_EXAMPLES]:
        message = f"There is a character in this line that cannot be seen (U+{ord(character):04X})."
        yield Problem(path, line, "table-shape", message, "Delete it.")
    if len(odd) > _EXAMPLES:
        message = f"{the_same(len(odd) - _EXAMPLES, 'line')}."
        yield Problem(path, odd[_EXAMPLES][0], "table-shape", message, "Delete it.")


def _torn(
    table: pa.Table, lines: "np.ndarray[tuple[int], np.dtype[np.int32]]", path: str
) -> Iterator[Problem]:
    """Rows that cannot be found again in the file, and cells that nobody wrote on purpose."""
    if len(lines) != table.num_rows:
        message = "The rows of this file cannot be told apart."
        yield Problem(path, 0, "table-shape", message, _QUOTES_HINT)
        return
    for name in table.column_names:
        before = 0
        for chunk in table[name].chunks:
            long = compute.utf8_length(chunk.dictionary).to_numpy() > _LONGEST
            if long.any():
                row = before + int(np.flatnonzero(long[chunk.indices.to_numpy()])[0])
                message = f"A cell in '{name}' is longer than {_LONGEST:,} characters."
                yield Problem(path, int(lines[row]), "table-shape", message, _QUOTES_HINT)
            before += len(chunk)


def _parse(text: str, path: str, fields: list[str]) -> tuple[pa.Table | None, tuple[Problem, ...]]:
    """The fields of one file, or what is wrong with its heading or with the length of its rows."""
    if not text or text.isspace():
        hint = "Its first row names the columns."
        return None, (Problem(path, 0, "table-shape", "This table is empty.", hint),)
    try:
        header = next(csv.reader(StringIO(text, newline=""), strict=True), [])
    except csv.Error:
        return None, tuple(_ragged([(path, 1, 0)], len(fields)))
    odd = _first_line(text[: text.find("\n")], header, fields)
    if odd:
        return None, (Problem(path, 1, "table-shape", *odd),)
    problems = tuple(_headings(header, fields, path))
    if problems:
        return None, problems
    raw = text.encode()
    try:
        table = _arrow(raw, header, _BLOCK)
        if table is None:
            raise pa.ArrowInvalid
    except pa.ArrowInvalid:
        # Python's own reader is ten times slower, but says on which line each row begins, and survives.
        ragged = [(path, line, cells) for line, cells in _by_hand(text) if cells not in (len(header), -1)]
        if ragged:
            return None, tuple(_ragged(ragged, len(header)))
        try:
            table = _arrow(raw, header, len(raw) + 1)  # one row is longer than a block
        except pa.ArrowInvalid:
            table = None
    if table is None:
        message = "The rows of this file cannot be told apart."
        return None, (Problem(path, 0, "table-shape", message, _QUOTES_HINT),)
    return table, ()


def _arrow(raw: bytes, header: list[str], block: int) -> pa.Table | None:
    """All rows; None when some row has too few or too many cells."""
    ragged: list[int] = []

    def odd(row: arrow.InvalidRow) -> str:
        ragged.append(row.actual_columns)
        return "skip"

    words = pa.dictionary(pa.int32(), pa.string())
    table = arrow.read_csv(
        pa.py_buffer(raw),
        read_options=arrow.ReadOptions(block_size=block),
        parse_options=arrow.ParseOptions(
            newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=odd
        ),
        convert_options=arrow.ConvertOptions(
            column_types=dict.fromkeys(header, words), null_values=[], strings_can_be_null=False
        ),
    )
    return None if ragged else table


def _first_line(line: str, header: list[str], fields: list[str]) -> tuple[str, str] | None:
    """What is wrong with a first line that is no heading at all."""
    if not header:
        return "The first line is blank.", "Remove it: the first row names the columns."
    if header != fields and [each.strip() for each in header] == fields:
        return "There are spaces beside the commas.", "Save the file as CSV, with nothing beside the commas."
    if header[0].startswith("sep="):
        return "The first line says something to a spreadsheet program.", "Remove it."
    if len(header) == 1 < len(fields):
        for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")):
            if sign in line:
                return f"The columns are set apart by {name}.", "Save the file as CSV with commas."
    return None


def _headings(header: list[str], fields: list[str], path: str) -> Iterator[Problem]:
    """The columns of a file are the fields of its table, in their order, each once."""
    for column in [each for each in fields if each not in header]:
        spare = [each for each in header if each not in fields]
        hint = did_you_mean(column, spare, "Add it, or correct its name.")
        yield Problem(path, 1, "column-missing", f"There is no column '{column}'.", hint)
    for at, column in enumerate(header):
        if column not in fields:
            hint = did_you_mean(column, fields, "Describe it in datapackage.json, or remove it.")
            yield Problem(path, 1, "column-unknown", f"Nobody expects a column '{column}'.", hint)
        elif column in header[:at]:
            message = f"There are two columns '{column}'."
            yield Problem(path, 1, "column-twice", message, "Remove one of them.")
    if sorted(header) == sorted(fields) and header != fields:
        at = next(at for at in range(len(fields)) if header[at] != fields[at])
        message = f"Column {at + 1} is '{header[at]}', and datapackage.json has '{fields[at]}' there."
        yield Problem(path, 1, "column-order", message, "Put the columns and the fields in the same order.")


def _by_hand(text: str, *, strict: bool = True) -> list[tuple[int, int]]:
    """The line on which each row begins and how many cells it has; 0: it does not end, -1: it is blank.

    Strictly, a quotation mark in the middle of a cell is a mistake, and the rows after it are not read.
    """
    reader = csv.reader(StringIO(text, newline=""), strict=strict)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, len(cells) or -1))
            line = reader.line_num + 1
    except csv.Error:
        rows.append((line, 0))
    return rows


def _lines(text: str, rows: int) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    """The line of each row below the heading; a quoted cell may hold line ends."""
    ends = text.count("\n") + (not text.endswith("\n"))
    if '"' not in text or ends == rows + 1:
        return np.arange(2, rows + 2, dtype=np.int32)
    return np.array([line for line, _ in _by_hand(text, strict=False)][1 : rows + 1], dtype=np.int32)


def _blank(frame: pd.DataFrame, fields: list[str]) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    blank = np.ones(len(frame), dtype=bool)
    for name in fields:
        column = frame[name].cat
        hit = np.flatnonzero(column.categories == "")
        blank &= column.codes.to_numpy() == (hit[0] if len(hit) else -2)
        if not blank.any():
            break
    return blank


def _ragged(rows: list[tuple[str, int, int]], wanted: int) -> Iterator[Problem]:
    for path, line, cells in rows[:_EXAMPLES]:
        text = f"This row has {cells} cell{'' if cells == 1 else 's'}, the first row has {wanted}."
        if not cells:
            text = "This row is empty, or a quotation mark in it is not closed."
        yield Problem(path, line, "table-shape", text, _ROWS_HINT)
    if len(rows) > _EXAMPLES:
        path, line, _ = rows[_EXAMPLES]
        text = f"{the_same(len(rows) - _EXAMPLES, 'row')}."
        yield Problem(path, line, "table-shape", text, _ROWS_HINT)
