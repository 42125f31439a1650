"""Each cell by itself: a number or why there is none, a declared group, a known place, a period."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from plugins.equity.descriptors import ALL, Indicator, Package
from plugins.equity.problems import Problem

from .periods import is_period, is_school_year
from .telling import Rows, cells, hits, told, unknown

STATUSES = ("ok", "c", "z", "x", "w", "low", "u")
NUMBERS = ("numerator", "denominator", "value", "value_low", "value_high", "sd")
COUNTS = ("numerator", "denominator")
BOUNDS = ("value_low", "value_high")
_SHOWN = ("ok", "low", "u")
_NONE = ("c", "z", "x", "w")
# At most 15 digits: a larger number is a mistake, and floats, which only compare here, hold these exactly.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_PERIOD_HINT = "Write a school year such as 2018-19, or a year such as 2019."


def status_of(frame: pd.DataFrame, column: str) -> str:
    """The column whose status speaks for a number: its own where the table has one."""
    own = "status" if column.startswith("value") or column == "sd" else f"{column}_status"
    return own if own in frame.columns else "status"


def seen(frame: pd.DataFrame, column: str) -> Rows:
    """The rows whose number may be repeated in a message: a log is public, and `C` may be meant as `c`."""
    return cells(frame[status_of(frame, column)], _SHOWN)


def empty(frame: pd.DataFrame, column: str) -> Rows:
    """The rows with nothing in a column."""
    return cells(frame[column], [""])


def keys(package: Package, frame: pd.DataFrame, places: Iterable[str]) -> Iterator[Problem]:
    """What names a row: its period, its place, its groups."""
    dimensions = [each for each in package.dimensions if each in frame.columns]
    statuses = [str(each) for each in frame.columns if each == "status" or str(each).endswith("_status")]
    for column in ("period", "place", *statuses, *dimensions):
        hint = "Every row needs it."
        if column in dimensions:
            hint = f"Write '{ALL}' where it is not broken down."
        yield from told(frame, empty(frame, column), column, "cell-blank", "'{column}' is blank.", hint)
    odd = hits(frame["period"], lambda cell: cell != "" and not is_period(cell))
    yield from told(frame, odd, "period", "period-shape", "'{cell}' is no period.", _PERIOD_HINT)
    used = frame["period"].cat.categories
    if len({is_school_year(each) for each in used if is_period(each)}) > 1:
        years = hits(frame["period"], lambda cell: is_period(cell) and not is_school_year(cell))
        message = "'{cell}' is a year, and other rows have school years."
        yield from told(frame, years, "period", "period-shape", message, "Write all periods in one way.")
    message = "There is no place '{cell}' in places.csv."
    yield from unknown(frame, "place", places, "place-unknown", message)
    for column in dimensions:
        groups = (ALL, *package.dimensions[column].groups)
        message = "'{cell}' is not a group of '{column}'."
        same = "'{cell}' is '{known}' spelled in another way."
        yield from unknown(frame, column, groups, "group-unknown", message, same)
    for column in statuses:
        yield from unknown(frame, column, STATUSES, "status-unknown", "'{cell}' is not a status.")


def numbers(
    frame: pd.DataFrame, indicator: Indicator, *, checked: bool = False
) -> tuple[pd.DataFrame, list[Problem]]:
    """The table with each number as a float and its text beside it (`value_text`), and what is wrong in it.

    Rows that were `checked` before are only read.
    """
    problems: list[Problem] = []
    columns = [each for each in NUMBERS if each in frame.columns]
    typed: dict[str, Any] = {}
    for column in columns:
        texts = [str(each) for each in frame[column].cat.categories]
        read = np.array([float(each) if _NUMBER.fullmatch(each) else np.nan for each in texts] + [np.nan])
        typed[column] = read[frame[column].cat.codes.to_numpy()]
        typed[column + "_text"] = frame[column]
        if not checked:
            problems += _number(frame, column, indicator)
    made = frame.assign(**typed)
    if checked:
        return made, []
    problems += _statuses(frame, columns, indicator)
    if set(BOUNDS) <= set(columns):
        problems += _ranges(frame, made)
    return made, problems


def _number(frame: pd.DataFrame, column: str, indicator: Indicator) -> Iterator[Problem]:
    """What is wrong with the numbers of one column."""
    count = column in COUNTS or (indicator.kind == "count" and column != "sd")
    kind, open_ = "whole number" if count else "number", seen(frame, column)
    hint = f"Write a number such as 12, or leave it blank and say why in the status: {', '.join(STATUSES)}."
    odd = hits(frame[column], lambda cell: cell != "" and not _NUMBER.fullmatch(cell)) & open_
    yield from told(frame, odd, column, "cell-type", "'{cell}' is not a " + kind + ".", hint)

    def number(cell: str) -> float:
        return float(cell) if _NUMBER.fullmatch(cell) else 0.0

    # The numerator of a mean is a sum, and need not be whole.
    if count and not (indicator.kind == "mean" and column == "numerator"):
        part = hits(frame[column], lambda cell: number(cell) % 1 != 0) & open_
        message = "'{cell}' is not a whole number."
        yield from told(frame, part, column, "cell-type", message, "Counts of people are whole.")
    signed = indicator.kind == "mean" and column not in ("denominator", "sd")
    if not signed:
        less = hits(frame[column], lambda cell: number(cell) < 0) & open_
        message = "'{cell}' is less than nothing."
        yield from told(frame, less, column, "cell-negative", message, "Counts and rates start at 0.")
    if indicator.kind == "proportion" and column not in COUNTS:
        more = hits(frame[column], lambda cell: number(cell) > indicator.scale) & open_
        message = "'{cell}' is more than everybody (" + str(indicator.scale) + ")."
        hint = "Is this the rate of a part of a whole?"
        yield from told(frame, more, column, "value-larger", message, hint)


def _statuses(frame: pd.DataFrame, columns: Sequence[str], indicator: Indicator) -> Iterator[Problem]:
    """A blank number says why it is blank, and a number that is withheld is not there."""
    ranged = np.zeros(len(frame), dtype=bool)
    if set(BOUNDS) <= set(columns):
        ranged = ~empty(frame, "value_low") & ~empty(frame, "value_high")
    for column in columns:
        own, blank = status_of(frame, column), empty(frame, column)
        if column not in (*BOUNDS, "sd"):
            silent = blank & cells(frame[own], ["ok"])
            if column == "value":
                silent &= ~ranged
            hint = f"Say why in '{own}': c withheld, z not applicable, x not collected, w not yet."
            message = "'{column}' is blank but its status is ok."
            yield from told(frame, silent, column, "cell-blank", message, hint)
        # The number itself is not repeated: this one should not have been written down.
        anyway = ~blank & cells(frame[own], _NONE)
        message = "'{column}' holds a number although its status says there is none."
        yield from told(frame, anyway, column, "cell-not-empty", message, f"Empty it, or correct '{own}'.")
    if "sd" in columns and indicator.kind != "mean":
        extra = ~empty(frame, "sd")
        message = "A standard deviation belongs to a mean, and this indicator is none."
        yield from told(frame, extra, "sd", "cell-not-empty", message, "Remove the column 'sd'.")


def _ranges(frame: pd.DataFrame, typed: pd.DataFrame) -> Iterator[Problem]:
    """A range has both ends, the lower one first, and a value beside it lies inside."""
    low, high, value = (typed[each].to_numpy() for each in (*BOUNDS, "value"))
    open_ = seen(frame, "value")
    one = empty(frame, "value_low") != empty(frame, "value_high")
    hint = "Give both ends, or neither."
    yield from told(frame, one, "value_low", "range-open", "This range has only one end.", hint)
    turned = (low > high) & open_
    message = "This range begins at {cell}, above its end."
    yield from told(frame, turned, "value_low", "range-order", message, "Exchange the two ends.")
    outside = ((value < low) | (value > high)) & ~turned & open_
    message = "The value {cell} is outside of its range."
    yield from told(frame, outside, "value", "range-outside", message, "Correct the value or the range.")
