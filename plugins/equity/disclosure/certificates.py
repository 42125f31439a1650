"""What the bounds of a hidden cell rest on: the published rows that an attacker would combine.

That is a recipe for the attack. It is needed to close the hole, and may be told to those who ask for it;
never where others read, such as a public log.
"""

from dataclasses import dataclass, field

import numpy as np

from .nearby import NEAR, Nearby, components
from .programs import TOLERANCE, Program, down, part, up
from .systems import Floats, Ints, System


@dataclass(frozen=True)
class Certificate:
    """Why a cell is bounded: the rows that an attacker would combine, and the shown cells that this rests on.

    Unless one of `cells` is hidden too, the bounds stay as they are.
    """

    rows: tuple[int, ...] = field(repr=False)
    cells: Ints = field(repr=False)


def explain(system: System, known: Floats, cell: int) -> tuple[int, ...]:
    """The names of the rows that an attacker would combine to bound a cell. A recipe: handle with care."""
    return certificates(system, known, np.array([cell]), 0)[0].rows


def certificates(
    system: System, known: Floats, cells: Ints, min_interval: "float | Floats" = 0
) -> list[Certificate]:
    """For each hidden cell what its bounds rest on: the rows with a price in its linear programs.

    Rows nearby are enough where they bound it closer than `min_interval`.
    """
    limits = np.broadcast_to(np.asarray(min_interval, dtype=float), (system.cells,))
    unknown = system.without(known)
    place = np.full(system.cells, -1)
    place[unknown.origin] = np.arange(len(unknown.origin))
    label = components(unknown)
    position = np.full(int(system.rows.name.max(initial=0)) + 1, -1)
    position[system.rows.name] = np.arange(system.rows.count)
    start = system.rows.start
    found: dict[int, Certificate] = {}
    for number in np.unique(label[place[cells]]).tolist():
        piece = part(unknown, np.flatnonzero(label == number))
        nearby = Nearby(piece)
        all_of_it: Program | None = None
        for cell in cells[label[place[cells]] == number].tolist():
            for wanted in NEAR:
                around = nearby.among(nearby.cells(int(np.searchsorted(piece.origin, cell)), wanted))
                parts, width = _rests_on(system, start, position, Program(around), cell)
                if width < limits[cell] or len(around.low) == len(piece.low):
                    break
            else:
                all_of_it = all_of_it or Program(piece)
                parts, _ = _rests_on(system, start, position, all_of_it, cell)
            names, leans = parts
            shown = np.array(sorted(leans), dtype=np.int64)
            found[cell] = Certificate(tuple(sorted(names)), shown[~np.isnan(known[shown])])
    return [found[each] for each in cells.tolist()]


def _rests_on(
    system: System, start: Ints, position: Ints, program: Program, cell: int
) -> tuple[tuple[set[int], set[int]], float]:
    """The names of the rows and the cells that the bounds of a cell rest on, and how far apart they are."""
    names: set[int] = set()
    leans: set[int] = set()
    rows = program.unknown.rows
    ends = {}
    for sign in (1, -1):
        end, table = program.end(int(np.searchsorted(program.unknown.origin, cell)), sign)
        ends[sign] = up(end) if sign > 0 else down(end)
        if table is None:
            continue
        prices = program.duals()
        used = np.flatnonzero(np.abs(prices) > TOLERANCE)
        names |= set(rows.name[used].tolist())
        leans |= _leaning(system, start, position[rows.name[used]], prices[used])
    return (names, leans), ends[-1] - ends[1]


def _leaning(system: System, start: Ints, rows: Ints, prices: Floats) -> set[int]:
    """The cells that do not cancel out when these rows are added with these prices, and those they need."""
    weights: dict[int, float] = {}
    for row, price in zip(rows.tolist(), prices.tolist(), strict=True):
        entries = slice(start[row], start[row + 1])
        for cell, weight in zip(
            system.rows.cell[entries].tolist(), system.rows.weight[entries].tolist(), strict=True
        ):
            weights[cell] = weights.get(cell, 0.0) + price * weight
    needed = set(system.needs[rows].tolist()) - {-1}
    return {cell for cell, weight in weights.items() if abs(weight) > TOLERANCE} | needed
