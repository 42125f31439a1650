"""Intervals for whole columns of counts: arrays in, pairs of arrays of ends out. NaN where there is none.

Wilson 1927 (score, no continuity correction); Newcombe 1998 (Stat Med 17:873, method 10); Katz et al. 1978
(log); Koopman 1984 (score, Biometrics 40:513); Byar (Breslow and Day 1987); MOVER (Zou and Donner 2008, Stat
Med 27:1693). The counts of the exact path are in `plugins.equity.intervals`, one pair at a time.
"""

from statistics import NormalDist

import numpy as np

from .records import LEVEL, Floats

Pair = tuple[Floats, Floats]
_STEPS = 60


def critical(level: float = LEVEL) -> float:
    """The two-sided normal quantile: 0.95 -> 1.959964."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(k: Floats, n: Floats, level: float = LEVEL) -> Pair:
    """Interval of k/n as fractions, for 0 <= k <= n and n > 0."""
    z = critical(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        p, z2 = k / n, z * z
        centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = z * np.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At the ends the score interval touches them exactly; floating point would leave 1e-17 of a person.
    low = np.where(k == 0, 0.0, np.maximum(centre - half, 0.0))
    high = np.where(k == n, 1.0, np.minimum(centre + half, 1.0))
    none = ~np.isfinite(p)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def newcombe(k1: Floats, n1: Floats, k2: Floats, n2: Floats, level: float = LEVEL) -> Pair:
    """Interval of k1/n1 - k2/n2 for independent groups (hybrid score)."""
    (l1, u1), (l2, u2) = wilson(k1, n1, level), wilson(k2, n2, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        p1, p2 = k1 / n1, k2 / n2
        d = p1 - p2
        return d - np.hypot(p1 - l1, u2 - p2), d + np.hypot(u1 - p1, p2 - l2)


def katz(k1: Floats, n1: Floats, k2: Floats, n2: Floats, level: float = LEVEL) -> Pair:
    """Interval of (k1/n1)/(k2/n2) for independent groups; NaN where a count of zero leaves none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = critical(level) * np.sqrt(1 / k1 - 1 / n1 + 1 / k2 - 1 / n2)
        middle = np.log((k1 / n1) / (k2 / n2))
        low, high = np.exp(middle - spread), np.exp(middle + spread)
    none = (k1 <= 0) | (k2 <= 0)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def koopman(k1: Floats, n1: Floats, k2: Floats, n2: Floats, level: float = LEVEL) -> Pair:
    """The score interval of (k1/n1)/(k2/n2), for counts too small for logarithms. NaN where k1 or k2 is 0.

    The ends are where the score test of that ratio is just not refused: halving on the logarithm, 60 times.
    """
    limit = critical(level) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log((k1 / n1) / (k2 / n2))
    ends = []
    for side in (-1.0, 1.0):
        near, far = np.array(middle), middle + side * 40.0
        for _ in range(_STEPS):
            half = (near + far) / 2
            inside = _score(k1, n1, k2, n2, np.exp(half)) <= limit
            near, far = np.where(inside, half, near), np.where(inside, far, half)
        ends.append(np.where((k1 > 0) & (k2 > 0), np.exp((near + far) / 2), np.nan))
    return ends[0], ends[1]


def _score(k1: Floats, n1: Floats, k2: Floats, n2: Floats, ratio: Floats) -> Floats:
    """Chi-squared of the hypothesis that the ratio is `ratio`, with p2 at its likeliest under it."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a, b, c = (n1 + n2) * ratio, n1 * ratio + k1 + n2 + k2 * ratio, k1 + k2
        p2 = np.minimum(2 * c / (b + np.sqrt(np.maximum(b * b - 4 * a * c, 0.0))), 1.0)
        p1 = np.minimum(ratio * p2, 1.0)
        off = k1 / n1 - ratio * k2 / n2
        variance = p1 * (1 - p1) / n1 + ratio * ratio * p2 * (1 - p2) / n2
        return np.where(off == 0, 0.0, off * off / variance)


def byar(k: Floats, n: Floats, level: float = LEVEL) -> Pair:
    """Interval of a rate of events k/n, if each event came by itself (Poisson)."""
    z, more = critical(level), k + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(k > 0, k * (1 - 1 / (9 * k) - z / (3 * np.sqrt(k))) ** 3, 0.0)
        high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
        return np.maximum(low, 0.0) / n, high / n


def mover(before: tuple[Floats, Floats, Pair], now: tuple[Floats, Floats, Pair]) -> Pair:
    """Interval of a change, from each value (its lowest and highest) and its interval.

    Unlike a normal interval it does not become certain where a tiny group is at 0 or 100 percent.
    """
    (low1, high1, (l1, u1)), (low2, high2, (l2, u2)) = before, now
    below, above = np.hypot(high2 - l2, u1 - low1), np.hypot(u2 - low2, high1 - l1)
    return low2 - high1 - below, high2 - low1 + above


def normal(value: Floats, error: Floats, level: float = LEVEL) -> Pair:
    """value +/- z standard errors."""
    half = critical(level) * error
    return value - half, value + half


def lognormal(value: Floats, error: Floats, level: float = LEVEL) -> Pair:
    """Interval of a positive value whose logarithm has a standard error."""
    with np.errstate(over="ignore"):
        half = np.exp(critical(level) * error)
        return value / half, value * half
