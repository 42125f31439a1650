"""Records of several files, one row per key: number by number, since counts and rates may lie apart.

A number is never computed and never chosen: two different ones for one cell are a problem.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from plugins.equity.descriptors import ALL
from plugins.equity.problems import Problem, did_you_mean

from .complaints import FILE, ROW
from .readings import SEPARATOR

_EXAMPLES = 5
_PARTS = ("", "_low", "_high", "_status")
BOUNDS = ("value_low", "value_high")
ORIGIN = "_from:"
"""Begins the columns that say, where rows were joined, from which file and row a number is: see `file_of`."""
_FILES = 1 << 32


@dataclass(frozen=True)
class Merged:
    """One row per key, with `<number>`, `<number>_low`, `_high`, `_status`; how many copies were dropped."""

    rows: pd.DataFrame
    copies: int


def merge(
    records: pd.DataFrame, keys: Sequence[str], numbers: Sequence[str], files: Sequence[str]
) -> tuple[Merged, tuple[Problem, ...]]:
    """The records by key. Columns of `numbers` hold readings, or nothing where a file has no such column."""
    problems: list[Problem] = []
    keys, numbers = list(keys), list(numbers)
    again = records.duplicated(keys, keep=False)
    rows = records[~again]
    copies = 0
    if again.any():
        several = records[again]
        copies = int(several.duplicated([*keys, *numbers]).sum())
        problems += _contradictions(several, keys, numbers, files)
        at = several[FILE].astype("int64") * _FILES + several[ROW]
        several = several.assign(**{f"{ORIGIN}{each}": at.where(several[each].notna()) for each in numbers})
        kept = [*numbers, *(f"{ORIGIN}{each}" for each in numbers)]
        whole = several.groupby(keys, sort=False, observed=True)[kept].first().reset_index()
        located = several.drop_duplicates(keys)[[*keys, FILE, ROW]]
        rows = pd.concat([rows, whole.merge(located, on=keys)], ignore_index=True)
    return Merged(rows, copies), tuple(problems)


def file_of(origin: float) -> int:
    """The file of an origin, by its number."""
    return int(origin) // _FILES


def row_of(origin: float) -> int:
    """The row of an origin in its file."""
    return int(origin) % _FILES


def _contradictions(
    several: pd.DataFrame, keys: list[str], numbers: list[str], files: Sequence[str]
) -> list[Problem]:
    """Where files disagree. The numbers are not repeated: one of the two may be withheld."""
    wrong: dict[tuple[str, ...], tuple[pd.Series[Any], pd.Series[Any], list[str]]] = {}
    found = set[tuple[str, ...]]()
    for name in numbers:
        given = several[several[name].notna()].drop_duplicates([*keys, name])
        twice = given[given.duplicated(keys, keep=False)]
        found.update(twice[keys].drop_duplicates().itertuples(index=False, name=None))
        for number, (_, rows) in enumerate(twice.groupby(keys, sort=False, observed=True)):
            if number == _EXAMPLES:
                break
            where = tuple(str(rows.iloc[0][key]) for key in keys)
            wrong.setdefault(where, (rows.iloc[0], rows.iloc[1], []))[2].append(name)
    problems = []
    for number, (where, (one, other, names)) in enumerate(wrong.items()):
        path, _, sheet = files[int(other[FILE])].partition(", ")
        message = f"{sheet}{': ' if sheet else ''}Another {' and '.join(names)} for the same row "
        message += f"({', '.join(each for each in where if each != ALL)}) stands in "
        message += f"{files[int(one[FILE])]}, row {one[ROW]}."
        hint = "Find out which is right, and leave the other out with 'except:', 'skip:' or 'only:'."
        if number == _EXAMPLES:
            message = f"{len(found) - _EXAMPLES} more rows with two different numbers."
        problems.append(Problem(path, int(other[ROW]), "import-contradiction", message, hint))
        if number == _EXAMPLES:
            break
    return problems


def parted(
    rows: pd.DataFrame, numbers: Sequence[str], absent: Mapping[str, str], files: Sequence[str]
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Readings taken apart into columns; what no file gives has the status that the recipe says."""
    made = rows.drop(columns=[each for each in numbers if each in rows.columns])
    problems = []
    for name in [each for each in numbers if each not in BOUNDS]:
        column = rows[name] if name in rows.columns else pd.Series(None, rows.index, dtype="str")
        missing = column.isna()
        if missing.any() and name not in absent and name in ("numerator", "denominator", "value"):
            first = rows[missing].iloc[0]
            hint = f"Say why in the recipe: 'absent: {{{name}: x}}' for not collected."
            if close := did_you_mean(name, absent, "-").removeprefix("-"):
                hint = close if close.startswith("Did") else hint
            message = f"No file gives the {name} of this row; {int(missing.sum())} rows have none."
            path = files[int(first[FILE])].partition(", ")[0]
            problems.append(Problem(path, int(first[ROW]), "import-hole", message, hint))
        blank = SEPARATOR.join(("", "", "", absent.get(name, "x")))
        words = column.where(~missing, blank)
        unique = {each: each.split(SEPARATOR) for each in words.unique()}
        for at, part in enumerate(_PARTS):
            made[f"{name}{part}"] = words.map({each: parts[at] for each, parts in unique.items()})
    for name in [each for each in BOUNDS if each in numbers and each in rows.columns]:
        made[name] = made[name].where(made[name] != "", rows[name].str.partition(SEPARATOR)[0].fillna(""))
    if all(each in made.columns for each in BOUNDS):
        # A range is a value: where its bounds have columns of their own, the value is blank and yet there.
        bounded = (made["value"] == "") & (made["value_low"] != "") & (made["value_high"] != "")
        made["value_status"] = made["value_status"].mask(bounded & (made["value_status"] == "x"), "ok")
    return made, tuple(problems)
