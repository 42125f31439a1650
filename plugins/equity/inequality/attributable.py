"""What everybody would gain if all groups did as well as the reference: PAR and PAF.

The reference is the most advantaged group of an ordered dimension, else the best one. Standard errors: Walter
1978, Int J Epidemiol 7:175, as in the package healthequal; its PAF has the error on another scale than the
estimate, which is put right here.
"""

import numpy as np

from .records import Floats
from .weights import Weighed


def reference_estimate(of: Weighed) -> Floats:
    """The estimate of the reference, (..., 1)."""
    return of.pick(of.most_advantaged()) if of.ordered else of.best()


def par(of: Weighed) -> Floats:
    """Population attributable risk: the reference less the mean; 0 where the reference does no better."""
    gain = (reference_estimate(of) - of.mean)[..., 0]
    return np.maximum(gain, 0.0) if of.favourable else np.minimum(gain, 0.0)


def paf(of: Weighed) -> Floats:
    """Population attributable fraction: 100 PAR / m."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(of.mean[..., 0] > 0, 100 * par(of) / of.mean[..., 0], np.nan)


def par_error(of: Weighed) -> Floats:
    """The standard error of PAR, from counts: estimates are shares of `limits`."""
    return np.asarray(of.mean[..., 0] * paf_error(of) / 100)


def paf_error(of: Weighed) -> Floats:
    """The standard error of PAF, in percent as PAF is."""
    assert of.limits is not None
    estimate = reference_estimate(of)
    if of.ordered:
        people = of.pick(of.most_advantaged(), of.n)
    else:
        at = (of.used & (of.y == estimate)).argmax(axis=-1, keepdims=True)
        people = of.pick(at, np.broadcast_to(of.n, of.y.shape))
    scale = of.limits[1]
    everybody = np.where(of.used, of.n, 0.0).sum(axis=-1, keepdims=True)
    c = estimate / scale * people
    d = people - c
    a = of.mean / scale * everybody - c
    b = everybody - people - a
    with np.errstate(divide="ignore", invalid="ignore"):
        square = c * everybody * (a * d * (everybody - c) + b * c**2) / ((a + c) ** 3 * people**3)
        return np.asarray(100 * np.sqrt(np.maximum(square, 0.0))[..., 0])
