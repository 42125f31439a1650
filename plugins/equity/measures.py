"""The measures: from protected cells to a number with its uncertainty, or the reason why there is none.

Difference = group minus comparison; ratio = group over comparison. Values are exact fractions in displayed units
(percent, points, times) and are rounded once, when they are written. Sources: `intervals` for Wilson, Newcombe and
Katz; a group compared with a total that contains it is turned into the group against the rest, which is disjoint.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from .descriptors import Group
from .disclosure import Key, Protected
from .intervals import LEVEL, Pair, critical, hull, katz, newcombe, wilson
from .rates import Absent, Rate, absent, rate_of, rest_of

MEASURES = ("rate", "comparison", "difference", "ratio", "numerator", "denominator", "change")
RATIO_DECIMALS = 1
ALL, REST = "all", "rest"
Against = str | Group


@dataclass(frozen=True)
class Question:
    """What is asked: one measure of one group at one place and period, against `all`, `rest`, or a named group.

    `comparison` is the rate of what the group is compared with. `since` is the earlier period of a `change` of a difference.
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
    """An answer. With status `ok`: `value`, and `bounds` that it lies in where inputs were rounded (else equal to it);
    `low`..`high` is the 95 % interval, None with `reason` when there is none. Otherwise value is None and `reason` says why.

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
    """A difference as fractions of one, and the independent rates it is made of with their weights."""

    low: Fraction
    high: Fraction
    interval: Pair | None
    parts: tuple[tuple[float, tuple[tuple[int, int], ...]], ...]
    cells: tuple[Key, ...]


def measure(protected: Protected, question: Question) -> Measured:
    """Answer one question from published cells. KeyError only for an indicator the package does not have."""
    if not isinstance(protected, Protected):
        raise TypeError("measure() takes Protected data; open the package and pass it through disclosure.guard().")
    if question.measure in ("numerator", "denominator"):
        return _count(protected, question)
    if question.measure in ("rate", "comparison"):
        return _rate(protected, question)
    if question.measure == "ratio":
        return _ratio(protected, question)
    if question.measure == "change":
        return _change(protected, question)
    return _difference(protected, question)


def compared(protected: Protected, question: Question) -> Rate | Absent:
    """The rate that the question's group is compared with."""
    if question.against == REST:
        return rest_of(protected, question.indicator, question.period, question.place, question.group)
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
    return Measured(question, "ok", "", "count", 0, spec.direction, number.exact, (number.exact,) * 2, cells=(key,))


