"""The guard between a package and everything that is computed from it.

`guard` is the only maker of `Protected`, and `measures.measure` takes nothing else: one cannot forget the
disclosure step, because the code without it does not run. What `Protected` promises today: every withheld
cell is marked, and in `own` data no hidden cell follows from published ones by one subtraction (a total
less its other parts, a parent place less its other children) or from a rate and one of its counts. Hidden is
every blank number but those that are not applicable, not collected or not yet there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd

from plugins.equity.descriptors import ALL, Group, Indicator, Package
from plugins.equity.gate import status_of
from plugins.equity.problems import Problem, errors

WITHHELD = "c"
_NOT_THERE = ("z", "x", "w")
_MAKER = object()
_EXAMPLES = 5


@dataclass(frozen=True)
class Number:
    """One published number: exact, or absent and its status says why; `decimals` as the publisher wrote."""

    exact: Fraction | None
    status: str
    decimals: int = 0


@dataclass(frozen=True, order=True)
class Key:
    """Which cell: it names a row of a package, and is what two pages that show the same thing agree on."""

    package: str
    indicator: str
    period: str
    place: str
    group: Group


@dataclass(frozen=True)
class Cell:
    """One row as published. A proportion has numerator, denominator and value; a count only a value."""

    key: Key
    numerator: Number
    denominator: Number
    value: Number
    value_low: Number
    value_high: Number

    @property
    def withheld(self) -> bool:
        """Whether any number of this cell is withheld."""
        return WITHHELD in (self.numerator.status, self.denominator.status, self.value.status)


class Protected:
    """A package whose cells may be measured. Made by `guard` alone."""

    def __init__(self, package: Package, maker: object) -> None:
        if maker is not _MAKER:
            raise TypeError("Protected is made by disclosure.guard(), after its audit has passed.")
        self._package = package

    @property
    def package(self) -> Package:
        """What passed the audit; it cannot be exchanged afterwards."""
        return self._package

    def indicator(self, id_: str) -> Indicator:
        """An indicator by its id. KeyError when there is none."""
        return self.package.indicators[id_]

    def cell(self, indicator: str, period: str, place: str, group: Group) -> Cell | None:
        """The published row, or None when the package has no such row."""
        index = self.package.indexes.get(indicator)
        row = None if index is None else index.row(period, place, group)
        return None if row is None else self._cell(Key(self.package.id, indicator, period, place, group), row)

    def periods(self, indicator: str) -> tuple[str, ...]:
        """Every period of an indicator, in order."""
        return self.package.indexes[indicator].periods

    def groups_at(self, indicator: str, period: str, place: str, dimension: str) -> tuple[Cell, ...]:
        """The published rows of a dimension's groups at one place and period, in declared order."""
        groups = self.package.dimensions[dimension].groups
        cells = (self.cell(indicator, period, place, ((dimension, each),)) for each in groups)
        return tuple(cell for cell in cells if cell is not None)

    def withheld(self) -> Mapping[str, int]:
        """How many cells (numbers, not rows) are withheld, by indicator."""
        counts = {}
        for id_, frame in self.package.tables.items():
            columns = [each for each in frame.columns if each == "status" or str(each).endswith("_status")]
            counts[id_] = int((frame[columns] == WITHHELD).to_numpy().sum())
        return counts

    def _cell(self, key: Key, at: int) -> Cell:
        row = self.package.tables[key.indicator].iloc[at]
        columns = ("numerator", "denominator", "value", "value_low", "value_high")
        return Cell(key, *(_number(row, name) for name in columns))


def _number(row: "pd.Series[Any]", column: str) -> Number:
    text = row.get(column + "_text", None)
    status = str(row["status"] if column.startswith("value") else row.get(column + "_status", row["status"]))
    if text is None:
        return Number(None, "x" if not column.startswith("value_") else "z")
    if text == "":
        return Number(None, status if status != "ok" else "z")
    return Number(Fraction(text), status, len(text.partition(".")[2]))


def guard(package: Package) -> tuple[Protected | None, tuple[Problem, ...]]:
    """The package as `Protected`, or None and one problem per cell that an attacker gets by one step.

    `republished` data is final as its publisher marked it: nothing is derived from it that the publisher
    withheld (that is `measures`' part), so there is nothing to refuse here.
    """
    problems = tuple(_leaks(package)) if package.origin == "own" else ()
    return (None, problems) if errors(problems) else (Protected(package, _MAKER), problems)


def _leaks(package: Package) -> Iterator[Problem]:
    for indicator in package.indicators.values():
        table = package.tables[indicator.id]
        frame = _filled(table, indicator)
        dimensions = [each for each in package.dimensions if each in frame.columns]
        # Counts add up; rates and means do not.
        values = ("value",) if indicator.kind == "count" else ()
        for column in [each for each in ("numerator", "denominator", *values) if each in frame.columns]:
            for name in dimensions:
                if package.dimensions[name].exclusive and package.dimensions[name].complete:
                    others = ["period", "place", *(each for each in dimensions if each != name)]
                    how = f"the total less the other groups of '{name}'"
                    parts = frame.assign(_whole=frame[name] == ALL)
                    yield from _alone(parts, column, others, how, len(package.dimensions[name].groups))
            family, others = _families(package, frame), ["_family", "period", *dimensions]
            yield from _alone(family, column, others, "the parent place less the other places")
        yield from _by_rate(table)


