"""What is known of one group's rate: exactly (both counts), within rounding (a rate alone), or not at all.

A range stays a range: every measure computes with `low` and `high`, which are equal when both counts are
published.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from .descriptors import Group, Indicator
from .disclosure import WITHHELD, Cell, Key, Number, Protected

_WHY = {
    WITHHELD: "withheld",
    "z": "not-applicable",
    "x": "not-collected",
    "w": "not-yet",
    "u": "unreliable",
    "low": "low",
}

_FEW = 25

Counts = tuple[int, int]
"""How many of how many."""


@dataclass(frozen=True)
class Absent:
    """Why there is no number: status (withheld, not_applicable, not_computed), reason code, and the cells."""

    status: str
    reason: str
    cells: tuple[Key, ...]


@dataclass(frozen=True)
class Rate:
    """A rate as a fraction of one, in [low, high]. `shown` is what is displayed, in the indicator's units.

    `k` is the numerator; the denominator lies in [n_low, n_high] (both None: unknown). `published` says
    whether the denominator itself was published.
    """

    low: Fraction
    high: Fraction
    shown: Fraction
    k: int | None
    n_low: int | None
    n_high: int | None
    published: bool
    cells: tuple[Key, ...]

    @property
    def exact(self) -> bool:
        """Whether the rate is known without rounding."""
        return self.low == self.high

    def counts(self) -> tuple[Counts, ...]:
        """The (k, n) that are possible, n rising: all of them or, where n is large, both ends; none: unknown.

        In small groups an interval is at its widest somewhere between the ends; in large ones it is not.
        """
        if self.k is None or self.n_low is None or self.n_high is None:
            return ()
        few = self.n_high - self.n_low < _FEW
        step = 1 if few else self.n_high - self.n_low
        return tuple((self.k, n) for n in range(self.n_low, self.n_high + 1, step))


def rate_of(protected: Protected, indicator: str, period: str, place: str, group: Group) -> Rate | Absent:
    """The published rate of a group. What the publisher withheld stays so though both counts are shown."""
    key = Key(protected.package.id, indicator, period, place, group)
    cell = protected.cell(indicator, period, place, group)
    if cell is None:
        return Absent("not_applicable", "no-row", (key,))
    return read_rate(cell, protected.indicator(indicator))


def read_rate(cell: Cell, indicator: Indicator) -> Rate | Absent:
    """A cell's rate; `Absent` with the publisher's reason when it has none."""
    cells = (cell.key,)
    if cell.value.exact is None:
        return absent(cell.value, cells)
    value, scale = cell.value.exact, indicator.scale
    if indicator.kind == "count":  # people, not a rounded rate of them
        return Rate(value / scale, value / scale, value, None, None, None, False, cells)
    k, n = whole(cell.numerator), whole(cell.denominator)
    if k is not None and n:
        exact = Fraction(k, n)
        return Rate(exact, exact, value, k, n, n, True, cells)
    # A published rate stands for every rate that rounds to it: half a unit of its last decimal, either way.
    half = Fraction(1, 2 * 10 ** max(cell.value.decimals, indicator.decimals))
    low, high = max(Fraction(0), (value - half) / scale), (value + half) / scale
    if indicator.kind == "proportion":
        high = min(high, Fraction(1))
    # A withheld denominator is not worked out: numerator over rate would give it back.
    if k and low > 0 and cell.denominator.status != WITHHELD:
        n_low, n_high = max(k, ceil(k / high)), floor(k / low)
        if n_low <= n_high:  # otherwise no whole number of people has this rate: a mistake of the publisher's
            return Rate(low, high, value, k, n_low, n_high, False, cells)
    return Rate(low, high, value, None, None, None, False, cells)


def absent(number: Number, cells: tuple[Key, ...]) -> Absent:
    """The reason of a number that is not there, from its status."""
    status = "withheld" if number.status == WITHHELD else "not_applicable"
    return Absent(status, _WHY.get(number.status, "not-applicable"), cells)


def whole(number: Number) -> int | None:
    """A count, or None."""
    return None if number.exact is None else int(number.exact)


def rest_of(protected: Protected, indicator: str, period: str, place: str, group: Group) -> Rate | Absent:
    """Everyone who is not in the group: the published other group where there are two, else total less group.

    In republished data nothing is derived in a dimension in which the publisher withheld a group at that
    place and period: the difference would be what was withheld. The same where groups are the whole and one
    of them has no row: nobody says why it is not there. Crossed groups and the total have no rest.
    """
    key = Key(protected.package.id, indicator, period, place, group)
    if len(group) != 1:
        return Absent("not_applicable", "no-rest", (key,))
    other = protected.package.counterpart(group)
    if other is not None:
        return rate_of(protected, indicator, period, place, other)
    parts = protected.groups_at(indicator, period, place, group[0][0])
    hidden = tuple(cell.key for cell in parts if cell.withheld)
    if hidden:
        return Absent("withheld", "group-withheld", hidden)
    total = rate_of(protected, indicator, period, place, ())
    mine = rate_of(protected, indicator, period, place, group)
    if isinstance(total, Absent):
        return total
    if isinstance(mine, Absent):
        return mine
    dimension = protected.package.dimensions[group[0][0]]
    if dimension.exclusive and dimension.complete and len(parts) < len(dimension.groups):
        return Absent("not_computed", "group-withheld", tuple(cell.key for cell in parts))
    return _less(total, mine, protected.indicator(indicator))


def _less(total: Rate, mine: Rate, indicator: Indicator) -> Rate | Absent:
    """Total less group, with the range that unpublished denominators leave."""
    cells = (*total.cells, *mine.cells)
    everybody, own = total.counts(), mine.counts()
    if not everybody or not own:
        return Absent("not_computed", "no-denominator", cells)
    k = everybody[0][0] - own[0][0]
    n_low, n_high = everybody[0][1] - own[-1][1], everybody[-1][1] - own[0][1]
    if k < 0 or n_low < max(k, 1):
        return Absent("not_computed", "no-denominator", cells)
    low, high = Fraction(k, n_high), Fraction(k, n_low)
    middle, published = (low + high) / 2 * indicator.scale, total.published and mine.published
    return Rate(low, high, middle, k, n_low, n_high, published, cells)
