"""The measures: from protected cells to a number with its uncertainty, or the reason why there is none.

Difference = group minus comparison; ratio = group over comparison. Values are exact fractions in displayed
units (percent, points, times) and are rounded once, when they are written. Sources: `intervals` for Wilson,
Newcombe and Katz; a group compared with a total that contains it is turned into the group against the rest,
which is disjoint.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from .descriptors import Group
from .disclosure import Key, Protected
from .intervals import LEVEL, Pair, critical, hull, katz, newcombe, wilson
from .rates import Absent, Counts, Rate, absent, rate_of, rest_of

MEASURES = ("rate", "comparison", "difference", "ratio", "numerator", "denominator", "change")
RATIO_DECIMALS = 1
ALL, REST = "all", "rest"
Against = str | Group


@dataclass(frozen=True)
class Question:
    """What is asked: a measure of one group at one place and period, against `all`, `rest` or a named group.

    The measure `comparison` is the rate of what the group is compared with. `since` is the earlier period of
    a `change` of a difference.
    """

    indicator: str
    measure: str
    place: str
    period: str
    group: Group
    against: Against = ALL
    since: str = ""


@dataclass(frozen=True)
class Measured:
    """An answer: with status `ok` a `value`, otherwise None and `reason` says why.

    The value lies in `bounds` where inputs were rounded (else both are equal to it). `low`..`high` is the
    95 % interval, None where there is none, which `reason` explains.

    Units: `percent` and `points` are 0 to 100, `times` is a ratio, `count` people.
    """

    question: Question
    status: str
    reason: str
    unit: str
    decimals: int
    direction: str
    value: Fraction | None = None
    bounds: tuple[Fraction, Fraction] | None = None
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    null_value: int | None = None
    method: str = ""
    numerator: int | None = None
    denominator: int | None = None
    cells: tuple[Key, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is a value."""
        return self.status == "ok"


@dataclass(frozen=True)
class _Gap:
    """A difference as fractions of one, with the largest variance its counts allow, or why it has none."""

    low: Fraction
    high: Fraction
    interval: Pair | None
    variance: float
    reason: str
    cells: tuple[Key, ...]

    def size(self) -> tuple[Fraction, Fraction, Fraction]:
        """The gap without its sign: at least, in the middle, at most."""
        ends = sorted((abs(self.low), abs(self.high)))
        least = Fraction(0) if self.low <= 0 <= self.high else ends[0]
        return least, abs(self.low + self.high) / 2, ends[1]


def measure(protected: Protected, question: Question) -> Measured:
    """Answer one question from published cells. KeyError only for an indicator the package does not have."""
    if not isinstance(protected, Protected):
        raise TypeError("measure() takes Protected data: open the package, then disclosure.guard() makes it.")
    if question.measure in ("numerator", "denominator"):
        return _count(protected, question)
    if question.measure in ("rate", "comparison"):
        return _rate(protected, question)
    if question.measure == "ratio":
        return _ratio(protected, question)
    if question.measure == "change":
        return _change(protected, question)
    if question.measure == "difference":
        return _difference(protected, question)
    raise ValueError(f"no such measure: {question.measure}")


def compared(protected: Protected, question: Question) -> Rate | Absent:
    """The rate that the question's group is compared with."""
    if question.against == REST:
        return rest_of(protected, question.indicator, question.period, question.place, question.group)
    if isinstance(question.against, str) and question.against != ALL:
        raise ValueError(f"no such comparison: {question.against}")
    other: Group = () if isinstance(question.against, str) else question.against
    return rate_of(protected, question.indicator, question.period, question.place, other)


def _own(protected: Protected, question: Question) -> Rate | Absent:
    return rate_of(protected, question.indicator, question.period, question.place, question.group)


def _blank(protected: Protected, question: Question, why: Absent, unit: str) -> Measured:
    spec = protected.indicator(question.indicator)
    return Measured(question, why.status, why.reason, unit, spec.decimals, spec.direction, cells=why.cells)


