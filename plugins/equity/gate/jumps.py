"""What changed too much from one period to the next: all-zero years, and changes of the unit.

Both are doubts: each may be true of the world, and then the package says why.
"""

from collections.abc import Iterator

import numpy as np

from .doubts import Finding, at_rows
from .sheets import Floats, Sheet
from .telling import Rows

_JUMP = 20.0
_ENOUGH = 3
_ZEROS = 10


def find_jumps(table: Sheet) -> Iterator[Finding]:
    """Periods that look as if nothing had been reported yet, or as if the unit had changed."""
    column = "value" if "value" in table.shown else ""
    if not column or not len(table.frame):
        return
    index, value = table.index, table.shown[column][:-1]
    shown = ~np.isnan(value)
    count = np.bincount(index.period[shown], minlength=len(index.periods))
    some = np.bincount(index.period[shown & (value != 0)], minlength=len(index.periods))
    zero = np.flatnonzero((count >= _ZEROS) & (some == 0) & bool(some.any()))
    firsts = [int(np.flatnonzero(index.period == each)[0]) for each in zero]
    yield at_rows(
        index,
        np.array(firsts, dtype=np.int64),
        lambda row: f"Every number of {index.periods[index.period[row]]} is 0.",
        code="zeros-only",
        indicator=table.indicator.id,
        dimension="",
        hint="If nothing is known yet, leave the numbers blank with the status w.",
    )
    yield from _units(table, value, shown)


def _units(table: Sheet, value: Floats, shown: Rows) -> Iterator[Finding]:
    """Of the cells that two following periods share, the middle one grew or shrank twentyfold."""
    index = table.index
    whole: list[tuple[int, float]] = []
    single: list[tuple[int, float]] = []
    for now in range(1, len(index.periods)):
        rows = np.flatnonzero((index.period == now) & shown & (value > 0))
        old = index.rows(np.full(len(rows), now - 1), index.place[rows], index.cut[rows])
        both = (old >= 0) & (np.append(np.nan_to_num(value), 0)[old] > 0)
        rows, old = rows[both], old[both]
        if len(rows) < _ENOUGH:
            continue
        ratio = np.log(value[rows] / value[old])
        middle = float(np.exp(np.median(ratio)))
        if not 1 / _JUMP < middle < _JUMP:
            whole.append((int(rows[0]), middle))
            continue
        place = index.place[rows]
        order = np.lexsort((ratio, place))
        starts = np.flatnonzero(np.append(True, place[order][1:] != place[order][:-1]))
        sizes = np.diff(np.append(starts, len(order)))
        # The middle of each place's sorted ratios.
        medians = np.exp(ratio[order][starts + (sizes - 1) // 2])
        odd = np.flatnonzero((sizes >= _ENOUGH) & ((medians >= _JUMP) | (medians <= 1 / _JUMP)))
        single += [(int(rows[order][starts[at]]), float(medians[at])) for at in odd]
    times = dict(whole + single)
    wide = {row for row, _ in whole}

    def say(row: int) -> str:
        period, before = (index.periods[index.period[row] - back] for back in (0, 1))
        whose = "The numbers" if row in wide else f"The numbers of {index.places[index.place[row]]}"
        size = times[row] if times[row] >= 1 else 1 / times[row]
        way = "larger" if times[row] >= 1 else "smaller"
        return f"{whose} are about {size:,.0f} times {way} in {period} than in {before}."

    yield at_rows(
        index,
        np.array([row for row, _ in whole + single], dtype=np.int64),
        say,
        code="unit-jump",
        indicator=table.indicator.id,
        dimension="",
        hint="Has the unit changed (a share of one, percent, thousands)? Bring all periods to one unit.",
    )
