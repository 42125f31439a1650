"""What is known of one group's rate: exactly (both counts), within rounding (a rate alone), in a published
range, or not at all.

A range stays a range: every measure computes with `low` and `high`, which are equal when both counts are
published. Means and counts go the same way: theirs is a value in displayed units over the scale.
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
_BOTH = 5  # where both counts are ranges: of each, so that their pairs stay few

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

    `shown` is None where only the range is known. The numerator lies in [k_low, k_high], the denominator in
    [n_low, n_high] (both None: unknown). `published` says whether the denominator itself was published.
    `sd` is the standard deviation of a mean, in displayed units.
    """

    low: Fraction
    high: Fraction
    shown: Fraction | None
    k_low: int | None
    k_high: int | None
    n_low: int | None
    n_high: int | None
    published: bool
    cells: tuple[Key, ...]
    sd: float | None = None

    @property
    def exact(self) -> bool:
        """Whether the rate is known without rounding."""
        return self.low == self.high

    @property
    def ranged(self) -> bool:
        """Whether a range is all that is known, so that no single number may be shown."""
        return self.shown is None

    def small(self, few: int) -> bool:
        """Whether fewer people than that may be in the group, as far as is known."""
        return self.n_low is not None and self.n_low < few

    @property
    def k(self) -> int | None:
        """The numerator, where it is one number."""
        return self.k_low if self.k_low == self.k_high else None

    def counts(self) -> tuple[Counts, ...]:
        """The (k, n) that are possible, n rising: all, or where they are many both ends; none: unknown.

        In small groups an interval is at its widest somewhere between the ends; in large ones it is not,
        unless the ends are as far apart as those of a published range: then some in between come too.
        """
        if self.k_low is None or self.k_high is None or self.n_low is None or self.n_high is None:
            return ()
        most = _FEW if self.ranged else 2
        if self.k_low < self.k_high and self.n_low < self.n_high:
            most = min(most, _BOTH)
        parts = _through(self.k_low, self.k_high, most)
        return tuple((k, n) for n in _through(self.n_low, self.n_high, most) for k in parts)


