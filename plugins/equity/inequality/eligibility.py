"""Of which settings a summary measure can be said at all, and what it is made of there.

The rules of the package healthequal, as results and not as exceptions: at least three groups; without an
order up to 15 percent of the groups may be missing, and are left out; with an order none; people must be
known of all; a withheld group means that the measure is withheld: over the others it would be another one.
"""

from dataclasses import dataclass, field

import numpy as np

from .breakdowns import Breakdown
from .reasons import NOT_APPLICABLE, NOT_COMPUTED, WITHHELD, State, clear, known, mark
from .records import Floats, Ints
from .registry import Measure
from .weights import Weighed

ALLOWED = 0.15
"""So large a part of the groups may be missing where they have no order."""


@dataclass(frozen=True)
class Ready:
    """`state`, `used` and `missing` are of all settings; `rows` are those that can be computed, and `of` and
    the estimates (`middle`, `low`, `high`, equal but for published ranges) are of these alone.
    """

    state: State = field(repr=False)
    used: Ints = field(repr=False)
    missing: Ints = field(repr=False)
    rows: Ints = field(repr=False)
    of: Breakdown
    middle: Weighed
    low: Weighed
    high: Weighed


def ready(of: Breakdown, *, visible: bool) -> Ready:
    """What is there to compute with. `visible`: over the groups that are shown, whatever is missing."""
    cells = of.cells
    counted = cells.known & (cells.n_low == cells.n_high)
    missing = ~cells.known & ~of.absent
    state = clear((of.settings,))
    if not of.exclusive:
        state = mark(state, [True], NOT_APPLICABLE, "overlapping")
    if not of.complete:
        state = mark(state, [True], NOT_APPLICABLE, "not-all-groups")
    if not visible:
        state = mark(state, (of.hidden & ~of.absent).any(axis=1), WITHHELD, "group-withheld")
        most = (0.0 if of.ordered else ALLOWED) * (~of.absent).sum(axis=1)
        state = mark(state, missing.sum(axis=1) > most, NOT_COMPUTED, "group-missing")
    state = mark(state, (cells.known & ~counted).any(axis=1), NOT_COMPUTED, "no-denominator")
    state = mark(state, counted.sum(axis=1) < 3, NOT_APPLICABLE, "few-groups")
    rows = np.nonzero(known(state))[0]
    some, used = of.at(rows), counted[rows]
    n = np.where(used, some.cells.n_low, 0.0)

    def weigh(rates: Floats) -> Weighed:
        y = np.where(used, rates * of.facts.scale, 0.0)
        facts = of.facts
        return Weighed(y, n, used, facts.favourable, of.ordered, of.reference, facts.limits)

    middle = weigh((some.cells.low + some.cells.high) / 2)
    low, high = (
        (weigh(some.cells.low), weigh(some.cells.high)) if some.cells.ranged.any() else (middle, middle)
    )
    return Ready(state, counted.sum(axis=1), missing.sum(axis=1), rows, some, middle, low, high)


def applies(of: Breakdown, measure: Measure) -> str:
    """Why a measure is none for this dimension or indicator, as a reason; "" where it is one."""
    if measure.ordered is True and not of.ordered:
        return "not-ordered"
    if measure.ordered is False and of.ordered:
        return "ordered"
    if measure.bounded and of.facts.limits is None:
        return "not-a-proportion"
    return "no-reference" if measure.referred and of.reference < 0 else ""
