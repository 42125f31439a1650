"""The four-fifths rule: whether a group's rate is below 80 percent of the highest.

Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D), and the Questions and Answers of 1979.
It is for favourable outcomes. Counts are compared as whole numbers: 48 of 60 is not below four fifths.
"""

import numpy as np

from .breakdowns import Breakdown
from .pairs import ratio
from .reasons import FLAG, NOT_APPLICABLE, NOT_COMPUTED, known, mark, reason
from .records import LEVEL, Results
from .references import best


def four_fifths(of: Breakdown, *, level: float = LEVEL) -> Results:
    """The impact ratio of each group against the best rate, flagged when 5 k N < 4 K n.

    The group with the best rate has no ratio. A flag says: look into it.
    """
    other = best(of)
    found = ratio(of, other, level=level, measure="four_fifths")
    adverse = not of.facts.favourable
    state = mark(found.state, adverse, NOT_APPLICABLE, "adverse-outcome")
    unsure = ~(of.cells.exact & other.cells.exact)
    state = mark(state, unsure, NOT_COMPUTED, "no-denominator")
    k, n, best_k, best_n = (
        np.nan_to_num(each, nan=0.0).astype(np.int64)
        for each in (of.cells.k_low, of.cells.n_low, other.cells.k_low, other.cells.n_low)
    )
    flagged = known(state) & (5 * k * best_n < 4 * best_k * n)
    status, why = state
    status[flagged], why[flagged] = FLAG, reason("below-four-fifths")
    return found.under((status, why))
