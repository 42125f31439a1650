"""The gap of means in standard deviations, for packages that carry means and their spread.

It is never worked out from percentages above a cut point, which depend on where the cut is.
"""

import numpy as np
import numpy.typing as npt

from .breakdowns import Breakdown
from .limits import normal
from .reasons import NOT_APPLICABLE, NOT_COMPUTED, known, mark, remark, settle
from .records import LEVEL, Results
from .references import Comparison, compared


def standardised_gap(
    of: Breakdown,
    other: Comparison,
    deviation: npt.ArrayLike,
    *,
    level: float = LEVEL,
) -> Results:
    """(mean - mean of the comparison) / SD, `deviation` in displayed units and above 0, else not computed.

    Standard error: sqrt((n1+n2)/(n1 n2) + d^2 / (2(n1+n2))) (Hedges and Olkin 1985). There is none where the
    comparison contains the group.
    """
    mine, facts = of.cells, of.facts
    state = settle(mine.state, other.cells.state)
    sd = np.broadcast_to(np.asarray(deviation, dtype=float), state[0].shape)
    state = mark(state, facts.kind != "mean", NOT_APPLICABLE, "counts-only")
    state = mark(state, ~(sd > 0), NOT_COMPUTED, "no-deviation")
    with np.errstate(divide="ignore", invalid="ignore"):
        low = (mine.low - other.cells.high) * facts.scale / sd
        high = (mine.high - other.cells.low) * facts.scale / sd
        value = (low + high) / 2
        n1, n2 = mine.n_low, other.cells.n_low
        error = np.sqrt((n1 + n2) / (n1 * n2) + value**2 / (2 * (n1 + n2)))
    none = np.isnan(error) | other.within
    if other.apart is not None:
        none |= ~known(other.apart)
    state = remark(state, none, "no-denominator")
    ends = normal(value, np.where(none, np.nan, error), level)
    return compared(
        "standardised_gap",
        "sd",
        state,
        (low, high),
        ends,
        mine,
        other,
        facts,
        of.groups,
        null=0.0,
        method="hedges",
        level=level,
    )
