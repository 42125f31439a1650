"""Small cells that are shown: the first thing that a policy forbids, looked for in every table of our own.

`hiding` keeps the same limits when it makes a package; here they are held against packages that somebody
made by hand too. What is looked at is what a reader sees: a group of too few people, a count of too few with
or without something, and a rate that leaves no other count.
"""

from collections.abc import Iterator

import numpy as np

from plugins.equity.descriptors import Indicator, Package
from plugins.equity.gate.cells import seen
from plugins.equity.gate.telling import Rows, tell_rows
from plugins.equity.policies import Policy
from plugins.equity.problems import Problem

_HINT = (
    "Withhold it, or make the package with `plumbline protect`, which withholds what would give it away too."
)
# Rounding of floats; half a person is far more.
_CLOSE = 1e-9


def tell_small(package: Package, policy: Policy) -> Iterator[Problem]:
    """A problem for each shown cell below the limits of the policy, never with its number."""
    for indicator in package.indicators.values():
        frame = package.tables[indicator.id]
        shown = {
            name: np.where(seen(frame, name), frame[name].to_numpy(), np.nan)
            for name in ("numerator", "denominator", "value")
            if name in frame.columns
        }
        few = _few_people(shown, indicator, policy)
        said = f"This row shows a group of fewer than {policy.min_n} people."
        yield from tell_rows(frame, np.flatnonzero(few), "cell-small", lambda _, said=said: said, _HINT)  # type: ignore[misc]
        counted = _few_counted(shown, indicator, policy) & ~few
        said = f"This row shows that fewer than {policy.min_cell} people are counted, or all but so few."
        yield from tell_rows(frame, np.flatnonzero(counted), "cell-small", lambda _, said=said: said, _HINT)  # type: ignore[misc]


def _between(numbers: "np.ndarray[tuple[int], np.dtype[np.float64]]", limit: int) -> Rows:
    found: Rows = (numbers > _CLOSE) & (numbers < limit - _CLOSE)
    return found


def _few_people(
    shown: "dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]", indicator: Indicator, policy: Policy
) -> Rows:
    """Groups that are too small, and their number is shown."""
    people = shown["value"] if indicator.kind == "count" else shown.get("denominator")
    if people is None:
        return np.zeros(len(shown["value"]), dtype=bool)
    return _between(people, policy.min_n)


def _few_counted(
    shown: "dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]", indicator: Indicator, policy: Policy
) -> Rows:
    """Counts of too few, or of all but too few; written down, or left as the only one by the rate."""
    none = np.zeros(len(shown["value"]), dtype=bool)
    if indicator.kind not in ("proportion", "rate"):
        return none
    k, n = (shown.get(name, np.full(len(none), np.nan)) for name in ("numerator", "denominator"))
    half = 0.5 / 10.0**indicator.decimals
    low = np.ceil((shown["value"] - half) * n / indicator.scale - _CLOSE)
    high = np.floor((shown["value"] + half) * n / indicator.scale + _CLOSE)
    counted = np.where(np.isnan(k) & (low == high), low, k)
    few = _between(counted, policy.min_cell)
    if indicator.kind == "proportion":
        few |= _between(n - counted, policy.min_cell)
    return few
