"""Small pieces of a large one: the unknowns around one, and what is said of them.

`among` knows less than the whole (only rows that are all within): what cannot be there cannot be at all.
`alone` allows less than the whole (everything outside stands still): what can be there can be.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from .systems import Floats, Ints, Mask, Open, Rows

NEAR = (80, 600)
"""How many unknowns around one are looked at before all are."""


class Nearby:
    """An `Open` with its entries found by row and by unknown, so that a small piece costs little."""

    def __init__(self, unknown: Open) -> None:
        self.unknown = unknown
        rows = unknown.rows
        self._row_start = rows.start
        order = np.argsort(rows.cell, kind="stable")
        self._row_of = rows.row[order]
        self._cell_start = np.searchsorted(rows.cell[order], np.arange(len(unknown.low) + 1))

    def cells(self, at: int, wanted: int) -> Ints:
        """The unknowns around one, those that share a row first, until there are as many as wanted."""
        found, edge = np.array([at]), np.array([at])
        while len(edge) and len(found) < wanted:
            entries = _slices(self._row_start, self._rows(edge))
            next_ = np.unique(self.unknown.rows.cell[entries])
            edge = np.setdiff1d(next_, found, assume_unique=True)
            found = np.union1d(found, edge)
        return found

    def among(self, cells: Ints) -> Open:
        """These unknowns (sorted) and the rows whose unknowns are all among them."""
        names = self._rows(cells)
        entries = _slices(self._row_start, names)
        inside = np.isin(self.unknown.rows.cell[entries], cells, assume_unique=False)
        whole = np.bincount(np.searchsorted(names, self.unknown.rows.row[entries]), ~inside, len(names)) == 0
        return self._piece(cells, names[whole], None)

    def alone(self, cells: Ints, base: Floats) -> Open:
        """These unknowns (sorted) in all their rows, every other one as in the table `base`."""
        return self._piece(cells, self._rows(cells), base)

    def _rows(self, cells: Ints) -> Ints:
        return np.unique(self._row_of[_slices(self._cell_start, cells)])

    def _piece(self, cells: Ints, names: Ints, base: Floats | None) -> Open:
        all_rows = self.unknown.rows
        entries = _slices(self._row_start, names)
        row = np.searchsorted(names, all_rows.row[entries])
        cell, weight = all_rows.cell[entries], all_rows.weight[entries]
        low, high = all_rows.row_low[names], all_rows.row_high[names]
        if base is not None:
            inside = np.isin(cell, cells)
            still = np.bincount(row, np.where(inside, 0.0, weight * base[cell]), len(names))
            low, high = low - still, high - still
            row, cell, weight = row[inside], cell[inside], weight[inside]
        rows = Rows(row, np.searchsorted(cells, cell), weight, low, high, all_rows.name[names])
        return Open(self.unknown.origin[cells], self.unknown.low[cells], self.unknown.high[cells], rows)


def components(unknown: Open, joins: Mask | None = None) -> Ints:
    """Which connected part each unknown is in, numbered in order of their first unknowns.

    With `joins` only those unknowns connect; each other one is a part by itself.
    """
    size, rows = len(unknown.low), unknown.rows
    cell, row = rows.cell, rows.row
    if joins is not None:
        cell, row = cell[joins[cell]], row[joins[cell]]
    links = csr_array((np.ones(len(cell)), (cell, row + size)), shape=(size + rows.count,) * 2)
    _, label = connected_components(links, directed=False)
    _, first, again = np.unique(label[:size], return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    numbered: Ints = rank[again].astype(np.int64)
    return numbered


def _slices(start: Ints, which: Ints) -> Ints:
    """The entries of these rows, one after the other."""
    length = start[which + 1] - start[which]
    before = np.cumsum(length) - length
    entries: Ints = np.repeat(start[which] - before, length) + np.arange(int(length.sum()))
    return entries
