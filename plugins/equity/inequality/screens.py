"""The screen for significant disproportionality, with a State's own rules as data (34 CFR 300.647).

What comes out is a flag to look into, never a finding: the State decides, and looks at policies first. Read
for it were paragraphs (b)(1) to (b)(3), (b)(7) and (d), and the definitions of (a) as Iowa has them (Iowa
Administrative Code 281-41.647 (1)). Paragraphs (b)(5) and (b)(6) were not: that the State's comparison takes
the place of one that is too small is how Michigan does it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .breakdowns import Breakdown
from .cells import Cells
from .pairs import ratio
from .reasons import FLAG, NOT_APPLICABLE, NOT_COMPUTED, OK, Mask, known, mark, reason
from .records import Floats, Results
from .references import Comparison, rest


@dataclass(frozen=True)
class Rules:
    """A risk ratio above `threshold` in `years` years running is flagged, unless it fell by `progress` or
    more in each of the last `progress_years`; `progress` 0: no exception is made.

    A group is looked at from `min_cell` with the outcome and `min_n` people on; the same is asked of its
    comparison, in whose place the State's comes where `alternate` allows it.
    """

    name: str
    source: str
    threshold: float
    min_cell: int = 10
    min_n: int = 30
    years: int = 3
    progress: float = 0.0
    progress_years: int = 2
    alternate: bool = False


def screen(of: Sequence[Breakdown], rules: Rules, state_rest: Sequence[Cells] | None = None) -> Results:
    """The last year's risk ratios of settings x groups, flagged by the rules over all years given, in order.

    `state_rest` has, per year, the State's cells of everyone outside of each group, of the same shape.
    """
    yearly = [
        _one_year(each, rules, None if state_rest is None else state_rest[at]) for at, each in enumerate(of)
    ]
    last = yearly[-1][0]
    above = np.stack([above for _, above in yearly])
    running = _running(above)
    enough = running >= rules.years
    better = enough & _progress([each.value for each, _ in yearly], rules)
    status, why = last.status.copy(), last.reason.copy()
    found = known(last.state) & above[-1]
    few, flagged = found & ~enough, found & enough & ~better
    for where, code, becomes in (
        (few, "above-too-few-years", OK),
        (found & better, "reasonable-progress", OK),
        (flagged, "above-threshold", FLAG),
    ):
        status[where], why[where] = becomes, reason(code)
    return replace(last, measure="disproportionality_screen", status=status, reason=why, null_value=1.0)


def _one_year(of: Breakdown, rules: Rules, state: Cells | None) -> tuple[Results, Mask]:
    """The risk ratios of a year, none where a minimum is not met, and which are above the threshold.

    They are compared as whole numbers, to four decimals of the threshold: exactly 3 is not above 3.
    """
    other = rest(of)
    if rules.alternate and state is not None:
        other = _instead(other, _enough(other.cells, rules), state)
    found = ratio(of, other)
    meets = _enough(of.cells, rules) & _enough(other.cells, rules)
    unmet = mark(found.state, ~meets, NOT_APPLICABLE, "below-minimum")
    exact = of.cells.exact & other.cells.exact
    unmet = mark(unmet, ~exact, NOT_COMPUTED, "no-denominator")
    k, n, others, people = (
        np.nan_to_num(each).astype(np.int64)
        for each in (of.cells.k_low, of.cells.n_low, other.cells.k_low, other.cells.n_low)
    )
    above = 10_000 * k * people > round(10_000 * rules.threshold) * others * n
    return found.under(unmet), known(unmet) & above


def _enough(cells: Cells, rules: Rules) -> Mask:
    """Whether the minimum cell size and the minimum number of people are met, as far as is known."""
    return np.asarray((cells.k_low >= rules.min_cell) & (cells.n_low >= rules.min_n))


def _instead(other: Comparison, keep: Mask, state: Cells) -> Comparison:
    """The State's comparison where the local one is too small (the alternate risk ratio)."""
    mine, theirs = other.cells, state.spread(other.cells.shape)

    why = "everyone who is not in the group; in the State where too few here"
    return replace(other, cells=mine.either(keep, theirs), why=why)


def _running(above: Mask) -> npt.NDArray[np.int64]:
    """How many years in a row, up to the last."""
    held = np.cumprod(above[::-1], axis=0)
    return np.asarray(held.sum(axis=0), dtype=np.int64)


def _progress(values: Sequence[Floats], rules: Rules) -> Mask:
    """Whether the ratio fell by enough in each of the last years."""
    shape = values[-1].shape
    if rules.progress <= 0 or len(values) <= rules.progress_years:
        return np.zeros(shape, dtype=bool)
    last = values[-rules.progress_years - 1 :]
    with np.errstate(invalid="ignore"):
        falls = [old - new >= rules.progress - 1e-12 for old, new in pairwise(last)]
    return np.asarray(np.logical_and.reduce(falls))
