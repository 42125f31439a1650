"""Summary measures of published ranges: the least and the most that they can be.

Where a measure is linear in the estimates its ends are those of the corners; for the others the interval
arithmetic is honest, and may be wider than what is possible.
"""

from collections.abc import Callable, Mapping

import numpy as np

from .records import Floats
from .weights import Weighed

Span = tuple[Floats, Floats]


def span(measure: str, low: Weighed, high: Weighed) -> Span:
    """The ends of a measure whose estimates lie between those of `low` and `high`; NaN where it has none."""
    least, most = _SPANS[measure](low, high)
    return np.minimum(least, most), np.maximum(least, most)


def _linear(weights: Floats, low: Weighed, high: Weighed) -> Span:
    down, up = np.minimum(weights, 0.0), np.maximum(weights, 0.0)
    return (up * low.y + down * high.y).sum(axis=-1), (up * high.y + down * low.y).sum(axis=-1)


def _over(top: Span, bottom: Span, factor: float = 1.0) -> Span:
    """The hull of a quotient whose divisor is above zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        corners = [factor * one / np.where(two > 0, two, np.nan) for one in top for two in bottom]
    return np.minimum.reduce(corners), np.maximum.reduce(corners)


def _mean(low: Weighed, high: Weighed) -> Span:
    return low.mean[..., 0], high.mean[..., 0]


def _aci(low: Weighed, high: Weighed) -> Span:
    return _linear(2 * low.p * (low.rank - 0.5), low, high)


def _slope(low: Weighed, high: Weighed) -> Span:
    return _linear(low.p * (low.rank - 0.5) / low.rank_variance, low, high)


def _rii(low: Weighed, high: Weighed) -> Span:
    tilt = low.p * (low.rank - 0.5) / low.rank_variance / 2
    return _over(_linear(low.p + tilt, low, high), _linear(low.p - tilt, low, high))


def _from(low: Weighed, high: Weighed, point: Span) -> Span:
    """How far each estimate is from a point that lies between two ends, per group."""
    one, two = (each[..., None] for each in point)
    far = np.maximum(high.y - one, two - low.y)
    near = np.maximum(np.maximum(low.y - two, one - high.y), 0.0)
    return np.where(low.used, near, 0.0), np.where(low.used, far, 0.0)


def _best(low: Weighed, high: Weighed) -> Span:
    return low.best()[..., 0], high.best()[..., 0]


def _reference(low: Weighed, high: Weighed) -> Span:
    far = _from(low, high, (low.pick(low.reference)[..., 0], high.pick(low.reference)[..., 0]))
    itself = np.arange(low.y.shape[-1]) == low.reference
    return np.where(itself, 0.0, far[0]), np.where(itself, 0.0, far[1])


def _plain(far: Span, low: Weighed) -> Span:
    return far[0].sum(axis=-1) / low.count[..., 0], far[1].sum(axis=-1) / low.count[..., 0]


def _weighted(far: Span, low: Weighed, power: int = 1) -> Span:
    return (low.p * far[0] ** power).sum(axis=-1), (low.p * far[1] ** power).sum(axis=-1)


def _bgv(low: Weighed, high: Weighed) -> Span:
    return _weighted(_from(low, high, _mean(low, high)), low, 2)


def _bgsd(low: Weighed, high: Weighed) -> Span:
    least, most = _bgv(low, high)
    return np.sqrt(least), np.sqrt(most)


def _mdm(low: Weighed, high: Weighed) -> Span:
    return _plain(_from(low, high, _mean(low, high)), low)


def _mdmw(low: Weighed, high: Weighed) -> Span:
    return _weighted(_from(low, high, _mean(low, high)), low)


def _theil(low: Weighed, high: Weighed) -> Span:
    """r ln r is least at 1/e, and no index is below zero."""
    (m_low, m_high) = (each[..., None] for each in _mean(low, high))
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = low.y / m_high, high.y / m_low
        values = [np.where(each > 0, each * np.log(each), 0.0) for each in ends]
    bottom = np.where((ends[0] < 1 / np.e) & (ends[1] > 1 / np.e), -1 / np.e, np.minimum(*values))
    least = (low.p * bottom).sum(axis=-1)
    return np.maximum(1000 * least, 0.0), 1000 * (low.p * np.maximum(*values)).sum(axis=-1)


def _mld(low: Weighed, high: Weighed) -> Span:
    (m_low, m_high) = (each[..., None] for each in _mean(low, high))
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.where(low.p > 0, low.p * -np.log(high.y / m_low), 0.0).sum(axis=-1)
        most = np.where(low.p > 0, low.p * -np.log(low.y / m_high), 0.0).sum(axis=-1)
    return np.maximum(1000 * least, 0.0), 1000 * np.where(np.isfinite(most), most, np.nan)


def _par(low: Weighed, high: Weighed) -> Span:
    if low.ordered:
        here = np.arange(low.y.shape[-1]) == low.most_advantaged()
        least, most = _linear(here - low.p, low, high)
    else:
        best, mean = _best(low, high), _mean(low, high)
        least, most = best[0] - mean[1], best[1] - mean[0]
    kept = np.maximum if low.favourable else np.minimum
    return kept(least, 0.0), kept(most, 0.0)


_SPANS: Mapping[str, Callable[[Weighed, Weighed], Span]] = {
    "aci": _aci,
    "rci": lambda low, high: _over(_aci(low, high), _mean(low, high)),
    "rci_erreygers": lambda low, high: _aci(_four(low), _four(high)),
    "sii": _slope,
    "rii": _rii,
    "bgv": _bgv,
    "bgsd": _bgsd,
    "cov": lambda low, high: _over(_bgsd(low, high), _mean(low, high), 100),
    "mdmu": _mdm,
    "mdmw": _mdmw,
    "mdbu": lambda low, high: _plain(_from(low, high, _best(low, high)), low),
    "mdbw": lambda low, high: _weighted(_from(low, high, _best(low, high)), low),
    "mdru": lambda low, high: _plain(_reference(low, high), low),
    "mdrw": lambda low, high: _weighted(_reference(low, high), low),
    "idisu": lambda low, high: _over(_mdm(low, high), _mean(low, high), 100),
    "idisw": lambda low, high: _over(_mdmw(low, high), _mean(low, high), 100),
    "ti": _theil,
    "mld": _mld,
    "par": _par,
    "paf": lambda low, high: _over(_par(low, high), _mean(low, high), 100),
}
KNOWN = frozenset(_SPANS)
"""The measures that have a range; the others are not computed from ranges."""


def _four(of: Weighed) -> Weighed:
    scaled = of.rescaled()
    return scaled.drawn(4 * scaled.y)
