"""Ranges in place of rates: "at most 10 percent" of a group that is shown, though those counted are not.

A range is a fact about a hidden numerator, and about what is left over. What is hidden is chosen as if all of
them were told, so that each can be told where its people are shown.
"""

import numpy as np

from plugins.equity.policies import Policy

from .extracts import Extract
from .published import DENOMINATOR, NUMERATOR, REST
from .systems import Floats, Mask


def codes_of(people: Floats, policy: Policy) -> Floats:
    """The percentage at which rates of so many people are coded, NaN where there is none."""
    different, again = np.unique(people, return_inverse=True)
    codes = [policy.code(int(each)) for each in different]
    found: Floats = np.array([np.nan if each is None else each for each in codes] or [np.nan])[again]
    return found


def ranges(extract: Extract, policy: Policy, coded: Mask) -> tuple[Floats, Floats, Mask]:
    """The least and most of each cell of the system by the ranges of `coded` numerators, and those of them
    that have a range.
    """
    system, written = extract.system, extract.written
    low, high = np.zeros(system.cells), np.full(system.cells, np.inf)
    told = np.zeros(len(coded), dtype=bool)
    for series in extract.facts.series:
        if REST not in series.roles:
            continue
        k, n, rest = (series.cells(each)[coded[series.cells(NUMERATOR)]] for each in _COUNTS)
        percent = codes_of(written[n], policy)
        there = ~np.isnan(percent)
        k, n, rest, percent = k[there], n[there], rest[there], percent[there]
        told[k] = True
        people = written[n]
        most = percent * people // 100
        bottom = written[k] <= written[rest]
        near = system.number[np.where(bottom, k, rest)]
        far = system.number[np.where(bottom, rest, k)]
        np.minimum.at(high, near, most)
        np.maximum.at(low, far, people - most)
        np.minimum.at(high, far, people)
    return low, high, told


_COUNTS = (NUMERATOR, DENOMINATOR, REST)
