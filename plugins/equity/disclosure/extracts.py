"""An extract of exact counts as a system in which every cell has its number.

What nobody wrote down is worked out: a total from its parts, and nobody where there is neither row nor
number. Parts that do not add up to their whole are told, since what they protect cannot be known.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from plugins.equity.descriptors import Package

from .linking import PLACES, Linked, link
from .published import NUMERATOR, Facts, Series, facts_of
from .systems import Floats, Mask, System


@dataclass(frozen=True)
class Extract:
    """An extract as a system in which every cell has its number; `unwritten` cells have no row anywhere."""

    facts: Facts
    linked: Linked = field(repr=False)
    system: System = field(repr=False)
    values: Floats = field(repr=False)
    unwritten: Mask = field(repr=False)
    wrong: tuple[tuple[Series, int], ...] = field(repr=False)

    @property
    def written(self) -> Floats:
        """The number of each written cell."""
        numbers: Floats = self.values[self.system.number]
        return numbers

    @property
    def guessed(self) -> Mask:
        """Cells of the system that are taken for nobody because nothing is written of them."""
        return self.system.any_of(self.facts.perhaps)


def read_extract(package: Package, last: Package | None = None) -> Extract:
    """The counts of an extract; `wrong` are places of the grid whose parts do not add up to them."""
    facts = facts_of([package], [last] if last is not None else [])
    number = facts.number
    for series in facts.series:
        if NUMERATOR in series.roles and NUMERATOR not in series.frame(0).columns:
            # A sum that nobody wrote is hidden with its people: it has the same sums as they have, so what
            # keeps them apart keeps it apart too. The attack on what is written has its means.
            facts.rows[series.cells(NUMERATOR)] = False
    number[~facts.rows] = np.nan
    facts.perhaps[~facts.rows] = True
    number[facts.empty] = 0.0
    linked = link(facts, guess=True, rates=False, whole=True)
    system = linked.system
    values, written = linked.known.copy(), ~np.isnan(linked.known)
    _fill(system, values)
    unwritten = np.isnan(values) | ~written
    values = np.nan_to_num(values)
    bad = np.isin(system.rows.name, system.contradicted(values))
    strict = link(facts, rates=False, whole=True)
    certain = strict.known.copy()
    _fill(strict.system, certain)
    wrong = [*_wrong(linked, values, facts, places=False), *_wrong(strict, certain, facts, places=True)]
    kept = replace(
        system,
        rows=system.rows.only(np.ones(len(system.rows.row), dtype=bool), ~bad),
        residual=system.residual[~bad],
        needs=system.needs[~bad],
    )
    return Extract(facts, linked, kept, values, unwritten, tuple(wrong))


def _wrong(linked: Linked, values: Floats, facts: Facts, *, places: bool) -> list[tuple[Series, int]]:
    """Wholes that their parts do not add up to. A number that was never collected makes a sum no fact.

    A group without a row has nobody in it, or its row is missing; of places there may be others.
    """
    system = linked.system
    open_ = system.rows.add_up(system.any_of(facts.perhaps & facts.rows)[system.rows.cell].astype(float)) > 0
    bad = np.isin(system.rows.name, system.contradicted(values)) & ~open_
    start, found = system.rows.start, []
    _, first = np.unique(system.number, return_index=True)
    for row in np.flatnonzero(bad).tolist():
        if (linked.kind(int(system.rows.name[row]))[0] == PLACES) != places:
            continue
        entries = slice(start[row], start[row + 1])
        cell = int(system.rows.cell[entries][system.rows.weight[entries] > 0][0])
        series, _, at = facts.find(int(first[cell]))
        found.append((series, at))
    return found


def _fill(system: System, values: Floats) -> None:
    """Totals that nobody wrote down, from their parts."""
    rows = system.rows
    exact = rows.row_low == rows.row_high
    for _ in range(10):
        unknown = np.isnan(values)[rows.cell]
        one = (rows.add_up(unknown.astype(float)) == 1) & exact
        if not one.any():
            return
        sums = rows.add_up(np.where(unknown, 0.0, rows.weight * np.nan_to_num(values)[rows.cell]))
        entries = np.flatnonzero(unknown & one[rows.row])
        values[rows.cell[entries]] = (
            rows.row_low[rows.row[entries]] - sums[rows.row[entries]]
        ) / rows.weight[entries]
