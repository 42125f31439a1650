"""Which cells are sensitive by themselves, before anybody computes anything.

A group is small when it has few people; a numerator is small when few people are in it, or few are not; and a
rate of 0 or 100 percent tells something of everybody in the group, however large. `Policy` holds the limits.
What is wrong with a policy is a `Fault`, for whoever knows the file and line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from .systems import Floats, Mask

ZERO_POLICIES = ("show_counts", "hide")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one key of a policy."""

    key: str
    message: str
    hint: str


@dataclass(frozen=True)
class Policy:
    """The limits of a publisher, all in people.

    `min_n`: a group of 1 to min_n - 1 shows nothing. `min_cell`: of a numerator, or of those not in it, 1 to
    min_cell - 1 are too few. `zero_policy`: with `show_counts` a group of nobody is shown, so hidden means at
    least one; with `hide` it is hidden like a small one. `residual_min`: what the hidden parts of a shown
    total add up to at least. `min_interval`: how far apart the bounds of a hidden sensitive cell are at
    least. `hard_min_n`: below this no exception goes. `reason`: why a limit is below its default.
    """

    min_n: int = 10
    min_cell: int = 5
    zero_policy: Literal["show_counts", "hide"] = "show_counts"
    residual_min: int = 10
    min_interval: int = 4
    hard_min_n: int = 3
    reason: str = field(default="", compare=False)

    def faults(self) -> tuple[Fault, ...]:
        """What cannot be, all of it: below the floor, or looser than the defaults without a reason."""
        found = []
        for key in ("min_n", "min_cell", "residual_min", "min_interval", "hard_min_n"):
            given = getattr(self, key)
            if isinstance(given, bool) or not isinstance(given, int):
                found.append(Fault(key, f"'{key}' is not a whole number.", "Write a number of people."))
                continue
            default, floor = _DEFAULTS[key], _FLOORS[key]
            if given < floor:
                message = f"'{key}' is {given}; nothing may go below {floor}."
                found.append(Fault(key, message, f"Write {floor} or more; {default} is usual."))
            elif given < default and not self.reason.strip():
                message = (
                    f"'{key}' is {given}, looser than the {default} that is usual, and no reason is given."
                )
                found.append(Fault(key, message, "Give the reason under 'reason': it is published."))
        if self.zero_policy not in ZERO_POLICIES:
            choices = " or ".join(f"'{each}'" for each in ZERO_POLICIES)
            found.append(
                Fault("zero_policy", "'zero_policy' is not one of its choices.", f"Write {choices}.")
            )
        return tuple(found)

    @property
    def least_hidden(self) -> int:
        """The least that a hidden group can have: what an attacker knows of every hidden cell."""
        return 1 if self.zero_policy == "show_counts" else 0


_DEFAULTS: Mapping[str, Any] = MappingProxyType({each.name: each.default for each in fields(Policy)})
_FLOORS = MappingProxyType({"min_n": 3, "min_cell": 1, "residual_min": 3, "min_interval": 1, "hard_min_n": 3})


@dataclass(frozen=True)
class Sensitive:
    """Per group: `small` shows neither count nor rate; `few` hides the numerator; `all_or_none` codes the
    rate.
    """

    small: Mask = field(repr=False)
    few: Mask = field(repr=False)
    all_or_none: Mask = field(repr=False)


def sensitive(n: Floats, k: Floats | None, policy: Policy) -> Sensitive:
    """What the rules say of groups of n people of whom k are counted; NaN is a number that is not there.

    ValueError where k is more than n or below 0: mend the table first.
    """
    least = 0 if policy.zero_policy == "hide" else 1
    limit = max(policy.min_n, policy.hard_min_n)
    with np.errstate(invalid="ignore"):
        small = (n >= least) & (n < limit)
        if k is None:
            nothing = np.zeros(len(n), dtype=bool)
            return Sensitive(small, nothing, nothing)
        if ((k > n) | (k < 0)).any():
            raise ValueError("A numerator is below 0 or above its denominator.")
        rest = n - k
        few = _between(k, policy.min_cell) | _between(rest, policy.min_cell) | small
        all_or_none = (n > 0) & ((k == 0) | (rest == 0))
    return Sensitive(small, few, all_or_none)


def stricter(policy: Policy, **limits: Any) -> Policy:
    """A policy in which each of these limits is raised where it is higher than before, never lowered."""
    return replace(policy, **{key: max(getattr(policy, key), value) for key, value in limits.items()})


def _between(numbers: Floats, limit: int) -> Mask:
    found: Mask = (numbers >= 1) & (numbers < limit)
    return found
