"""How far chance could move a rate of events or a mean, and the difference or ratio of two of them.

Events that came one by one are Poisson: Byar's interval (Breslow and Day 1987) of one rate, the logarithm
with the error sqrt(1/k1 + 1/k2) for a ratio. A mean has Student's interval from its standard deviation and
number of people, the delta method for the logarithm of a ratio. A difference of two has MOVER's (Zou and
Donner 2008, Stat Med 27:1693). Proportions are the business of `intervals`.
"""

from math import exp, log, sqrt

from scipy.special import stdtrit

from .descriptors import Indicator
from .intervals import LEVEL, Pair, critical, hull, mover
from .rates import Rate


def byar(k: int, n: int, level: float = LEVEL) -> Pair:
    """Interval of a rate of events k/n. ValueError unless k >= 0 and n > 0."""
    if k < 0 or n <= 0:
        raise ValueError(f"no rate: {k} among {n}")
    z, more = critical(level), k + 1
    low = k * (1 - 1 / (9 * k) - z / (3 * sqrt(k))) ** 3 if k else 0.0
    high = more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3
    return max(low, 0.0) / n, high / n


def student(mean: float, sd: float, n: int, level: float = LEVEL) -> Pair:
    """Interval of a mean. ValueError unless sd >= 0 and n > 1."""
    if sd < 0 or n < 2:
        raise ValueError(f"no spread: {sd} of {n}")
    half = float(stdtrit(n - 1, 0.5 + level / 2)) * sd / sqrt(n)
    return mean - half, mean + half


def alone(rate: Rate, indicator: Indicator) -> Pair | str:
    """The interval of a rate of events or of a mean, as a fraction of one, or why there is none."""
    if indicator.kind == "mean":
        error = _error(rate, indicator)
        if error is None:
            return "not-a-proportion"
        assert rate.n_low is not None
        assert rate.sd is not None
        ends = (student(float(each), rate.sd / indicator.scale, rate.n_low) for each in (rate.low, rate.high))
        return hull(tuple(ends))
    if indicator.kind != "rate" or not indicator.independent:
        return "not-a-proportion"
    if not rate.counts():
        return "no-denominator"
    found = hull(tuple(byar(k, n) for k, n in rate.counts()))
    return hull((found, (float(rate.low), float(rate.high)))) if rate.ranged else found


def between(mine: Rate, other: Rate, indicator: Indicator) -> Pair | str:
    """The interval of the difference of two rates with nobody in both, or why there is none."""
    one, two = alone(mine, indicator), alone(other, indicator)
    if isinstance(one, str) or isinstance(two, str):
        return one if isinstance(one, str) else str(two)
    return mover((float(other.low), float(other.high), two), (float(mine.low), float(mine.high), one))


def times(mine: Rate, other: Rate, indicator: Indicator) -> Pair | str:
    """The same of the ratio. There is none where one of the two is, or may be, zero or below."""
    one, two = alone(mine, indicator), alone(other, indicator)
    if isinstance(one, str) or isinstance(two, str):
        return one if isinstance(one, str) else str(two)
    if mine.low <= 0 or other.low <= 0 or mine.ranged or other.ranged:
        return "ranged" if mine.ranged or other.ranged else "zero-count"
    errors = [_log_error(each, indicator) for each in (mine, other)]
    half = critical() * sqrt(sum(each**2 for each in errors))
    return exp(log(mine.low / other.high) - half), exp(log(mine.high / other.low) + half)


def _error(rate: Rate, indicator: Indicator) -> float | None:
    """The standard error of a mean as a fraction of one; None where its spread is not known."""
    if rate.sd is None or rate.ranged or not rate.n_low or rate.n_low != rate.n_high or rate.n_low < 2:
        return None
    return rate.sd / indicator.scale / sqrt(rate.n_low)


def _log_error(rate: Rate, indicator: Indicator) -> float:
    """The standard error of the logarithm of a rate of events, 1/sqrt(k), or of a mean, error over mean."""
    if indicator.kind == "mean":
        return (_error(rate, indicator) or 0.0) / float(rate.low)
    return 1 / sqrt(min(k for k, _ in rate.counts()))
