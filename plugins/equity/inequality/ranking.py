"""Places in a row: which may be ranked at all."""

import numpy as np

from .records import Ints, Results


def ranks(of: Results) -> Ints:
    """The place of each along the last axis, 1 is best; equal values share a place; 0: not ranked.

    Small groups are never ranked, nor what has no single value. Best is the highest value of a favourable
    indicator and the lowest of an adverse one: for rates and their differences, not for sizes of gaps.
    """
    able = of.ok & ~of.small & ~np.isnan(of.value)
    better = 1.0 if of.direction == "favourable" else -1.0
    values = np.where(able, -better * of.value, np.inf)
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    place = np.broadcast_to(np.arange(1, values.shape[-1] + 1), values.shape).copy()
    same = np.zeros(values.shape, dtype=bool)
    same[..., 1:] = ordered[..., 1:] == ordered[..., :-1]
    place[same] = 0
    place = np.maximum.accumulate(place, axis=-1)
    found = np.zeros(values.shape, dtype=np.int64)
    np.put_along_axis(found, order, place, axis=-1)
    return np.where(able, found, 0)
