"""Grids of status by change, as accountability dashboards use them: cut points are data, never code.

A level begins `at_least` at a value that has been rounded: cut points that look symmetric seldom are (up by
3.1 or more, down by 3.0 or more), and they change between years.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .reasons import NOT_COMPUTED, State, mark, settle
from .records import Floats, Ints, Results


@dataclass(frozen=True)
class Scale:
    """Levels in order of the value; `at_least[i]` is where level i+1 begins, in the indicator's units."""

    levels: tuple[str, ...]
    at_least: tuple[float, ...]

    def place(self, values: Floats, decimals: int) -> Ints:
        """The position of each value's level, after rounding half away from zero to so many decimals.

        Compared as whole numbers of the last decimal, so that 3.0 is 3.0.
        """
        power = 10**decimals
        with np.errstate(invalid="ignore"):
            scaled = np.nan_to_num(values * power)
            whole = np.sign(scaled) * np.floor(np.abs(scaled) + 0.5 + 1e-9)
        cuts = np.round(np.array(self.at_least) * power)
        return np.asarray(np.searchsorted(cuts, whole, side="right"), dtype=np.int64)


@dataclass(frozen=True)
class Grid:
    """`cells[status][change]` is a word of the grid's own, such as a performance level."""

    name: str
    source: str
    decimals: int
    status: Scale
    change: Scale
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Placed:
    """Where each stands: positions in the scales, and the word of the cell; "" where there is none."""

    status: Ints
    change: Ints
    cell: npt.NDArray[np.str_]
    state: State


def place(grid: Grid, now: Results, before: Results) -> Placed:
    """Status now and change since before of rates. No small group is placed, and no range."""
    state = settle(now.state, before.state)
    for each in (now, before):
        state = mark(state, each.ranged, NOT_COMPUTED, "ranged")
        state = mark(state, each.small, NOT_COMPUTED, "small-group")
    status = grid.status.place(now.value, grid.decimals)
    change = grid.change.place(now.value - before.value, grid.decimals)
    words = np.array(grid.cells)[status, change]
    return Placed(status, change, np.where(state[0] <= 1, words, ""), state)
