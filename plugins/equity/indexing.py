"""Which row of a table holds which cell: period, place and group as whole numbers, found by binary search.

A table of millions of rows is indexed in a second or two and costs 20 bytes a row; a dictionary of tuples
would cost hundreds. What a table's rows share stands once: its periods, its places and its `cuts`, the
combinations of groups that occur.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

ALL = "all"

Group = tuple[tuple[str, str], ...]
"""A group as (dimension, group) pairs, sorted; crossed when there are several; empty: everybody."""

Codes = np.ndarray[tuple[int], np.dtype[np.int64]]
"""One whole number per row."""


@dataclass(frozen=True)
class Index:
    """`period`, `place` and `cut` hold, per row, the position in `periods` (sorted), `places` and `cuts`."""

    periods: tuple[str, ...]
    places: tuple[str, ...]
    cuts: tuple[Group, ...]
    period: Codes = field(repr=False)
    place: Codes = field(repr=False)
    cut: Codes = field(repr=False)

    def row(self, period: str, place: str, group: Group) -> int | None:
        """The number of the row of a cell, or None when the table has no such row."""
        known = self._numbers
        try:
            key = self.key(known[0][period], known[1][place], known[2][group])
        except KeyError:
            return None
        at = int(np.searchsorted(self._keys, key))
        return int(self._order[at]) if at < len(self._keys) and self._keys[at] == key else None

    def rows(self, period: Codes, place: Codes, cut: Codes) -> Codes:
        """The row of each cell, -1 where there is none; every code must be one of this index."""
        if not len(self._keys):
            return np.full(len(period), -1)
        wanted = self.key(period, place, cut)
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[at] == wanted, self._order[at], -1)

    def key(self, period: Any, place: Any, cut: Any) -> Any:
        """One whole number per cell, the same for the same cell."""
        return (np.int64(period) * len(self.places) + place) * max(len(self.cuts), 1) + cut

    def repeated(self) -> Codes:
        """The rows whose cell stands in an earlier row already, in order."""
        # A stable sort keeps the earliest row of a cell first.
        again = np.zeros(len(self._keys), dtype=bool)
        again[1:] = self._keys[1:] == self._keys[:-1]
        return np.sort(self._order[again])

    def cut_number(self, group: Group) -> int | None:
        """The position of a group in `cuts`; None when no row has it."""
        return self._numbers[2].get(group)

    @cached_property
    def _order(self) -> Codes:
        keys = self.key(self.period, self.place, self.cut)
        sorted_already = bool((keys[1:] >= keys[:-1]).all())
        return np.arange(len(keys)) if sorted_already else np.argsort(keys, kind="stable")

    @cached_property
    def _keys(self) -> Codes:
        keys: Codes = self.key(self.period, self.place, self.cut)[self._order]
        return keys

    @cached_property
    def _numbers(self) -> tuple[dict[str, int], dict[str, int], dict[Group, int]]:
        def numbered(words: Iterable[Any]) -> dict[Any, int]:
            return {word: at for at, word in enumerate(words)}

        return numbered(self.periods), numbered(self.places), numbered(self.cuts)


def index_of(frame: pd.DataFrame, dimensions: Sequence[str]) -> Index:
    """The index of a table whose `period`, `place` and dimensions are categorical columns."""
    period, place = frame["period"].cat, frame["place"].cat
    periods = tuple(str(each) for each in period.categories)
    ranks = np.argsort(np.argsort(np.array(periods, dtype=object)))
    cut, cuts = _cuts(frame, sorted(dimensions))
    return Index(
        tuple(sorted(periods)),
        tuple(str(each) for each in place.categories),
        cuts,
        ranks[period.codes.to_numpy()].astype(np.int64),
        place.codes.to_numpy().astype(np.int64),
        cut,
    )


def _cuts(frame: pd.DataFrame, dimensions: Sequence[str]) -> tuple[Codes, tuple[Group, ...]]:
    """Per row the number of its combination of groups, and those combinations."""
    codes = np.zeros(len(frame), dtype=np.int64)
    known: list[Group] = [()]
    for name in dimensions:
        column = frame[name].cat
        width = max(len(column.categories), 1)
        # Made dense again after each dimension, so that no product of many dimensions overflows.
        codes, seen = pd.factorize(codes * width + column.codes.to_numpy())
        words = [str(each) for each in column.categories]
        known = [
            known[each // width] + (() if words[each % width] == ALL else ((name, words[each % width]),))
            for each in seen.tolist()
        ]
    return codes.astype(np.int64), tuple(known)
