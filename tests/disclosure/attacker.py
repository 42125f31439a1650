"""An attacker of his own: reads only what is published, writes his own equations, asks a solver for whole numbers.

Nothing here comes from the code that is attacked.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.disclosure.tables import Cell, Table, sums


def published(table: Table, hidden: np.ndarray) -> dict[Cell, int | None]:
    """The table as a reader sees it: None where a number is withheld."""
    return {cell: None if gone else table.numbers[cell] for cell, gone in zip(table.cells, hidden, strict=True)}


class Attacker:
    """Everything that follows from the published numbers, one matrix for all questions."""

    def __init__(self, table: Table, shown: dict[Cell, int | None]) -> None:
        self.unknown = {cell: at for at, cell in enumerate(cell for cell, n in shown.items() if n is None)}
        rows, least, most = [], [], []
        for total, parts in sums(table):
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

    def bounds(self, cell: Cell) -> tuple[float, float]:
        """The least and most that a withheld number can be; ValueError when nothing fits what is published."""
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.unknown))
            cost[self.unknown[cell]] = sign
            found = milp(
                cost,
                integrality=np.ones(len(cost)),
                bounds=Bounds(self.low, np.full(len(cost), 10_000.0)),
                constraints=self.rows,
            )
            if found.status != 0:
                raise ValueError(found.message)
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]
