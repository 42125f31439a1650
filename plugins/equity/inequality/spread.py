"""Inequality among groups without an order: variance, deviations from the mean, the best or a reference,
entropy.

Values are of shape (...,): one per setting. Formulas as in the World Health Organization's set (Schlotheuber
and Hosseinpoor 2022, IJERPH 19:3697).
"""

import numpy as np

from .records import Floats
from .weights import Weighed


def bgv(of: Weighed) -> Floats:
    """Between-group variance: sum p_j (y_j - m)^2, in squared units."""
    return np.asarray((of.p * (of.y - of.mean) ** 2).sum(axis=-1))


def bgsd(of: Weighed) -> Floats:
    """Between-group standard deviation: the root of BGV."""
    return np.sqrt(bgv(of))


def cov(of: Weighed) -> Floats:
    """Coefficient of variation: 100 BGSD / m."""
    return _over_mean(bgsd(of), of)


def mdmu(of: Weighed) -> Floats:
    """Unweighted mean difference from the mean: the mean of |y_j - m|; m is weighted by population."""
    return _plain(np.abs(of.y - of.mean), of)


def mdmw(of: Weighed) -> Floats:
    """Weighted mean difference from the mean: sum p_j |y_j - m|."""
    return _weighted(np.abs(of.y - of.mean), of)


def mdbu(of: Weighed) -> Floats:
    """Unweighted mean difference from the best group."""
    return _plain(np.abs(of.y - of.best()), of)


def mdbw(of: Weighed) -> Floats:
    """Weighted mean difference from the best group."""
    return _weighted(np.abs(of.y - of.best()), of)


def mdru(of: Weighed) -> Floats:
    """Unweighted mean difference from the reference group, which is itself one of those that are averaged."""
    return _plain(np.abs(of.y - of.pick(of.reference)), of)


def mdrw(of: Weighed) -> Floats:
    """Weighted mean difference from the reference group."""
    return _weighted(np.abs(of.y - of.pick(of.reference)), of)


def idisu(of: Weighed) -> Floats:
    """Unweighted index of disparity: 100 MDMU / m."""
    return _over_mean(mdmu(of), of)


def idisw(of: Weighed) -> Floats:
    """Weighted index of disparity: 100 MDMW / m."""
    return _over_mean(mdmw(of), of)


def ti(of: Weighed) -> Floats:
    """Theil index: 1000 sum p_j r_j ln r_j with r_j = y_j / m.

    A group at 0 adds nothing, which is the limit.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        r = of.y / of.mean
        parts = np.where(r > 0, r * np.log(r), 0.0)
    return np.asarray(1000 * np.where(of.mean[..., 0] > 0, (of.p * parts).sum(axis=-1), np.nan))


def mld(of: Weighed) -> Floats:
    """Mean log deviation: -1000 sum p_j ln r_j; infinite where a group is at 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(of.p > 0, of.p * -np.log(of.y / of.mean), 0.0)
    return np.asarray(1000 * parts.sum(axis=-1))


def bgv_error(of: Weighed, errors: Floats) -> Floats:
    """The standard error of BGV from those of the estimates (Ahn et al. 2018, JCO Clin Cancer Inform 2:1)."""
    p, e2 = of.p, np.where(of.used, errors, 0.0) ** 2
    first = 4 * (p**2 * e2 * (of.y - of.mean) ** 2).sum(axis=-1)
    second = (p**2 * e2).sum(axis=-1) ** 2 - (p**4 * e2**2).sum(axis=-1)
    third = (p**2 * (1 - p) ** 2 * e2**2).sum(axis=-1)
    return np.asarray(np.sqrt(first + 2 * (second + third)))


def _plain(numbers: Floats, of: Weighed) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(of.used, numbers, 0.0).sum(axis=-1) / of.count[..., 0])


def _weighted(numbers: Floats, of: Weighed) -> Floats:
    return np.asarray((of.p * numbers).sum(axis=-1))


def _over_mean(numbers: Floats, of: Weighed) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(of.mean[..., 0] > 0, 100 * numbers / of.mean[..., 0], np.nan)
