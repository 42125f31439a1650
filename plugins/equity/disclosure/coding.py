"""Ranges in place of rates: "at most 10 percent" of a group that is shown, though those counted are not.

A range is a fact about a hidden numerator, and about what is left over. Every rate within it is given as
the range or not at all, sensitive or not: were only those of a few people, the range would say that there are
few. What to hide is chosen without ranges, which leave little room; then those are told that give nothing
away.
"""

from dataclasses import replace

import numpy as np

from plugins.equity.policies import Policy

from .audit import audit
from .extracts import Extract
from .published import DENOMINATOR, NUMERATOR, REST
from .systems import Floats, Mask, System


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
        k, n, rest = (series.cells(each)[coded[series.cells(NUMERATOR)]] for each in _COUNTS)
        most = bands(written[n], policy)
        there = ~np.isnan(most)
        k, n, rest, most = k[there], n[there], rest[there], most[there]
        told[k] = True
        people = written[n]
        bottom = written[k] <= written[rest]
        near = system.number[np.where(bottom, k, rest)]
        far = system.number[np.where(bottom, rest, k)]
        np.minimum.at(high, near, most)
        np.maximum.at(low, far, people - most)
        np.minimum.at(high, far, people)
    return low, high, told


def affordable(
    extract: Extract, policy: Policy, system: System, hidden: Mask, coded: Mask, limits: Floats
) -> Mask:
    """Of the `coded` numerators whose people are shown those whose ranges can be told.

    `system` is protected without any range, `hidden` what is hidden of it; `limits` how far apart bounds must
    be. Where all ranges together bring a number's bounds too near, those that stand in a sum with it are left
    out.
    """
    known = np.where(hidden, np.nan, extract.values)
    coded = coded.copy()
    for series in [each for each in extract.facts.series if REST in each.roles]:
        coded[series.cells(NUMERATOR)] &= ~hidden[extract.system.number[series.cells(DENOMINATOR)]]
    doubtful: Mask = ~extract.unwritten
    while coded.any():
        low, high, coded = ranges(extract, policy, coded)
        told = replace(system, low=np.maximum(system.low, low), high=np.minimum(system.high, high))
        found = audit(told, known, doubtful, limits, witness=extract.values)
        if found.safe:
            break
        # With fewer ranges what was safe stays so: only what failed is asked of again.
        doubtful = np.zeros(system.cells, dtype=bool)
        doubtful[found.failing] = True
        near = system.beside(doubtful)
        out = coded & near[extract.system.number]
        coded &= ~out if out.any() else False
    return coded


_COUNTS = (NUMERATOR, DENOMINATOR, REST)
