"""An attacker of his own: reads only what is published, writes his own equations, asks a solver for whole
numbers.

Nothing here comes from the code that is attacked.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.disclosure.tables import Cell, Table, sums


def published(table: Table, hidden: np.ndarray) -> dict[Cell, int | None]:
    """The table as a reader sees it: None where a number is withheld."""
    return {
        cell: None if gone else table.numbers[cell] for cell, gone in zip(table.cells, hidden, strict=True)
    }


class Attacker:
    """Everything that follows from the published numbers, one matrix for all questions."""

    def __init__(self, table: Table, shown: dict[Cell, int | None]) -> None:
        self.unknown = {cell: at for at, cell in enumerate(cell for cell, n in shown.items() if n is None)}
        rows, least, most = [], [], []
        for total, parts, _ in sums(table):
            row, left = self._row([(total, 1), *((each, -1) for each in parts)], shown)
            rows, least, most = [*rows, row], [*least, -left], [*most, -left]
        for what, *rest in shown:
            if what == "k":
                row, left = self._row([(("n", *rest), 1), (("k", *rest), -1)], shown)
                rows, least, most = [*rows, row], [*least, -left], [*most, np.inf]
        matrix = np.array(rows).reshape(len(rows), len(self.unknown))
        said = np.abs(matrix).sum(axis=1) > 0
        self.rows = LinearConstraint(matrix[said], np.array(least)[said], np.array(most)[said])
        # Groups of nobody are always shown, so hidden people are at least one.
        self.low = np.array([1.0 if cell[0] == "n" else 0.0 for cell in self.unknown])

    def _row(self, entries: list[tuple[Cell, int]], shown: dict[Cell, int | None]) -> tuple[np.ndarray, int]:
        row, left = np.zeros(len(self.unknown)), 0
        for cell, weight in entries:
            if shown[cell] is None:
                row[self.unknown[cell]] += weight
            else:
                left += weight * shown[cell]
        return row, left

    def table(self, cost: np.ndarray) -> np.ndarray:
        """A table that agrees with everything published, the cheapest. ValueError when there is none."""
        found = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(self.low, np.full(len(cost), 10_000.0)),
            constraints=self.rows,
        )
        if found.status != 0:
            raise ValueError(found.message)
        return np.round(found.x)

    def bounds(self, cell: Cell) -> tuple[int, int]:
        """The least and most that a withheld number can be."""
        at = self.unknown[cell]
        cost = np.zeros(len(self.unknown))
        cost[at] = 1
        return int(self.table(cost)[at]), int(self.table(-cost)[at])

    def narrow(self, cells: list[Cell], limit: int) -> list[Cell]:
        """Those of the withheld numbers whose bounds are nearer to each other than the limit.

        Every table that fits is kept, so that no cell is asked for that two of them tell apart far enough.
        """
        if not cells:
            return []
        random = np.random.default_rng(5)
        asked = np.zeros(len(self.unknown), dtype=bool)
        asked[[self.unknown[cell] for cell in cells]] = True
        low = high = self.table(np.zeros(len(asked)))
        for _ in range(12):
            open_ = asked & (high - low < limit)
            if not open_.any():
                return []
            table = self.table(np.where(open_, random.choice([-1.0, 1.0], len(asked)), 0.0))
            low, high = np.minimum(low, table), np.maximum(high, table)
        found = []
        for cell in cells:
            at = self.unknown[cell]
            if high[at] - low[at] < limit:
                least, most = self.bounds(cell)
                found += [cell] if most - least < limit else []
        return found
