"""Which cells to hide, as a small program in yes and no: cheapest, such that every row keeps its secret.

A row of a sum keeps its secret when none or at least two of its cells are hidden, and, while its total is
shown, when the hidden parts add up to enough: to `residual` people (their sum is as good as published) and to
the width that a sensitive part needs (the others can give or take no more than they have above their least).
These rules are necessary and nearly enough; what they miss the audit finds, and it comes back as a `Cut`: of
these cells at least one must be hidden. Cells that are hidden together, such as the two counts of a rate, are
one choice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from .programs import Answer, solve_whole
from .systems import Floats, Ints, Mask, Rows, System

GAP = 0.003
"""How far from the best a choice may be, in parts of its cost."""
NODES = 2000
"""Where the search for the best choice ends; a number of steps, not of seconds, so that it ends alike."""


@dataclass(frozen=True)
class Cut:
    """At least one of these cells must be hidden, or a combination of rows gives a cell away."""

    cells: Ints = field(repr=False)


@dataclass(frozen=True)
class Task:
    """What a choice is made from, one number per cell.

    `spare` is how much a cell can give way (its number less the least it may be when hidden), `need` the
    width that it must have when it is sensitive, else 0; `price` what hiding it costs; `free` whether it
    may be hidden; `choice` the number of the choice that it belongs to.
    """

    value: Floats = field(repr=False)
    spare: Floats = field(repr=False)
    need: Floats = field(repr=False)
    price: Floats = field(repr=False)
    free: Mask = field(repr=False)
    choice: Ints = field(repr=False)
    residual: float


@dataclass(frozen=True)
class Sums:
    """The rows that are sums with a total and parts, one entry per cell in them; `part` is false for the
    total.

    `at` is the place of each sum among the rows of the system.
    """

    at: Ints = field(repr=False)
    row: Ints = field(repr=False)
    cell: Ints = field(repr=False)
    part: Mask = field(repr=False)
    residual: Mask = field(repr=False)

    @property
    def count(self) -> int:
        """How many sums."""
        return len(self.residual)


def sums_of(system: System) -> Sums:
    """The rows of a system that the rules of a sum apply to."""
    rows = system.rows
    plain = np.abs(rows.weight) == 1
    equal = (rows.row_low == rows.row_high) & (system.needs < 0)
    equal &= rows.add_up((~plain).astype(float)) == 0
    kept = rows.only(np.ones(len(rows.row), dtype=bool), equal)
    plus = kept.add_up((kept.weight > 0).astype(float))
    minus = kept.add_up((kept.weight < 0).astype(float))
    # The side that has one cell is the total; when several are on both sides all count as totals.
    total_sign = np.where(plus == 1, 1.0, np.where(minus == 1, -1.0, 0.0))
    sign = total_sign[kept.row]
    part = (kept.weight == -sign) & (sign != 0)
    return Sums(np.flatnonzero(equal), kept.row, kept.cell, part, system.residual[equal])


def broken(task: Task, sums: Sums, hidden: Mask) -> Mask:
    """Per sum, whether it gives a secret away with these cells hidden."""
    inside = hidden[sums.cell]
    many = np.bincount(sums.row, inside, sums.count)
    total = np.bincount(sums.row, inside & ~sums.part, sums.count) > 0
    parts = inside & sums.part
    rest = np.bincount(sums.row, np.where(parts, task.value[sums.cell], 0.0), sums.count)
    spare = np.bincount(sums.row, np.where(parts, task.spare[sums.cell], 0.0), sums.count)
    need = np.ones(sums.count)
    np.maximum.at(need, sums.row[inside], task.need[sums.cell[inside]])
    little = (sums.residual & (rest < task.residual)) | (spare < need)
    found: Mask = (many == 1) | ((many > 0) & ~total & little)
    return found


def choose(task: Task, sums: Sums, hidden: Mask, cuts: Iterable[Cut]) -> Mask | None:
    """The cheapest cells to hide besides those `hidden`, so that all sums and cuts are kept.

    None when there is no way to keep them or the search ended without one. The result is a mask over all
    cells that contains `hidden`.
    """
    model = _Model(task, hidden)
    model.rules(sums)
    for cut in cuts:
        model.cover(cut.cells)
    return model.solve()


def fewest(task: Task, system: System, hidden: Mask, gap: float, nodes: int) -> int:
    """How many choices besides those `hidden` keep the rules of all sums at least; prices must be 1.

    It is proven: the solver's own bound counts, not what it found. ValueError when no choice keeps them.
    """
    model = _Model(task, hidden)
    model.rules(sums_of(system))
    answer = model.answer(gap, nodes)
    if answer is None:
        return 0
    if answer.table is None:
        raise ValueError("No choice of cells keeps the rules of all sums.")
    return ceil(answer.bound - 1e-6)


class _Model:
    """Rows of the program, gathered as lists of entries; variables are choices first, then open rows."""

    def __init__(self, task: Task, hidden: Mask) -> None:
        self.task, self.hidden = task, hidden
        self.entry_row: list[Ints] = []
        self.entry_column: list[Ints] = []
        self.entry_weight: list[Floats] = []
        self.low: list[Floats] = []
        self.count = 0
        self.used = np.zeros(0, dtype=np.int64)
        self.columns = int(task.choice.max(initial=-1)) + 1
        # A choice may be made when every cell of it may; it is made when any cell of it is hidden.
        self.possible = np.ones(self.columns, dtype=bool)
        np.logical_and.at(self.possible, task.choice, task.free | hidden)
        self.made = np.zeros(self.columns, dtype=bool)
        self.made[task.choice[hidden]] = True

    def add(self, row: Ints, column: Ints, weight: Floats, low: Floats) -> None:
        """Rows `sum of weight * column >= low`, numbered from 0 among themselves."""
        self.entry_row.append(row + self.count)
        self.entry_column.append(column)
        self.entry_weight.append(weight)
        self.low.append(low)
        self.count += len(low)

    def rules(self, sums: Sums) -> None:
        """The rules of a sum: two or none, and enough in what is hidden of it."""
        task, row, cell, part, count = self.task, sums.row, sums.cell, sums.part, sums.count
        column = task.choice[cell]
        can = self.possible[column]
        made = self.made[column]
        surely = np.bincount(row, made, count) > 0
        opens = np.cumsum(~surely) - 1 + self.columns
        self.columns += int((~surely).sum())
        # A row is open when a cell of it is hidden: open >= hidden.
        each = np.flatnonzero(can & ~surely[row])
        one = np.arange(len(each))
        self.add(
            np.concatenate([one, one]),
            np.concatenate([opens[row[each]], column[each]]),
            np.repeat([1.0, -1.0], len(each)),
            np.zeros(len(each)),
        )
        total_free = can & ~part
        always_total = np.bincount(row, made & ~part, count) > 0
        self._at_least(row, column, can, np.ones(len(row)), np.full(count, 2.0), surely, opens)
        # Hidden parts that can give nothing are as good as shown.
        need = np.ones(count)
        np.maximum.at(need, row[made], task.need[cell[made]])
        for weight, wanted in (
            (task.value[cell], np.where(sums.residual, task.residual, 0.0)),
            (task.spare[cell], need),
        ):
            least = np.where(always_total, 0.0, wanted)
            # A hidden total frees its row of this rule.
            given = np.where(total_free, least[row], np.where(can, np.minimum(weight, least[row]), 0.0))
            self._at_least(row, column, can, given, least, surely, opens)

    def _at_least(
        self, row: Ints, column: Ints, can: Mask, weight: Floats, least: Floats, surely: Mask, opens: Ints
    ) -> None:
        """Per row: the hidden cells' weights reach `least` when the row is open."""
        made = self.made[column] & can
        got = np.bincount(row, np.where(made, weight, 0.0), len(least))
        short = np.where(surely, least - got, least)
        use = can & ~made & (short[row] > 0) & (weight > 0)
        # No cell can give more than is missing: that keeps the program tight.
        given = np.minimum(weight, short[row])
        again = np.cumsum(short > 0) - 1
        unsure = np.flatnonzero((short > 0) & ~surely)
        self.add(
            np.concatenate([again[row[use]], again[unsure]]),
            np.concatenate([column[use], opens[unsure]]),
            np.concatenate([given[use], -short[unsure]]),
            np.where(surely, short, 0.0)[short > 0],
        )

    def cover(self, cells: Ints) -> None:
        """At least one of these."""
        columns = np.unique(self.task.choice[cells])
        columns = columns[self.possible[columns]]
        if not self.made[columns].any():
            self.add(np.zeros(len(columns), np.int64), columns, np.ones(len(columns)), np.ones(1))

    def solve(self) -> Mask | None:
        """The cheapest choice; cells in no row of the program are left out of it."""
        answer = self.answer(GAP, NODES)
        if answer is None:
            return self.hidden
        if answer.table is None:
            return None
        taken = self.made.copy()
        chosen = (answer.table > 0.5) & (self.used < len(self.made))
        taken[self.used[chosen]] = True
        mask: Mask = self.hidden | (taken[self.task.choice] & self.task.free)
        return mask

    def answer(self, gap: float, nodes: int) -> Answer | None:
        """What the solver says of the columns that are `used`; None when there is nothing to ask."""
        task = self.task
        row, column = np.concatenate(self.entry_row), np.concatenate(self.entry_column)
        weight, low = np.concatenate(self.entry_weight), np.concatenate(self.low)
        if not len(low):
            return None
        price = np.zeros(self.columns)
        np.add.at(price, task.choice[~self.hidden], task.price[~self.hidden])
        self.used, column = np.unique(column, return_inverse=True)
        used = self.used
        choices = len(self.made)
        made = np.append(self.made, np.zeros(self.columns - choices, dtype=bool))[used]
        possible = np.append(self.possible, np.ones(self.columns - choices, dtype=bool))[used]
        # Cells that are hidden together may stand in one row: their weights are one.
        keys, same = np.unique(row * np.int64(len(used)) + column, return_inverse=True)
        joint = np.bincount(same, weight, len(keys)).astype(np.float64)
        endless = np.full(len(low), np.inf)
        rows = Rows(keys // len(used), keys % len(used), joint, low, endless, np.arange(len(low)))
        # A row is open exactly when a cell of it is hidden, so only choices need to be whole.
        return solve_whole(
            np.where(made, 0.0, price[used]),
            made.astype(float),
            possible.astype(float),
            rows,
            used < choices,
            gap,
            nodes,
        )
