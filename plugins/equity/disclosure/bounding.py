"""The bounds of hidden numbers in publications that may contradict themselves.

One number after the other comes first: what that shows to be impossible is left out, and what it bounds
tells how closely the rest need be looked at. Parts that stay contradictory are halved until what is wrong
stands alone.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from .audit import audit
from .nearby import components
from .propagation import propagate
from .systems import Floats, Ints, Mask, System

_DROPS = 200


@dataclass(frozen=True)
class Rough:
    """A system without the rows that cannot be true, and per cell what one row after the other says.

    Of shown cells `low` and `high` are their numbers. `part` says what hangs together, -1 for shown cells.
    `possible` is false when what is left contradicts itself all the same.
    """

    system: System = field(repr=False)
    known: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    part: Ints = field(repr=False)
    possible: bool


def rough(system: System, known: Floats) -> Rough:
    """The first look at a system of which some numbers are known."""
    system = possible_part(system, known)
    unknown = system.without(known)
    part = np.full(system.cells, -1)
    part[unknown.origin] = components(unknown)
    low, high = known.copy(), known.copy()
    found = propagate(unknown)
    low[unknown.origin] = found.low if found.possible else unknown.low
    high[unknown.origin] = found.high if found.possible else unknown.high
    return Rough(system, known, low, high, part, found.possible)


def bounds(
    first: Rough, wanted: Mask, limits: Floats, largest: int | None = None, witness: Floats | None = None
) -> tuple[Floats, Floats, Mask]:
    """The bounds of the wanted cells that are nearer to each other than their limits, NaN for all others.

    Third: the cells that were bounded roughly, by one sum after the other, since what is published of them
    contradicts itself or hangs together with more than `largest` unknown numbers. `witness` is a table that
    is possible, such as the truth.
    """
    system, known, label = first.system, first.known, first.part
    near = wanted & np.isnan(known) & first.possible & (first.high - first.low < limits)
    low, high = np.where(near, first.low, np.nan), np.where(near, first.high, np.nan)
    lost = np.zeros(system.cells, dtype=bool)
    hidden = np.flatnonzero(wanted & np.isnan(known))
    if largest is not None:
        large = np.bincount(label[label >= 0], minlength=1)[label[hidden]] > largest
        lost[hidden[large]] = True
        hidden = hidden[~large]
    todo = [hidden] if len(hidden) else []
    while todo:
        cells = todo.pop()
        some = np.zeros(system.cells, dtype=bool)
        some[cells] = True
        found = audit(system, known, some, limits, witness=witness)
        if found.possible:
            fails = found.high - found.low < found.limit
            low[found.cells[fails]], high[found.cells[fails]] = found.low[fails], found.high[fails]
            continue
        parts = np.unique(label[cells])
        if len(parts) == 1:
            lost[cells] = True
            continue
        left = np.isin(label[cells], parts[: len(parts) // 2])
        todo += [cells[~left], cells[left]]
    return low, high, lost


def possible_part(system: System, known: Floats) -> System:
    """The system without the rows that one number after the other shows to contradict the rest."""
    for _ in range(_DROPS):
        unknown = system.without(known)
        found = propagate(unknown)
        if found.possible:
            break
        wrong = np.zeros(len(unknown.low), dtype=bool)
        wrong[found.low > found.high] = True
        bad = unknown.rows.name[np.unique(unknown.rows.row[wrong[unknown.rows.cell]])]
        keep = ~np.isin(system.rows.name, bad)
        if keep.all():
            break
        system = replace(
            system,
            rows=system.rows.only(np.ones(len(system.rows.row), dtype=bool), keep),
            residual=system.residual[keep],
            needs=system.needs[keep],
        )
    return system