def _filled(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The table with the numerators that nobody wrote down nor hid, and that rate times denominator gives.

    They are filled in where one whole number alone has this rate when it is rounded: an attacker subtracts
    them like published ones.
    """
    if not {"numerator", "denominator"} <= set(frame.columns) or indicator.kind == "mean":
        return frame
    there = frame["denominator"].notna() & frame["value"].notna()
    open_ = frame["numerator"].isna() & ~_hidden(frame, "numerator") & there
    numerators = frame["numerator"].to_numpy(dtype=float, copy=True)
    for at in np.flatnonzero(open_.to_numpy()):
        text, whole = str(frame["value_text"].iloc[at]), int(frame["denominator"].iloc[at])
        # Half a unit of the last decimal, either way, as in `rates`.
        half = Fraction(1, 2 * 10 ** max(len(text.partition(".")[2]), indicator.decimals))
        low, high = ((Fraction(text) + each) * whole / indicator.scale for each in (-half, half))
        if ceil(low) == floor(high):
            numerators[at] = ceil(low)
    return frame.assign(numerator=numerators)


def _hidden(frame: pd.DataFrame, column: str) -> "pd.Series[bool]":
    """The rows whose number is blank though there is one."""
    return frame[column].isna() & ~frame[status_of(frame, column)].isin(_NOT_THERE)


def _alone(
    frame: pd.DataFrame, column: str, others: list[str], how: str, wanted: int = 0
) -> Iterator[Problem]:
    """Equations whole = sum of parts, one per combination of `others`, that give a hidden number away.

    They do when it is the only one in them, and when the parts that are shown are already the whole: then
    every hidden part is zero. `_whole` marks the whole; without a whole there is no equation. Numbers that
    are not applicable, not collected or not yet there are taken as nothing, which an attacker would try too.
    Where it is known how many parts are `wanted`, the only one that has no row is as good as hidden.
    """
    if frame.empty:
        return
    equation = frame.groupby(others, observed=True, sort=False).ngroup().to_numpy()

    def total(numbers: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
        """The sum over each row's equation."""
        return np.bincount(equation, weights=numbers)[equation]

    whole, number = frame["_whole"].to_numpy(), frame[column].to_numpy()
    known = ~np.isnan(number)
    unknown = _hidden(frame, column).to_numpy()
    usable = (total(whole & (known | unknown)) > 0) & (total(~whole) > 0)
    left = total(np.where(known, np.where(whole, number, -number), 0))
    nothing_left = (total(whole & known) > 0) & (left <= 0)
    alone = (total(unknown) == 1) | nothing_left
    yield from _told(frame[unknown & usable & alone], f"hidden '{column}' of this row", how)
    all_but_one = (wanted > 1) & (total(~whole) == wanted - 1) & (total(~whole & known) == wanted - 1)
    dropped = frame[whole & known & all_but_one & (left > 0)]
    yield from _told(dropped, f"'{column}' of the group that has no row beside this one", how)


def _families(package: Package, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of places that have a parent or children, which stands in `_family`; those of both, twice."""
    parent = frame["place"].astype(str).map({id_: place.parent for id_, place in package.places.items()})
    children = frame.assign(_family=parent, _whole=False)[parent != ""]
    parents = frame.assign(_family=frame["place"].astype(str), _whole=True)[frame["place"].isin(set(parent))]
    return pd.concat([children, parents])


def _by_rate(frame: pd.DataFrame) -> Iterator[Problem]:
    """A rate times its denominator is its numerator; a hidden rate is the quotient of two shown counts."""
    if not {"numerator", "denominator"} <= set(frame.columns):
        return
    shown = {name: frame[name].notna() for name in ("numerator", "denominator", "value")}
    for name in shown:
        others = [shown[each] for each in shown if each != name]
        leaks = frame[_hidden(frame, name) & others[0] & others[1]]
        yield from _told(leaks, f"hidden '{name}' of this row", "the two other numbers of its row")


def _told(rows: pd.DataFrame, what: str, how: str) -> Iterator[Problem]:
    """Says which cell gives way and to what, never the number."""
    hint = "Withhold a second number in the same sum too, or withhold the total."
    first = rows.head(_EXAMPLES + 1)
    for at, (file, line) in enumerate(zip(first["_file"], first["_line"], strict=True)):
        message = f"The {what} follows from {how}."
        if at == _EXAMPLES:
            message = f"The same in {len(rows) - _EXAMPLES} more rows: the {what} follows from {how}."
        yield Problem(str(file), int(line), "cell-recoverable", message, hint)
