"""A large system in blocks of rows that can be chosen for one after the other.

Parts of a system that share no cell are blocks by themselves. A large part is cut at the cells of the places
that hold others: a district's schools are chosen for together, then the districts and the state. A cell
where the cut is belongs to several blocks; hiding it costs more, since it opens rows in all of them.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from .choices import Cut, Sums, Task, sums_of
from .systems import Ints, Mask, Rows, System

LARGE = 1500
"""A block of more cells is usually cut, where it can be."""
THOROUGH = 20_000
"""The same for who has time: several times as long, and a percent or two fewer cells are hidden."""


@dataclass(frozen=True)
class Blocks:
    """`of_row` is the block of each row; blocks are numbered in the order in which to choose, lowest
    first.
    """

    count: int
    of_row: Ints = field(repr=False)


def blocks_of(system: System, level: Ints, choice: Ints, large: int = LARGE) -> Blocks:
    """The blocks of a system whose cells are of places of these levels, 0 for the lowest.

    Cells that are hidden together have one number in `choice` and stand in the same block. A part of more
    than `large` cells is cut.
    """
    rows = system.rows
    of_row = np.full(rows.count, -1)
    todo = np.ones(rows.count, dtype=bool)
    count, floor = 0, 0
    while todo.any():
        cut = _where_to_cut(rows, todo, level, floor, choice, large)
        label = _labels(rows, todo, level < cut, choice)
        inside = label >= 0
        of_row[inside] = label[inside] + count
        count += int(label.max(initial=-1)) + 1
        # What is left are rows between the places above; they come after.
        todo &= ~inside
        floor = cut
    return Blocks(count, of_row)


def _where_to_cut(rows: Rows, todo: Mask, level: Ints, floor: int, choice: Ints, large: int) -> int:
    """The highest level at which no part is large; the lowest above `floor` when all are."""
    highest = int(level.max(initial=0))
    for cut in range(highest + 1, floor, -1):
        label = _labels(rows, todo, level < cut, choice)
        entries = (label[rows.row] >= 0) & (level[rows.cell] < cut)
        pairs = np.unique(label[rows.row[entries]] * np.int64(len(level)) + rows.cell[entries])
        if np.bincount(pairs // len(level)).max(initial=0) <= large:
            return cut
    return floor + 1


def _labels(rows: Rows, todo: Mask, joins: Mask, choice: Ints) -> Ints:
    """Which connected part each row is in when only these cells connect; -1 for rows with none of them."""
    entries = todo[rows.row] & joins[rows.cell]
    size = rows.count + len(joins)
    links = csr_array(
        (np.ones(int(entries.sum())), (rows.row[entries], choice[rows.cell[entries]] + rows.count)),
        shape=(size, size),
    )
    _, label = connected_components(links, directed=False)
    label = label[: rows.count].astype(np.int64)
    touched = np.zeros(rows.count, dtype=bool)
    touched[rows.row[entries]] = True
    _, first, again = np.unique(label[touched], return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    found = np.full(rows.count, -1)
    found[touched] = rank[again]
    return found


@dataclass(frozen=True)
class Part:
    """One block by itself: its cells, the sums among them, and which cells stand in no other block (`own`).

    `task` and `sums` count the cells of the block.
    """

    cells: Ints = field(repr=False)
    task: Task = field(repr=False)
    sums: Sums = field(repr=False)
    own: Mask = field(repr=False)

    def cut(self, cells: Ints) -> Cut:
        """A cut through cells of this block."""
        return Cut(np.searchsorted(self.cells, cells))


def parts_of(system: System, task: Task, blocks: Blocks) -> list[Part]:
    """Each block by itself. Cells that are hidden together with one of a block are in it."""
    rows = system.rows
    order, starts = _grouped(blocks.of_row[rows.row], blocks.count)
    by_choice, choice_starts = _grouped(task.choice, int(task.choice.max(initial=-1)) + 1)
    chosen = [np.unique(task.choice[rows.cell[each]]) for each in np.split(order, starts[1:-1])]
    many = np.bincount(np.concatenate([np.zeros(0, np.int64), *chosen]), minlength=len(choice_starts) - 1)
    sums = sums_of(system)
    sum_order, sum_starts = _grouped(blocks.of_row[sums.at][sums.row], blocks.count)
    parts = []
    for at, choices in enumerate(chosen):
        members = [by_choice[choice_starts[each] : choice_starts[each + 1]] for each in choices.tolist()]
        cells = np.sort(np.concatenate([np.zeros(0, np.int64), *members]))
        entries = sum_order[sum_starts[at] : sum_starts[at + 1]]
        names, row = np.unique(sums.row[entries], return_inverse=True)
        inner = Sums(
            sums.at[names],
            row,
            np.searchsorted(cells, sums.cell[entries]),
            sums.part[entries],
            sums.residual[names],
        )
        small = Task(
            task.value[cells],
            task.spare[cells],
            task.need[cells],
            task.price[cells],
            task.free[cells],
            np.searchsorted(choices, task.choice[cells]),
            task.residual,
        )
        parts.append(Part(cells, small, inner, many[task.choice[cells]] == 1))
    return parts


def _grouped(labels: Ints, count: int) -> tuple[Ints, Ints]:
    """The places of each label, in order, and where each label's begin, with the end of the last."""
    order = np.argsort(labels, kind="stable")
    return order, np.searchsorted(labels[order], np.arange(count + 1))
