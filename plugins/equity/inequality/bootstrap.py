"""A parametric bootstrap of counts: for each group, draws of k out of n people at its own rate.

The same draws for the same counts, whatever else is computed beside them: an interval does not change because
another school was added. Per group the draws are the middles of equal parts of the binomial distribution,
each part once, in an order of its own that a fixed seed gives (Latin hypercube: McKay et al. 1979). Intervals
are bias-corrected percentiles (Efron 1987, JASA 82:171): measures that are never negative are on average
larger in draws than in the data, which plain percentiles would take for inequality.
"""

from statistics import NormalDist

import numpy as np
from scipy.special import ndtr, ndtri

from .limits import Pair
from .records import LEVEL, Floats

SEED = 20_150_624
DRAWS = 1_000
_REACH = 9
_TABLE = 4_000_000


def draws(k: Floats, n: Floats, count: int = DRAWS, seed: int = SEED) -> Floats:
    """Rates drawn for settings x groups: (count, settings, groups), as fractions; 0 where n is not above 0.

    A group at 0 or 100 percent is drawn at (k + 1/2)/(n + 1): it is not certain to stay there.
    """
    n = np.where(n > 0, n, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where((k <= 0) | (k >= n), (k + 0.5) / (n + 1), k / n)
    rate = np.where(n > 0, rate, 0.5)
    at = (np.arange(count) + 0.5) / count
    groups = n.shape[-1]
    flat_n, flat_rate = n.ravel(), rate.ravel()
    sorted_ = np.empty((flat_n.size, count))
    width = 2 * _REACH * np.sqrt(flat_n * flat_rate * (1 - flat_rate)) + 2 * _REACH
    start = 0
    while start < flat_n.size:
        stop = start + 1 + int(np.searchsorted(np.cumsum(width[start + 1 :]), _TABLE))
        sorted_[start:stop] = _quantiles(flat_n[start:stop], flat_rate[start:stop], at)
        start = stop
    random = np.random.default_rng(seed)
    order = np.stack([random.permutation(count) for _ in range(groups)])
    shaped = sorted_.reshape(*n.shape, count)
    mixed = np.take_along_axis(shaped, np.broadcast_to(order, shaped.shape), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.moveaxis(np.where(n[..., None] > 0, mixed / n[..., None], 0.0), -1, 0)


def _quantiles(n: Floats, rate: Floats, at: Floats) -> Floats:
    """Per cell the binomial numbers at these parts of the distribution, (cells, len(at)), rising.

    The distribution is tabulated within nine standard deviations of its middle, all cells in one array, each
    shifted by its number so that one search finds them all. What lies outside is less than 1e-15.
    """
    middle, spread = n * rate, np.sqrt(n * rate * (1 - rate))
    first = np.floor(np.maximum(middle - _REACH * (spread + 1), 0.0)).astype(np.int64)
    last = np.ceil(np.minimum(middle + _REACH * (spread + 1), n)).astype(np.int64)
    size = last - first + 1
    begin = np.concatenate([[0], np.cumsum(size)])
    cell = np.repeat(np.arange(len(n)), size)
    number = np.arange(begin[-1]) - begin[cell] + first[cell]
    log_ratio = np.zeros(begin[-1])
    inner = number > first[cell]
    # log of pmf(k)/pmf(k-1) = (n - k + 1)/k * p/(1 - p): sums of these are exact enough and need no gamma.
    k, whole, p = number[inner], n[cell[inner]], rate[cell[inner]]
    log_ratio[inner] = np.log((whole - k + 1) / k * p / (1 - p))
    total = np.cumsum(log_ratio)
    log_mass = total - total[begin[:-1]][cell]
    log_mass -= np.maximum.reduceat(log_mass, begin[:-1])[cell]
    mass = np.exp(log_mass)
    mass /= np.add.reduceat(mass, begin[:-1])[cell]
    below = np.cumsum(mass)
    below -= np.concatenate([[0.0], below[begin[1:-1] - 1]])[cell]
    key = np.minimum(below, 1.0) + cell
    key[begin[1:] - 1] = np.arange(1, len(n) + 1)
    found = np.searchsorted(key, (at[None, :] + np.arange(len(n))[:, None]).ravel())
    found = np.minimum(found, np.repeat(begin[1:] - 1, len(at)))
    return np.asarray(number[found].reshape(len(n), len(at)), dtype=float)


def corrected(value: Floats, drawn: Floats, level: float = LEVEL) -> Pair:
    """Bias-corrected percentiles of draws (draws, settings) around values (settings,), which they hold."""
    count = len(drawn)
    with np.errstate(invalid="ignore"):
        # Half of those that are equal count as below: some measures take few different values.
        below = ((drawn < value).sum(axis=0) + 0.5 * (drawn == value).sum(axis=0)) / count
    below = np.clip(below, 0.5 / count, 1 - 0.5 / count)
    normal = NormalDist()
    shift = 2 * ndtri(below)
    ends = [ndtr(shift + side * normal.inv_cdf(0.5 + level / 2)) for side in (-1.0, 1.0)]
    ranked = np.sort(np.where(np.isnan(drawn), np.inf, drawn), axis=0)
    found = []
    for part in ends:
        place = np.clip(part * count - 0.5, 0, count - 1)
        one, two = np.floor(place).astype(np.int64), np.ceil(place).astype(np.int64)
        low, high = (np.take_along_axis(ranked, each[None], axis=0)[0] for each in (one, two))
        with np.errstate(invalid="ignore"):
            found.append(np.where(one == two, low, low + (place - one) * (high - low)))
    return np.fmin(found[0], value), np.fmax(found[1], value)
