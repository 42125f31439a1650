"""What a package publishes, as facts about numbered cells: the count of each cell shown, hidden or not there;
rates and ranges as the rows that they are.

The cells of an indicator are its numerators `k`, its denominators `n`, and for shares the rest `n - k`, whose
smallness tells as much; a count has its values. Several packages and their earlier releases share one
numbering.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Indicator, Package
from plugins.equity.gate import status_of
from plugins.equity.indexing import Codes

from .grids import Grid, grid_of
from .systems import Floats, Mask

NUMERATOR, DENOMINATOR, REST, VALUE = "numerator", "denominator", "rest", "value"
_HIDDEN = ("c", "u", "low")

At = TypeVar("At", int, Codes)
"""A place of a grid, or several."""


@dataclass(frozen=True)
class Series:
    """The cells of one indicator, in the order of the grid, each with its `roles` side by side from `first`.

    `releases` are versions of one package, the present one first. What hangs together has numbers that are
    near to each other: the attack looks at stretches of them, and the counts of one rate move together.
    """

    releases: tuple[Package, ...]
    indicator: Indicator
    grid: Grid
    roles: tuple[str, ...]
    first: int

    @property
    def package(self) -> Package:
        """The present release."""
        return self.releases[0]

    def frame(self, release: int) -> pd.DataFrame:
        """The table of a release. KeyError when it has none."""
        return self.releases[release].tables[self.indicator.id]

    def cells(self, role: str) -> Codes:
        """The cells of a role."""
        return self.cell(role, np.arange(len(self.grid)))

    def cell(self, role: str, at: At) -> At:
        """The cell of a role at a place of the grid, or the cells at several."""
        return self.first + len(self.roles) * at + self.roles.index(role)

    def has(self, release: int) -> bool:
        """Whether a release has a table of this indicator."""
        return self.indicator.id in self.releases[release].tables


@dataclass(frozen=True)
class Facts:
    """Per cell: its number where it is shown (else NaN), and whether it is `withheld`.

    `empty` cells are said not to be applicable. `perhaps` cells have neither number nor marker (not
    collected, or no row at all): an attacker may guess that there is nobody. `before`: shown in an earlier
    release only.
    """

    series: tuple[Series, ...]
    number: Floats = field(repr=False)
    withheld: Mask = field(repr=False)
    empty: Mask = field(repr=False)
    perhaps: Mask = field(repr=False)
    before: Mask = field(repr=False)
    rows: Mask = field(repr=False)

    def find(self, cell: int) -> tuple[Series, str, int]:
        """Which series, role and place of its grid a cell is."""
        at = bisect(self.series, cell, key=lambda each: each.first) - 1
        if at < 0 or cell >= len(self.number):
            raise KeyError(cell)
        series = self.series[at]
        place, role = divmod(cell - series.first, len(series.roles))
        return series, series.roles[role], place


def facts_of(packages: Sequence[Package], earlier: Iterable[Package] = ()) -> Facts:
    """What these packages show now, with what earlier releases of them showed."""
    old = list(earlier)
    series: list[Series] = []
    count = 0
    for package in packages:
        name = package.descriptor["name"]
        releases = (package, *(each for each in old if each.descriptor["name"] == name))
        for indicator in package.indicators.values():
            grid = grid_of(releases, indicator.id)
            roles = roles_of(indicator, releases)
            series.append(Series(releases, indicator, grid, roles, count))
            count += len(roles) * len(grid)
    facts = Facts(
        tuple(series),
        np.full(count, np.nan),
        *(np.zeros(count, dtype=bool) for _ in range(5)),
    )
    for each in series:
        for role in each.roles:
            if role != REST:
                _read(facts, each, role)
        if REST in each.roles:
            _rest(facts, each)
    return facts


def roles_of(indicator: Indicator, releases: Sequence[Package]) -> tuple[str, ...]:
    """Which counts an indicator has: those that its tables could hold and that add up."""
    if indicator.kind == "count":
        return (VALUE,)
    frame = next((each.tables[indicator.id] for each in releases if indicator.id in each.tables), None)
    if frame is None or DENOMINATOR not in frame.columns:
        return (NUMERATOR,) if frame is not None and NUMERATOR in frame.columns else ()
    if indicator.kind == "proportion":
        return (NUMERATOR, DENOMINATOR, REST)
    if indicator.kind == "mean" and not _sums(frame):
        return (DENOMINATOR,)
    return (NUMERATOR, DENOMINATOR)


def _sums(frame: pd.DataFrame) -> bool:
    """Whether the sums behind means are whole numbers from 0: only such can be cells of a system."""
    numbers = [frame[each].to_numpy() for each in (NUMERATOR, VALUE) if each in frame.columns]
    there = np.concatenate([each[~np.isnan(each)] for each in numbers]) if numbers else np.zeros(0)
    whole = NUMERATOR not in frame.columns or not (np.nan_to_num(frame[NUMERATOR].to_numpy()) % 1).any()
    return bool((there >= 0).all()) and whole


def _read(facts: Facts, series: Series, role: str) -> None:
    """One count of an indicator: the present release first, then what only earlier ones show."""
    cells = series.cells(role)
    for release in range(len(series.releases)):
        if not series.has(release):
            continue
        frame, row = series.frame(release), series.grid.rows[release]
        there = row >= 0
        if role in frame.columns:
            number = frame[role].to_numpy()[row[there]]
            status = frame[status_of(frame, role)].astype(str).to_numpy()[row[there]]
        else:
            number = np.full(int(there.sum()), np.nan)
            status = np.full(len(number), "x")
        # The numerator that nobody wrote down is withheld with its rate.
        hidden = np.isin(status, _HIDDEN)
        if role == NUMERATOR:
            rate = frame["status"].astype(str).to_numpy()[row[there]]
            hidden |= (status == "x") & np.isin(rate, _HIDDEN[:2])
        hidden &= np.isnan(number)
        some = cells[there]
        if release == 0:
            facts.number[some] = number
            facts.withheld[some] = hidden
            facts.empty[some] = np.isnan(number) & (status == "z")
            facts.rows[some] = True
        else:
            new = np.isnan(facts.number[some]) & ~np.isnan(number) & ~facts.empty[some]
            facts.number[some[new]] = number[new]
            facts.before[some[new]] = facts.withheld[some[new]]
    facts.perhaps[cells] = np.isnan(facts.number[cells]) & ~facts.withheld[cells] & ~facts.empty[cells]
    if role != VALUE:
        facts.perhaps[cells] &= ~_has_rate(series)


def _has_rate(series: Series) -> Mask:
    """The cells of a grid with a rate, shown or hidden: somebody is there, whatever became of the counts."""
    found = np.zeros(len(series.grid), dtype=bool)
    for release in range(len(series.releases)):
        if series.has(release):
            frame, row = series.frame(release), series.grid.rows[release]
            there = row >= 0
            rated = frame["status"].isin(("ok", *_HIDDEN)).to_numpy()
            found[there] |= rated[row[there]]
    return found


def _rest(facts: Facts, series: Series) -> None:
    """n - k, known where both are, withheld where one is."""
    k, n, rest = (series.cells(each) for each in (NUMERATOR, DENOMINATOR, REST))
    facts.number[rest] = facts.number[n] - facts.number[k]
    facts.withheld[rest] = facts.withheld[k] | facts.withheld[n]
    facts.empty[rest] = facts.empty[k] & facts.empty[n]
    facts.perhaps[rest] = facts.perhaps[k] & facts.perhaps[n]
    facts.rows[rest] = facts.rows[n]
