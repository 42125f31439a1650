"""Time: the change of a gap and what became of it, the distance to a target, the pace.

The change of a gap is that of its size, seen from the side on which it stood: below zero it narrowed. Its
interval is MOVER's from the intervals of the two gaps, or the normal one (`wald`: the square root of the sum
of p(1-p)/n over the four cells). Both take the two years for different people: for the same students in both
years they are too wide.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .breakdowns import Breakdown
from .limits import critical, mover
from .rates import rate
from .reasons import FLAG, NOT_APPLICABLE, NOT_COMPUTED, State, known, mark, reason, remark, settle
from .records import LEVEL, TARGET, Floats, Results, results

VERDICTS = ("narrowed", "widened", "no-clear-change", "turned", "cannot-tell")
TRACKS = ("reached", "on-track", "not-on-track", "moved-away", "overdue", "cannot-tell")
_EARLIER = "the same gap in an earlier period"


def gap_change(
    before: Results, now: Results, *, broken: npt.ArrayLike = False, errors: Floats | None = None
) -> Results:
    """The change of the size of a difference; there is no interval where `reason` says why.

    `broken`: what is counted changed in between. `errors`: standard errors of the change, for a normal
    interval in place of MOVER's.
    """
    state = settle(before.state, now.state)
    state = (np.where(known(state), 0, state[0]).astype(np.int8), np.where(known(state), 0, state[1]))
    state = (state[0], state[1].astype(np.int8))
    middles = [(each.least + each.most) / 2 for each in (before, now)]
    ranged = before.ranged | now.ranged
    state = remark(state, broken, "break")
    for each in (before, now):
        state = _no_interval(state, each)
    open_ = [each.ranged & (each.least < 0) & (each.most > 0) for each in (before, now)]
    state = remark(state, open_[0] | open_[1], "either-side")
    with np.errstate(invalid="ignore"):
        over = middles[0] * middles[1] < 0
        sure = [(each.low > 0) | (each.high < 0) for each in (before, now)]
    state = remark(state, over & sure[0] & sure[1], "turned")
    state = remark(state, over, "either-side")
    side = np.where(np.where(middles[0] == 0, middles[1], middles[0]) < 0, -1.0, 1.0)
    (old, new), (old_ends, new_ends) = (_size(before), _size(now)), (_on(side, before), _on(side, now))
    if errors is None:
        low, high = mover(old_ends, new_ends)
    else:
        half = critical(now.level) * errors
        low, high = side * (middles[1] - middles[0]) - half, side * (middles[1] - middles[0]) + half
    least, most = new[0] - old[2], new[2] - old[0]
    low, high = (
        np.where(ranged, np.fmin(low, least), low),
        np.where(ranged, np.fmax(high, most), high),
    )
    quiet = (state[1] == 0) & known(state)
    return results(
        "gap_change",
        now.unit,
        state,
        np.where(ranged, np.nan, new[1] - old[1]),
        bounds=(least, most),
        interval=(np.where(quiet, low, np.nan), np.where(quiet, high, np.nan)),
        groups=now.groups,
        group=now.group,
        against=now.against,
        used=now.used,
        small=before.small | now.small,
        direction=now.direction,
        null_value=0.0,
        why=f"{_EARLIER}; {now.why}",
        method="mover" if errors is None else "wald",
        level=now.level,
    )


def wald_errors(*cells: tuple[Floats, Floats], scale: float = 100.0) -> Floats:
    """The standard error of a sum or difference of proportions from the (k, n) of each, independent."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [(k / n) * (1 - k / n) / n for k, n in cells]
    return np.asarray(scale * np.sqrt(sum(parts)))


def ratio_change(before: Results, now: Results, errors: Floats) -> Results:
    """The ratio of two ratios, now over before; `errors` are of its logarithm (`log_errors`)."""
    state = settle(before.state, now.state)
    state = mark(state, before.ranged | now.ranged, NOT_COMPUTED, "ranged")
    with np.errstate(divide="ignore", invalid="ignore"):
        value, half = now.value / before.value, np.exp(critical(now.level) * errors)
    moved = replace(
        now,
        measure="ratio_change",
        value=value,
        least=value,
        most=value,
        low=value / half,
        high=value * half,
        method="wald",
        why=f"{_EARLIER}; {now.why}",
        small=before.small | now.small,
    )
    return moved.under(state)


