"""Ranges in place of rates: "at most 10 percent" of a group that is shown, though those counted are not.

A range is a fact about a hidden numerator, and about what is left over. Every rate within it is given as the
range, sensitive or not: were only those of a few people, the range would say that there are few. What is
hidden is chosen as if all ranges were told, so that each can be told where its people are shown.
"""

import numpy as np

from plugins.equity.policies import Policy

from .extracts import Extract
from .published import DENOMINATOR, NUMERATOR, REST, Series
from .systems import Floats, Ints, Mask


def codes_of(people: Floats, policy: Policy) -> Floats:
    """The percentage at which rates of so many people are coded, NaN where there is none."""
    different, again = np.unique(people, return_inverse=True)
    codes = [policy.code(int(each)) for each in different]
    found: Floats = np.array([np.nan if each is None else each for each in codes] or [np.nan])[again]
    return found


def bands(people: Floats, policy: Policy) -> Floats:
    """Of so many people, up to how many counted, or not counted, make a rate that is coded; NaN: no code."""
    found: Floats = codes_of(people, policy) * people // 100
    return found


def ranges(extract: Extract, policy: Policy, coded: Mask) -> tuple[Floats, Floats, Mask]:
    """The least and most of each cell of the system by the ranges of `coded` numerators, and those of them
    that have a range.
    """
    system, written = extract.system, extract.written
    low, high = np.zeros(system.cells), np.full(system.cells, np.inf)
    told = np.zeros(len(coded), dtype=bool)
    for series in [each for each in extract.facts.series if REST in each.roles]:
        k, n, rest, most = _banded(series, extract, policy, coded)
        told[k] = True
        people = written[n]
        bottom = written[k] <= written[rest]
        near = system.number[np.where(bottom, k, rest)]
        far = system.number[np.where(bottom, rest, k)]
        np.minimum.at(high, near, most)
        np.maximum.at(low, far, people - most)
        np.minimum.at(high, far, people)
    return low, high, told


def beyond(extract: Extract, policy: Policy, coded: Mask, hidden: Mask) -> tuple[Floats, Mask]:
    """The least of each cell of the system for who knows the rules, and which are known so.

    A numerator that is hidden though its people are shown, and has no range, lies in none: as many are
    counted as a range would end at, and one more; and so many are not.
    """
    system, written = extract.system, extract.written
    least, found = np.zeros(system.cells), np.zeros(system.cells, dtype=bool)
    for series in [each for each in extract.facts.series if REST in each.roles]:
        k, n = (series.cells(each) for each in (NUMERATOR, DENOMINATOR))
        quiet = np.zeros(len(hidden), dtype=bool)
        quiet[k] = hidden[k] & ~hidden[n] & ~coded[k] & (written[n] > 0) & extract.facts.rows[k]
        k, _, rest, most = _banded(series, extract, policy, quiet)
        for part in (k, rest):
            outside = written[part] > most
            cells = system.number[part[outside]]
            np.maximum.at(least, cells, most[outside] + 1)
            found[cells] = True
    return least, found


def _banded(series: Series, extract: Extract, policy: Policy, some: Mask) -> tuple[Ints, Ints, Ints, Floats]:
    """Numerators, people and rests of some numerators of a series whose people are enough for a code, and
    how far the code goes.
    """
    k, n, rest = (series.cells(each)[some[series.cells(NUMERATOR)]] for each in _COUNTS)
    most = bands(extract.written[n], policy)
    there = ~np.isnan(most)
    return k[there], n[there], rest[there], most[there]


_COUNTS = (NUMERATOR, DENOMINATOR, REST)
