"""From a row of a table back to the publisher's file: an import that stops writes no table."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from plugins.equity.problems import Problem, errors

from .complaints import FILE, ROW, place_of
from .merging import ORIGIN, file_of, row_of

# Which number a complaint is about, where it does not begin with the cell.
_ABOUT = {"count-larger": "numerator", "rate-contradicts-counts": "value"}
_CELL = re.compile(r"'([^']*)' is ")


@dataclass(frozen=True)
class Trace:
    """A table as it is written, and where each of its rows comes from (by the same index)."""

    rows: pd.DataFrame
    origins: pd.DataFrame
    files: Sequence[str]


def traced(problems: Iterable[Problem], traces: Mapping[str, Trace], package: str) -> tuple[Problem, ...]:
    """The problems of an import, located in the publisher's files where its tables are not written.

    `traces` are by the path of the table as problems name it. A warning of an import that succeeds stays
    with its table, which is there.
    """
    told = tuple(problems)
    return tuple(_traced(told, traces, package)) if errors(told) else told


def _traced(problems: Iterable[Problem], traces: Mapping[str, Trace], package: str) -> Iterator[Problem]:
    for each in problems:
        trace = traces.get(each.path)
        if trace is None or not 2 <= each.line < len(trace.rows) + 2:
            yield each
            continue
        label = trace.rows.index[each.line - 2]
        row = trace.rows.loc[[label]].iloc[0]
        number = _number(each, row)
        origin = trace.origins.loc[[label]].iloc[0]
        place = origin.get(f"{ORIGIN}{number}")
        file, at = (
            (int(origin[FILE]), int(origin[ROW])) if pd.isna(place) else (file_of(place), row_of(place))
        )
        path, sheet = place_of(trace.files[file])
        message = f"{each.message.removesuffix('.')} (column '{number}')." if number else each.message
        yield replace(
            each, path=path, line=at, message=sheet + message, hint=_hint(each, package) or each.hint
        )


def _number(problem: Problem, row: "pd.Series[str]") -> str:
    """The column of our table that a complaint is about, or ""."""
    if problem.code in _ABOUT:
        return _ABOUT[problem.code]
    found = _CELL.match(problem.message)
    names = ("value", "value_low", "value_high", "numerator", "denominator", "sd")
    return next((each for each in names if found and row.get(each) == found[1]), "")


def _hint(problem: Problem, package: str) -> str:
    """What to do about it in the recipe; "" where nothing else than elsewhere."""
    if problem.code == "value-larger":
        return (
            "Does 'value:' under 'numbers:' in the recipe name the right column? If these are events per "
            f'hundred people, write "kind": "rate" in datapackage.json, then `plumbline import {package} '
            "--describe`."
        )
    if problem.code == "count-larger":
        return f"{problem.hint} Or are the two exchanged under 'numbers:' in the recipe?"
    return ""
