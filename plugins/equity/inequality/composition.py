"""Shares: of the outcome against shares of the people. Whether a group is over- or underrepresented.

Formulas: Bollmer et al. 2014 (IDEA Data Center, methods for assessing racial/ethnic disproportionality). The
interval of what is relative is that of the group's rate over everybody's; the group's share of the people is
taken as given.
"""

import numpy as np

from .breakdowns import Breakdown
from .limits import Pair, wilson
from .pairs import ratio
from .reasons import NOT_COMPUTED, State, known, mark, remark, settle
from .records import EVERYBODY, LEVEL, NONE, Floats, Results, results
from .references import everybody


def composition(of: Breakdown, *, level: float = LEVEL) -> Results:
    """The group's share of all with the outcome, k_g/K in percent, with Wilson's interval given K."""
    k, _, whole, _, state = _counts(of)
    state = mark(state, whole <= 0, NOT_COMPUTED, "zero-count")
    with np.errstate(divide="ignore", invalid="ignore"):
        value = 100 * k / whole
    low, high = wilson(np.minimum(k, whole), whole, level)
    interval = 100 * low, 100 * high
    return _results("composition", "percent", of, state, value, interval, level, None, "wilson")


def composition_difference(of: Breakdown, *, level: float = LEVEL) -> Results:
    """The share of the outcome less the share of the people, in points: 0 where the two are the same."""
    k, n, whole, people, state = _counts(of)
    state = mark(state, whole <= 0, NOT_COMPUTED, "zero-count")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = n / people
        value = 100 * (k / whole - share)
    low, high, state = _carried(of, state, level)
    interval = 100 * share * (low - 1), 100 * share * (high - 1)
    return _results("composition_difference", "points", of, state, value, interval, level, 0.0, "katz")


def relative_difference(of: Breakdown, *, level: float = LEVEL) -> Results:
    """The difference in composition relative to the share of the people, in percent."""
    k, n, whole, people, state = _counts(of)
    state = mark(state, whole <= 0, NOT_COMPUTED, "zero-count")
    with np.errstate(divide="ignore", invalid="ignore"):
        value = 100 * ((k / whole) / (n / people) - 1)
    low, high, state = _carried(of, state, level)
    interval = 100 * (low - 1), 100 * (high - 1)
    return _results("relative_difference", "percent", of, state, value, interval, level, 0.0, "katz")


def disproportionality_ratio(of: Breakdown, *, level: float = LEVEL) -> Results:
    """The share of the outcome over the share of the people: the group's rate over everybody's."""
    return ratio(of, everybody(of), level=level, measure="disproportionality_ratio")


def expected_bound(of: Breakdown) -> Floats:
    """P + sqrt(P (1 - P) / K) in percent: what a share of K may be if P is the group's share of the people.

    The E-formula (Office for Civil Rights practice; as in the disproportionality literature).
    """
    _, n, whole, people, _ = _counts(of)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = n / people
        return np.asarray(100 * (share + np.sqrt(share * (1 - share) / whole)))


def _counts(of: Breakdown) -> tuple[Floats, Floats, Floats, Floats, State]:
    """Per group how many with the outcome, how many people, and the same of everybody, where exact."""
    total = of.total.at((slice(None), None)).spread(of.cells.shape)
    state = settle(of.cells.state, total.state)
    unknown = ~(of.cells.exact & total.exact)
    state = mark(state, unknown & of.cells.ranged, NOT_COMPUTED, "ranged")
    state = mark(state, unknown, NOT_COMPUTED, "no-denominator")
    # A part that is larger than its total contradicts it; the gate has told of it.
    state = mark(state, of.cells.k_low > total.k_low, NOT_COMPUTED, "count-larger")
    return of.cells.k_low, of.cells.n_low, total.k_low, total.n_low, state


def _carried(of: Breakdown, state: State, level: float) -> tuple[Floats, Floats, State]:
    """The interval of the group's rate over everybody's, and why there is none."""
    found = disproportionality_ratio(of, level=level)
    none = known(state) & np.isnan(found.low)
    return found.low, found.high, remark(state, none, "zero-count")


def _results(
    measure: str,
    unit: str,
    of: Breakdown,
    state: State,
    value: Floats,
    interval: Pair,
    level: float,
    null: float | None,
    method: str,
) -> Results:
    return results(
        measure,
        unit,
        state,
        value,
        interval=interval,
        groups=of.groups,
        group=np.arange(len(of.groups)),
        against=NONE if null is None else EVERYBODY,
        small=of.cells.small,
        direction=of.facts.direction,
        null_value=null,
        why="" if null is None else "the group's share of everybody at the same place",
        method=method,
        level=level,
    )
