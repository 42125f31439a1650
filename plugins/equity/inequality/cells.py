"""What is known of rates, for whole columns: exactly (both counts), within rounding, in a range, or why not.

The same rules as `plugins.equity.rates`, which says them of one cell in exact fractions: a range stays a
range, and every measure computes with its two ends, which are equal where both counts are published.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from .reasons import NOT_APPLICABLE, NOT_COMPUTED, Mask, State, clear, known, mark, settle
from .records import Floats

SMALL = 30
"""A group of fewer people is flagged and never ranked (IDEA's presumptively reasonable n-size)."""
FEW = 25
_BOTH = 5


@dataclass(frozen=True)
class Facts:
    """What an indicator is: `proportion` (people of people), `rate` (events per `scale`) or `mean`.

    `scale` turns a fraction into displayed units (100: percent). `limits` are the least and the most that a
    number can be, in displayed units; None where nothing limits it. `independent`: events of a `rate` came
    each by itself, which suspensions of the same few students do not.
    """

    scale: float = 100.0
    favourable: bool = True
    kind: str = "proportion"
    independent: bool = False

    @property
    def poisson(self) -> bool:
        """Whether chance does to its counts what it does to events that came one by one."""
        return self.kind == "rate" and self.independent

    @property
    def direction(self) -> str:
        """`favourable` (high is good) or `adverse`."""
        return "favourable" if self.favourable else "adverse"

    @property
    def unit(self) -> str:
        """Of a rate."""
        return {"proportion": "percent", "rate": "per"}.get(self.kind, self.kind)

    @property
    def gap_unit(self) -> str:
        """Of a difference of rates."""
        return "points" if self.kind == "proportion" else self.unit

    @property
    def limits(self) -> tuple[float, float] | None:
        """Between what a number of this kind must lie."""
        return (0.0, self.scale) if self.kind == "proportion" else None


@dataclass(frozen=True)
class Cells:
    """Arrays of one shape. `low`..`high` is the rate as a fraction of one; `shown` what is displayed, in the
    indicator's units, NaN where only the range is known. Counts lie in `k_low`..`k_high` of
    `n_low`..`n_high`, NaN where they are not known.
    """

    k_low: Floats = field(repr=False)
    k_high: Floats = field(repr=False)
    n_low: Floats = field(repr=False)
    n_high: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    shown: Floats = field(repr=False)
    state: State = field(repr=False)
    few: int = SMALL

    @property
    def shape(self) -> tuple[int, ...]:
        """Of every array."""
        return self.low.shape

    @property
    def known(self) -> Mask:
        """Where there is a rate."""
        return known(self.state)

    @property
    def ranged(self) -> Mask:
        """Where a range is all that is known."""
        return self.known & np.isnan(self.shown)

    @property
    def exact(self) -> Mask:
        """Where both counts are one number each."""
        return np.asarray(self.known & (self.k_low == self.k_high) & (self.n_low == self.n_high))

    @property
    def single(self) -> bool:
        """Whether every count is one number, so that nothing has to be worked out twice."""
        return self.k_low is self.k_high and self.n_low is self.n_high

    @property
    def counted(self) -> Mask:
        """Where counts are known, at least between two ends."""
        return self.known & ~np.isnan(self.k_low) & ~np.isnan(self.n_low)

    @property
    def small(self) -> Mask:
        """Where fewer than `few` people are known to be in the group."""
        return np.asarray(self.known & (self.n_low < self.few))

    @property
    def middle(self) -> Floats:
        """The rate; the middle where it is rounded; NaN where only a range is known."""
        return np.where(self.ranged, np.nan, (self.low + self.high) / 2)

    def at(self, index: Any) -> "Cells":
        """Every array indexed alike."""
        return self._each(lambda array: array[index])

    def spread(self, shape: tuple[int, ...]) -> "Cells":
        """The same, broadcast to a shape."""
        return self._each(lambda array: np.broadcast_to(array, shape))

    def either(self, keep: Mask, other: "Cells") -> "Cells":
        """Its own cells where `keep`, another's elsewhere; both of one shape."""
        both = zip(self.numbers, other.numbers, strict=True)
        a, b, c, d, e, f, g = (np.where(keep, one, two) for one, two in both)
        status, why = (np.where(keep, one, two) for one, two in zip(self.state, other.state, strict=True))
        return Cells(a, b, c, d, e, f, g, (status, why), self.few)

    @property
    def numbers(self) -> tuple[Floats, ...]:
        """Every array but the state."""
        return self.k_low, self.k_high, self.n_low, self.n_high, self.low, self.high, self.shown

    def _each(self, change: Callable[[Any], Any]) -> "Cells":
        # The same array twice stays one: it says that both ends are the same.
        done: dict[int, Floats] = {}
        a, b, c, d, e, f, g = (done.setdefault(id(each), change(each)) for each in self.numbers)
        state = change(self.state[0]), change(self.state[1])
        return Cells(a, b, c, d, e, f, g, state, self.few)

    def people(self) -> Floats:
        """Candidates for the number of people, of shape (..., candidates); all where they are few.

        In small groups an interval is at its widest somewhere between the ends; in large ones it is not,
        unless the ends are as far apart as those of a published range: then some in between come too, closer
        at the lower end, where one more person changes an interval most.
        """
        wide = self.n_high - self.n_low
        most = np.where(self.ranged, FEW, 2)
        most = np.where(
            (self.k_low < self.k_high) & (self.n_low < self.n_high), np.minimum(most, _BOTH), most
        )
        step = np.arange(FEW, dtype=float)
        at = np.minimum(step, (most - 1)[..., None])
        far = self.n_low[..., None] + wide[..., None] * at**3 // (most - 1)[..., None] ** 3
        near = self.n_low[..., None] + np.minimum(step, wide[..., None])
        return np.asarray(np.where(wide[..., None] < FEW, near, far))


def of_counts(k: npt.ArrayLike, n: npt.ArrayLike, scale: float = 100.0, *, events: bool = False) -> Cells:
    """Cells whose counts are published; NaN in either means that the cell is not there.

    Nobody in the group is no rate; more counted than people are events, and refused unless `events`.
    """
    k, n = (np.array(each, dtype=float) for each in np.broadcast_arrays(k, n))
    state = mark(clear(k.shape), np.isnan(k) | np.isnan(n), NOT_APPLICABLE, "no-row")
    state = mark(state, n <= 0, NOT_APPLICABLE, "nobody")
    if not events:
        state = mark(state, k > n, NOT_COMPUTED, "count-larger")
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(known(state), k / n, np.nan)
    return Cells(k, k, n, n, rate, rate, rate * scale, state)


def of_means(mean: npt.ArrayLike, n: npt.ArrayLike | None = None, scale: float = 1.0) -> Cells:
    """Cells of means (or rates alone), in displayed units, and of how many people where that is known."""
    shown = np.array(mean, dtype=float)
    people = (
        np.full(shown.shape, np.nan) if n is None else np.array(np.broadcast_to(n, shown.shape), dtype=float)
    )
    state = mark(clear(shown.shape), np.isnan(shown), NOT_APPLICABLE, "no-row")
    blank = np.full(shown.shape, np.nan)
    return Cells(blank, blank, people, people, shown / scale, shown / scale, shown, state)


def of_ranges(low: npt.ArrayLike, high: npt.ArrayLike, n: npt.ArrayLike, scale: float = 100.0) -> Cells:
    """Cells of proportions of which a range is published, in displayed units, and how many people."""
    least, most, people = (np.array(each, dtype=float) for each in np.broadcast_arrays(low, high, n))
    state = mark(clear(least.shape), np.isnan(least) | np.isnan(most), NOT_APPLICABLE, "no-row")
    least, most = np.maximum(least / scale, 0.0), np.minimum(most / scale, 1.0)
    k_low, k_high = np.ceil(least * people - 1e-9), np.floor(most * people + 1e-9)
    none = ~(k_low <= k_high)
    k_low, k_high, people = (np.where(none, np.nan, each) for each in (k_low, k_high, people))
    shown = np.where(least == most, least * scale, np.nan)
    return Cells(k_low, k_high, people, people, least, most, shown, state)


def less(total: Cells, part: Cells, facts: Facts) -> Cells:
    """Everybody but a part of them, with the range that published ranges and unpublished numbers leave."""
    state = settle(total.state, part.state)
    ranged = total.ranged | part.ranged
    n_low, n_high = total.n_low - part.n_high, total.n_high - part.n_low
    with np.errstate(divide="ignore", invalid="ignore"):
        state = mark(state, ~(n_low >= 1), NOT_COMPUTED, "no-denominator")
        if facts.kind == "mean":
            low = (total.n_low * total.low - part.n_low * part.high) / n_low
            high = (total.n_low * total.high - part.n_low * part.low) / n_low
            k_low = k_high = np.full(low.shape, np.nan)
        else:
            k_low, k_high = np.maximum(total.k_low - part.k_high, 0.0), total.k_high - part.k_low
            wrong = ~(k_high >= 0) | (~ranged & (total.k_low < part.k_high))
            if facts.kind == "proportion":
                wrong |= n_low < k_low
                k_high = np.minimum(k_high, n_high)
            state = mark(state, wrong, NOT_COMPUTED, "no-denominator")
            low, high = k_low / n_high, k_high / n_low
            if facts.kind == "proportion":
                high = np.minimum(high, 1.0)
    blank = ~known(state)
    low, high = np.where(blank, np.nan, low), np.where(blank, np.nan, high)
    shown = np.where(ranged, np.nan, (low + high) / 2 * facts.scale)
    return Cells(k_low, k_high, n_low, n_high, low, high, shown, state, total.few)
