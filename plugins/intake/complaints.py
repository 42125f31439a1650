"""Many rows with one fault, told once: where it begins, how many there are. 10,000 bad rows stay readable."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from plugins.equity.problems import Problem

FILE, ROW = "_file", "_row"
"""The columns that say of each record from which file (its number in the list of files) and row it is."""

_WORDS, _ROWS = 10, 3


def complain(
    frame: pd.DataFrame,
    column: str,
    faults: Mapping[str, tuple[str, str]],
    files: Sequence[str],
    code: str,
    name: str,
) -> Iterator[Problem]:
    """A problem for each of the first words of `column` that have a fault (message, hint); then the others.

    `name` is what the publisher calls the column. A message begins with the word itself.
    """
    if not faults:
        return
    wrong = frame[frame[column].isin(list(faults))]
    for number, (word, rows) in enumerate(wrong.groupby(column, sort=False)):
        if number == _WORDS:
            others = wrong[~wrong[column].isin(list(wrong[column].unique()[:_WORDS]))]
            text = f"{others[column].nunique()} more words of the column '{name}' in {len(others)} rows."
            yield _at(others, files, code, text, "Mend the first ones and look again.")
            return
        message, hint = faults[str(word)]
        yield _at(
            rows, files, code, f"'{shortened(str(word))}' (column '{name}') {message}{_extent(rows)}.", hint
        )


def complain_of_rows(
    rows: pd.DataFrame, files: Sequence[str], code: str, message: str, hint: str
) -> Iterator[Problem]:
    """One problem for all rows with the same fault; the message has no full stop."""
    if len(rows):
        yield _at(rows, files, code, message + _extent(rows) + ".", hint)


def shortened(word: str) -> str:
    """A word as far as a message needs it."""
    return word if len(word) <= 60 else word[:60] + "…"


def _at(rows: pd.DataFrame, files: Sequence[str], code: str, message: str, hint: str) -> Problem:
    first = rows.iloc[0]
    path, sheet = place_of(files[int(first[FILE])])
    return Problem(path, int(first[ROW]), code, sheet + message, hint)


def place_of(file: str) -> tuple[str, str]:
    """The path of a file as grids name it, and how a message about a sheet in it begins."""
    path, _, sheet = file.partition(", sheet ")
    return path, f"Sheet {sheet}: " if sheet else ""


def _extent(rows: pd.DataFrame) -> str:
    """How many rows, and the first of them: "" for a single one, which is located already."""
    if len(rows) == 1:
        return ""
    here = rows[rows[FILE] == rows[FILE].iloc[0]]
    first = ", ".join(str(each) for each in here[ROW].head(_ROWS))
    more = rows[FILE].nunique() - 1
    elsewhere = f", and in {more} more file{'' if more == 1 else 's'}" if more else ""
    return f"; {len(rows)} rows, here {first}{' ...' if len(here) > _ROWS else ''}{elsewhere}"
