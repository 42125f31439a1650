"""What an attack has proven so far of each cell: numbers that it can have, and bounds that surely hold."""

import numpy as np

from .nearby import components
from .programs import TOLERANCE
from .systems import Floats, Ints, Mask, Open

CLOSE = 2
"""Intervals this little wider than their limit are asked again in whole numbers."""


class Proofs:
    """What is known so far of each cell: bounds that surely hold, and numbers that it surely can have."""

    def __init__(self, cells: int, limit: Floats, sensitive: Mask, *, exact: bool, quick: bool) -> None:
        self.limit, self.sensitive, self.exact, self.quick = limit, sensitive, exact, quick
        self.outer_low, self.outer_high = np.full(cells, -np.inf), np.full(cells, np.inf)
        # Proven: by tables of whole numbers (inner), and by linear answers (loose).
        self.inner_low, self.inner_high = np.full(cells, np.inf), np.full(cells, -np.inf)
        self.loose_low, self.loose_high = np.full(cells, np.inf), np.full(cells, -np.inf)
        self.base = np.full(cells, np.nan)
        self.possible, self.programs, self.whole_programs = True, 0, 0

    def seen(self, piece: Open, table: Floats) -> None:
        """Take note of a possible table of a piece; in parts of it there may be fractions.

        Where it differs from a table of whole numbers that is known, the differences fall into groups that no
        row connects. Each group can be had without the others, so each whole one is possible by itself.
        """
        cells = piece.origin
        low, high = np.ceil(table - TOLERANCE), np.floor(table + TOLERANCE)
        self.loose_low[cells] = np.minimum(self.loose_low[cells], low)
        self.loose_high[cells] = np.maximum(self.loose_high[cells], high)
        possible = low == high
        if not possible.all():
            base = self.base[cells]
            if np.isnan(base).any():
                return
            moved = np.abs(table - base) > TOLERANCE
            label = components(piece, moved)
            spoiled = np.zeros(label.max(initial=-1) + 1, dtype=bool)
            spoiled[label[~possible]] = True
            possible &= ~spoiled[label]
        elif np.isnan(self.base[cells]).any():
            self.base[cells] = low
        cells = cells[possible]
        self.inner_low[cells] = np.minimum(self.inner_low[cells], low[possible])
        self.inner_high[cells] = np.maximum(self.inner_high[cells], high[possible])

    def doubtful(self, cells: Ints) -> Mask:
        """The sensitive cells of which it is not proven yet that they are wide enough, nor that they are
        not.
        """
        wanted = self.sensitive[cells]
        if self.exact:
            open_: Mask = self.inner_low[cells] > self.outer_low[cells]
            return wanted & (open_ | (self.inner_high[cells] < self.outer_high[cells]))
        limit = self.limit[cells]
        proven = self.inner_high[cells] - self.inner_low[cells] >= limit
        # A linear proof is enough where it is not a close call.
        close = 0 if self.quick else CLOSE + 1
        proven |= self.loose_high[cells] - self.loose_low[cells] >= limit + close
        hopeless = self.outer_high[cells] - self.outer_low[cells] < limit
        doubt: Mask = wanted & ~proven & ~hopeless
        return doubt

    def enough(self, cell: int, sign: int) -> float:
        """The least (sign 1) or most (sign -1) that is worth asking for: then the cell is wide enough."""
        if self.exact or not np.isfinite(self.inner_low[cell]):
            return -sign * np.inf
        if sign > 0:
            return float(self.inner_high[cell] - self.limit[cell])
        return float(self.inner_low[cell] + self.limit[cell])

    def result(self, cells: Ints) -> tuple[Floats, Floats]:
        """The bounds to report: the outer ones where a cell fails or all are exact, else the proven ones."""
        limit = self.limit[cells]
        inner = (self.inner_high - self.inner_low)[cells] >= limit
        loose = (self.loose_high - self.loose_low)[cells] >= limit
        if self.exact:
            inner[:] = loose[:] = False
        low = np.where(
            inner, self.inner_low[cells], np.where(loose, self.loose_low[cells], self.outer_low[cells])
        )
        high = np.where(
            inner, self.inner_high[cells], np.where(loose, self.loose_high[cells], self.outer_high[cells])
        )
        fails = (self.outer_high - self.outer_low)[cells] < limit
        return np.where(fails, self.outer_low[cells], low), np.where(fails, self.outer_high[cells], high)
