"""The quality gate: every row of a package against its contract, vectorised, each fault with file and line.

Frictionless remains the judge of the standard part (`frictionless validate`); it reads 20 to 40 thousand rows
a second, so a package whose bytes did not change since it passed is not put before it again.
"""

import csv
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from io import StringIO
from pathlib import Path

import pandas as pd

from .descriptors import ALL, Indicator, Package, Place, paths
from .problems import Problem, did_you_mean, errors
from .sources import read_text, shown

STATUSES = ("ok", "c", "z", "x", "w", "low", "u")
NUMBERS = ("numerator", "denominator", "value", "value_low", "value_high")
_SHOWN = ("ok", "low", "u")
_EXAMPLES = 5
# At most 15 digits: a larger number is a mistake, and floats, which only compare here, hold these exactly.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def inspect(package: Package, root: Path, cache: Path | None) -> tuple[Package | None, tuple[Problem, ...]]:
    """The package with its tables and places, or None and what is wrong with its rows."""
    problems: list[Problem] = []
    places, found = _read_places(package, root)
    problems.extend(found)
    tables: dict[str, pd.DataFrame] = {}
    for indicator in package.indicators.values():
        frame, found = _read_table(package, indicator, places, root)
        problems.extend(found)
        if frame is not None:
            tables[indicator.id] = frame
    if not errors(problems):
        problems.extend(_standard(package, root, cache))
    if errors(problems):
        return None, tuple(problems)
    return Package(**{**package.__dict__, "tables": tables, "places": places}), tuple(problems)


