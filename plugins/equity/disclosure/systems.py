"""What is published as a linear system: cells are whole numbers, everything known of them is a row.

A system knows neither packages nor what is hidden. Cells are numbers from 0; whoever writes the equations
keeps the list of what each stands for. `System.without` puts the shown numbers in and leaves what an
attacker has: the hidden cells and what is still said of them.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

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
        sums: Floats = np.bincount(self.row, numbers, self.count).astype(np.float64)
        return sums

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

    def beside(self, cells: Mask) -> Mask:
        """These cells and those that stand in a row with one of them."""
        rows, found = self.rows, cells.copy()
        touched = np.zeros(rows.count, dtype=bool)
        touched[rows.row[cells[rows.cell]]] = True
        found[rows.cell[touched[rows.row]]] = True
        return found

    def together(self, written: Ints) -> Ints:
        """Labels of written cells that are hidden together, as labels of the system's cells.

        Cells that are the same bring their labels together.
        """
        size = int(written.max(initial=-1)) + 1
        ends = (np.ones(len(written)), (written, self.number + size))
        _, label = connected_components(csr_array(ends, shape=(size + self.cells,) * 2), directed=False)
        labels: Ints = label[size:].astype(np.int64)
        return labels

    def values(self, written: Floats) -> Floats:
        """The numbers of the system's cells; NaN where no written cell has one. ValueError where two
        differ.
        """
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
        names: Ints = self.rows.name[wrong & whole]
        return names

    def without(self, known: Floats) -> Open:
        """The unknown cells (NaN in `known`) and the rows that still say something of them."""
        hidden = np.isnan(known)
        published = (self.needs < 0) | ~hidden[np.maximum(self.needs, 0)]
        unknown = hidden[self.rows.cell]
        open_ = self.rows.add_up(unknown.astype(float)) > 0
        shown = self.rows.add_up(
            np.where(unknown, 0, self.rows.weight * np.nan_to_num(known)[self.rows.cell])
        )
        rows = self.rows.only(unknown, open_ & published)
        left = shown[open_ & published]
        again = np.cumsum(hidden) - 1
        moved = Rows(
            rows.row, again[rows.cell], rows.weight, rows.row_low - left, rows.row_high - left, rows.name
        )
        return Open(np.flatnonzero(hidden), self.low[hidden], self.high[hidden], moved)
