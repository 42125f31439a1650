"""One part of a system as a linear program that stays warm: only the objective changes from one question to
the next.

The solver is HiGHS: simplex, one thread, no presolve, so that the same questions in the same order give the
same answers everywhere. Whole numbers are asked of its branch and bound, with one thread too: SciPy's own
door to it has no switch for that, and its threads wait for each other where processors are few.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil, floor, inf
from types import MappingProxyType

import highspy
import numpy as np

from .systems import Floats, Ints, Mask, Open, Rows

TOLERANCE = 1e-6
NODES = 5000
"""Where one question in whole numbers ends; after that the linear answer stands."""


_FEASIBLE = 2
_EVERYWHERE: Mapping[str, bool | int | float | str] = MappingProxyType(
    {"output_flag": False, "parallel": "off", "threads": 1, "random_seed": 1}
)
_WARM: Mapping[str, bool | int | float | str] = MappingProxyType(
    {"presolve": "off", "solver": "simplex", "simplex_strategy": 4}
)


class _Silent(highspy.Highs):
    """The solver without its callbacks, whose setting up prints a banner; nothing of ours uses them."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


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
        self._largest = largest
        scaled = replace(
            rows,
            weight=rows.weight / largest[rows.row],
            row_low=rows.row_low / largest,
            row_high=rows.row_high / largest,
        )
        self._solver = _solver(_WARM)
        self._solver.passModel(_model(np.zeros(self._size), unknown.low, unknown.high, scaled))
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

    The search is over when it has reached `enough`. The end is None when that was reached, or when it
    takes too long: then the linear bounds stand.
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
    answer = solve_whole(cost, low, high, rows, np.ones(size, dtype=bool))
    if answer.endless:
        return -sign * inf, None
    table = None if answer.table is None else np.round(answer.table)
    if table is None or not answer.best or table[at] == enough:
        return None, table
    return float(table[at]), table


@dataclass(frozen=True)
class Answer:
    """A table, if one was found; `best`: there is no cheaper one; `endless`: cost falls without end.

    `bound`: what every table costs at least, as far as the search came.
    """

    table: Floats | None = field(repr=False)
    best: bool
    endless: bool
    bound: float = -inf


def solve_whole(
    cost: Floats, low: Floats, high: Floats, rows: Rows, integral: Mask, gap: float = 0.0, nodes: int = NODES
) -> Answer:
    """The cheapest table within the rows and bounds in which some columns are whole numbers.

    `gap` is how far from the best it may be, in parts of its cost. The search ends after so many nodes: a
    number of steps, not of seconds, so that it ends alike everywhere.
    """
    model = _model(cost, low, high, rows)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[each] for each in integral.tolist()]
    solver = _solver({"mip_rel_gap": gap, "mip_abs_gap": 1e-6, "mip_max_nodes": nodes})
    solver.passModel(model)
    solver.run()
    status = solver.getModelStatus()
    known = highspy.HighsModelStatus
    if status in (known.kUnbounded, known.kUnboundedOrInfeasible):
        return Answer(None, best=False, endless=status == known.kUnbounded)
    info = solver.getInfo()
    there = info.primal_solution_status == _FEASIBLE
    table = np.array(solver.getSolution().col_value) if there else None
    return Answer(table, status == known.kOptimal, endless=False, bound=info.mip_dual_bound)


def _model(cost: Floats, low: Floats, high: Floats, rows: Rows) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), rows.count
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low, high
    lp.row_lower_, lp.row_upper_ = rows.row_low, rows.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = rows.start.astype(np.int32)
    lp.a_matrix_.index_ = rows.cell.astype(np.int32)
    lp.a_matrix_.value_ = rows.weight
    return lp


def _solver(options: Mapping[str, bool | int | float | str]) -> highspy.Highs:
    solver = _Silent()
    for option, value in {**_EVERYWHERE, **options}.items():
        solver.setOptionValue(option, value)
    return solver


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
