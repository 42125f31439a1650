"""What the summary measures are made of: estimates, shares of the population, ranks.

Groups that are left out have share 0 and an estimate of 0; `used` says which count. Arrays may have further
axes before settings x groups, such as draws of a bootstrap.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from .reasons import Mask
from .records import Floats, Ints


@dataclass(frozen=True)
class Weighed:
    """`y` are estimates in displayed units, `n` people, both (..., groups); `used` the groups that count.

    `reference` is the position of a reference group, -1: none. In ordered dimensions groups run from the
    least to the most advantaged.
    """

    y: Floats = field(repr=False)
    n: Floats = field(repr=False)
    used: Mask = field(repr=False)
    favourable: bool = True
    ordered: bool = False
    reference: int = -1
    limits: tuple[float, float] | None = None

    @cached_property
    def p(self) -> Floats:
        """Shares of the population, 0 where a group is left out."""
        n = np.where(self.used, self.n, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(n / n.sum(axis=-1, keepdims=True))

    @cached_property
    def mean(self) -> Floats:
        """The population-weighted mean m = sum p_j y_j, of shape (..., 1)."""
        return np.asarray((self.p * self.y).sum(axis=-1, keepdims=True))

    @cached_property
    def count(self) -> Ints:
        """How many groups are used, (..., 1)."""
        return np.asarray(self.used.sum(axis=-1, keepdims=True))

    @cached_property
    def rank(self) -> Floats:
        """The middle of each group in the population, from the least advantaged (0) to the most (1)."""
        return np.asarray(self.p.cumsum(axis=-1) - self.p / 2)

    @cached_property
    def rank_variance(self) -> Floats:
        """sum p_j (rank_j - 1/2)^2, of shape (..., 1)."""
        return np.asarray((self.p * (self.rank - 0.5) ** 2).sum(axis=-1, keepdims=True))

    def best(self) -> Floats:
        """The highest estimate of a favourable indicator, the lowest of an adverse one, (..., 1)."""
        return self.highest() if self.favourable else self.lowest()

    def highest(self) -> Floats:
        """(..., 1)"""
        return np.asarray(np.where(self.used, self.y, -np.inf).max(axis=-1, keepdims=True))

    def lowest(self) -> Floats:
        """(..., 1)"""
        return np.asarray(np.where(self.used, self.y, np.inf).min(axis=-1, keepdims=True))

    def most_advantaged(self) -> Ints:
        """The last group of an ordered dimension that is used, (..., 1)."""
        last = self.used.shape[-1] - 1
        return np.asarray(last - self.used[..., ::-1].argmax(axis=-1, keepdims=True))

    def least_advantaged(self) -> Ints:
        """The first group of an ordered dimension that is used, (..., 1)."""
        return np.asarray(self.used.argmax(axis=-1, keepdims=True))

    def pick(self, at: Any, of: Floats | None = None) -> Floats:
        """The estimate (or another array's number) of one group per setting, (..., 1)."""
        array = self.y if of is None else of
        return np.take_along_axis(array, np.broadcast_to(at, (*array.shape[:-1], 1)), axis=-1)

    def rescaled(self) -> "Weighed":
        """Estimates of a bounded indicator between 0 and 1. ValueError when nothing bounds it."""
        if self.limits is None:
            raise ValueError("nothing bounds this indicator")
        low, high = self.limits
        return Weighed(
            (self.y - low) / (high - low),
            self.n,
            self.used,
            self.favourable,
            self.ordered,
            self.reference,
            (0.0, 1.0),
        )

    def drawn(self, y: Floats) -> "Weighed":
        """The same groups with other estimates."""
        return Weighed(y, self.n, self.used, self.favourable, self.ordered, self.reference, self.limits)
