"""Inequality along an order: concentration indices, slope and relative index of inequality.

Values are of shape (...,): one per setting. Formulas as in the World Health Organization's set (Schlotheuber
and Hosseinpoor 2022, IJERPH 19:3697; package healthequal), with population weights alone in the logit model.
"""

from dataclasses import dataclass, field

import numpy as np

from .records import Floats
from .weights import Weighed

_ROUNDS = 60
_NEAR = 1e-12


def aci(of: Weighed) -> Floats:
    """Absolute concentration index: 2 sum p_j y_j (rank_j - 1/2), twice the covariance of y and rank."""
    return np.asarray(2 * (of.p * (of.rank - 0.5) * of.y).sum(axis=-1))


def rci(of: Weighed) -> Floats:
    """Relative concentration index: ACI over the mean, in [-1, 1]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(aci(of) / of.mean[..., 0])


def rci_wagstaff(of: Weighed) -> Floats:
    """Wagstaff's index of a bounded indicator: RCI of y' over 1 - m', y' = y rescaled to 0..1."""
    scaled = of.rescaled()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(rci(scaled) / (1 - scaled.mean[..., 0]))


def rci_erreygers(of: Weighed) -> Floats:
    """Erreygers' index of a bounded indicator: 4 m' RCI = 4 ACI of y', y' = y rescaled to 0..1."""
    return np.asarray(4 * aci(of.rescaled()))


@dataclass(frozen=True)
class Line:
    """A fitted line at rank 0 and rank 1, with the variances and the covariance of the two; (...,)."""

    bottom: Floats = field(repr=False)
    top: Floats = field(repr=False)
    bottom_variance: Floats = field(repr=False)
    top_variance: Floats = field(repr=False)
    covariance: Floats = field(repr=False)

    @property
    def slope_error(self) -> Floats:
        """The standard error of top - bottom."""
        variance = self.bottom_variance + self.top_variance - 2 * self.covariance
        return np.sqrt(np.maximum(variance, 0.0))

    @property
    def ratio_error(self) -> Floats:
        """The standard error of log(top / bottom), by the delta method."""
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = (
                self.bottom_variance / self.bottom**2
                + self.top_variance / self.top**2
                - 2 * self.covariance / (self.bottom * self.top)
            )
            return np.sqrt(np.maximum(variance, 0.0))

    def ratio(self) -> Floats:
        """top / bottom, NaN where either is not above zero."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where((self.bottom > 0) & (self.top > 0), self.top / self.bottom, np.nan)


def linear(of: Weighed) -> Line:
    """The weighted line through estimates by rank; variances by the HC1 sandwich."""
    off = of.rank - 0.5
    v, m = of.rank_variance, of.mean
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (of.p * off * of.y).sum(axis=-1, keepdims=True) / v
        square = (of.p * (of.y - m - slope * off)) ** 2
        few = of.count / (of.count - 2)
        level, both, tilt = (
            np.asarray((few * (square * off**power).sum(axis=-1, keepdims=True) / v**power)[..., 0])
            for power in (0, 1, 2)
        )
    m, slope = m[..., 0], slope[..., 0]
    return Line(
        m - slope / 2,
        m + slope / 2,
        level - both + tilt / 4,
        level + both + tilt / 4,
        level - tilt / 4,
    )


