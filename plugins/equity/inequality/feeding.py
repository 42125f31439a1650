"""From a protected package to arrays: one breakdown of an indicator, at all places and periods at once.

This module alone of the room knows packages, and takes `Protected` alone. The rules are those of
`plugins.equity.rates`, in whole numbers, so that nothing is decided by the last bit of a float: what the
publisher withheld stays so though both counts are shown, and a withheld count is not worked out from a rate.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from plugins.equity.descriptors import Group
from plugins.equity.disclosure import WITHHELD as HIDDEN
from plugins.equity.disclosure import Protected
from plugins.equity.indexing import Index

from .breakdowns import Breakdown, breakdown
from .cells import Cells, Facts
from .reasons import NOT_APPLICABLE, WITHHELD, Mask, State, clear, mark, reason
from .records import Floats, Ints, Results

_WHY = {
    HIDDEN: "withheld",
    "z": "not-applicable",
    "x": "not-collected",
    "w": "not-yet",
    "u": "unreliable",
    "low": "low",
}
_MOST_DECIMALS = 6


@dataclass(frozen=True)
class Fed:
    """A breakdown whose settings are periods x places, in that order; `period` and `place` say which.

    `deviation` is the standard deviation of everybody at each setting, (settings, 1); NaN: not known.
    """

    of: Breakdown
    periods: tuple[str, ...]
    places: tuple[str, ...]
    period: Ints = field(repr=False)
    place: Ints = field(repr=False)
    deviation: Floats = field(repr=False)

    def at(self, period: str) -> Breakdown:
        """The settings of one period, one per place. ValueError for one that it does not have."""
        return self.of.at(self.period == self.periods.index(period))

    def alongside(self, place: str) -> Breakdown:
        """Per setting the breakdown of one place, such as the state, in the same period."""
        return self.of.at(self.period * len(self.places) + self.places.index(place))

    def table(self, found: Results) -> pd.DataFrame:
        """Results of all settings, or settings x groups, as a table: a row each, blanks are NA.

        Columns: period, place, then the facts of a record.
        """
        wide = found.shape[1] if len(found.shape) == 2 else 1
        words = {
            "period": np.array(self.periods)[np.repeat(self.period, wide)],
            "place": np.array(self.places)[np.repeat(self.place, wide)],
            **found.words(),
        }
        frame = pd.DataFrame({name: pd.Categorical(column) for name, column in words.items()})
        for name in ("value", "least", "most", "low", "high"):
            frame[name] = pd.array(getattr(found, name).ravel(), dtype="Float64")
        methods = np.array(f"{found.method} | ".split(" | "))[found.second.ravel().astype(int)]
        none = np.isnan(found.low) & np.isnan(found.high)
        frame["method"] = np.where(none.ravel(), "", methods)
        for name in ("used", "missing", "small"):
            frame[name] = getattr(found, name).ravel()
        facts = {
            "measure": found.measure,
            "unit": found.unit,
            "null_value": found.null_value,
            "direction": found.direction,
            "level": found.level,
            "why": found.why,
        }
        return frame.assign(**facts)

    def setting(self, period: str, place: str) -> int:
        """The position of a setting. ValueError for one that it does not have."""
        return self.periods.index(period) * len(self.places) + self.places.index(place)


def feed(
    protected: Protected,
    indicator: str,
    dimension: str,
    *,
    periods: tuple[str, ...] | None = None,
    places: tuple[str, ...] | None = None,
    reference: str = "",
    reference_why: str = "",
) -> Fed:
    """One dimension of an indicator. KeyError for names that the package does not have.

    A named reference group needs a written reason: whom one compares with is a decision.
    """
    if not isinstance(protected, Protected):
        raise TypeError("feed() takes Protected data: open the package, then disclosure.guard() makes it.")
    package = protected.package
    spec, index = package.indicators[indicator], package.indexes[indicator]
    groups = package.dimensions[dimension].groups
    chosen = index.periods if periods is None else periods
    where = index.places if places is None else places
    known = [{word: at for at, word in enumerate(words)} for words in (index.periods, index.places)]
    period = np.repeat([known[0][each] for each in chosen], len(where)).astype(np.int64)
    place = np.tile([known[1][each] for each in where], len(chosen)).astype(np.int64)
    cuts: list[Group] = [(), *(((dimension, each),) for each in groups)]
    rows = np.stack([_rows(index, period, place, cut) for cut in cuts], axis=1)
    facts = Facts(float(spec.scale), spec.direction == "favourable", spec.kind, spec.independent)
    cells, hidden = _cells(package.tables[indicator], rows, facts, spec.decimals)
    cells = _not_there(protected, dimension, replace(cells, few=protected.few), rows, chosen, len(where))
    column = package.dimensions[dimension]
    of = breakdown(
        groups,
        cells.at((slice(None), slice(1, None))),
        cells.at((slice(None), 0)),
        facts,
        hidden=hidden[:, 1:],
        ordered=column.ordered,
        exclusive=column.exclusive,
        complete=column.complete,
        reference=reference,
        reference_why=reference_why,
    )
    at = np.repeat(np.arange(len(chosen)), len(where)), np.tile(np.arange(len(where)), len(chosen))
    spread = _column(package.tables[indicator], rows[:, :1], "sd")
    return Fed(of, tuple(chosen), tuple(where), *at, spread.number / 10.0**spread.decimals)


def broken(protected: Protected, indicator: str, dimension: str, since: str, until: str) -> Mask:
    """Per group whether the series breaks between two periods, for `changes.gap_change`."""
    package = protected.package
    groups = package.dimensions[dimension].groups
    found = [package.breaks(indicator, [((dimension, each),)]) for each in groups]
    return np.array([any(since < at <= until for at in each) for each in found])


def _rows(index: Index, period: Ints, place: Ints, cut: Group) -> Ints:
    """The rows of one group at many settings, -1 where there is none."""
    number = index.cut_number(cut)
    if number is None:
        return np.full(len(period), -1)
    return index.rows(period, place, np.full(len(period), number))


def _not_there(
    protected: Protected, dimension: str, cells: Cells, rows: Ints, periods: tuple[str, ...], places: int
) -> Cells:
    """A group that was not there yet in a period is no hole in the data."""
    column = protected.package.dimensions[dimension]
    expected = np.array([[True, *(column.expected(each, at) for each in column.groups)] for at in periods])
    gone = (rows < 0) & ~np.repeat(expected, places, axis=0)
    why = np.where(gone, reason("not-there"), cells.state[1]).astype(np.int8)
    return replace(cells, state=(cells.state[0], why))


@dataclass(frozen=True)
class _Numbers:
    """A number column at some rows: the value as a whole number of its last decimal, NaN where blank."""

    number: Floats
    decimals: Ints
    status: npt.NDArray[np.str_]


def _column(frame: pd.DataFrame, rows: Ints, name: str, least: int = 0) -> _Numbers:
    """A column read as it is written; statuses as the package says them, `x` where it has no such column."""
    shape = rows.shape
    if f"{name}_text" not in frame.columns:
        return _Numbers(np.full(shape, np.nan), np.full(shape, least), np.full(shape, "x"))
    text = frame[f"{name}_text"].cat
    words = [str(each) for each in text.categories]
    digits = np.array(
        [min(max(len(each.partition(".")[2]), least), _MOST_DECIMALS) for each in words] or [least]
    )
    values = np.array([float(each) if each else np.nan for each in words] or [np.nan])
    code = np.where(rows < 0, -1, text.codes.to_numpy()[rows]).astype(np.int64)
    decimals = np.where(code < 0, least, digits[code])
    whole = np.round(np.where(code < 0, np.nan, values[code]) * 10.0**decimals)
    column = (
        "status" if name.startswith("value") or f"{name}_status" not in frame.columns else f"{name}_status"
    )
    statuses = frame[column].cat
    known = np.array([str(each) for each in statuses.categories])
    status = np.where(rows < 0, "", known[statuses.codes.to_numpy()[rows]])
    return _Numbers(whole, decimals, status)


def _cells(frame: pd.DataFrame, rows: Ints, facts: Facts, decimals: int) -> tuple[Cells, Mask]:
    """The cells of rows, and which have any number withheld."""
    numerator, denominator = (_column(frame, rows, each) for each in ("numerator", "denominator"))
    value = _column(frame, rows, "value", decimals)
    low, high = (_column(frame, rows, each) for each in ("value_low", "value_high"))
    columns = [each for each in (numerator, denominator, value) if each.status.size]
    hidden = np.logical_or.reduce([each.status == HIDDEN for each in columns]) & (rows >= 0)
    # Ends in whole numbers over one divisor: half a unit of the last decimal either way, or the range.
    fine = np.maximum(np.maximum(value.decimals, low.decimals), high.decimals)
    unit = 10.0**fine
    single = np.where(~np.isnan(value.number), value.number * 10.0 ** (fine - value.decimals), np.nan)
    ends = [each.number * 10.0 ** (fine - each.decimals) for each in (low, high)]
    whole_range = np.isnan(single) & ~np.isnan(ends[0]) & ~np.isnan(ends[1]) & (value.status == "ok")
    shown = np.where(whole_range & (ends[0] == ends[1]), ends[0], single)
    half = 0.0 if facts.kind == "count" else 10.0 ** (fine - value.decimals) / 2
    bottom = 2 * np.where(whole_range, ends[0], single - half)
    top = 2 * np.where(whole_range, ends[1], single + half)
    divisor = 2 * unit * facts.scale
    state = _state(rows, value, ~np.isnan(bottom) & ~np.isnan(top), facts)
    return _known(numerator, denominator, (bottom, top, divisor), shown / unit, state, facts), hidden


def _state(rows: Ints, value: _Numbers, there: Mask, facts: Facts) -> State:
    """Why there is no rate, as the publisher says it."""
    state = mark(clear(rows.shape), rows < 0, NOT_APPLICABLE, "no-row")
    for status, why in _WHY.items():
        kind = WITHHELD if status == HIDDEN else NOT_APPLICABLE
        state = mark(state, ~there & (value.status == status), kind, why)
    state = mark(state, ~there, NOT_APPLICABLE, "not-applicable")
    return mark(state, facts.kind == "count", NOT_APPLICABLE, "counts-only")


def _known(
    numerator: _Numbers,
    denominator: _Numbers,
    ends: tuple[Floats, Floats, Floats],
    shown: Floats,
    state: State,
    facts: Facts,
) -> Cells:
    """What is known of rates: from counts, or within rounding, or in a range; counts where they follow."""
    blank = np.full(shown.shape, np.nan)
    k, n = (np.where(state[0] == 0, each.number, np.nan) for each in (numerator, denominator))
    n = np.where(n > 0, n, np.nan)
    bottom, top, divisor = ends
    low, high = bottom / divisor, top / divisor
    if facts.kind == "mean":
        return Cells(blank, blank, n, n, low, high, shown, state)
    if facts.kind == "proportion":
        k, n = (np.where(k > n, np.nan, each) for each in (k, n))
    exact = ~np.isnan(k) & ~np.isnan(n)
    bottom = np.maximum(bottom, 0.0)
    if facts.kind == "proportion":
        top = np.minimum(top, divisor)
    low, high = bottom / divisor, top / divisor
    k_low, k_high, n_low, n_high = (np.where(exact, each, np.nan) for each in (k, k, n, n))
    with np.errstate(divide="ignore", invalid="ignore"):
        # Numbers of people that have this rate, in whole numbers: k / high and k / low.
        people = -(-(k * divisor) // top), (k * divisor) // bottom
        open_n = ~exact & (k > 0) & (bottom > 0) & (denominator.status != HIDDEN) & (people[0] <= people[1])
        counted = -(-(bottom * n) // divisor), (top * n) // divisor
    only = np.isnan(shown) & ~exact & ~open_n & ~np.isnan(n) & (numerator.status != HIDDEN)
    open_k = only & (counted[0] <= counted[1])
    k_low, k_high = (
        np.where(open_n, k, np.where(open_k, within, exactly))
        for exactly, within in zip((k_low, k_high), counted, strict=True)
    )
    n_low, n_high = (
        np.where(open_k, n, np.where(open_n, within, exactly))
        for exactly, within in zip((n_low, n_high), people, strict=True)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = k / n
    low, high = np.where(exact, rate, low), np.where(exact, rate, high)
    shown = np.where(exact & np.isnan(shown) & (state[0] == 0), rate * facts.scale, shown)
    low, high = (np.where(state[0] == 0, each, np.nan) for each in (low, high))
    return Cells(k_low, k_high, n_low, n_high, low, high, shown, state)
