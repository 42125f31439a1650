"""The rate of each group, with Wilson's interval."""

from dataclasses import replace

import numpy as np

from .breakdowns import Breakdown
from .cells import Cells, Facts
from .limits import Pair, byar, wilson
from .reasons import FLAG, OK, State, remark
from .records import LEVEL, NONE, Results, results

WIDE = 10.0
"""An interval that reaches further than this many points to either side is flagged."""


def rate(of: Breakdown, *, level: float = LEVEL, independent_events: bool = False) -> Results:
    """Rates of settings x groups, as published, each with its interval (Wilson, of proportions alone).

    A rate of events has Byar's interval if they are known to be independent (by its facts, or said here),
    which suspensions of the same few students are not; otherwise it has none.
    """
    cells = of.cells
    facts = replace(of.facts, independent=True) if independent_events else of.facts
    ends, state = rate_ends(cells, facts, level)
    scale, single = of.facts.scale, ~cells.ranged
    bounds = tuple(np.where(single, cells.shown, each * scale) for each in (cells.low, cells.high))
    interval = ends[0] * scale, ends[1] * scale
    return results(
        "rate",
        of.facts.unit,
        widely(state, interval, of.facts),
        cells.shown,
        bounds=(bounds[0], bounds[1]),
        interval=interval,
        groups=of.groups,
        group=np.arange(len(of.groups)),
        against=NONE,
        small=cells.small,
        direction=of.facts.direction,
        method="byar" if of.facts.kind == "rate" else "wilson",
        level=level,
    )


def rate_ends(cells: Cells, facts: Facts, level: float = LEVEL) -> tuple[Pair, State]:
    """The interval of each rate as fractions, and the state that says why there is none.

    Both ends of Wilson's interval rise with the numerator and fall with the denominator, so that those of a
    range of counts are those of its corners; a published range is itself part of the interval.
    """
    if facts.poisson:
        low, high = byar(cells.k_low, cells.n_high, level)[0], byar(cells.k_high, cells.n_low, level)[1]
        return (low, high), remark(cells.state, ~cells.counted, "no-denominator")
    if facts.kind != "proportion":
        blank = np.full(cells.shape, np.nan)
        return (blank, blank), remark(cells.state, cells.known, "not-a-proportion")
    if cells.single:
        low, high = wilson(cells.k_low, cells.n_low, level)
    else:
        low = wilson(cells.k_low, cells.n_high, level)[0]
        high = wilson(np.minimum(cells.k_high, cells.n_low), cells.n_low, level)[1]
    low, high = (
        np.where(cells.ranged, np.fmin(low, cells.low), low),
        np.where(cells.ranged, np.fmax(high, cells.high), high),
    )
    low, high = (np.where(cells.counted, each, np.nan) for each in (low, high))
    return (low, high), remark(cells.state, ~cells.counted, "no-denominator")


def widely(state: State, interval: Pair, facts: Facts) -> State:
    """A flag where chance alone could move a share by more than ten points."""
    if facts.kind != "proportion":
        return state
    with np.errstate(invalid="ignore"):
        wide = (interval[1] - interval[0]) / 2 > WIDE * facts.scale / 100
    return remark(state, wide & (state[0] == OK), "wide-interval", FLAG)
