"""The difference between a group and what it is compared with, with an interval where counts allow one."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from .descriptors import Group
from .disclosure import Key, Protected
from .intervals import Pair, hull, katz, newcombe
from .questions import ALL, REST, Question
from .rates import Absent, Rate, rate_of, rest_of
from .spreads import between, times

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
    small: bool = False

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
    gap = _gap(protected, question)
    if isinstance(gap, Absent):
        return gap
    both = own(protected, question), compared(protected, question)
    return replace(gap, small=any(isinstance(each, Rate) and each.small(protected.few) for each in both))


def _gap(protected: Protected, question: Question) -> Gap | Absent:
    mine, other = own(protected, question), compared(protected, question)
    if isinstance(mine, Absent):
        return mine
    if isinstance(other, Absent):
        return other
    low, high = mine.low - other.high, mine.high - other.low
    cells, ranged = tuple(dict.fromkeys((*mine.cells, *other.cells))), mine.ranged or other.ranged
    spec = protected.indicator(question.indicator)
    if spec.kind != "proportion":
        two = apart(protected, question, mine, other)
        ends = two if isinstance(two, str) else between(two[1], two[2], spec)
        if isinstance(ends, str) or isinstance(two, str):
            return Gap(low, high, ranged, None, str(ends), cells)
        return Gap(low, high, ranged, (two[0] * ends[0], two[0] * ends[1]), "", cells)
    found = disjoint(protected, question, mine, other)
    if isinstance(found, str):
        return Gap(low, high, ranged, None, found, cells)
    # p - P = (1 - n/N)(p - rest), where P and N are of the total that contains the group.
    each = []
    for weight, (k, n), (k2, n2) in found:
        pair = newcombe(k, n, k2, n2)
        each.append((weight * (k / n - k2 / n2), (weight * pair[0], weight * pair[1])))
    interval = hull(tuple(one for _, one in each))
    if not ranged:
        return Gap(low, high, ranged, interval, "", cells)
    interval = hull((interval, (float(low), float(high))))
    return Gap(low, high, ranged, interval, "", cells, _some(sorted(each)))


def apart(
    protected: Protected, question: Question, mine: Rate, other: Rate
) -> tuple[float, Rate, Rate] | str:
    """The same as `disjoint` for rates of events and means: the factor, the group, and who is not in it."""
    against = () if isinstance(question.against, str) else question.against
    if question.against == REST or not set(against) <= set(question.group):
        part = question.against != REST and set(question.group) < set(against)
        return "overlap" if part else (1.0, mine, other)
    rest = rest_of(protected, question.indicator, question.period, question.place, question.group)
    if isinstance(rest, Absent):
        return rest.reason
    if mine.n_low is None or rest.n_low is None:
        return "no-denominator"
    return rest.n_low / (rest.n_low + mine.n_low), mine, rest


def ratio_ends(protected: Protected, question: Question, mine: Rate, other: Rate) -> tuple[Pair | None, str]:
    """The interval of a ratio, or why there is none."""
    spec = protected.indicator(question.indicator)
    pairs: tuple[tuple[float, Pair | None], ...]
    if spec.kind == "proportion":
        found = disjoint(protected, question, mine, other)
        if isinstance(found, str):
            return None, found
        pairs = tuple((weight, katz(*a, *b)) for weight, a, b in found)
    else:
        two = apart(protected, question, mine, other)
        one = two if isinstance(two, str) else times(two[1], two[2], spec)
        if isinstance(one, str) or isinstance(two, str):
            return None, str(one)
        # A total of means is weighted by people alone, as that of rates is.
        pairs = ((two[0], one),)
    # p/P for a total P that contains the group: P = w p + (1-w) rest, so p/P = 1/(w + (1-w)/RR).
    ends = [(1 / (1 - w + w / pair[0]), 1 / (1 - w + w / pair[1])) for w, pair in pairs if pair is not None]
    # Of those that are possible one without an interval leaves none: it could be anywhere.
    interval = hull(tuple(ends)) if ends and len(ends) == len(pairs) else None
    return interval, "" if interval else "zero-count"


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
