"""When the bounds of a withheld number are too near to each other: what a policy asks of each cell.

Any withheld number that follows exactly is a leak. That it follows nearly matters where it is, or may be,
small; of a large group the next few people tell nothing of anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from plugins.equity.policies import Policy

from .published import DENOMINATOR, VALUE, Facts
from .systems import Floats, Ints, Mask, System


@dataclass(frozen=True)
class Demands:
    """Per written cell. `width` is how far apart its bounds must be while it may be `small`.

    `people` is the cell of the group that it is a part of, -1 for people themselves: while those are hidden
    and may be fewer than `few` it is as telling as a small one. `share`: it can be no more than its people.
    """

    width: Floats = field(repr=False)
    small: Floats = field(repr=False)
    few: Floats = field(repr=False)
    people: Ints = field(repr=False)
    share: Mask = field(repr=False)

    def telling(self, least: Floats, unknown: Mask) -> Mask:
        """The cells that are, or may be, small where each is at least `least`.

        `unknown` are the cells whose numbers are not shown.
        """
        found: Mask = least < self.small
        inside = (self.people >= 0) & unknown[self.people]
        group = np.maximum(np.where(self.share, least, 0.0), least[self.people])
        found |= inside & (group < self.few)
        return found

    def limits(self, least: Floats, system: System, known: Floats, wanted: Mask) -> Floats:
        """How far apart the bounds must be at least, per cell of the system, when that much is known of
        each.
        """
        unknown = np.isnan(known)[system.number]
        width = np.where(self.telling(least[system.number], unknown), self.width, 1.0)
        limits = np.ones(system.cells)
        np.maximum.at(limits, system.number[wanted], width[wanted])
        return limits


def demands_of(facts: Facts, rules: Mapping[str, Policy]) -> Demands:
    """What the policies (by package) ask of these facts."""
    count = len(facts.number)
    width, small, few = np.ones(count), np.zeros(count), np.zeros(count)
    people, share = np.full(count, -1), np.zeros(count, dtype=bool)
    for series in facts.series:
        rule = rules[series.package.id]
        for role in series.roles:
            cells = series.cells(role)
            width[cells] = np.where(facts.withheld[cells], rule.min_interval, 1.0)
            small[cells] = rule.min_n if role in (DENOMINATOR, VALUE) else rule.min_cell
            few[cells] = rule.min_n
            share[cells] = series.indicator.kind == "proportion"
            if role != DENOMINATOR and DENOMINATOR in series.roles:
                people[cells] = series.cells(DENOMINATOR)
    return Demands(width, small, few, people, share)
