"""The difference between a group and what it is compared with, with an interval where counts allow one."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from .descriptors import Group
from .disclosure import Key, Protected
from .intervals import Pair, hull, newcombe
from .questions import ALL, REST, Question
from .rates import Absent, Rate, rate_of, rest_of

Counts = tuple[int, int]
_MOST = 25


@dataclass(frozen=True)
class Gap:
    """A difference as fractions of one, with its interval, or why it has none.

    `ranged`: one of the two rates is a published range, so that the difference is no single number. Then
    `possible` has some of the differences that counts allow, the least and the greatest among them, each with
    the interval that it alone would have.
    """

    low: Fraction
    high: Fraction
    ranged: bool
    interval: Pair | None
    reason: str
    cells: tuple[Key, ...]
    possible: tuple[tuple[float, Pair], ...] = ()

    @property
    def straddles(self) -> bool:
        """Whether the group may stand below as well as above its comparison."""
        return self.low < 0 < self.high

    def size(self) -> tuple[Fraction, Fraction, Fraction]:
        """The gap without its sign: at least, in the middle, at most."""
        ends = sorted((abs(self.low), abs(self.high)))
        least = Fraction(0) if self.low <= 0 <= self.high else ends[0]
        return least, abs(self.low + self.high) / 2, ends[1]


def compared(protected: Protected, question: Question) -> Rate | Absent:
    """The rate that the question's group is compared with."""
    if question.against == REST:
        return rest_of(protected, question.indicator, question.period, question.place, question.group)
    if isinstance(question.against, str) and question.against != ALL:
        raise ValueError(f"no such comparison: {question.against}")
    other: Group = () if isinstance(question.against, str) else question.against
    return rate_of(protected, question.indicator, question.period, question.place, other)


def own(protected: Protected, question: Question) -> Rate | Absent:
    """The rate of the question\'s own group."""
    return rate_of(protected, question.indicator, question.period, question.place, question.group)


def gap_of(protected: Protected, question: Question) -> Gap | Absent:
    """The difference, or why there is none."""
    mine, other = own(protected, question), compared(protected, question)
    if isinstance(mine, Absent):
        return mine
    if isinstance(other, Absent):
        return other
    low, high = mine.low - other.high, mine.high - other.low
    cells, ranged = tuple(dict.fromkeys((*mine.cells, *other.cells))), mine.ranged or other.ranged
    found = disjoint(protected, question, mine, other)
    if isinstance(found, str):
        return Gap(low, high, ranged, None, found, cells)
    # p - P = (1 - n/N)(p - rest), where P and N are of the total that contains the group.
    each = []
    for weight, (k, n), (k2, n2) in found:
        ends = newcombe(k, n, k2, n2)
        each.append((weight * (k / n - k2 / n2), (weight * ends[0], weight * ends[1])))
    interval = hull(tuple(pair for _, pair in each))
    if not ranged:
        return Gap(low, high, ranged, interval, "", cells)
    interval = hull((interval, (float(low), float(high))))
    return Gap(low, high, ranged, interval, "", cells, _some(sorted(each)))


def _some(sorted_: list[tuple[float, Pair]]) -> tuple[tuple[float, Pair], ...]:
    """At most so many of them, evenly, with both ends."""
    last = len(sorted_) - 1
    return tuple(sorted_[at] for at in sorted({last * each // (_MOST - 1) for each in range(_MOST)}))


def disjoint(
    protected: Protected, question: Question, mine: Rate, other: Rate
) -> tuple[tuple[float, Counts, Counts], ...] | str:
    """The counts of the group and of a comparison that has nobody of the group in it, or why there are none.

    The factor before them is 1, or 1 - n/N where the group was taken out of a total with N people. Where
    counts are ranges, it is every pair of those that are possible.
    """
    if protected.indicator(question.indicator).kind != "proportion":
        return "not-a-proportion"
    if not mine.counts() or not other.counts():
        return "no-denominator"
    against = () if isinstance(question.against, str) else question.against
    pairs = tuple(product(mine.counts(), other.counts()))
    if question.against == REST or not set(against) <= set(question.group):
        # A group compared with a part of itself is not two groups.
        part = question.against != REST and set(question.group) < set(against)
        return "overlap" if part else tuple((1.0, a, b) for a, b in pairs)
    rest = rest_of(protected, question.indicator, question.period, question.place, question.group)
    if isinstance(rest, Absent):
        return rest.reason
    taken_out = [(a, (b[0] - a[0], b[1] - a[1])) for a, b in pairs]
    if mine.ranged or other.ranged:
        # Not each pair of two ranges is possible. Where less than nobody would be left, nobody is:
        # without the pair the interval could be too narrow, since of many pairs not all are here.
        taken_out = [(a, (min(max(k, 0), n), n)) for a, (k, n) in taken_out]
    found = [(a, (k, n)) for a, (k, n) in taken_out if 0 <= k <= n and n]
    return tuple((n / (a[1] + n), a, (k, n)) for a, (k, n) in found) or "no-rest"