def log_errors(*cells: tuple[Floats, Floats]) -> Floats:
    """The standard error of the logarithm of a product or quotient of proportions: sum of (1-p)/(n p)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.sqrt(sum(1 / k - 1 / n for k, n in cells)))


def verdicts(change: Results) -> npt.NDArray[np.str_]:
    """What became of each gap, in the words of `VERDICTS`; `cannot-tell` also where ranges leave it open."""
    with np.errstate(invalid="ignore"):
        inside = (change.low <= 0) & (change.high >= 0)
        open_ = change.ranged & (change.least < 0) & (change.most > 0)
    none = ~change.ok | np.isnan(change.low) | np.isnan(change.high)
    return np.select(
        [change.reason == reason("turned"), none, inside & open_, inside, change.high < 0],
        ["turned", "cannot-tell", "cannot-tell", "no-clear-change", "narrowed"],
        "widened",
    )


def distance_to_target(of: Breakdown, target: npt.ArrayLike, *, level: float = LEVEL) -> Results:
    """How far each rate is from a target, in displayed units and the direction of better: 0 is reached.

    `target` is one number or one per group or setting.
    """
    found = rate(of, level=level)
    aim = np.broadcast_to(np.asarray(target, dtype=float), found.shape)
    better = 1.0 if of.facts.favourable else -1.0

    def far(low: Floats, high: Floats) -> tuple[Floats, Floats]:
        ends = better * (aim - low), better * (aim - high)
        return np.minimum(*ends), np.maximum(*ends)

    (least, most), (low, high) = far(found.least, found.most), far(found.low, found.high)
    return replace(
        found,
        measure="distance_to_target",
        unit=of.facts.gap_unit,
        value=better * (aim - found.value),
        least=least,
        most=most,
        low=low,
        high=high,
        against=np.full(found.shape, TARGET),
        null_value=0.0,
        why="the target",
    )


@dataclass(frozen=True)
class Pace:
    """Needed and achieved change a year, in the direction of the target, and a word of `TRACKS` for each."""

    needed: Results
    achieved: Results
    track: npt.NDArray[np.str_]


def pace(before: Breakdown, now: Breakdown, target: npt.ArrayLike, years: int, left: int) -> Pace:
    """How fast each rate came closer to a target over `years`, and how fast it has to in the years `left`.

    The interval of the achieved pace is MOVER's from those of the two rates. The pace alone decides what is
    on track, not its interval: what a deadline needs is arithmetic.
    """
    start, end = rate(before), rate(now)
    aim = np.broadcast_to(np.asarray(target, dtype=float), end.shape)
    side = np.where(aim > start.value, 1.0, -1.0)
    state = _sharp(settle(start.state, end.state), start, end)
    short = side * (aim - end.value)
    low, high = mover(_on(side, start), _on(side, end))
    gone = mark(state, years <= 0, NOT_APPLICABLE, "same-period")
    achieved = _a_year(
        "achieved_pace",
        end,
        gone,
        side * (end.value - start.value) / max(years, 1),
        (low / max(years, 1), high / max(years, 1)),
    )
    ahead = mark(state, (short > 0) & (left <= 0), NOT_APPLICABLE, "no-years-left")
    blank = np.full(end.shape, np.nan)
    needed = _a_year("needed_pace", end, ahead, np.maximum(short, 0.0) / max(left, 1), (blank, blank))
    with np.errstate(invalid="ignore"):
        track = np.select(
            [
                ~known(state),
                short <= 0,
                np.full(end.shape, left <= 0),
                ~known(gone),
                achieved.value < 0,
                achieved.value >= needed.value,
            ],
            ["cannot-tell", "reached", "overdue", "cannot-tell", "moved-away", "on-track"],
            "not-on-track",
        )
    return Pace(needed, achieved, track)


def _sharp(state: State, *of: Results) -> State:
    """Of a range no pace follows. Flags of the rates themselves are told with the rates."""
    for each in of:
        state = mark(state, each.ranged, NOT_COMPUTED, "ranged")
    good = known(state)
    return np.where(good, 0, state[0]).astype(np.int8), np.where(good, 0, state[1]).astype(np.int8)


def _a_year(
    measure: str, like: Results, state: State, value: Floats, interval: tuple[Floats, Floats]
) -> Results:
    return results(
        measure,
        f"{'points' if like.unit == 'percent' else like.unit} a year",
        state,
        value,
        interval=interval,
        groups=like.groups,
        group=like.group,
        against=TARGET,
        used=like.used,
        small=like.small,
        direction=like.direction,
        null_value=0.0,
        why="the target",
        method="mover",
        level=like.level,
    )


def _no_interval(state: State, of: Results) -> State:
    """The reason why one of the two gaps has no interval becomes that of the change."""
    reasons = np.array(state[1])
    take = known(state) & (reasons == 0) & np.isnan(of.low) & (of.status <= FLAG)
    reasons[take] = of.reason[take]
    return state[0], reasons


def _size(of: Results) -> tuple[Floats, Floats, Floats]:
    """The gap without its sign: at least, in the middle, at most."""
    ends = np.abs(of.least), np.abs(of.most)
    inside = (of.least <= 0) & (of.most >= 0)
    return np.where(inside, 0.0, np.minimum(*ends)), np.abs((of.least + of.most) / 2), np.maximum(*ends)


def _on(side: Floats, of: Results) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
    """A result's lowest and highest value and its interval, seen from one side."""
    ends, reach = (side * of.least, side * of.most), (side * of.low, side * of.high)
    return np.minimum(*ends), np.maximum(*ends), (np.minimum(*reach), np.maximum(*reach))
