"""Which cells are sensitive by themselves, before anybody computes anything.

A group is small when it has few people; a numerator is small when few people are in it, or few are not; and a
rate of 0 or 100 percent tells something of everybody in the group, however large. The limits are a policy's;
this module reads only three of them, so that it needs nothing else.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from .systems import Floats, Mask

# Rounding of floats; half a person is far more.
_CLOSE = 1e-9


class Limits(Protocol):
    """What is read of a policy (`policies.Policy` is one), all in people.

    `min_n`: a group of fewer shows nothing. `min_cell`: fewer counted, or fewer not counted, are too few.
    `least_hidden`: the least that a hidden group can have; groups of nobody are shown where it is 1.
    """

    @property
    def min_n(self) -> int:
        """The smallest group that is shown."""

    @property
    def min_cell(self) -> int:
        """The smallest numerator, and rest, that is shown."""

    @property
    def least_hidden(self) -> int:
        """0 or 1."""


@dataclass(frozen=True)
class Sensitive:
    """Per group: `small` shows neither count nor rate; `few` hides the numerator; `all_or_none` codes the
    rate.
    """

    small: Mask = field(repr=False)
    few: Mask = field(repr=False)
    all_or_none: Mask = field(repr=False)


def sensitive(n: Floats, k: Floats | None, limits: Limits, *, share: bool = True) -> Sensitive:
    """What the rules say of groups of n people of whom k are counted; NaN is a number that is not there.

    Of a `share` those who are not counted are people too; of events per so many people there may be more than
    people, and there is no rest. ValueError
    where a k is below 0, or of a share above n: mend the table first.
    """
    with np.errstate(invalid="ignore"):
        # Whatever is written of it, nobody is one person and not less: half a post is a small group too.
        small = _below(n, limits.min_n) | ((n == 0) & (limits.least_hidden == 0))
        if k is None:
            nothing = np.zeros(len(n), dtype=bool)
            return Sensitive(small, nothing, nothing)
        rest = n - k
        if (k < 0).any() or (share and (rest < 0).any()):
            raise ValueError("A numerator is below 0 or above its denominator.")
        few, nobody = _below(k, limits.min_cell) | small, k == 0
        if share:
            few, nobody = few | _below(rest, limits.min_cell), nobody | (rest == 0)
        return Sensitive(small, few, (n > 0) & nobody)


def _below(numbers: Floats, limit: int) -> Mask:
    found: Mask = (numbers > _CLOSE) & (numbers < limit - _CLOSE)
    return found
