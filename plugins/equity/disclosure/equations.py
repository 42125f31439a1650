"""The facts of a publication, gathered one by one into a system.

Totals, children of a place, counts that cannot exceed others, rates with their rounding, ranges, rounded
numbers, cells that are one and the same. `build` makes a `System` of them, in the order in which they came.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import inf

import numpy as np

from .systems import Floats, Ints, Mask, Rows, System


class Equations:
    """Facts about cells, one by one; every `add_` returns the name of its row, for certificates."""

    def __init__(self, cells: int) -> None:
        self._cells = cells
        self._twin = list(range(cells))
        self._low, self._high = [0.0] * cells, [inf] * cells
        self._cell: list[int] = []
        self._weight: list[float] = []
        self._length: list[int] = []
        self._limits: list[tuple[float, float]] = []
        self._residual: list[bool] = []
        self._needs: list[int] = []

    def same(self, a: int, b: int) -> None:
        """Two cells that are one: a district's only school is the district."""
        a, b = self._root(a), self._root(b)
        self._twin[max(a, b)] = min(a, b)

    def add_row(
        self,
        cells: Sequence[int],
        weights: Sequence[float],
        low: float = -inf,
        high: float = inf,
        *,
        residual: bool = False,
        needs: int = -1,
    ) -> int:
        """Any linear fact: low <= sum of weight * cell <= high. Whole weights keep everything exact."""
        self._cell += cells
        self._weight += weights
        self._length.append(len(cells))
        self._limits.append((low, high))
        self._residual.append(residual)
        self._needs.append(needs)
        return len(self._length) - 1

    def add_rows(
        self,
        length: Ints,
        cell: Ints,
        weight: Floats,
        limits: tuple[float, float] = (-inf, inf),
        *,
        residual: bool = False,
    ) -> int:
        """Many rows of one kind at once: `length` says how many entries each takes. The first's name."""
        first = len(self._length)
        self._cell += cell.tolist()
        self._weight += weight.tolist()
        self._length += length.tolist()
        self._limits += [limits] * len(length)
        self._residual += [residual] * len(length)
        self._needs += [-1] * len(length)
        return first

    def add_sum(
        self, total: int, parts: Sequence[int], *, complete: bool = True, residual: bool = True
    ) -> int:
        """A total and its parts, or a place and the places in it; of one part it is the same cell.

        Parts that are not all there are is `complete=False`: they are at most the total. `residual=False` for
        numerators and other sums whose hidden rest may be small.
        """
        if len(parts) == 1 and complete:
            self.same(total, parts[0])
        high = 0.0 if complete else inf
        return self.add_row(
            (total, *parts), (1.0, *[-1.0] * len(parts)), 0.0, high, residual=residual and complete
        )

    def add_at_most(self, k: int, n: int, gap: int = 0) -> int:
        """k + gap <= n. A gap of 1 says that everybody (or nobody) would have been shown."""
        return self.add_row((n, k), (1.0, -1.0), float(gap))

    def add_rate(
        self, k: int, n: int, value: Fraction | str, decimals: int, scale: int = 100, *, half_up: bool = False
    ) -> tuple[int, int]:
        """A published rate: scale * k / n rounded to `decimals`. A mean: k is the sum, scale 1.

        Both ends belong to it, unless it is known to be rounded half up. Nobody publishes a rate whose n is
        hidden, so the two rows are gone when n is.
        """
        unit = 10**decimals
        twice = 2 * Fraction(value) * unit
        if (twice / 2).denominator != 1:
            raise ValueError(f"A rate with {decimals} decimals has more of them.")
        weight = float(2 * scale * unit)
        below = self.add_row((k, n), (weight, -float(twice - 1)), 0.0, needs=n)
        above = self.add_row((k, n), (weight, -float(twice + 1)), -inf, -1.0 if half_up else 0.0, needs=n)
        return below, above

    def add_range(self, cell: int, low: float, high: float = inf) -> None:
        """What is known of a cell even when its number is hidden: a band, a code, at least 1."""
        self._low[cell] = max(self._low[cell], low)
        self._high[cell] = min(self._high[cell], high)

    def add_rounded(self, cell: int, value: int, base: int) -> None:
        """A number shown rounded to a multiple of `base`; the cell itself counts as hidden."""
        self.add_range(cell, value - base / 2, value + base / 2)

    def build(self) -> System:
        """The system; rows that say the same are one, named by the first."""
        roots = np.array([self._root(each) for each in range(self._cells)], dtype=np.int64)
        first, number = np.unique(roots, return_inverse=True)
        low, high = np.zeros(len(first)), np.full(len(first), inf)
        np.maximum.at(low, number, np.ceil(np.array(self._low) - 1e-9))
        np.minimum.at(high, number, np.floor(np.array(self._high) + 1e-9))
        rows = _joined(
            np.repeat(np.arange(len(self._length)), self._length),
            number[np.array(self._cell, dtype=np.int64)],
            np.array(self._weight),
            np.array(self._limits, dtype=float).reshape(-1, 2),
        )
        needs = np.array(self._needs, dtype=np.int64)
        needs = np.where(needs < 0, -1, number[np.maximum(needs, 0)] if len(number) else -1)
        keep = _different(rows, needs)
        names = np.flatnonzero(keep)
        kept = rows.only(np.ones(len(rows.cell), dtype=bool), keep)
        return System(number, low, high, kept, np.array(self._residual, dtype=bool)[names], needs[names])

    def _root(self, cell: int) -> int:
        while self._twin[cell] != cell:
            self._twin[cell] = self._twin[self._twin[cell]]
            cell = self._twin[cell]
        return cell


def _joined(
    row: Ints, cell: Ints, weight: Floats, limits: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> Rows:
    """Rows in which every cell stands once, in order; what cancels out is gone."""
    order = np.lexsort((cell, row))
    row, cell, weight = row[order], cell[order], weight[order]
    begins = np.ones(len(row), dtype=bool)
    begins[1:] = (row[1:] != row[:-1]) | (cell[1:] != cell[:-1])
    weight = np.add.reduceat(weight, np.flatnonzero(begins)) if len(row) else weight
    there = weight != 0
    row, cell = row[begins][there], cell[begins][there]
    return Rows(row, cell, weight[there], limits[:, 0], limits[:, 1], np.arange(len(limits)))


def _different(rows: Rows, needs: Ints) -> Mask:
    """The rows that say something, each of those that say the same once: the first."""
    start = rows.start
    keep = start[1:] > start[:-1]
    seen: set[tuple[bytes, bytes, float, float, int]] = set()
    limits = zip(rows.row_low.tolist(), rows.row_high.tolist(), needs.tolist(), strict=True)
    ends: Iterable[tuple[int, int]] = zip(start[:-1].tolist(), start[1:].tolist(), strict=True)
    for at, ((begin, end), (low, high, need)) in enumerate(zip(ends, limits, strict=True)):
        if not keep[at]:
            continue
        key = (rows.cell[begin:end].tobytes(), rows.weight[begin:end].tobytes(), low, high, need)
        keep[at] = key not in seen
        seen.add(key)
    return keep
