"""Bounds of unknown whole numbers from the bounds of their rows, again and again until nothing moves.

This is what an attacker does with a pencil: in every row, the least and the most that one number can be when
all others are at their ends. It finds all that follows from one row after the other, and most leaks are such.
What follows only from several rows together is the business of `audit`.
"""

from dataclasses import dataclass, field

import numpy as np

from .systems import Floats, Mask, Open, Rows

ROUNDS = 200
_SLACK = 1e-6


@dataclass(frozen=True)
class Bounds:
    """The least and most of each unknown; `stable`: another round would change nothing.

    `possible` is false when the rows contradict each other.
    """

    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    stable: bool
    possible: bool


def propagate(unknown: Open, rounds: int = ROUNDS) -> Bounds:
    """The bounds after as many rounds as it takes; each ends at whole numbers.

    Numbers may creep towards each other one by one in ever more rounds, so there is a last one; what holds
    then is true, though not all that can be had.
    """
    low, high = np.ceil(unknown.low - _SLACK), np.floor(unknown.high + _SLACK)
    rows = unknown.rows
    for _ in range(rounds):
        new_low, new_high = _round(rows, low, high)
        moved = (new_low > low) | (new_high < high)
        low, high = new_low, new_high
        if (low > high).any():
            return Bounds(low, high, stable=True, possible=False)
        if not moved.any():
            return Bounds(low, high, stable=True, possible=True)
    return Bounds(low, high, stable=False, possible=True)


def _round(rows: Rows, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    weight, cell = rows.weight, rows.cell
    up = weight > 0
    least = weight * np.where(up, low[cell], high[cell])
    most = weight * np.where(up, high[cell], low[cell])
    # What the other numbers of the row are at least and at most, whatever is unbounded counted apart.
    other_least, other_most = _others(rows, least), _others(rows, most)
    with np.errstate(invalid="ignore"):
        at_most = (rows.row_high[rows.row] - other_least) / weight
        at_least = (rows.row_low[rows.row] - other_most) / weight
    above = np.where(up, at_most, at_least)
    below = np.where(up, at_least, at_most)
    new_low, new_high = low.copy(), high.copy()
    # Whole numbers over a weight are no nearer to each other than this.
    slack = np.minimum(_SLACK, 0.25 / np.abs(weight))
    np.maximum.at(new_low, cell, np.ceil(below - slack))
    np.minimum.at(new_high, cell, np.floor(above + slack))
    return new_low, new_high


def _others(rows: Rows, ends: Floats) -> Floats:
    """For each entry the sum of the other entries' ends in its row; infinite when one of those is."""
    endless = np.isinf(ends)
    finite = np.where(endless, 0.0, ends)
    sums = rows.add_up(finite)[rows.row] - finite
    if not endless.any():
        return sums
    many = rows.add_up(endless.astype(float))[rows.row] - endless
    # All endless ends of one call have one sign: the sum of least ends falls, that of most ends rises.
    sign = np.sign(ends[endless][0])
    return np.where(many > 0, sign * np.inf, sums)


def settled(unknown: Open, bounds: Bounds) -> Open:
    """The numbers that are still open, with the rows that still matter.

    Put in is what has one value left. A row that holds whatever the numbers are within their bounds says
    nothing more, and so does one with a single number, whose bounds have it already.
    """
    low, high, rows = bounds.low, bounds.high, unknown.rows
    left = low < high
    up = rows.weight > 0
    ends_low = np.where(up, low[rows.cell], high[rows.cell]) * rows.weight
    ends_high = np.where(up, high[rows.cell], low[rows.cell]) * rows.weight
    entries = rows.add_up(left[rows.cell].astype(float))
    says = (rows.add_up(ends_low) < rows.row_low - _SLACK) | (rows.add_up(ends_high) > rows.row_high + _SLACK)
    matters = (entries > (1 if bounds.stable else 0)) & says
    return put_in(Open(unknown.origin, low, high, rows), np.where(left, 0.0, low), left, matters)


def put_in(unknown: Open, values: Floats, left: Mask, matters: Mask) -> Open:
    """The unknowns that are `left` in the rows that matter, the values of all others put in."""
    rows = unknown.rows
    open_entry = left[rows.cell]
    shown = rows.add_up(np.where(open_entry, 0.0, rows.weight * values[rows.cell]))
    again = np.cumsum(left) - 1
    kept = rows.only(open_entry, matters)
    moved = Rows(
        kept.row,
        again[kept.cell],
        kept.weight,
        kept.row_low - shown[matters],
        kept.row_high - shown[matters],
        kept.name,
    )
    return Open(unknown.origin[left], unknown.low[left], unknown.high[left], moved)
