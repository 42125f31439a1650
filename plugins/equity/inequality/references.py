"""What a group is compared with: everybody, the rest, the best group, a named one, itself earlier.

A value is the group against `cells`; an interval needs two groups with nobody in both, which is what `within`
is about: everybody contains the group, so the group is compared with the others and the result carried back.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from .breakdowns import Breakdown
from .cells import Cells, Facts
from .reasons import NOT_APPLICABLE, NOT_COMPUTED, WITHHELD, State, clear, known, mark, settle
from .records import EARLIER, EVERYBODY, NONE, REST, Floats, Ints, Results, results


@dataclass(frozen=True)
class Comparison:
    """`cells` are broadcast to settings x groups; `against` is a group's position or one of `records`' codes.

    `within`: the group is part of it. `apart` is the state of what is left without the group: its reason says
    why there is no interval. `why` is how the comparison was chosen, for the record.
    """

    cells: Cells = field(repr=False)
    against: Ints = field(repr=False)
    why: str
    within: bool = False
    apart: State | None = field(default=None, repr=False)


def everybody(of: Breakdown) -> Comparison:
    """Each group against all, itself included."""
    shape = of.cells.shape
    cells = of.total.at((slice(None), None)).spread(shape)
    against = np.full(shape, EVERYBODY)
    return Comparison(cells, against, "everybody at the same place", within=True, apart=of.rest().state)


def rest(of: Breakdown) -> Comparison:
    """Each group against all who are not in it, derived from the total where that is legitimate."""
    against = np.full(of.cells.shape, REST)
    if of.whole and len(of.groups) == 2:
        against = np.broadcast_to(np.array([1, 0]), of.cells.shape)
    return Comparison(of.rest(), against, "everyone who is not in the group")


def named(of: Breakdown) -> Comparison:
    """Each group against the breakdown's reference group. ValueError when it has none."""
    if of.reference < 0:
        raise ValueError("this breakdown names no reference group")
    return _one(of, np.full(of.settings, of.reference), of.reference_why, clear((of.settings,)))


def best(of: Breakdown) -> Comparison:
    """Each group against the one with the best rate, the first in declared order where several have it.

    Small groups are never ranked, so none of them can be the best. A withheld group may have been it.
    """
    rates = of.cells.middle
    able = ~np.isnan(rates) & ~of.cells.small
    worst = -np.inf if of.facts.favourable else np.inf
    ranked = np.where(able, rates, worst)
    at = ranked.argmax(axis=1) if of.facts.favourable else ranked.argmin(axis=1)
    state = mark(clear((of.settings,)), of.hidden.any(axis=1), WITHHELD, "group-withheld")
    state = mark(state, of.cells.ranged.any(axis=1), NOT_COMPUTED, "ranged")
    state = mark(state, ~able.any(axis=1), NOT_APPLICABLE, "no-comparison")
    return _one(of, at, "the best rate among groups of 30 and more", state)


def earlier(of: Breakdown, before: Breakdown, *, broken: npt.ArrayLike = False) -> Comparison:
    """Each group against itself in an earlier period: the same settings and groups in `before`.

    `broken`: what is counted changed in between, so that there is nothing to compare with. The two years are
    taken for different people.
    """
    state = mark(before.cells.state, broken, NOT_APPLICABLE, "break")
    against = np.full(of.cells.shape, EARLIER)
    return Comparison(replace(before.cells, state=state), against, "the same group in an earlier period")


def compared(
    measure: str,
    unit: str,
    state: State,
    bounds: tuple[Floats, Floats],
    interval: tuple[Floats, Floats],
    mine: Cells,
    other: Comparison,
    facts: Facts,
    groups: tuple[str, ...],
    *,
    null: float,
    method: str,
    level: float,
    second: npt.ArrayLike = False,
) -> Results:
    """The results of groups against a comparison: of a range no single value, else the middle of `bounds`,
    which differ by the rounding of what is published.
    """
    ranged = mine.ranged | other.cells.ranged
    return results(
        measure,
        unit,
        state,
        np.where(ranged, np.nan, (bounds[0] + bounds[1]) / 2),
        bounds=bounds,
        interval=interval,
        groups=groups,
        group=np.arange(mine.shape[-1]),
        against=other.against,
        used=2,
        small=mine.small | other.cells.small,
        second=second,
        direction=facts.direction,
        null_value=null,
        why=other.why,
        method=method,
        level=level,
    )


def _one(of: Breakdown, at: Ints, why: str, state: State) -> Comparison:
    """Each group against one of the groups per setting; that one itself has no other to compare with."""
    shape = of.cells.shape
    cells = of.cells.at((np.arange(of.settings), at)).at((slice(None), None)).spread(shape)
    found = np.where(known(state), at, NONE)
    against = np.broadcast_to(found[:, None], shape)
    itself = mark(clear(shape), against == np.arange(len(of.groups)), NOT_APPLICABLE, "itself")
    state = (state[0][:, None], state[1][:, None])
    # An overlapping group may hold people of its comparison: the difference stands, an interval does not.
    apart = clear(shape) if of.exclusive else mark(clear(shape), True, NOT_COMPUTED, "overlapping")
    troubled = settle(itself, state, cells.state)
    return Comparison(replace(cells, state=troubled), against, why, apart=apart)