def _count(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    cell = protected.cell(question.indicator, question.period, question.place, question.group)
    key = Key(protected.package.id, question.indicator, question.period, question.place, question.group)
    if cell is None:
        return Measured(question, "not_applicable", "no-row", "count", 0, spec.direction, cells=(key,))
    number = cell.numerator if question.measure == "numerator" else cell.denominator
    if number.exact is None:
        return _blank(protected, question, absent(number, (key,)), "count")
    value = number.exact
    return Measured(question, "ok", "", "count", 0, spec.direction, value, (value, value), cells=(key,))


def _rate(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    unit = "count" if spec.kind == "count" else "percent"
    rate = _own(protected, question) if question.measure == "rate" else compared(protected, question)
    if isinstance(rate, Absent):
        return _blank(protected, question, rate, unit)
    interval, reason = None, "no-denominator" if spec.kind == "proportion" else "not-a-proportion"
    if spec.kind == "proportion" and rate.counts():
        interval, reason = hull(tuple(wilson(k, n) for k, n in rate.counts())), ""
    bounds = rate.shown, rate.shown
    if len(rate.cells) > 1:
        bounds = rate.low * spec.scale, rate.high * spec.scale
    return Measured(
        question,
        "ok",
        reason,
        unit,
        spec.decimals,
        spec.direction,
        rate.shown,
        bounds,
        interval[0] * spec.scale if interval else None,
        interval[1] * spec.scale if interval else None,
        method="wilson" if interval else "",
        numerator=rate.k,
        denominator=rate.n_low if rate.published else None,
        cells=rate.cells,
    )


def _gap(protected: Protected, question: Question) -> _Gap | Absent:
    mine, other = _own(protected, question), compared(protected, question)
    if isinstance(mine, Absent):
        return mine
    if isinstance(other, Absent):
        return other
    low, high = mine.low - other.high, mine.high - other.low
    cells = tuple(dict.fromkeys((*mine.cells, *other.cells)))
    found = _disjoint(protected, question, mine, other)
    if isinstance(found, str):
        return _Gap(low, high, None, 0.0, found, cells)
    # p - P = (1 - n/N)(p - rest), where P and N are of the total that contains the group.
    ends = [(weight, newcombe(*mine, *rest)) for weight, mine, rest in found]
    interval = hull(tuple((weight * pair[0], weight * pair[1]) for weight, pair in ends))
    variance = max(weight**2 * (_variance(*a) + _variance(*b)) for weight, a, b in found)
    return _Gap(low, high, interval, variance, "", cells)


def _variance(k: int, n: int) -> float:
    return (k / n) * (1 - k / n) / n


def _disjoint(
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
    found = [(a, (k, n)) for a, (k, n) in taken_out if 0 <= k <= n and n]
    return tuple((n / (a[1] + n), a, (k, n)) for a, (k, n) in found) or "no-rest"


def _difference(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    gap = _gap(protected, question)
    if isinstance(gap, Absent):
        return _blank(protected, question, gap, "points")
    low, high = gap.low * spec.scale, gap.high * spec.scale
    interval = gap.interval
    return Measured(
        question,
        "ok",
        gap.reason,
        "points",
        spec.decimals,
        spec.direction,
        (low + high) / 2,
        (low, high),
        interval[0] * spec.scale if interval else None,
        interval[1] * spec.scale if interval else None,
        null_value=0,
        method="newcombe" if interval else "",
        cells=gap.cells,
    )


def _ratio(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    mine, other = _own(protected, question), compared(protected, question)
    if isinstance(mine, Absent):
        return _blank(protected, question, mine, "times")
    if isinstance(other, Absent):
        return _blank(protected, question, other, "times")
    cells = tuple(dict.fromkeys((*mine.cells, *other.cells)))
    if other.low <= 0:
        return _blank(protected, question, Absent("not_applicable", "zero-comparison", cells), "times")
    low, high = mine.low / other.high, mine.high / other.low
    found, ends = _disjoint(protected, question, mine, other), []
    for weight, a, b in () if isinstance(found, str) else found:
        pair = katz(*a, *b)
        if pair is not None:
            # p/P for a total P that contains the group: P = w p + (1-w) rest, so p/P = 1/(w + (1-w)/RR).
            ends.append((1 / (1 - weight + weight / pair[0]), 1 / (1 - weight + weight / pair[1])))
    interval = hull(tuple(ends)) if ends else None
    reason = found if isinstance(found, str) else "" if interval else "zero-count"
    return Measured(
        question,
        "ok",
        reason,
        "times",
        RATIO_DECIMALS,
        spec.direction,
        (low + high) / 2,
        (low, high),
        interval[0] if interval else None,
        interval[1] if interval else None,
        null_value=1,
        method="katz" if interval else "",
        cells=cells,
    )


def _change(protected: Protected, question: Question) -> Measured:
    """The change of the gap's size since an earlier period: below zero means narrowed.

    A gap that turned over counts with its new size: from 5 points ahead to 20 behind, it is wider.
    """
    spec = protected.indicator(question.indicator)
    gaps = []
    for period in (question.since, question.period):
        gap = _gap(protected, replace(question, measure="difference", period=period))
        if isinstance(gap, Absent):
            return _blank(protected, question, gap, "points")
        gaps.append(gap)
    before, now = gaps
    (old_low, old, old_high), (new_low, new, new_high) = before.size(), now.size()
    low, high = (new_low - old_high) * spec.scale, (new_high - old_low) * spec.scale
    interval: Pair | None = None
    if before.interval and now.interval:
        spread = critical() * (before.variance + now.variance) ** 0.5 * spec.scale
        interval = float(low) - spread, float(high) + spread
    return Measured(
        question,
        "ok",
        before.reason or now.reason,
        "points",
        spec.decimals,
        spec.direction,
        (new - old) * spec.scale,
        (low, high),
        interval[0] if interval else None,
        interval[1] if interval else None,
        null_value=0,
        method="independent-cohorts" if interval else "",
        cells=tuple(dict.fromkeys((*before.cells, *now.cells))),
    )


def verdict(change: Measured) -> str:
    """`narrowed`, `widened`, `no-clear-change` (the interval holds zero) or `cannot-tell` (there is none)."""
    if not change.ok or change.low is None or change.high is None:
        return "cannot-tell"
    if change.low <= 0 <= change.high:
        return "no-clear-change"
    return "narrowed" if change.high < 0 else "widened"
