"""The measures of over- and underrepresentation in special education and discipline besides the plain ratios.

Formulas: Bollmer et al. 2014 (IDEA Data Center), as worked through by the University of North Carolina's
Disproportionality Technical Assistance Tool; computed from counts, never from rounded risks.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .breakdowns import Breakdown
from .cells import Cells, of_counts
from .composition import composition, expected_bound
from .limits import lognormal
from .pairs import difference, ratio
from .reasons import (
    FLAG,
    NOT_APPLICABLE,
    NOT_COMPUTED,
    OK,
    WITHHELD,
    clear,
    known,
    mark,
    reason,
    remark,
    settle,
)
from .records import LEVEL, REST, Results, results
from .references import Comparison, named, rest


def risk_ratio(of: Breakdown, *, level: float = LEVEL) -> Results:
    """The group's risk over that of all others: (k/n) / ((K-k)/(N-n))."""
    return ratio(of, rest(of), level=level, measure="risk_ratio")


def risk_difference(of: Breakdown, *, level: float = LEVEL) -> Results:
    """The group's risk less that of all others."""
    found = difference(of, rest(of), level=level)
    return replace(found, measure="risk_difference")


def alternate_risk_ratio(of: Breakdown, state: Breakdown, *, level: float = LEVEL) -> Results:
    """The group's risk at a place over that of all others in its state.

    `state` has one setting for each of those of `of`, in the same order, or one for all of them.
    """
    others = state.rest().spread(of.cells.shape)
    against = np.full(of.cells.shape, REST)
    other = Comparison(others, against, "everyone who is not in the group, in the whole state")
    return ratio(of, other, level=level, measure="alternate_risk_ratio")


def weighted_risk_ratio(of: Breakdown, people: npt.ArrayLike, *, level: float = LEVEL) -> Results:
    """(1 - q_g) r_g / sum over the others of q_h r_h: the risk ratio with the state's composition q.

    `people` is how many there are of each group in the state, (groups,) or settings x groups. Groups with
    nobody at a place are left out there, and the shares of the others made to add up to 1.
    """
    cells = of.cells
    state = clear(cells.shape)
    state = mark(state, not of.whole, NOT_APPLICABLE, "overlapping" if not of.exclusive else "not-all-groups")
    state = mark(state, _any(of.hidden), WITHHELD, "group-withheld")
    state = mark(state, _any(~cells.exact & ~of.absent), NOT_COMPUTED, "group-missing")
    state = settle(state, cells.state)
    there = cells.exact
    q = np.where(there, np.broadcast_to(np.asarray(people, dtype=float), cells.shape), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        q = q / q.sum(axis=1, keepdims=True)
        risk = np.where(there, cells.low, 0.0)
        others = (q * risk).sum(axis=1, keepdims=True) - q * risk
        value = (1 - q) * risk / others
        spread = np.where(there, risk * np.maximum(1 - risk, 0.0) / cells.n_low, 0.0)
        error = np.sqrt(
            spread / risk**2 + ((q**2 * spread).sum(axis=1, keepdims=True) - q**2 * spread) / others**2
        )
    state = mark(state, (risk <= 0) | ~(others > 0), NOT_COMPUTED, "not-estimable")
    if of.facts.kind != "proportion":
        error, state = np.full(cells.shape, np.nan), remark(state, known(state), "not-a-proportion")
    return results(
        "weighted_risk_ratio",
        "times",
        state,
        value,
        interval=lognormal(value, error, level),
        groups=of.groups,
        group=np.arange(len(of.groups)),
        against=REST,
        used=there.sum(axis=1, keepdims=True),
        missing=(~there & ~of.absent).sum(axis=1, keepdims=True),
        small=cells.small,
        direction=of.facts.direction,
        null_value=1.0,
        why="everyone who is not in the group, weighted as in the whole state",
        method="delta-log",
        level=level,
    )


def e_formula(of: Breakdown) -> Results:
    """How far a group's share of the outcome is above the bound P + sqrt(P(1-P)/K), in points; flagged if so.

    It asks about overrepresentation in an adverse outcome or a placement.
    """
    share = composition(of)
    bound = expected_bound(of)
    state = mark(share.state, ~np.isfinite(bound), NOT_COMPUTED, "not-estimable")
    state = mark(state, of.facts.favourable, NOT_APPLICABLE, "favourable-outcome")
    above = known(state) & (share.value > bound)
    status, why = state
    status[above], why[above] = FLAG, reason("above-expected")
    moved = replace(share, measure="e_formula", unit="points", null_value=0.0, method="")
    return moved.each(lambda numbers: numbers - bound).under((status, why))


def relative_rate_index(of: Breakdown, *, level: float = LEVEL) -> Results:
    """The rate of a group over that of the reference group (Office of Juvenile Justice, RRI).

    A group of less than one percent of the population has none. ValueError without a reference group.
    """
    found = ratio(of, named(of), level=level, measure="relative_rate_index")
    people = of.total.at((slice(None), None)).n_low
    state = mark(found.state, of.cells.n_high < 0.01 * people, NOT_APPLICABLE, "below-one-percent")
    return found.under(state)


def removals_per_child(removals: npt.ArrayLike, children: npt.ArrayLike, of: Breakdown) -> Results:
    """Events per child of each group, which may be more than 1 and have no binomial interval.

    `of` supplies the groups and the direction; its cells are not looked at.
    """
    cells = of_counts(removals, children, 1.0, events=True)
    return results(
        "removals_per_child",
        "per",
        _uncertain(cells),
        cells.low,
        groups=of.groups,
        group=np.arange(len(of.groups)),
        small=cells.small,
        direction=of.facts.direction,
    )


def _uncertain(cells: Cells) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """That there is no interval, and why."""
    status, why = cells.state
    return status, np.where(status == OK, reason("not-a-proportion"), why).astype(np.int8)


def _any(of: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    return np.asarray(of.any(axis=1))[:, None]
