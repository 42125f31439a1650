"""The equations of packages, from what their descriptions say and never from pages: a `System` and its facts.

Totals are their parts, a place is the places in it, a rate is its counts within its rounding, a range is a
range, tables that are said to be linked share their cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
import pandas as pd

from plugins.equity.descriptors import Package
from plugins.equity.indexing import Codes

from .equations import Equations
from .grids import Family, families, same_people
from .published import DENOMINATOR, NUMERATOR, REST, VALUE, Facts, Series
from .systems import Floats, Ints, Mask, System

RATE, PARTS, PLACES, COUNTS = "rate", "parts", "places", "counts"


@dataclass(frozen=True)
class Linked:
    """Facts and their system. `known` is per cell of the system; `kinds` says what each row is, by name."""

    facts: Facts
    system: System
    known: Floats = field(repr=False)
    kinds: tuple[tuple[int, str, str], ...] = field(repr=False)

    def of_kind(self, kind: str) -> Mask:
        """The rows of the system that are of one kind."""
        first = np.array([each[0] for each in self.kinds] or [0])
        said = np.array([each[1] == kind for each in self.kinds] or [False], dtype=bool)
        return said[np.searchsorted(first, self.system.rows.name, side="right") - 1]

    def kind(self, name: int) -> tuple[str, str]:
        """What a row is, and through which dimension."""
        at = np.searchsorted([each[0] for each in self.kinds], name, side="right") - 1
        return self.kinds[int(at)][1:]


def link(
    facts: Facts,
    *,
    least: float = 0,
    guess: bool = False,
    rates: bool = True,
    publisher: bool = False,
    whole: bool = False,
) -> Linked:
    """The system of facts. `least`: what a withheld denominator or count is at least.

    `guess` adds what an attacker may suppose: there is nobody where there is neither row nor number.
    `rates=False` leaves rates and ranges out, for numbers that are all known. The ends of ranges are
    rounded when another `publisher` made them. Sums of which every number is shown tell nothing of those
    that are not; only `whole` has them too.
    """
    equations = Equations(len(facts.number))
    number = facts.number.copy()
    number[facts.empty] = 0.0
    says = np.ones(len(number), dtype=bool) if whole else np.isnan(number)
    kinds: list[tuple[int, str, str]] = []
    wholes = np.zeros(len(number), dtype=bool)
    for series in facts.series:
        _priors(equations, facts, series, least)
        for family in families(series.grid, series.package):
            for role in _roles(series, family):
                _family(equations, kinds, family, series, role, number, says, guess=guess)
                wholes[series.cell(role, family.whole[family.whole >= 0])] = True
        if DENOMINATOR in series.roles:
            _same_people(equations, series, number)
        if REST in series.roles:
            k, n, rest = (series.cells(each) for each in (NUMERATOR, DENOMINATOR, REST))
            some = says[k] | says[n]
            first = _rows(equations, [n[some], k[some], rest[some]], [1.0, -1.0, -1.0], (0.0, 0.0))
            kinds.append((first, COUNTS, ""))
        if rates and NUMERATOR in series.roles and DENOMINATOR in series.roles:
            kinds += [
                (_rates(equations, facts, series, release, publisher=publisher), RATE, "")
                for release in range(len(series.releases))
                if series.has(release)
            ]
    for one, other in _links(facts):
        for a, b in zip(one.tolist(), other.tolist(), strict=True):
            equations.same(a, b)
    if guess:
        number[facts.perhaps & ~wholes & np.isnan(number)] = 0.0
    system = equations.build()
    known = np.full(system.cells, np.nan)
    there = np.flatnonzero(~np.isnan(number))[::-1]
    known[system.number[there]] = number[there]
    return Linked(facts, system, known, tuple(kinds))


def _priors(equations: Equations, facts: Facts, series: Series, least: float) -> None:
    """Zeros are shown, so a number of people that is withheld is none of them."""
    for role in [each for each in series.roles if each in (DENOMINATOR, VALUE)]:
        some = series.cells(role)
        for cell in some[facts.withheld[some]].tolist():
            equations.add_range(cell, least)


def _roles(series: Series, family: Family) -> tuple[str, ...]:
    """The roles that add up through a family. Who raised a theme is among those who raised any; who did not
    raise it is not among those who raised none.
    """
    themes = family.through and series.package.dimensions[family.through].same_people
    return tuple(each for each in series.roles if not (themes and each == REST))


def _same_people(equations: Equations, series: Series, number: Floats) -> None:
    """Of each theme as many were asked as of all: one cell, unless it has two numbers, which is told."""
    one, other = (series.cell(DENOMINATOR, each) for each in same_people(series.grid, series.package))
    agree = np.isnan(number[one]) | np.isnan(number[other]) | (number[one] == number[other])
    for a, b in zip(one[agree].tolist(), other[agree].tolist(), strict=True):
        equations.same(a, b)


def _rows(
    equations: Equations, columns: Sequence[Codes], weights: Sequence[float], limits: tuple[float, float]
) -> int:
    """Rows of one shape: a column of cells per weight."""
    cells = np.stack(columns, axis=1)
    many = len(cells)
    return equations.add_rows(
        np.full(many, len(weights)), cells.reshape(-1), np.tile(np.array(weights), many), limits
    )


def _family(
    equations: Equations,
    kinds: list[tuple[int, str, str]],
    family: Family,
    series: Series,
    role: str,
    number: Floats,
    says: Mask,
    *,
    guess: bool,
) -> None:
    """The rows of a family for the cells of one role, those in which a cell says something.

    Of people what is left must be many enough.
    """
    usable = (family.whole >= 0) & (family.parts >= 0).any(axis=0)
    told = says[series.cell(role, np.maximum(family.parts, 0))] & (family.parts >= 0)
    usable &= says[series.cell(role, family.whole)] | told.any(axis=0)
    whole, parts = series.cell(role, family.whole[usable]), family.parts[:, usable]
    there = parts >= 0
    parts = np.where(there, series.cell(role, parts), -1)
    if family.overlapping:
        for part, is_there in zip(parts, there, strict=True):
            first = _rows(equations, [whole[is_there], part[is_there]], [1.0, -1.0], (0.0, inf))
            kinds.append((first, PARTS, family.through))
        dimension = series.package.dimensions[family.through]
        if dimension.same_people and dimension.complete and role == NUMERATOR:
            # Who raised any theme raised one of them: together the themes are no fewer.
            every = there.all(axis=0)
            columns = [whole[every], *parts[:, every]]
            first = _rows(equations, columns, [-1.0, *[1.0] * len(parts)], (0.0, inf))
            kinds.append((first, PARTS, family.through))
        return
    equal = family.equal[usable] | (guess and family.guess)
    alone = equal & (there.sum(axis=0) == 1)
    only = np.where(there, parts, 0).sum(axis=0)[alone]
    above = whole[alone]
    # Two cells that are one must not have two numbers; then it is the row that is contradicted.
    agree = np.isnan(number[above]) | np.isnan(number[only]) | (number[above] == number[only])
    for a, b in zip(above[agree].tolist(), only[agree].tolist(), strict=True):
        equations.same(a, b)
    for some, limits in ((equal, (0.0, 0.0)), (~equal, (0.0, inf))):
        cells = np.concatenate([whole[None, some], parts[:, some]]).T
        weight = np.where(np.arange(cells.shape[1]) == 0, 1.0, -1.0) * np.ones_like(cells, dtype=float)
        real = cells >= 0
        rest = role in (DENOMINATOR, VALUE) and limits[1] == 0
        first = equations.add_rows(real.sum(axis=1), cells[real], weight[real], limits, residual=rest)
        kinds.append((first, PLACES if family.through == "" else PARTS, family.through))


def _rates(equations: Equations, facts: Facts, series: Series, release: int, *, publisher: bool) -> int:
    """Rates and ranges whose counts are not both shown: scale * k against both ends times n."""
    frame, row, spec = series.frame(release), series.grid.rows[release], series.indicator
    first = equations.add_rows(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    if VALUE not in frame.columns:
        return first
    k, n = series.cells(NUMERATOR), series.cells(DENOMINATOR)
    at = np.flatnonzero((row >= 0) & (np.isnan(facts.number[k]) | np.isnan(facts.number[n])))
    rows = row[at]
    scale = 1 if spec.kind == "mean" else spec.scale
    value, written = frame[VALUE].to_numpy()[rows], _decimals(frame[VALUE + "_text"])[rows]
    low_status = (frame["status"] == "low").to_numpy()[rows]
    value, written = np.where(low_status, 0.0, value), np.where(low_status, spec.decimals, written)
    half = 0.5 / 10.0**written
    _between(equations, k[at], n[at], value - half, value + half, scale)
    if "value_low" in frame.columns:
        low, high = frame["value_low"].to_numpy()[rows], frame["value_high"].to_numpy()[rows]
        wide = 0.5 if publisher else 0.0
        _between(
            equations,
            k[at],
            n[at],
            low - wide / 10.0 ** _decimals(frame["value_low_text"])[rows],
            high + wide / 10.0 ** _decimals(frame["value_high_text"])[rows],
            scale,
        )
    return first


def _between(equations: Equations, k: Codes, n: Codes, low: Floats, high: Floats, scale: int) -> None:
    """low * n <= scale * k <= high * n, in whole weights, no larger than they need to be."""
    ends = np.concatenate([low[~np.isnan(low)], high[~np.isnan(high)]])
    unit = next(
        (
            each
            for each in (1, 2, 20, 200, 2000)
            if not (np.abs(ends * each - np.round(ends * each)) > 1e-6).any()
        ),
        20000,
    )
    for end, sign in ((low, 1), (high, -1)):
        there = ~np.isnan(end)
        if not there.any():
            continue
        weights = np.stack(
            [np.full(int(there.sum()), float(sign * scale * unit)), -sign * np.round(end[there] * unit)]
        )
        cells = np.stack([k[there], n[there]])
        many = int(there.sum())
        equations.add_rows(np.full(many, 2), cells.T.reshape(-1), weights.T.reshape(-1), (0.0, inf))


def _decimals(texts: "pd.Series[str]") -> Ints:
    """How many decimals each number was written with."""
    each = np.array([len(str(text).partition(".")[2]) for text in texts.cat.categories] + [0])
    return each[texts.cat.codes.to_numpy()]


def _links(facts: Facts) -> list[tuple[Codes, Codes]]:
    """Pairs of cells that the descriptions say are one."""
    found = []
    for package in {each.package.id: each.package for each in facts.series}.values():
        for pair in package.descriptor["equity"].get("linked", ()):
            one, other = (_named(facts, package, each) for each in pair)
            if one is not None and other is not None:
                found.append(shared(*one, *other))
    return found


def _named(facts: Facts, package: Package, address: str) -> tuple[Series, str] | None:
    """`indicator/role`, or `package:indicator/role`; None when that package is not looked at."""
    owner, _, rest = address.rpartition(":")
    indicator, _, role = rest.partition("/")
    for series in facts.series:
        mine = series.package.id == package.id if not owner else series.package.descriptor["name"] == owner
        if mine and series.indicator.id == indicator and role in series.roles:
            return series, role
    return None


def shared(one: Series, role: str, other: Series, other_role: str) -> tuple[Codes, Codes]:
    """The cells of two series that have one period, place and group."""
    names = [
        {word: at for at, word in enumerate(words)}
        for words in (other.grid.periods, other.grid.places, other.grid.cuts)
    ]
    codes = []
    for known, words, code in zip(
        names,
        (one.grid.periods, one.grid.places, one.grid.cuts),
        one.grid.split(one.grid.keys),
        strict=True,
    ):
        codes.append(np.array([known.get(word, -1) for word in words] or [-1], dtype=np.int64)[code])
    there = (codes[0] >= 0) & (codes[1] >= 0) & (codes[2] >= 0)
    keys = (codes[0] * len(other.grid.places) + codes[1]) * len(other.grid.cuts) + codes[2]
    found = np.where(there, other.grid.find(keys), -1)
    both: Mask = found >= 0
    return one.cells(role)[both], other.cells(other_role)[found[both]]