def logit(of: Weighed) -> Line:
    """The same with a logistic curve, for shares: weighted maximum likelihood, HC1 sandwich, delta method.

    NaN where the estimates have no such curve, as where all are 0. ValueError when nothing bounds them.
    """
    if of.limits is None:
        raise ValueError("nothing bounds this indicator")
    scaled = of.rescaled()
    share, off, p = scaled.y, of.rank - 0.5, of.p
    mean = np.clip(scaled.mean, 1e-6, 1 - 1e-6)
    a, b = np.log(mean / (1 - mean)), np.zeros_like(mean)
    moved = np.full(a.shape, np.inf)
    for _ in range(_ROUNDS):
        curve = 1 / (1 + np.exp(-np.clip(a + b * off, -40, 40)))
        w, rest = p * curve * (1 - curve), p * (share - curve)
        s0, s1, s2 = ((w * off**power).sum(axis=-1, keepdims=True) for power in (0, 1, 2))
        g0, g1 = ((rest * off**power).sum(axis=-1, keepdims=True) for power in (0, 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            det = s0 * s2 - s1 * s1
            da, db = (s2 * g0 - s1 * g1) / det, (s0 * g1 - s1 * g0) / det
        step = np.minimum(1.0, 5.0 / np.maximum(np.maximum(np.abs(da), np.abs(db)), 1e-300))
        a, b = a + step * da, b + step * db
        moved = np.abs(da) + np.abs(db)
        if not (moved > _NEAR).any():
            break
    found = (moved <= 1e-8) & (np.abs(a) < 35) & (np.abs(b) < 70)
    a, b = np.where(found, a, np.nan), np.where(found, b, np.nan)
    return _curve(of, a, b)


def _curve(of: Weighed, a: Floats, b: Floats) -> Line:
    """The two ends of a fitted logistic curve, in displayed units, with their variances."""
    assert of.limits is not None
    low, width = of.limits[0], of.limits[1] - of.limits[0]
    share, off, p = (of.y - low) / width, of.rank - 0.5, of.p
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        curve = 1 / (1 + np.exp(-(a + b * off)))
        w, square = p * curve * (1 - curve), (p * (share - curve)) ** 2
        s0, s1, s2 = ((w * off**power).sum(axis=-1) for power in (0, 1, 2))
        q0, q1, q2 = ((square * off**power).sum(axis=-1) for power in (0, 1, 2))
        det = s0 * s2 - s1 * s1
        few = (of.count / (of.count - 2))[..., 0]
        # The sandwich: bread (s2 -s1; -s1 s0)/det around the meat (q0 q1; q1 q2).
        aa = few * (s2 * s2 * q0 - 2 * s1 * s2 * q1 + s1 * s1 * q2) / det**2
        bb = few * (s1 * s1 * q0 - 2 * s0 * s1 * q1 + s0 * s0 * q2) / det**2
        ab = few * (-s1 * s2 * q0 + (s0 * s2 + s1 * s1) * q1 - s0 * s1 * q2) / det**2
        ends = [1 / (1 + np.exp(-(a + b * at)))[..., 0] for at in (-0.5, 0.5)]
        slopes = [width * end * (1 - end) for end in ends]
    return Line(
        low + width * ends[0],
        low + width * ends[1],
        slopes[0] ** 2 * (aa - ab + bb / 4),
        slopes[1] ** 2 * (aa + ab + bb / 4),
        slopes[0] * slopes[1] * (aa - bb / 4),
    )


def sii(of: Weighed) -> Floats:
    """Slope index of inequality, linear: the line at rank 1 less the line at rank 0."""
    line = linear(of)
    return line.top - line.bottom


def rii(of: Weighed) -> Floats:
    """Relative index of inequality, linear: the line at rank 1 over the line at rank 0, both above zero."""
    return linear(of).ratio()


def sii_logit(of: Weighed) -> Floats:
    """The slope index by a logistic curve."""
    line = logit(of)
    return line.top - line.bottom


def rii_logit(of: Weighed) -> Floats:
    """The relative index by a logistic curve."""
    return logit(of).ratio()


def aci_error(of: Weighed) -> Floats:
    """The standard error of the ACI: that of the slope of 2 v y on rank, groups as observations (J - 2)."""
    off, v = of.rank - 0.5, of.rank_variance
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (of.p * off * of.y).sum(axis=-1, keepdims=True) / v
        left = (of.p * (of.y - of.mean - slope * off) ** 2).sum(axis=-1, keepdims=True)
        return np.asarray((2 * np.sqrt(v * left / (of.count - 2)))[..., 0])
