"""One part of a system as a linear program that stays warm: only the objective changes from one question to
the next.

The solver is HiGHS: simplex, one thread, no presolve, so that the same questions in the same order give the
same answers everywhere. Whole numbers are asked of its branch and bound, through SciPy.
"""

from dataclasses import replace
from math import ceil, floor, inf

import highspy
import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from .systems import Floats, Ints, Mask, Open

TOLERANCE = 1e-6
NODES = 5000
"""Where one question in whole numbers ends; after that the linear answer stands."""


class Program:
    """The unknowns and rows of an `Open`, asked for least and most."""

    def __init__(self, unknown: Open) -> None:
        self.unknown = unknown
        self.solved = 0
        self._size = len(unknown.low)
        rows = unknown.rows
        # Rows of rates have weights of many thousands; all are brought to a largest of 1.
        largest = np.zeros(rows.count)
        np.maximum.at(largest, rows.row, np.abs(rows.weight))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._size, rows.count
        lp.col_cost_ = np.zeros(self._size)
        lp.col_lower_, lp.col_upper_ = unknown.low, unknown.high
        lp.row_lower_, lp.row_upper_ = rows.row_low / largest, rows.row_high / largest
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = rows.start.astype(np.int32)
        lp.a_matrix_.index_ = rows.cell.astype(np.int32)
        lp.a_matrix_.value_ = rows.weight / largest[rows.row]
        self._largest = largest
        self._solver = highspy.Highs()
        for option, value in _OPTIONS.items():
            self._solver.setOptionValue(option, value)
        self._solver.passModel(lp)
        self._columns = np.arange(self._size, dtype=np.int32)

    def least(self, cost: Floats) -> Floats | None:
        """A feasible table in which the cost is least; None when it has no end or there is none."""
        self.solved += 1
        self._solver.changeColsCost(self._size, self._columns, cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)

    def duals(self) -> Floats:
        """The prices of the rows in the last answer: those that are not zero are what it rests on."""
        return np.array(self._solver.getSolution().row_dual) / self._largest

    def possible(self) -> bool:
        """Whether there is any table at all."""
        return self.least(np.zeros(self._size)) is not None

    def end(self, at: int, sign: int) -> tuple[float, Floats | None]:
        """The least (sign 1) or most (sign -1) of one unknown, and a table that has it."""
        cost = np.zeros(self._size)
        cost[at] = sign
        table = self.least(cost)
        return (-sign * inf if table is None else float(table[at])), table


def whole_end(unknown: Open, at: int, sign: int, enough: float) -> tuple[float | None, Floats | None]:
    """The least or most of one unknown in tables of whole numbers, and such a table.

    The search is over when it has reached `enough`. The end is None when that was reached, or when it takes too
    long: then the linear bounds stand.
    """
    rows, size = unknown.rows, len(unknown.low)
    cost = np.zeros(size)
    cost[at] = sign
    low, high = unknown.low.copy(), unknown.high.copy()
    # With a wall where it is enough the search need not prove that there is nothing better.
    if sign > 0:
        low[at] = max(low[at], enough)
    else:
        high[at] = min(high[at], enough)
    matrix = csr_array((rows.weight, rows.cell, rows.start), shape=(rows.count, size))
    found = milp(
        cost,
        integrality=np.ones(size),
        bounds=Box(low, high),
        constraints=LinearConstraint(matrix, rows.row_low, rows.row_high) if rows.count else None,
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    if found.status == 3:
        return -sign * inf, None
    table = None if found.x is None else np.round(found.x)
    if table is None or found.status != 0 or table[at] == enough:
        return None, table
    return float(table[at]), table


def near(unknown: Open, at: int, wanted: int) -> Mask:
    """The unknowns around one, those that share a row first, until there are as many as wanted."""
    rows = unknown.rows
    inside = np.zeros(len(unknown.low), dtype=bool)
    inside[at] = True
    before = 0
    while before < inside.sum() < wanted:
        before = int(inside.sum())
        touched = np.zeros(rows.count, dtype=bool)
        touched[rows.row[inside[rows.cell]]] = True
        inside[rows.cell[touched[rows.row]]] = True
    return inside


def up(number: float) -> float:
    """The next whole number from a linear least."""
    return float(ceil(number - TOLERANCE)) if np.isfinite(number) else number


def down(number: float) -> float:
    """The last whole number up to a linear most."""
    return float(floor(number + TOLERANCE)) if np.isfinite(number) else number


def part(unknown: Open, members: Ints) -> Open:
    """Some unknowns that no row connects with others, and their rows."""
    inside = np.zeros(len(unknown.low), dtype=bool)
    inside[members] = True
    rows = np.zeros(unknown.rows.count, dtype=bool)
    rows[unknown.rows.row[inside[unknown.rows.cell]]] = True
    kept = unknown.rows.only(inside[unknown.rows.cell], rows)
    again = np.cumsum(inside) - 1
    kept = replace(kept, cell=again[kept.cell])
    return Open(unknown.origin[inside], unknown.low[inside], unknown.high[inside], kept)


_OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "presolve": "off",
    "solver": "simplex",
    "parallel": "off",
    "threads": 1,
    "random_seed": 1,
    "simplex_strategy": 4,
}
