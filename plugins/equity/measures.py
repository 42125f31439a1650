"""The measures: from protected cells to a number with its uncertainty, or the reason why there is none.

Difference = group minus comparison; ratio = group over comparison. Values are exact fractions in displayed
units (percent, points, times) and are rounded once, when they are written. Sources: `intervals` for Wilson,
Newcombe and Katz, `spreads` for rates of events and means; a group compared with a total that contains it is
turned into the group against the rest, which is disjoint.
"""

from dataclasses import replace

from .descriptors import Indicator
from .disclosure import Key, Protected
from .gaps import Gap, compared, gap_of, own, ratio_ends
from .intervals import Pair, hull, mover, wilson
from .questions import ALL, MEASURES, RATIO_DECIMALS, REST, Against, Measured, Question
from .rates import Absent, Rate, absent
from .spreads import alone

__all__ = ["ALL", "MEASURES", "REST", "Against", "Measured", "Question", "compared", "measure", "verdict"]


_ONE = {"proportion": "wilson", "rate": "byar", "mean": "student"}
_TWO = {"proportion": "newcombe"}


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


def _blank(protected: Protected, question: Question, why: Absent, unit: str) -> Measured:
    spec = protected.indicator(question.indicator)
    decimals, direction = spec.decimals, spec.direction
    return Measured(
        question, why.status, why.reason, unit, decimals, direction, cells=why.cells, scale=spec.scale
    )


def _units(spec: Indicator) -> tuple[str, str]:
    """The unit of a rate and that of a difference."""
    units = {"proportion": ("percent", "points"), "rate": ("per", "per")}
    return units.get(spec.kind, (spec.kind, spec.kind))


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
    unit, _ = _units(spec)
    rate = own(protected, question) if question.measure == "rate" else compared(protected, question)
    if isinstance(rate, Absent):
        return _blank(protected, question, rate, unit)
    interval, reason = _alone(rate, spec)
    bounds = rate.low * spec.scale, rate.high * spec.scale
    if rate.shown is not None and len(rate.cells) == 1:
        bounds = rate.shown, rate.shown  # it is shown as it is printed
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
        method=_ONE.get(spec.kind, "") if interval else "",
        numerator=rate.k,
        denominator=rate.n_low if rate.published else None,
        cells=rate.cells,
        scale=spec.scale,
        small=rate.small(protected.few),
    )


def _alone(rate: Rate, spec: Indicator) -> tuple[Pair | None, str]:
    """The interval of a rate as a fraction of one, or why there is none."""
    if spec.kind != "proportion":
        found = alone(rate, spec)
        return (None, found) if isinstance(found, str) else (found, "")
    if not rate.counts():
        return None, "no-denominator"
    ends = tuple(wilson(k, n) for k, n in rate.counts())
    return hull((*ends, (float(rate.low), float(rate.high))) if rate.ranged else ends), ""


