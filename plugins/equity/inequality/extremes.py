"""The World Health Organization's difference and ratio: two groups of a breakdown, chosen by rule.

Ordered: the most against the least advantaged (the other way round for an adverse indicator). Not ordered:
the highest against the lowest; with a reference, the reference against the lowest of the others (favourable)
or the highest of the others against the reference (adverse): then the sign is information and stays. Of equal
rates the first in declared order is taken.
"""

from dataclasses import dataclass, replace

import numpy as np

from .breakdowns import Breakdown
from .cells import Cells
from .eligibility import ALLOWED
from .pairs import gap_between, ratio_between
from .reasons import (
    NOT_APPLICABLE,
    NOT_COMPUTED,
    WITHHELD,
    Mask,
    State,
    clear,
    mark,
    reason,
    settle,
)
from .records import EXTREMES, LEVEL, NONE, Ints, Results
from .references import Comparison


@dataclass(frozen=True)
class Chosen:
    """Positions of the two groups per setting, why, and the state of the choice."""

    first: Ints
    second: Ints
    why: str
    state: State
    used: Ints
    missing: Ints


def who_difference(of: Breakdown, *, visible: bool = False, level: float = LEVEL) -> Results:
    """D = y1 - y2, one per setting. `visible`: among the groups that are shown, and the record says how many
    are missing.
    """
    chosen = choose(of, visible=visible)
    mine, other = _two(of, chosen)
    return _named(gap_between(mine, other, of.facts, of.groups, level=level), "d", of, chosen)


def who_ratio(of: Breakdown, *, visible: bool = False, level: float = LEVEL) -> Results:
    """R = y1 / y2, one per setting; its logarithm is what is near normal, so plot it on a log axis."""
    chosen = choose(of, visible=visible)
    mine, other = _two(of, chosen)
    return _named(ratio_between(mine, other, of.facts, of.groups, level=level), "r", of, chosen)


def choose(of: Breakdown, *, visible: bool = False) -> Chosen:
    """Which two groups are compared, and whether that can be said."""
    able = of.cells.known
    missing = ~able & ~of.absent
    hidden = of.hidden & ~of.absent
    state = clear((of.settings,))
    if not visible:
        state = mark(state, hidden.any(axis=1), WITHHELD, "group-withheld")
        allowed = 0.0 if of.ordered else ALLOWED
        state = mark(
            state, missing.sum(axis=1) > allowed * (~of.absent).sum(axis=1), NOT_COMPUTED, "group-missing"
        )
    state = mark(state, able.sum(axis=1) < 2, NOT_APPLICABLE, "few-groups")
    first, second, why = _picked(of, able)
    if of.reference >= 0 and not of.ordered:
        state = mark(state, ~able[:, of.reference], NOT_COMPUTED, "no-reference")
    return Chosen(first, second, why, state, able.sum(axis=1), missing.sum(axis=1))


def _picked(of: Breakdown, able: Mask) -> tuple[Ints, Ints, str]:
    """The positions of y1 and y2 by the rules above, and why."""
    y = (of.cells.low + of.cells.high) / 2
    if of.ordered:
        least, most = able.argmax(axis=1), len(of.groups) - 1 - able[:, ::-1].argmax(axis=1)
        first, second = (most, least) if of.facts.favourable else (least, most)
        return first, second, "the most and the least advantaged group"
    above, below = _sides(of, able)
    first, second = np.where(above, y, -np.inf).argmax(axis=1), np.where(below, y, np.inf).argmin(axis=1)
    return first, second, of.reference_why if of.reference >= 0 else "the highest and the lowest rate"


def _sides(of: Breakdown, able: Mask) -> tuple[Mask, Mask]:
    """Among which groups without an order y1 is the highest, and among which y2 is the lowest."""
    itself = np.arange(len(of.groups)) == of.reference
    if of.reference < 0:
        return able, able
    return (able & itself, able & ~itself) if of.facts.favourable else (able & ~itself, able & itself)


def _two(of: Breakdown, chosen: Chosen) -> tuple[Cells, Comparison]:
    """The first group's cells and the second as its comparison, settings x 1."""
    row = np.arange(of.settings)
    mine, other = (of.cells.at((row, at)).at((slice(None), None)) for at in (chosen.first, chosen.second))
    against = chosen.second[:, None]
    open_ = _open(of)
    if open_.any():
        high, low = _between(of)
        mine, other = mine.either(~open_[:, None], high), other.either(~open_[:, None], low)
        against = np.where(open_[:, None], EXTREMES, against)
    state = settle((chosen.state[0][:, None], chosen.state[1][:, None]), mine.state)
    apart = None if of.exclusive else mark(clear(mine.shape), [[True]], NOT_COMPUTED, "overlapping")
    return replace(mine, state=state), Comparison(other, against, chosen.why, apart=apart)


def _open(of: Breakdown) -> Mask:
    """Where published ranges leave it open which group is the highest or the lowest."""
    return np.asarray(of.cells.ranged.any(axis=1)) & (not of.ordered)


def _between(of: Breakdown) -> tuple[Cells, Cells]:
    """Between what the highest and the lowest rate lie, whichever groups they are; settings x 1."""
    above, below = _sides(of, of.cells.known)
    ends = of.cells.low, of.cells.high
    high = [np.where(above, each, -np.inf).max(axis=1, keepdims=True) for each in ends]
    low = [np.where(below, each, np.inf).min(axis=1, keepdims=True) for each in ends]
    if of.reference < 0:  # the highest is not below the lowest
        low[1] = np.minimum(low[1], high[0])
    blank = np.full(high[0].shape, np.nan)
    state = clear(blank.shape)
    return (
        Cells(blank, blank, blank, blank, high[0], high[1], blank, state),
        Cells(blank, blank, blank, blank, low[0], low[1], blank, state),
    )


def _named(found: Results, measure: str, of: Breakdown, chosen: Chosen) -> Results:
    """One column of results, with who is compared and how many groups there were."""
    one = found.at((slice(None), 0))
    status, why = one.status.copy(), one.reason.copy()
    left_out = one.ok & (chosen.missing > 0) & (why == 0)
    why[left_out] = reason("visible-groups-only")
    return replace(
        one,
        measure=measure,
        group=np.where(one.ok & ~_open(of), chosen.first, NONE),
        against=np.where(one.ok, one.against, EXTREMES),
        used=chosen.used,
        missing=chosen.missing,
        status=status,
        reason=why,
        direction=of.facts.direction,
    )
