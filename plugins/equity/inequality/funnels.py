"""Funnel limits: between which a rate of so many people is what chance alone does around an average.

The limits are where the Wilson interval of the observed rate just touches the average (as in the package
PHEindicatormethods of UK public health), which is c +/- z sqrt(c(1-c)/n).
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .breakdowns import Breakdown
from .limits import Pair, critical
from .rates import rate
from .reasons import FLAG, NOT_APPLICABLE, NOT_COMPUTED, mark, reason
from .records import EVERYBODY, Floats, Results


def funnel_limits(people: npt.ArrayLike, average: npt.ArrayLike, level: float = 0.998) -> Pair:
    """Lower and upper limits, as fractions, for groups of so many people around an average fraction."""
    n, centre = np.asarray(people, dtype=float), np.asarray(average, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = critical(level) * np.sqrt(centre * (1 - centre) / n)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def funnel(of: Breakdown, average: npt.ArrayLike | None = None, *, level: float = 0.998) -> Results:
    """How far each rate is from the average in points; a flag where it is outside of the limits.

    `average` is in displayed units, one or one per setting x group; without one it is everybody's at the same
    place. `low` to `high` are the limits, around 0.
    """
    found = rate(of)
    if average is None:
        centre: Floats = of.total.middle[:, None] * of.facts.scale
    else:
        centre = np.asarray(average, dtype=float)
    centre = np.broadcast_to(centre, found.shape)
    scale = of.facts.scale
    low, high = funnel_limits(of.cells.n_low, centre / scale, level)
    low, high = low * scale - centre, high * scale - centre
    off = found.value - centre
    state = mark(found.state, of.facts.kind != "proportion", NOT_APPLICABLE, "not-a-proportion")
    state = mark(state, ~np.isfinite(centre), NOT_COMPUTED, "no-comparison")
    state = mark(state, of.cells.ranged, NOT_COMPUTED, "ranged")
    state = mark(state, ~of.cells.counted, NOT_COMPUTED, "no-denominator")
    status, why = state
    with np.errstate(invalid="ignore"):
        outside = (status <= FLAG) & ((off < low) | (off > high))
    status[outside], why[outside] = FLAG, reason("outside-limits")
    moved = replace(
        found,
        measure="funnel",
        unit=of.facts.gap_unit,
        value=off,
        least=off,
        most=off,
        low=low,
        high=high,
        against=np.full(found.shape, EVERYBODY),
        null_value=0.0,
        why="the average",
        method="funnel",
        level=level,
    )
    return moved.under((status, why))