def _difference(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    _, unit = _units(spec)
    gap = gap_of(protected, question)
    if isinstance(gap, Absent):
        return _blank(protected, question, gap, unit)
    low, high = gap.low * spec.scale, gap.high * spec.scale
    interval = gap.interval
    return Measured(
        question,
        "ok",
        gap.reason,
        unit,
        spec.decimals,
        spec.direction,
        None if gap.ranged else (low + high) / 2,
        (low, high),
        interval[0] * spec.scale if interval else None,
        interval[1] * spec.scale if interval else None,
        null_value=0,
        method=_TWO.get(spec.kind, "mover") if interval else "",
        cells=gap.cells,
        scale=spec.scale,
        small=gap.small,
    )


def _ratio(protected: Protected, question: Question) -> Measured:
    spec = protected.indicator(question.indicator)
    mine, other = own(protected, question), compared(protected, question)
    if isinstance(mine, Absent):
        return _blank(protected, question, mine, "times")
    if isinstance(other, Absent):
        return _blank(protected, question, other, "times")
    cells = tuple(dict.fromkeys((*mine.cells, *other.cells)))
    if other.low <= 0:
        return _blank(protected, question, Absent("not_applicable", "zero-comparison", cells), "times")
    corners = [one / two for one in (mine.low, mine.high) for two in (other.low, other.high)]
    low, high = min(corners), max(corners)
    interval, reason = ratio_ends(protected, question, mine, other)
    if interval and (mine.ranged or other.ranged):
        interval = hull((interval, (float(low), float(high))))
    return Measured(
        question,
        "ok",
        reason,
        "times",
        RATIO_DECIMALS,
        spec.direction,
        None if mine.ranged or other.ranged else (low + high) / 2,
        (low, high),
        interval[0] if interval else None,
        interval[1] if interval else None,
        null_value=1,
        method=("katz" if spec.kind == "proportion" else "log") if interval else "",
        cells=cells,
        small=mine.small(protected.few) or other.small(protected.few),
    )


def _change(protected: Protected, question: Question) -> Measured:
    """The change of the gap's size since an earlier period: below zero means narrowed.

    There is no interval, and `reason` says why, where the gap turned over (`turned`), where it may have been
    on either side (`either-side`), and where the series breaks between the two periods (`break`).
    """
    spec = protected.indicator(question.indicator)
    _, unit = _units(spec)
    gaps = []
    for period in (question.since, question.period):
        gap = gap_of(protected, replace(question, measure="difference", period=period))
        if isinstance(gap, Absent):
            return _blank(protected, question, gap, unit)
        gaps.append(gap)
    before, now = gaps
    cells = tuple(dict.fromkeys((*before.cells, *now.cells)))
    if question.since == question.period:
        return _blank(protected, question, Absent("not_applicable", "first-period", cells), unit)
    (old_low, old, old_high), (new_low, new, new_high) = before.size(), now.size()
    reason = _no_change(protected, question, before, now)
    interval: Pair | None = None
    if not reason and before.interval and now.interval:
        side = _side(before, now)
        least, most = float(new_low - old_high), float(new_high - old_low)
        if before.ranged or now.ranged:
            moved = (mover(one, two) for one in _each(side, before) for two in _each(side, now))
            interval = hull(((least, most), *moved))
        else:
            interval = mover(_on(side, before, before.interval), _on(side, now, now.interval))
    return Measured(
        question,
        "ok",
        reason,
        unit,
        spec.decimals,
        spec.direction,
        None if before.ranged or now.ranged else (new - old) * spec.scale,
        ((new_low - old_high) * spec.scale, (new_high - old_low) * spec.scale),
        interval[0] * spec.scale if interval else None,
        interval[1] * spec.scale if interval else None,
        null_value=0,
        method="mover" if interval else "",
        cells=cells,
        scale=spec.scale,
        small=before.small or now.small,
    )


def _side(before: Gap, now: Gap) -> int:
    """On which side of its comparison the group stands: earlier, or now if there was no gap then."""
    return -1 if (before.low + before.high or now.low + now.high) < 0 else 1


def _on(side: int, gap: Gap, interval: Pair) -> tuple[float, float, Pair]:
    """A gap's lowest and highest value and its interval, seen from one side."""
    low, high = sorted((float(gap.low) * side, float(gap.high) * side))
    least, most = sorted(end * side for end in interval)
    return low, high, (least, most)


def _each(side: int, gap: Gap) -> list[tuple[float, float, Pair]]:
    """The gaps that a range allows, as `_on` gives that of a number.

    With the interval of all of them in place of their own, the width of the range would count twice.
    """
    if not gap.possible:
        assert gap.interval is not None
        return [_on(side, gap, gap.interval)]
    found = []
    for value, ends in gap.possible:
        low, high = sorted(end * side for end in ends)
        found.append((value * side, value * side, (low, high)))
    return found


def _no_change(protected: Protected, question: Question, before: Gap, now: Gap) -> str:
    """Why nothing can be said of the change of a gap, or ""."""
    groups = [each for each in (question.group, question.against) if not isinstance(each, str)]
    breaks = protected.package.breaks(question.indicator, groups)
    if any(question.since < at <= question.period for at in breaks):
        return "break"
    if before.reason or now.reason:
        return before.reason or now.reason
    if any(gap.ranged and gap.straddles for gap in (before, now)):  # the middle of a range says nothing
        return "either-side"
    if (before.low + before.high) * (now.low + now.high) >= 0:
        return ""
    clear = all(gap.interval and not gap.interval[0] <= 0 <= gap.interval[1] for gap in (before, now))
    return "turned" if clear else "either-side"


def verdict(change: Measured) -> str:
    """`narrowed`, `widened`, `no-clear-change` (the interval holds zero), `turned` (the other way round),
    `first-period` (there is nothing to compare with) or `cannot-tell`, also where published ranges leave it
    open, and of few people.
    """
    if change.small:
        return "cannot-tell"
    if change.reason in ("turned", "first-period"):
        return change.reason
    if not change.ok or change.low is None or change.high is None:
        return "cannot-tell"
    if change.low <= 0 <= change.high:
        return "cannot-tell" if change.straddles else "no-clear-change"
    return "narrowed" if change.high < 0 else "widened"
