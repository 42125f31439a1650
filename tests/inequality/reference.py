"""A second opinion on the summary measures: one setting at a time, by other routes than the library's.

Ranks are found by sorting people's positions, lines by `numpy.linalg.lstsq` on repeated rows, sandwiches by
explicit matrices, entropies by integrals over people.
"""

from itertools import pairwise
from math import log

import numpy as np


def ranks(n):
    """The mean position of each group's people in a row of all people, as a fraction."""
    ends = np.concatenate([[0], np.cumsum(n)])
    return np.array([(a + b) / 2 for a, b in pairwise(ends)]) / ends[-1]


def line(y, n):
    """Intercept and slope of the weighted line, its HC1 covariance, by matrices."""
    x = np.column_stack([np.ones(len(y)), ranks(n)])
    root = np.sqrt(n)
    beta = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0]
    w = np.diag(n)
    bread = np.linalg.inv(x.T @ w @ x)
    left = np.diag((n * (y - x @ beta)) ** 2)
    meat = x.T @ left @ x
    return beta, bread @ meat @ bread * len(y) / (len(y) - 2)


def covariance(y, n):
    """Of estimates and ranks over people, one row per person."""
    people = np.repeat(np.arange(len(n)), n.astype(int))
    return np.cov(np.asarray(y)[people], ranks(n)[people], bias=True)[0, 1]


def summary(measure, y, n, favourable=True, ordered=False, reference=-1, top=100.0):
    """One summary measure of one setting, written out for people: the mean over everybody's own number."""
    y, n = np.asarray(y, dtype=float), np.asarray(n, dtype=float)
    people = np.repeat(y, n.astype(int))
    m = people.mean()
    best = max(y) if favourable else min(y)
    away = {
        "mdm": np.abs(y - m),
        "mdb": np.abs(y - best),
        "mdr": np.abs(y - y[reference]),
        "idis": 100 * np.abs(y - m) / m,
    }
    if measure[:-1] in away:
        sizes = away[measure[:-1]]
        return sizes.mean() if measure.endswith("u") else np.repeat(sizes, n.astype(int)).mean()
    if measure == "ti":
        return 1000 * np.mean([v / m * log(v / m) if v else 0.0 for v in people])
    if measure == "mld":
        return 1000 * np.mean([log(m / v) for v in people])
    if measure in ("par", "paf"):
        gain = (y[-1] if ordered else best) - m
        gain = max(gain, 0) if favourable else min(gain, 0)
        return gain if measure == "par" else 100 * gain / m
    if measure in ("sii", "rii"):
        beta, _ = line(y, n)
        return beta[1] if measure == "sii" else (beta[0] + beta[1]) / beta[0]
    share = people / top
    simple = {
        "aci": lambda: 2 * covariance(y, n),
        "rci": lambda: 2 * covariance(y, n) / m,
        "rci_wagstaff": lambda: 2 * covariance(y, n) / m / (1 - share.mean()),
        "rci_erreygers": lambda: 4 * share.mean() * 2 * covariance(y, n) / m,
        "bgv": people.var,
        "bgsd": people.std,
        "cov": lambda: 100 * people.std() / m,
    }
    return simple[measure]()