def _rate(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    unit = "count" if spec.kind == "count" else "percent"
    rate = _own(protected, question) if question.measure == "rate" else compared(protected, question)
    if isinstance(rate, Absent):
        return _blank(protected, question, rate, unit)
    interval = None
    if spec.kind == "proportion" and rate.counts():
        interval = hull(tuple(wilson(k, n) for k, n in rate.counts()))
    return Measured(
        question, "ok", "" if interval else "no-denominator", unit, spec.decimals, spec.direction,
        rate.shown, (rate.shown, rate.shown) if len(rate.cells) == 1 else (rate.low * spec.scale, rate.high * spec.scale),
        interval[0] * spec.scale if interval else None, interval[1] * spec.scale if interval else None,
        method="wilson" if interval else "", numerator=rate.k,
        denominator=rate.n_low if rate.published else None, cells=rate.cells,
    )


def _gap(protected: Protected, question: Question) -> _Gap | Absent:
    mine, other = _own(protected, question), compared(protected, question)
    for each in (mine, other):
        if isinstance(each, Absent):
            return each
    assert isinstance(mine, Rate) and isinstance(other, Rate)
    low, high = mine.low - other.high, mine.high - other.low
    cells = tuple(dict.fromkeys((*mine.cells, *other.cells)))
    weight, base = _disjoint(protected, question, mine, other)
    if base is None or not mine.counts() or not base.counts():
        return _Gap(low, high, None, (), cells)
    interval = hull(tuple(newcombe(*a, *b) for a, b in product(mine.counts(), base.counts())))
    scaled = interval[0] * weight, interval[1] * weight
    return _Gap(low, high, scaled, ((weight, mine.counts()), (weight, base.counts())), cells)


def _disjoint(protected: Protected, question: Question, mine: Rate, other: Rate) -> tuple[float, Rate | None]:
    """A comparison that does not contain the group, and the factor that turns the gap to it into the gap asked for.

    p - P = (1 - n/N)(p - rest), where N is the total that contains the group.
    """
    inside = question.against == ALL or set(question.against) < set(question.group)
    if not inside:
        return 1.0, other
    rest = rest_of(protected, question.indicator, question.period, question.place, question.group)
    if isinstance(rest, Absent) or mine.n_low is None or other.n_high is None:
        return 1.0, None
    return 1 - mine.n_low / other.n_high, rest


def _difference(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    gap = _gap(protected, question)
    if isinstance(gap, Absent):
        return _blank(protected, question, gap, "points")
    low, high = gap.low * spec.scale, gap.high * spec.scale
    interval = gap.interval
    return Measured(
        question, "ok", "" if interval else "no-denominator", "points", spec.decimals, spec.direction,
        (low + high) / 2, (low, high),
        interval[0] * spec.scale if interval else None, interval[1] * spec.scale if interval else None,
        null_value=0, method="newcombe" if interval else "", cells=gap.cells,
    )


def _ratio(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    mine, other = _own(protected, question), compared(protected, question)
    for each in (mine, other):
        if isinstance(each, Absent):
            return _blank(protected, question, each, "times")
    assert isinstance(mine, Rate) and isinstance(other, Rate)
    cells = tuple(dict.fromkeys((*mine.cells, *other.cells)))
    if other.low <= 0:
        return _blank(protected, question, Absent("not_applicable", "zero-comparison", cells), "times")
    low, high = mine.low / other.high, mine.high / other.low
    weight, base = _disjoint(protected, question, mine, other)
    pairs = []
    if base is not None:
        for a, b in product(mine.counts(), base.counts()):
            pair = katz(*a, *b)
            if pair is not None:
                # p/P for a total P that contains the group: P = w p + (1-w) rest, so p/P = 1 / (w + (1-w)/RR).
                pairs.append(tuple(1 / ((1 - weight) + weight / each) for each in pair))
    interval = hull(tuple((pair[0], pair[1]) for pair in pairs)) if pairs else None
    return Measured(
        question, "ok", "" if interval else "no-denominator", "times", RATIO_DECIMALS, spec.direction,
        (low + high) / 2 if low != high else low, (low, high),
        interval[0] if interval else None, interval[1] if interval else None,
        null_value=1, method="katz" if interval else "", cells=cells,
    )


def _change(protected: Protected, question: Question) -> Measured:
    """The change of the gap's size since an earlier period: below zero means narrowed.

    The size counts from the side on which the gap was at first, so a gap that turned over has more than closed.
    """
    spec = protected.indicator(question.indicator)
    gaps = []
    for period in (question.since, question.period):
        at = Question(question.indicator, "difference", question.place, period, question.group, question.against)
        gap = _gap(protected, at)
        if isinstance(gap, Absent):
            return _blank(protected, question, gap, "points")
        gaps.append(gap)
    before, now = gaps
    side = -1 if before.low + before.high < 0 else 1
    ends = sorted(((now.low - before.high) * side, (now.high - before.low) * side))
    low, high = ends[0] * spec.scale, ends[1] * spec.scale
    interval: Pair | None = None
    if before.parts and now.parts:
        variance = sum(
            max(weight**2 * (k / n) * (1 - k / n) / n for k, n in counts)
            for weight, counts in (*before.parts, *now.parts)
        )
        spread = critical() * variance**0.5 * spec.scale
        interval = float(low) - spread, float(high) + spread
    return Measured(
        question, "ok", "" if interval else "no-denominator", "points", spec.decimals, spec.direction,
        (low + high) / 2, (low, high), interval[0] if interval else None, interval[1] if interval else None,
        null_value=0, method="independent-cohorts" if interval else "",
        cells=tuple(dict.fromkeys((*before.cells, *now.cells))),
    )


def verdict(change: Measured) -> str:
    """`narrowed`, `widened`, `no-clear-change` (the interval holds zero), or `cannot-tell` (there is none)."""
    if not change.ok or change.low is None or change.high is None:
        return "cannot-tell"
    if change.low <= 0 <= change.high:
        return "no-clear-change"
    return "narrowed" if change.high < 0 else "widened"


