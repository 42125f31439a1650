"""A group against its comparison: difference, ratio, parity.

Difference = group minus comparison; ratio = group over comparison; how far chance could move them is worked
out in `margins`.
"""

from dataclasses import replace

import numpy as np

from .breakdowns import Breakdown
from .cells import Cells, Facts
from .margins import FEW_COUNTED, few, margins
from .rates import widely
from .reasons import NOT_COMPUTED, mark, settle
from .records import LEVEL, Floats, Results
from .references import Comparison, compared


def difference(of: Breakdown, other: Comparison, *, level: float = LEVEL) -> Results:
    """Group minus comparison, in the unit of a gap, settings x groups."""
    return gap_between(of.cells, other, of.facts, of.groups, level=level)


def ratio(
    of: Breakdown,
    other: Comparison,
    *,
    level: float = LEVEL,
    score_below: int = FEW_COUNTED,
    measure: str = "ratio",
) -> Results:
    """Group over comparison, settings x groups. A ratio of or by zero is not estimable.

    `score_below`: in groups with fewer counted than that the score interval takes the place of Katz's.
    """
    return ratio_between(
        of.cells, other, of.facts, of.groups, level=level, score_below=score_below, measure=measure
    )


def gap_between(
    mine: Cells, other: Comparison, facts: Facts, groups: tuple[str, ...] = (), *, level: float = LEVEL
) -> Results:
    """`difference` of cells of any shape."""
    state = settle(mine.state, other.cells.state)
    ends, state = margins(mine, other, facts, state, level)
    interval = ends[0] * facts.scale, ends[1] * facts.scale
    return compared(
        "difference",
        facts.gap_unit,
        widely(state, interval, facts),
        ((mine.low - other.cells.high) * facts.scale, (mine.high - other.cells.low) * facts.scale),
        interval,
        mine,
        other,
        facts,
        groups,
        null=0.0,
        method="mover" if facts.poisson else "newcombe",
        level=level,
    )


def ratio_between(
    mine: Cells,
    other: Comparison,
    facts: Facts,
    groups: tuple[str, ...] = (),
    *,
    level: float = LEVEL,
    score_below: int = FEW_COUNTED,
    measure: str = "ratio",
) -> Results:
    """`ratio` of cells of any shape: one of or by zero is printed neither as 0 nor as endless."""
    state = settle(mine.state, other.cells.state)
    with np.errstate(invalid="ignore"):
        none = (mine.high <= 0) | (other.cells.low <= 0) | ((mine.low <= 0) & ~mine.ranged)
    state = mark(state, none, NOT_COMPUTED, "not-estimable")
    with np.errstate(divide="ignore", invalid="ignore"):
        bounds = mine.low / other.cells.high, mine.high / other.cells.low
    ends, state = margins(mine, other, facts, state, level, score_below)
    return compared(
        measure,
        "times",
        state,
        bounds,
        ends,
        mine,
        other,
        facts,
        groups,
        null=1.0,
        method="log" if facts.poisson else "katz | koopman",
        second=False if facts.poisson else few(mine, other, score_below),
        level=level,
    )


def parity_index(of: Breakdown, other: Comparison, *, level: float = LEVEL) -> Results:
    """The ratio of a group to the more advantaged one, 1 is parity (UNESCO, goal 4.5)."""
    return ratio(of, other, level=level, measure="parity_index")


def adjusted_parity_index(of: Breakdown, other: Comparison, *, level: float = LEVEL) -> Results:
    """The same between 0 and 2 and symmetric around 1 (UNESCO UIS): above 1 it is 2 - 1/ratio."""

    def turned(numbers: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(numbers > 1, 2 - 1 / numbers, numbers)

    found = ratio(of, other, level=level).each(turned)
    return replace(found, measure="adjusted_parity_index", unit="index")