def _through(low: int, high: int, most: int) -> tuple[int, ...]:
    """Whole numbers from low to high: each where they are few, else at most `most`, with both ends.

    They stand closer at the lower end, where one more person changes an interval most.
    """
    if high - low < _FEW:
        return tuple(range(low, high + 1))
    return tuple(sorted({low + (high - low) * at**3 // (most - 1) ** 3 for at in range(most)}))


def rate_of(protected: Protected, indicator: str, period: str, place: str, group: Group) -> Rate | Absent:
    """The published rate of a group. What the publisher withheld stays so though both counts are shown."""
    key = Key(protected.package.id, indicator, period, place, group)
    cell = protected.cell(indicator, period, place, group)
    if cell is None:
        return Absent("not_applicable", "no-row", (key,))
    return read_rate(cell, protected.indicator(indicator))


def read_rate(cell: Cell, indicator: Indicator) -> Rate | Absent:
    """A cell's rate; `Absent` with the publisher's reason when it has none."""
    cells, scale = (cell.key,), indicator.scale
    ends, value = _ends(cell, indicator), _single(cell)
    if ends is None:
        return absent(cell.value, cells)
    low, high = ends[0] / scale, ends[1] / scale
    k, n = whole(cell.numerator), whole(cell.denominator)
    if k is not None and n and k > n and indicator.kind == "proportion":
        k = n = None  # the publisher contradicts itself, of which the gate has told: the rate alone counts
    if indicator.kind == "count":  # people, not a rate of them
        return Rate(low, high, value, None, None, None, None, False, cells)
    if indicator.kind == "mean":
        sd = None if cell.sd.exact is None else float(cell.sd.exact)
        return Rate(low, high, value, None, None, n or None, n or None, bool(n), cells, sd)
    if k is not None and n:
        exact = Fraction(k, n)
        return Rate(exact, exact, exact * scale if value is None else value, k, k, n, n, True, cells)
    low = max(Fraction(0), low)
    if indicator.kind == "proportion":
        high = min(high, Fraction(1))
    # A withheld count is not worked out: the other one and the rate would give it back.
    if k and low > 0 and cell.denominator.status != WITHHELD:
        n_low, n_high = ceil(k / high), floor(k / low)
        if n_low <= n_high:  # otherwise no whole number of people has this rate: a mistake of the publisher's
            return Rate(low, high, value, k, k, n_low, n_high, False, cells)
    if n and value is None and cell.numerator.status != WITHHELD:
        k_low, k_high = ceil(low * n), floor(high * n)
        if k_low <= k_high:
            return Rate(low, high, value, k_low, k_high, n, n, True, cells)
    return Rate(low, high, value, None, None, None, None, False, cells)


def _single(cell: Cell) -> Fraction | None:
    """A cell's number; None where it has a range, unless that holds one number alone, or nothing."""
    if cell.value.exact is None and cell.value_low.exact == cell.value_high.exact:
        return cell.value_low.exact
    return cell.value.exact


def _ends(cell: Cell, indicator: Indicator) -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest that a cell's number may be, in displayed units; None where it has none."""
    if cell.value.exact is not None:
        if indicator.kind == "count":  # people are not rounded
            return cell.value.exact, cell.value.exact
        # A published rate stands for each that rounds to it: half a unit of its last decimal, either way.
        half = Fraction(1, 2 * 10 ** max(cell.value.decimals, indicator.decimals))
        return cell.value.exact - half, cell.value.exact + half
    low, high = cell.value_low, cell.value_high
    if low.exact is None or high.exact is None or (low.status, high.status) != ("ok", "ok"):
        return None
    return low.exact, high.exact


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


def _rest_sd(total: Rate, mine: Rate) -> float | None:
    """The standard deviation of those who are not in a group, from those of all and of the group: the sums of
    squares add up, with that between the two. None where rounding leaves nothing.
    """
    if total.sd is None or mine.sd is None or None in (total.shown, mine.shown, total.n_low, mine.n_low):
        return None
    assert total.n_low is not None
    assert mine.n_low is not None
    assert total.shown is not None
    assert mine.shown is not None
    n, whole = mine.n_low, total.n_low
    rest = whole - n
    if rest < 2:
        return None
    between = n * whole / rest * float(mine.shown - total.shown) ** 2
    left = (whole - 1) * total.sd**2 - (n - 1) * mine.sd**2 - between
    return (left / (rest - 1)) ** 0.5 if left > 0 else None


def _less(total: Rate, mine: Rate, indicator: Indicator) -> Rate | Absent:
    """Total less group, with the range that published ranges and unpublished denominators leave."""
    cells, ranged = (*total.cells, *mine.cells), total.ranged or mine.ranged
    unknown, published = Absent("not_computed", "no-denominator", cells), total.published and mine.published
    if total.n_low is None or total.n_high is None or mine.n_low is None or mine.n_high is None:
        return unknown
    n_low, n_high = total.n_low - mine.n_high, total.n_high - mine.n_low
    if n_low < 1:
        return unknown
    if indicator.kind == "mean":  # sums of all and of the group, whose numbers of people are exact
        low = (total.n_low * total.low - mine.n_low * mine.high) / n_low
        high = (total.n_low * total.high - mine.n_low * mine.low) / n_low
        middle = None if ranged else (low + high) / 2 * indicator.scale
        return Rate(low, high, middle, None, None, n_low, n_low, published, cells, _rest_sd(total, mine))
    if total.k_low is None or total.k_high is None or mine.k_low is None or mine.k_high is None:
        return unknown
    k_low, k_high = max(0, total.k_low - mine.k_high), total.k_high - mine.k_low
    if k_high < 0 or (not ranged and total.k_low < mine.k_high):
        return unknown
    if indicator.kind == "proportion":
        if n_low < k_low:
            return unknown
        k_high = min(k_high, n_high)
    low, high = Fraction(k_low, n_high), Fraction(k_high, n_low)
    if indicator.kind == "proportion":
        high = min(high, Fraction(1))
    middle = None if ranged else (low + high) / 2 * indicator.scale
    return Rate(low, high, middle, k_low, k_high, n_low, n_high, published, cells)
