"""Intervals for proportions, from counts, as published. Pure functions: numbers in, pairs of ends out.

Wilson 1927 (score, no continuity correction) for one proportion; Newcombe 1998 (Statistics in Medicine
17:873, method 10) for a difference; Katz et al. 1978 (log) for a ratio. 95 % unless told otherwise.
"""

from math import exp, inf, log, sqrt
from statistics import NormalDist

Pair = tuple[float, float]
LEVEL = 0.95


def critical(level: float = LEVEL) -> float:
    """The two-sided normal quantile: 0.95 -> 1.959964."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(k: int, n: int, level: float = LEVEL) -> Pair:
    """Interval of k/n as fractions. ValueError unless 0 <= k <= n and n > 0."""
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"not a proportion: {k} of {n}")
    z = critical(level)
    p, z2 = k / n, z * z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At the ends the score interval touches them exactly; floating point would leave 1e-17 of a person.
    return (0.0 if k == 0 else max(0.0, centre - half), 1.0 if k == n else min(1.0, centre + half))


def newcombe(k1: int, n1: int, k2: int, n2: int, level: float = LEVEL) -> Pair:
    """Interval of k1/n1 - k2/n2 for independent groups (hybrid score)."""
    p1, p2 = k1 / n1, k2 / n2
    (l1, u1), (l2, u2) = wilson(k1, n1, level), wilson(k2, n2, level)
    d = p1 - p2
    return d - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2), d + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)


def katz(k1: int, n1: int, k2: int, n2: int, level: float = LEVEL) -> Pair | None:
    """Interval of (k1/n1)/(k2/n2) for independent groups; None where a count of zero leaves none."""
    if k1 == 0 or k2 == 0:
        return None
    spread = critical(level) * sqrt(1 / k1 - 1 / n1 + 1 / k2 - 1 / n2)
    middle = log((k1 / n1) / (k2 / n2))
    return exp(middle - spread), exp(middle + spread)


def mover(before: tuple[float, float, Pair], now: tuple[float, float, Pair]) -> Pair:
    """Interval of a change (MOVER: Zou and Donner 2008, Stat Med 27:1693), from each value and its interval.

    A value is its lowest and its highest: they differ where inputs were rounded, and then the interval holds
    that of every value in between. Unlike a normal interval it does not become certain where a tiny group is
    at 0 or 100 percent.
    """
    (low1, high1, (l1, u1)), (low2, high2, (l2, u2)) = before, now
    below = sqrt((high2 - l2) ** 2 + (u1 - low1) ** 2)
    above = sqrt((u2 - low2) ** 2 + (high1 - l1) ** 2)
    return low2 - high1 - below, high2 - low1 + above


def hull(pairs: tuple[Pair, ...]) -> Pair:
    """The smallest interval that holds them all; (inf, -inf) of none."""
    return min((low for low, _ in pairs), default=inf), max((high for _, high in pairs), default=-inf)