def _read_csv(package: Package, resource: str, root: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    """All of a resource's files as text, with the columns `_file` and `_line` that locate each row."""
    frames: list[pd.DataFrame] = []
    problems: list[Problem] = []
    fields = [field["name"] for field in package.resource(resource)["schema"]["fields"]]
    for name in paths(package.resource(resource)):
        path = shown(package.folder / name, root)
        text, found = read_text(package.folder / name, root)
        if found:
            problems.extend(found)
            continue
        frame, shape = _parse(text, path)
        problems.extend(shape)
        if frame is None:
            continue
        columns = [str(column) for column in frame.columns]
        for column in [each for each in fields if each not in columns]:
            spare = [each for each in columns if each not in fields]
            hint = did_you_mean(column, spare, "Add it, or correct its name.")
            problems.append(Problem(path, 1, "column-missing", f"There is no column '{column}'.", hint))
        for column in [each for each in columns if each not in (*fields, "_file", "_line")]:
            hint = did_you_mean(column, fields, "Describe it in datapackage.json, or remove it.")
            problems.append(Problem(path, 1, "column-unknown", f"Nobody expects a column '{column}'.", hint))
        frames.append(frame)
    if problems or not frames:
        return None, problems
    return pd.concat(frames, ignore_index=True), []


def _parse(text: str, path: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    """The rows of a CSV text with `_file` and `_line`, or the rows that have too few or too many cells."""
    frame = None
    try:
        frame = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False, skip_blank_lines=False)
    except pd.errors.EmptyDataError:
        hint = "Its first row names the columns."
        return None, [Problem(path, 0, "table-shape", "This table is empty.", hint)]
    except pd.errors.ParserError:
        pass  # what it did not like is found below
    if frame is not None and _plain(text, frame):
        return frame.assign(_file=path, _line=range(2, len(frame) + 2)), []
    # Python's own reader is ten times slower, but knows on which line each row begins and how long it is.
    reader, at, rows = csv.reader(StringIO(text, newline=""), strict=True), 1, []
    try:
        for cells in reader:
            rows.append((at, cells))
            at = reader.line_num + 1
    except csv.Error:
        rows.append((at, []))
    (_, header), *body = rows
    wrong = [(line, len(cells)) for line, cells in body if len(cells) != len(header)]
    if wrong or frame is None or len(frame) != len(body):
        return None, list(_ragged(wrong or [(1, 0)], len(header), path))
    return frame.assign(_file=path, _line=[line for line, _ in body]), []


def _plain(text: str, frame: pd.DataFrame) -> bool:
    """Whether each line is a row with a cell for each column. Pandas fills short rows up and says nothing."""
    if '"' in text or not isinstance(frame.index, pd.RangeIndex):
        return False
    rows, commas = len(frame) + 1, len(frame.columns) - 1
    return text.rstrip("\n").count("\n") + 1 == rows and text.count(",") == rows * commas


def _ragged(rows: list[tuple[int, int]], wanted: int, path: str) -> Iterator[Problem]:
    hint = "Every row needs as many cells as the first row; put text that has commas in it between quotes."
    for line, cells in rows[:_EXAMPLES]:
        text = f"This row has {cells} cells, the first row has {wanted}."
        if not cells:
            text = "This row is empty, or a quotation mark in it is not closed."
        yield Problem(path, line, "table-shape", text, hint)
    if len(rows) > _EXAMPLES:
        text = f"The same in {len(rows) - _EXAMPLES} more rows."
        yield Problem(path, rows[_EXAMPLES][0], "table-shape", text, hint)


def _read_places(package: Package, root: Path) -> tuple[dict[str, Place], list[Problem]]:
    frame, problems = _read_csv(package, "places", root)
    if frame is None:
        return {}, problems
    for column in ("id", "level", "name"):
        blank = frame[frame[column] == ""]
        problems += _rows(blank, column, "cell-blank", "'{column}' is blank.", "Every place needs it.")
    problems += _twice(frame, ["id"], "place-twice", "This place stands here twice.")
    places = {
        row["id"]: Place(row["id"], row["level"], row["parent"], row["name"])
        for row in frame.drop_duplicates("id").to_dict("records")
    }
    problems += _known(frame, "parent", places, "place-unknown", "The parent '{cell}' is no place here.")
    circles = [id_ for id_ in places if _above_itself(id_, places)]
    message, hint = "Going up from '{cell}', one comes back to it.", "Correct the parents."
    problems += _rows(frame[frame["id"].isin(circles)], "id", "place-circle", message, hint)
    return places, problems


def _above_itself(id_: str, places: Mapping[str, Place]) -> bool:
    """Whether a place is among those it lies in."""
    above, seen = places[id_].parent, set[str]()
    while above in places and above not in seen and above != id_:
        seen.add(above)
        above = places[above].parent
    return above == id_


def _read_table(
    package: Package, indicator: Indicator, places: dict[str, Place], root: Path
) -> tuple[pd.DataFrame | None, list[Problem]]:
    frame, problems = _read_csv(package, indicator.resource, root)
    if frame is None:
        return None, problems
    dimensions = [each for each in package.dimensions if each in frame.columns]
    numbers = [each for each in NUMBERS if each in frame.columns]
    for column in ("period", "place", "status", *dimensions):
        blank = frame[frame[column] == ""]
        hint = "Every row needs it."
        if column in dimensions:
            hint = f"Write '{ALL}' where it is not broken down."
        problems += _rows(blank, column, "cell-blank", "'{column}' is blank.", hint)
    problems += _known(frame, "place", places, "place-unknown", "There is no place '{cell}' in places.csv.")
    for column in dimensions:
        groups = (ALL, *package.dimensions[column].groups)
        problems += _known(frame, column, groups, "group-unknown", "'{cell}' is not a group of '{column}'.")
    problems += _known(frame, "status", STATUSES, "status-unknown", "'{cell}' is not a status.")
    for column in [each for each in frame.columns if str(each).endswith("_status")]:
        problems += _known(frame, str(column), STATUSES, "status-unknown", "'{cell}' is not a status.")
    typed = frame.copy()
    for column in numbers:
        number = pd.to_numeric(frame[column].where(frame[column].str.fullmatch(_NUMBER), ""), errors="coerce")
        problems += _numbers(frame, column, number, indicator)
        typed[column + "_text"] = frame[column]
        typed[column] = number
    problems += _statuses(frame, numbers)
    if {"numerator", "denominator"} <= set(numbers) and indicator.kind == "proportion":
        seen = _open(frame, "numerator") & _open(frame, "denominator")
        more = frame[(typed["numerator"] > typed["denominator"]) & seen]
        message = "More in the numerator ({cell}) than in the denominator."
        problems += _rows(more, "numerator", "count-larger", message, "Are these events instead of people?")
    problems += _twice(frame, ["period", "place", *dimensions], "row-twice", "This row stands here twice.")
    for column in ("period", "place", *dimensions):
        typed[column] = typed[column].astype("category")
    return typed, problems


def _numbers(
    frame: pd.DataFrame, column: str, number: "pd.Series[float]", indicator: Indicator
) -> Iterator[Problem]:
    """What is wrong with the numbers of one column. `number` is what was read, NaN where it could not be."""
    count = column in ("numerator", "denominator") or indicator.kind == "count"
    kind = "whole number" if count else "number"
    seen = _open(frame, column)
    hint = "Write a number such as 12, or leave it blank and say why in the status: " + ", ".join(STATUSES)
    wrong = frame[(frame[column] != "") & number.isna() & seen]
    yield from _rows(wrong, column, "cell-type", "'{cell}' is not a " + kind + ".", hint + ".")
    hint = "Counts of people are whole."
    part = frame[count & number.notna() & (number % 1 != 0) & seen]
    yield from _rows(part, column, "cell-type", "'{cell}' is not a whole number.", hint)
    message, hint = "'{cell}' is less than nothing.", "Counts and rates start at 0."
    yield from _rows(frame[(number < 0) & seen], column, "cell-negative", message, hint)
    if indicator.kind == "proportion" and not count:
        message = "'{cell}' is more than everybody (" + str(indicator.scale) + ")."
        more = frame[(number > indicator.scale) & seen]
        yield from _rows(more, column, "value-larger", message, "Is this the rate of a part of a whole?")


def status_of(frame: pd.DataFrame, column: str) -> str:
    """The column whose status speaks for a number: its own where the table has one."""
    own = "status" if column.startswith("value") else f"{column}_status"
    return own if own in frame.columns else "status"


def _open(frame: pd.DataFrame, column: str) -> "pd.Series[bool]":
    """The rows whose number may be repeated in a message: a log is public, and `C` may be meant as `c`."""
    return frame[status_of(frame, column)].isin(_SHOWN)


def _statuses(frame: pd.DataFrame, numbers: Iterable[str]) -> Iterator[Problem]:
    """A blank number says why it is blank, and a number that is withheld is not there."""
    for column in numbers:
        own = status_of(frame, column)
        status = frame[own]
        ranged = pd.Series(False, frame.index)
        if column == "value" and {"value_low", "value_high"} <= set(frame.columns):
            ranged = (frame["value_low"] != "") & (frame["value_high"] != "")
        bound = column in ("value_low", "value_high")
        silent = frame[(frame[column] == "") & (status == "ok") & ~ranged & (not bound)]
        hint = f"Say why in '{own}': c withheld, z not applicable, x not collected, w not yet."
        yield from _rows(silent, column, "cell-blank", "'{column}' is blank but its status is ok.", hint)
        shown_anyway = frame[(frame[column] != "") & status.isin(["c", "z", "x", "w"])]
        # The number itself is not repeated: this one should not have been written down.
        message = "'{column}' holds a number although its status says there is none."
        yield from _rows(shown_anyway, column, "cell-not-empty", message, f"Empty it, or correct '{own}'.")


def _known(
    frame: pd.DataFrame, column: str, known: Iterable[str], code: str, message: str
) -> Iterator[Problem]:
    choices = list(known)
    strange = frame[(frame[column] != "") & ~frame[column].isin(choices)]
    first = list(dict.fromkeys(strange[column]))[:_EXAMPLES]
    for cell in first:
        hint = did_you_mean(cell, choices, "Declare it, or correct the spelling.")
        yield from _rows(strange[strange[column] == cell], column, code, message, hint)
    others = strange[~strange[column].isin(first)]
    if len(others):
        text = f"{len(others)} more rows have something else in '{column}' that is not known."
        row, hint = others.iloc[0], "Correct the first ones and look again."
        yield Problem(str(row["_file"]), int(row["_line"]), code, text, hint)


def _twice(frame: pd.DataFrame, keys: list[str], code: str, message: str) -> list[Problem]:
    again = frame[frame.duplicated(keys, keep="first")]
    hint = "Keep one of them: the key is " + ", ".join(keys) + "."
    return list(_rows(again, keys[-1], code, message, hint))


def _rows(frame: pd.DataFrame, column: str, code: str, message: str, hint: str) -> Iterator[Problem]:
    """A problem for each of the first rows; then one that counts the rest, so that 10,000 stay readable."""
    first = frame.head(_EXAMPLES + 1)
    located = zip(first["_file"], first["_line"], first[column], strict=True)
    for at, (file, line, cell) in enumerate(located):
        text = message.format(cell=cell, column=column)
        if at == _EXAMPLES:
            text = f"The same in {len(frame) - _EXAMPLES} more rows (column '{column}')."
        yield Problem(str(file), int(line), code, text, hint)


def _standard(package: Package, root: Path, cache: Path | None) -> tuple[Problem, ...]:
    """What Frictionless says, unless it has passed exactly these bytes before."""
    key = hashlib.sha256(f"{package.hash} {version('frictionless')}".encode()).hexdigest()
    seal = cache / "validated" / key if cache else None
    if seal and seal.is_file():
        return ()
    import frictionless  # noqa: PLC0415 (0.6 s to import, and not needed when nothing changed)

    try:
        report = frictionless.validate(str(package.folder / "datapackage.json"))
    except Exception as error:  # noqa: BLE001 (whatever it stumbles over in the description is an author's mistake)
        message = f"The standard part of this description cannot be read: {error}."
        hint = "Compare it with another package's, and run `frictionless validate` on it."
        return (Problem(package.path, 0, "package-invalid", message, hint),)
    found = [(0, package.path, each) for each in report.errors]
    for task in report.tasks:
        path = shown(package.folder / (task.place or ""), root)
        found += [(int(getattr(each, "row_number", 0) or 0), path, each) for each in task.errors]
    problems = [
        Problem(path, line, "package-invalid", each.message, each.description) for line, path, each in found
    ]
    if seal and not problems:
        seal.parent.mkdir(parents=True, exist_ok=True)
        aside = seal.with_suffix(f".{os.getpid()}")
        aside.write_text("passed\n", "utf-8")
        aside.replace(seal)
    return tuple(problems[:50])
