"""A table ready for questions about several cells at once: its shown numbers; rows that a question hits."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Indicator, Package
from plugins.equity.indexing import Codes, Index

from .cells import COUNTS, seen

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Sheet:
    """A table ready for arithmetic: its index, and each number that is shown (else NaN).

    The arrays of `shown` have one NaN more than the table has rows, so that row -1 is no number.
    """

    package: Package
    indicator: Indicator
    frame: pd.DataFrame
    index: Index
    shown: Mapping[str, Floats]

    @property
    def additive(self) -> tuple[str, ...]:
        """The columns whose numbers add up: counts do, rates and means do not."""
        names = ("value",) if self.indicator.kind == "count" else COUNTS
        return tuple(each for each in names if each in self.shown)

    def written(self, column: str, row: int) -> str:
        """A number as it stands in the table."""
        return str(self.frame[column + "_text"].iat[row])

    def cell(self, row: int) -> str:
        """Which cell a row is, for people."""
        group = self.index.cuts[self.index.cut[row]]
        period, place = self.index.periods[self.index.period[row]], self.index.places[self.index.place[row]]
        return ", ".join((period, place, *(f"{name} {id_}" for name, id_ in group or [("all", "")]))).rstrip()

    def of(self, cut: int) -> Codes:
        """The rows of one combination of groups."""
        return self._rows_of[cut]

    @cached_property
    def _rows_of(self) -> list[Codes]:
        order = np.argsort(self.index.cut, kind="stable")
        ends = np.searchsorted(self.index.cut[order], np.arange(len(self.index.cuts) + 1))
        return [order[a:b] for a, b in pairwise(ends)]


def sheet(package: Package, indicator: Indicator, frame: pd.DataFrame, index: Index) -> Sheet:
    """A table with the numbers that its statuses show."""
    columns = [each for each in (*COUNTS, "value", "value_low", "value_high") if each in frame.columns]
    shown = {
        each: np.append(np.where(seen(frame, each), frame[each].to_numpy(), np.nan), np.nan)
        for each in columns
    }
    return Sheet(package, indicator, frame, index, shown)


class Cases:
    """Rows that contradict something, gathered piece by piece: per row the column and a number about it.

    A row that is found twice is one case, the first; sentences are only made for the few that are told.
    """

    def __init__(self) -> None:
        self._rows: list[Codes] = []
        self._about: list[tuple[str, np.ndarray[Any, Any]]] = []

    def add(self, rows: Codes, column: str, about: "np.ndarray[Any, Any]") -> None:
        """More rows, and for each what its sentence needs."""
        self._rows.append(rows)
        self._about.append((column, about))

    def rows(self) -> Codes:
        """All rows, in order, each once."""
        return np.unique(np.concatenate(self._rows)) if self._rows else np.array([], dtype=np.int64)

    def about(self, row: int) -> tuple[str, Any]:
        """The column and the number of a row."""
        for rows, (column, about) in zip(self._rows, self._about, strict=True):
            at = np.flatnonzero(rows == row)
            if len(at):
                return column, about[at[0]]
        raise KeyError(row)
