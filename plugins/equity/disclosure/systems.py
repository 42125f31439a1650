"""What is published as a linear system: cells are whole numbers, everything known of them is a row.

`Equations` gathers facts about numbered cells: totals, children of a place, counts that cannot exceed others,
rates with their rounding, ranges, rounded numbers, cells that are one and the same. `build` makes a `System`
of them: plain arrays, always in the order in which the facts came. `System.without` puts the shown numbers in
and leaves what an attacker has: the hidden cells and what is still said of them.

A system knows neither packages nor what is hidden. Cells are numbers from 0; the layer that makes the
equations keeps the list of what each stands for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

import numpy as np

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Rows:
    """Sparse rows: `row_low <= sum of weight * cell <= row_high`, each entry with the `row` it stands in.

    Entries are sorted by row. `name` is the number that `Equations` gave the row.
    """

    row: Ints = field(repr=False)
    cell: Ints = field(repr=False)
    weight: Floats = field(repr=False)
    row_low: Floats = field(repr=False)
    row_high: Floats = field(repr=False)
    name: Ints = field(repr=False)

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.name)

    @property
    def start(self) -> Ints:
        """Where each row's entries begin, and the end of the last."""
        return np.searchsorted(self.row, np.arange(self.count + 1))

    def add_up(self, numbers: Floats) -> Floats:
        """The sum over each row of one number per entry."""
        return np.bincount(self.row, numbers, self.count)

    def only(self, entries: Mask, rows: Mask) -> "Rows":
        """These entries of these rows, renumbered."""
        keep = entries & rows[self.row]
        again = np.cumsum(rows) - 1
        return Rows(
            again[self.row[keep]],
            self.cell[keep],
            self.weight[keep],
            self.row_low[rows],
            self.row_high[rows],
            self.name[rows],
        )


@dataclass(frozen=True)
class Open:
    """What is left when the shown numbers are put in: unknown whole numbers, each between `low` and `high`.

    `origin` says which cell of the system each unknown is; the rows count unknowns, not cells.
    """

    origin: Ints = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    rows: Rows = field(repr=False)


@dataclass(frozen=True)
class System:
    """Cells `0 .. cells-1` with what is known of each beforehand, and the rows between them.

    `number` leads from the cells that the equations were written in to those of the system, since cells that
    are the same are one here. `residual` is true for rows whose hidden parts add up to a published count,
    so that the rule on the rest applies to them. A row with `needs` >= 0 is published only while that cell is
    shown, such as a rate beside its denominator.
    """

    number: Ints = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    rows: Rows = field(repr=False)
    residual: Mask = field(repr=False)
    needs: Ints = field(repr=False)

    @property
    def cells(self) -> int:
        """How many different cells."""
        return len(self.low)

    def any_of(self, mask: Mask) -> Mask:
        """A mask over the written cells, as one over the system's: true where any of the same cells is."""
        found = np.zeros(self.cells, dtype=bool)
        found[self.number[mask]] = True
        return found

    def values(self, written: Floats) -> Floats:
        """The numbers of the system's cells; NaN where no written cell has one. ValueError where two differ."""
        found = np.full(self.cells, np.nan)
        there = ~np.isnan(written)
        found[self.number[there]] = written[there]
        if (found[self.number[there]] != written[there]).any():
            raise ValueError("Two cells that are the same have different numbers; ask differing() which.")
        return found

    def differing(self, written: Floats) -> tuple[tuple[int, int], ...]:
        """Pairs of written cells that are the same and have different numbers."""
        there = np.flatnonzero(~np.isnan(written))
        order = there[np.argsort(self.number[there], kind="stable")]
        ours, numbers = self.number[order], written[order]
        at = np.flatnonzero((ours[1:] == ours[:-1]) & (numbers[1:] != numbers[:-1]))
        return tuple(zip(order[at].tolist(), order[at + 1].tolist(), strict=True))

    def contradicted(self, values: Floats) -> Ints:
        """The names of rows that do not hold, among those whose cells are all known."""
        weighted = self.rows.weight * values[self.rows.cell]
        left = self.rows.add_up(np.nan_to_num(weighted))
        whole = self.rows.add_up(np.isnan(weighted).astype(float)) == 0
        slack = 1e-9 * (1 + self.rows.add_up(np.abs(np.nan_to_num(weighted))))
        wrong = (left < self.rows.row_low - slack) | (left > self.rows.row_high + slack)
        return self.rows.name[wrong & whole]

    def without(self, known: Floats) -> Open:
        """The unknown cells (NaN in `known`) and the rows that still say something of them."""
        hidden = np.isnan(known)
        published = (self.needs < 0) | ~hidden[np.maximum(self.needs, 0)]
        unknown = hidden[self.rows.cell]
        open_ = self.rows.add_up(unknown.astype(float)) > 0
        shown = self.rows.add_up(np.where(unknown, 0, self.rows.weight * np.nan_to_num(known)[self.rows.cell]))
        rows = self.rows.only(unknown, open_ & published)
        left = shown[open_ & published]
        again = np.cumsum(hidden) - 1
        moved = Rows(
            rows.row, again[rows.cell], rows.weight, rows.row_low - left, rows.row_high - left, rows.name
        )
        return Open(np.flatnonzero(hidden), self.low[hidden], self.high[hidden], moved)


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
        """Many rows of one kind at once: `length` says how many of the entries each takes. The first's name."""
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
        if twice.denominator != 1:
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


def _joined(row: Ints, cell: Ints, weight: Floats, limits: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Rows:
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
