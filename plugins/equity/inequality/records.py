"""The result of a measure: one record, and columns of them for many settings.

Every measure of this room returns `Results`. What is blank in a column is NaN inside and None in a record;
it is blank exactly where the status or the reason says why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .reasons import FLAG, OK, REASONS, STATUSES, Codes, Mask, State

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
LEVEL = 0.95
EVERYBODY, REST, EXTREMES, TARGET, NONE, EARLIER = -1, -2, -3, -4, -5, -6
"""What `against` may be besides the number of a group."""
_COMPARISONS = {
    EVERYBODY: "all",
    REST: "rest",
    EXTREMES: "all groups",
    TARGET: "target",
    NONE: "",
    EARLIER: "earlier",
}


@dataclass(frozen=True)
class Record:
    """One result. `value` is None where there is none, or where only `least` to `most` is known.

    `low` to `high` is the interval at `level`; either end may be None. `comparison` is a group, `all`,
    `rest`, `all groups`, `target`, `earlier` or "", and `why` says how it came to be chosen. `small`: a group
    of fewer than 30.
    """

    measure: str
    value: float | None
    least: float | None
    most: float | None
    low: float | None
    high: float | None
    level: float
    unit: str
    null_value: float | None
    direction: str
    group: str
    comparison: str
    why: str
    groups_used: int
    groups_missing: int
    method: str
    status: str
    reason: str
    small: bool


@dataclass(frozen=True)
class Results:
    """A column per fact of a record; `shape` is that of the settings, or settings x groups. `second` says
    where the second of two methods, `a | b`, gave the interval.

    Units: `percent` and `points` are 0 to 100, `times` a ratio, `per` events per `scale`, `mean` that of the
    indicator, `points2` squared points, `index` a pure number, `sd` standard deviations, `a year` after a
    unit.
    """

    measure: str
    unit: str
    direction: str
    groups: tuple[str, ...]
    value: Floats = field(repr=False)
    least: Floats = field(repr=False)
    most: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    status: Codes = field(repr=False)
    reason: Codes = field(repr=False)
    group: Ints = field(repr=False)
    against: Ints = field(repr=False)
    used: Ints = field(repr=False)
    missing: Ints = field(repr=False)
    small: Mask = field(repr=False)
    second: Mask = field(repr=False)
    null_value: float | None = None
    why: str = ""
    method: str = ""
    level: float = LEVEL

    @property
    def shape(self) -> tuple[int, ...]:
        """Settings, or settings x groups."""
        return self.value.shape

    @property
    def state(self) -> State:
        """Status and reason of each."""
        return self.status, self.reason

    @property
    def ok(self) -> Mask:
        """Where there is a value, or a range in its place."""
        return np.asarray(self.status <= FLAG)

    @property
    def ranged(self) -> Mask:
        """Where a range is all that is known."""
        return np.asarray(self.ok & np.isnan(self.value))

    def record(self, *at: int) -> Record:
        """One result, by its position."""

        def number(column: Floats) -> float | None:
            return None if np.isnan(column[at]) else float(column[at])

        against, group = int(self.against[at]), int(self.group[at])
        return Record(
            measure=self.measure,
            value=number(self.value),
            least=number(self.least),
            most=number(self.most),
            low=number(self.low),
            high=number(self.high),
            level=self.level,
            unit=self.unit,
            null_value=self.null_value,
            direction=self.direction,
            group=self.groups[group] if group >= 0 else "",
            comparison=self.groups[against] if against >= 0 else _COMPARISONS[against],
            why=self.why,
            groups_used=int(self.used[at]),
            groups_missing=int(self.missing[at]),
            method=self._method(at),
            status=STATUSES[self.status[at]],
            reason=REASONS[self.reason[at]],
            small=bool(self.small[at]),
        )

    def _method(self, at: tuple[int, ...]) -> str:
        if np.isnan([self.low[at], self.high[at]]).all():
            return ""
        return self.method.split(" | ")[int(self.second[at])]

    def words(self) -> dict[str, npt.NDArray[np.str_]]:
        """The columns that are words in a record, one row after the other."""
        names = np.array([*self.groups, *(_COMPARISONS[code] for code in range(EARLIER, 0))])
        named = np.array([*self.groups, *[""] * -EARLIER])
        return {
            "group": named[self.group.ravel()],
            "comparison": names[self.against.ravel()],
            "status": np.array(STATUSES)[self.status.ravel()],
            "reason": np.array(REASONS)[self.reason.ravel()],
        }

    def under(self, state: State) -> "Results":
        """The same under another state, blank where that has no number."""
        return replace(self, status=state[0], reason=state[1]).each(lambda numbers: numbers)

    def each(self, change: Callable[[Floats], Floats]) -> "Results":
        """The same with a change made to every number, and to the ends of its interval."""
        value, least, most, low, high = (
            np.where(self.ok, change(numbers), np.nan)
            for numbers in (self.value, self.least, self.most, self.low, self.high)
        )
        return replace(self, value=value, least=least, most=most, low=low, high=high)

    def at(self, index: Any) -> "Results":
        """Some of them: every column indexed alike."""
        columns = {
            each.name: getattr(self, each.name)[index]
            for each in fields(self)
            if isinstance(getattr(self, each.name), np.ndarray)
        }
        return replace(self, **columns)


def results(
    measure: str,
    unit: str,
    state: State,
    value: npt.ArrayLike,
    *,
    bounds: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    interval: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    groups: tuple[str, ...] = (),
    group: npt.ArrayLike = NONE,
    against: npt.ArrayLike = NONE,
    used: npt.ArrayLike = 1,
    missing: npt.ArrayLike = 0,
    small: npt.ArrayLike = False,
    second: npt.ArrayLike = False,
    direction: str = "",
    null_value: float | None = None,
    why: str = "",
    method: str = "",
    level: float = LEVEL,
) -> Results:
    """Columns of one shape, blank where there is no number. `bounds` are equal to the value unless given.

    An end of an interval that has no limit is blank. A small group is a flag. `method` may be two, `a | b`;
    then `second` says where it was the second.
    """
    shape = np.broadcast_shapes(np.shape(value), np.shape(state[0]), np.shape(group))
    status, reason = (np.array(np.broadcast_to(each, shape)) for each in state)
    known = status <= FLAG

    def column(numbers: npt.ArrayLike) -> Floats:
        spread = np.broadcast_to(np.asarray(numbers, dtype=float), shape)
        with np.errstate(invalid="ignore"):
            return np.where(known & np.isfinite(spread), spread, np.nan)

    def whole(numbers: npt.ArrayLike) -> Ints:
        return np.broadcast_to(np.asarray(numbers, dtype=np.int64), shape)

    few = np.array(np.broadcast_to(np.asarray(small, dtype=bool), shape)) & known
    # That a group is small says why its interval is wide: it is what to tell.
    flagged = few & ((status == OK) & (reason == 0) | (reason == REASONS.index("wide-interval")))
    status[flagged], reason[flagged] = FLAG, REASONS.index("small-group")
    least, most = bounds if bounds is not None else (value, value)
    low, high = interval if interval is not None else (np.nan, np.nan)
    return Results(
        measure,
        unit,
        direction,
        groups,
        column(value),
        column(least),
        column(most),
        column(low),
        column(high),
        status=status,
        reason=reason,
        group=whole(group),
        against=whole(against),
        used=whole(used),
        missing=whole(missing),
        small=few,
        second=np.broadcast_to(np.asarray(second, dtype=bool), shape),
        null_value=null_value,
        why=why,
        method=method,
        level=level,
    )
