"""Small cells that are shown: the first thing that a policy forbids, looked for in every table of our own.

`hiding` asks `primary.sensitive` of exact counts when it makes a package; here it is asked of what a reader
sees, of packages that somebody made by hand too: groups of people, counts of those in them, and the count
that a rate leaves as the only one.
"""

from collections.abc import Iterator

import numpy as np

from plugins.equity.descriptors import Indicator, Package
from plugins.equity.gate.cells import seen
from plugins.equity.gate.telling import tell_rows
from plugins.equity.policies import Policy
from plugins.equity.problems import Problem

from .primary import Sensitive, sensitive
from .systems import Floats

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
        found = _small(shown, indicator, policy)
        told = (
            (found.small, f"This row shows a group of fewer than {policy.min_n} people."),
            (
                found.few & ~found.small,
                f"This row shows that fewer than {policy.min_cell} people are counted, or all but so few.",
            ),
        )
        for rows, said in told:
            yield from tell_rows(frame, np.flatnonzero(rows), "cell-small", lambda _, said=said: said, _HINT)  # type: ignore[misc]


def _small(shown: dict[str, Floats], indicator: Indicator, policy: Policy) -> Sensitive:
    """Groups of too few people whose number is shown; counts of too few, or of all but too few."""
    nothing = np.full(len(shown["value"]), np.nan)
    people = shown["value"] if indicator.kind == "count" else shown.get("denominator", nothing)
    if indicator.kind not in ("proportion", "rate"):
        return sensitive(people, None, policy)
    counted = _counted(shown, indicator, nothing)
    # A count that cannot be is the gate's to tell.
    share = indicator.kind == "proportion"
    wrong = (counted < 0) | (share & (counted > people))
    return sensitive(people, np.where(wrong, np.nan, counted), policy, share=share)


def _counted(shown: dict[str, Floats], indicator: Indicator, nothing: Floats) -> Floats:
    """The number of those who are counted: written down, or left as the only one by the rate."""
    k, n = (shown.get(each, nothing) for each in ("numerator", "denominator"))
    half = 0.5 / 10.0**indicator.decimals
    low = np.ceil((shown["value"] - half) * n / indicator.scale - _CLOSE)
    high = np.floor((shown["value"] + half) * n / indicator.scale + _CLOSE)
    return np.where(np.isnan(k) & (low == high), low, k)
