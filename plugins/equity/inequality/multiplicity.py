"""Many comparisons at once: p-values, and what is left of them when it is said how many there were.

Holm (1979) for the flags of one page, Benjamini and Hochberg (1995) for screening hundreds of schools. NaN
stays NaN and does not count as a comparison.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import ndtr

from .breakdowns import Breakdown
from .reasons import known
from .records import Floats
from .references import Comparison


def p_values(of: Breakdown, other: Comparison) -> Floats:
    """Two-sided p-values of no difference: the score test of two proportions (chi-squared, no correction).

    NaN where the two counts are not exactly known, or where the comparison contains the group and what is
    left of it is not known.
    """
    mine = of.cells
    k1, n1, k2, n2 = mine.k_low, mine.n_low, other.cells.k_low, other.cells.n_low
    able = mine.exact & other.cells.exact
    if other.apart is not None:
        able &= known(other.apart)
    if other.within:
        k2, n2 = k2 - k1, n2 - n1
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (k1 + k2) / (n1 + n2)
        error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
        score = np.where(error > 0, (k1 / n1 - k2 / n2) / error, 0.0)
    return np.where(able, 2 * ndtr(-np.abs(score)), np.nan)


def holm(p: Floats) -> Floats:
    """Holm's adjusted p-values over all elements: the chance of any false flag is held at the level."""
    return _adjusted(p, lambda rank, count: count - rank, upward=True)


def benjamini_hochberg(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values: the expected part of false flags is held at the level."""
    return _adjusted(p, lambda rank, count: count / (rank + 1), upward=False)


def _adjusted(p: Floats, factor: Callable[[Floats, float], Floats], *, upward: bool) -> Floats:
    flat = np.asarray(p, dtype=float).ravel()
    at = np.nonzero(~np.isnan(flat))[0]
    order = at[np.argsort(flat[at], kind="stable")]
    scaled = flat[order] * factor(np.arange(len(order), dtype=float), float(len(order)))
    scaled = np.maximum.accumulate(scaled) if upward else np.minimum.accumulate(scaled[::-1])[::-1]
    found = np.full(flat.shape, np.nan)
    found[order] = np.minimum(scaled, 1.0)
    return found.reshape(np.shape(p))
