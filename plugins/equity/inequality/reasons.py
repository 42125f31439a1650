"""Why a result is as it is: its status, and a reason as a code whose words can be translated.

A fact about data is never an exception and never a NaN. Whoever works on arrays carries a status and a reason
per element; `settle` joins those of several inputs.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
State = tuple[Codes, Codes]
"""Per element the position in `STATUSES` and in `REASONS`."""

OK, FLAG, NOT_APPLICABLE, NOT_COMPUTED, WITHHELD = range(5)
STATUSES = ("ok", "flag", "not_applicable", "not_computed", "withheld")

WORDS: Mapping[str, str] = {
    "": "",
    # Of a cell, as the publisher says it.
    "withheld": "Withheld by the publisher.",
    "not-applicable": "Not applicable.",
    "not-collected": "Not collected.",
    "not-yet": "Not yet published.",
    "unreliable": "Too unreliable to use, says the publisher.",
    "low": "Not zero, but rounds to zero.",
    "no-row": "Not published.",
    "nobody": "The group has nobody in it here.",
    "not-there": "The group was not there in this period.",
    "count-larger": "There are more in the numerator than people: these are events, not people.",
    # Of a comparison.
    "group-withheld": "A group of this breakdown is withheld, so nothing is derived from the others.",
    "group-missing": "A group of this breakdown has no number.",
    "no-rest": "Nobody is left to compare with.",
    "itself": "This is the group that the others are compared with.",
    "no-comparison": "No group can serve as the comparison.",
    "no-denominator": "The number of people is not published.",
    "not-a-proportion": "These are not people out of people, so there is no interval for them.",
    "zero-count": "There is nobody to count in one of the groups.",
    "not-estimable": "Cannot be estimated: it would be zero or without limit.",
    "ranged": "Only a range is published, so only a range follows.",
    # Of a dimension.
    "overlapping": "A person can be in several of these groups, so they may not be weighted or added.",
    "not-all-groups": "Not everybody is in one of these groups, so they may not be weighted or added.",
    "not-ordered": "The groups have no order from least to most advantaged.",
    "ordered": "The groups have an order; a measure that uses it says more.",
    "few-groups": "There are too few groups for this measure.",
    "no-reference": "This measure needs a reference group.",
    "no-convergence": "The model has no solution for these numbers.",
    "no-improvement": "The reference does no better than everybody together.",
    "adverse-outcome": "This rule is for favourable outcomes.",
    "favourable-outcome": "This rule is for adverse outcomes.",
    "no-deviation": "No standard deviation is published.",
    "counts-only": "These are counts of people, not rates.",
    "visible-groups-only": "Worked out from the groups that are shown; others are left out.",
    # Of time.
    "break": "What is counted changed in between.",
    "either-side": "The gap may be on either side of zero.",
    "turned": "The gap turned over.",
    "same-period": "There is no earlier period.",
    "no-years-left": "The target year has come.",
    # Flags: something to look into.
    "small-group": "A small group: one person more or less changes this a lot.",
    "wide-interval": "Chance alone could move this by more than ten points.",
    "below-four-fifths": "Less than four fifths of the highest rate: a flag to look into.",
    "above-expected": "More than expected by the group's share: a flag to look into.",
    "above-threshold": "Above the threshold in enough years running: a flag to look into, not a finding.",
    "above-too-few-years": "Above the threshold, but not in enough years running.",
    "reasonable-progress": "Above the threshold, with reasonable progress.",
    "below-minimum": "Below the minimum cell size or number of people.",
    "below-one-percent": "The group is less than one percent of the population.",
    "outside-limits": "Outside of the limits of the funnel: a flag to look into.",
}
"""Each reason in plain English; catalogues translate it."""

REASONS = tuple(WORDS)
_NUMBERS = {code: at for at, code in enumerate(REASONS)}


def reason(code: str) -> np.int8:
    """The number of a reason. KeyError for one that is not on the list: a mistake of ours."""
    return np.int8(_NUMBERS[code])


def clear(shape: tuple[int, ...]) -> State:
    """All is well, everywhere."""
    return np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.int8)


def known(state: State) -> Mask:
    """Where there is a number."""
    return np.asarray(state[0] <= FLAG)


def settle(*states: State) -> State:
    """The first trouble of several inputs, a withheld one before all others: what touches it says so."""
    status, why = (np.array(each) for each in np.broadcast_arrays(*states[0]))
    for other in states[1:]:
        status, why, s, r = (np.array(each) for each in np.broadcast_arrays(status, why, *other))
        take = (s > FLAG) & ((status <= FLAG) | ((s == WITHHELD) & (status != WITHHELD)))
        status[take], why[take] = s[take], r[take]
    return status, why


def mark(state: State, where: npt.ArrayLike, status: int, code: str) -> State:
    """The same with a trouble added where there is a number so far and `where` is true."""
    status_, why, mask = (np.array(each) for each in np.broadcast_arrays(*state, np.asarray(where)))
    take = mask.astype(bool) & (status_ <= FLAG)
    status_[take], why[take] = status, reason(code)
    return status_, why


def remark(state: State, where: npt.ArrayLike, code: str, status: int | None = None) -> State:
    """The same with a reason, and perhaps a status, where all is well and nothing is said yet."""
    status_, why, mask = (np.array(each) for each in np.broadcast_arrays(*state, np.asarray(where)))
    take = mask.astype(bool) & (status_ == OK) & (why == 0)
    why[take] = reason(code)
    if status is not None:
        status_[take] = status
    return status_, why
