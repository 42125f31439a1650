"""From rows that are wrong to problems that a person can read: the first few each, then how many more."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from plugins.equity.problems import ERROR, Problem, did_you_mean, plain, the_same

EXAMPLES = 5

Rows = np.ndarray[tuple[int], np.dtype[np.bool_]]
"""True where a row is meant."""


def hits(column: "pd.Series[Any]", fits: Callable[[str], bool]) -> Rows:
    """The rows of a category column whose cell fits; each different cell is looked at once."""
    answers = np.array([fits(str(each)) for each in column.cat.categories], dtype=bool)
    codes = column.cat.codes.to_numpy()
    if not answers.any():
        return np.zeros(len(codes), dtype=bool)
    found: Rows = np.append(answers, False)[codes]  # a code of -1 is no cell
    return found


def cells(column: "pd.Series[Any]", wanted: Iterable[str]) -> Rows:
    """The rows of a category column whose cell is one of those wanted."""
    return hits(column, frozenset(wanted).__contains__)


def told(
    frame: pd.DataFrame, rows: Rows, column: str, code: str, message: str, hint: str
) -> Iterator[Problem]:
    """A problem for each of the first rows, then one that counts the rest: 10,000 stay readable.

    `{cell}` and `{column}` in the message are filled in.
    """
    if not rows.any():
        return
    yield from tell_rows(
        frame,
        np.flatnonzero(rows),
        code,
        lambda at: message.format(cell=frame[column].iat[at], column=column),
        hint,
        rest=f"column '{column}'",
    )


def tell_rows(
    frame: pd.DataFrame,
    rows: "np.ndarray[Any, Any]",
    code: str,
    say: Callable[[int], str],
    hint: str,
    *,
    rest: str = "",
    severity: str = ERROR,
) -> Iterator[Problem]:
    """The same for row numbers and a sentence of its own for each."""
    for place, at in enumerate(rows[: EXAMPLES + 1].tolist()):
        text = say(at)
        if place == EXAMPLES:
            text = the_same(len(rows) - EXAMPLES, "row") + (f" ({rest})." if rest else ".")
        file, line = where(frame, at)
        yield Problem(file, line, code, text, hint, severity)


def where(frame: pd.DataFrame, at: int) -> tuple[str, int]:
    """The file and line of a row."""
    return str(frame["_file"].iat[at]), int(frame["_line"].to_numpy()[at])


def unknown(
    frame: pd.DataFrame, column: str, known: Iterable[str], code: str, message: str, same: str = ""
) -> Iterator[Problem]:
    """Cells that are none of the known words, each different one with the nearest.

    `same` is the message where a cell is a known word but for capitals, spaces or signs.
    """
    choices = list(known)
    wrong = hits(frame[column], lambda cell: cell != "" and cell not in set(choices))
    if not wrong.any():
        return
    strange = frame[column][wrong]
    different = list(dict.fromkeys(strange.astype(str)))
    alike = {plain(each): each for each in reversed(choices)}
    for cell in different[:EXAMPLES]:
        twin = alike.get(plain(cell)) if same else None
        # A name may have braces of its own, which are no places to fill in.
        text = same.replace("{known}", str(twin).replace("{", "{{").replace("}", "}}")) if twin else message
        hint = did_you_mean(cell, choices, "Declare it, or correct the spelling.")
        if twin:
            hint = f"Write '{twin}'."
        yield from told(frame, cells(frame[column], [cell]), column, code, text, hint)
    if len(different) > EXAMPLES:
        others = np.flatnonzero(wrong & ~cells(frame[column], different[:EXAMPLES]))
        text = f"{len(others)} more rows have something else in '{column}' that is not known."
        file, line = where(frame, int(others[0]))
        yield Problem(file, line, code, text, "Correct the first ones and look again.")


def twice(frame: pd.DataFrame, keys: list[str], code: str, message: str) -> Iterator[Problem]:
    """Rows of which an earlier row has the same key."""
    again = frame.duplicated(keys, keep="first").to_numpy()
    hint = "Keep one of them: the key is " + ", ".join(keys) + "."
    yield from told(frame, again, keys[-1], code, message, hint)
