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
    State,
    clear,
    mark,
    reason,
    settle,
)
from .records import LEVEL, Ints, Results
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
    cells, groups = of.cells, len(of.groups)
    able = cells.known
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
    y = np.where(able, (cells.low + cells.high) / 2, np.nan)
    high = np.where(able, y, -np.inf).argmax(axis=1)
    low = np.where(able, y, np.inf).argmin(axis=1)
    if of.ordered:
        least, most = able.argmax(axis=1), groups - 1 - able[:, ::-1].argmax(axis=1)
        first, second = (most, least) if of.facts.favourable else (least, most)
        why = "the most and the least advantaged group"
    elif of.reference < 0:
        first, second, why = high, low, "the highest and the lowest rate"
        # Which of two published ranges is the higher may be open.
        unsure = cells.ranged.any(axis=1)
        state = mark(state, unsure, NOT_COMPUTED, "ranged")
    else:
        reference = np.full(of.settings, of.reference)
        state = mark(state, ~able[:, of.reference], NOT_COMPUTED, "no-reference")
        state = mark(state, cells.ranged.any(axis=1), NOT_COMPUTED, "ranged")
        others = able & (np.arange(groups) != of.reference)
        if of.facts.favourable:
            first, second = reference, np.where(others, y, np.inf).argmin(axis=1)
        else:
            first, second = np.where(others, y, -np.inf).argmax(axis=1), reference
        why = of.reference_why
    return Chosen(first, second, why, state, able.sum(axis=1), missing.sum(axis=1))


def _two(of: Breakdown, chosen: Chosen) -> tuple[Cells, Comparison]:
    """The first group's cells and the second as its comparison, settings x 1."""
    row = np.arange(of.settings)
    mine, other = (of.cells.at((row, at)).at((slice(None), None)) for at in (chosen.first, chosen.second))
    state = settle((chosen.state[0][:, None], chosen.state[1][:, None]), mine.state)
    apart = None if of.exclusive else mark(clear(mine.shape), [[True]], NOT_COMPUTED, "overlapping")
    return replace(mine, state=state), Comparison(other, chosen.second[:, None], chosen.why, apart=apart)


def _named(found: Results, measure: str, of: Breakdown, chosen: Chosen) -> Results:
    """One column of results, with who is compared and how many groups there were."""
    one = found.at((slice(None), 0))
    status, why = one.status.copy(), one.reason.copy()
    left_out = one.ok & (chosen.missing > 0) & (why == 0)
    why[left_out] = reason("visible-groups-only")
    return replace(
        one,
        measure=measure,
        group=chosen.first,
        used=chosen.used,
        missing=chosen.missing,
        status=status,
        reason=why,
        direction=of.facts.direction,
    )
