"""The attack: how closely does everything published bound each hidden cell?

`audit` takes what is published (a system, and the numbers of its cells with NaN where hidden) and the cells
that must not be known too well. Order: put in what is shown, propagate, put in what is determined, and ask
linear programs for the rest, one part after the other. Random objectives come first ("shotgun"): each answer
is a possible table, and it widens what is proven possible for many cells at once; only cells that are still in
doubt are asked for one by one. Close calls are asked again in whole numbers.

What comes out holds the bounds themselves. They are the secret: never print or log them. `Audit.count` and
`cells` are safe to tell; the certificates of `explain` are a recipe for the attack.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from .programs import TOLERANCE, Program, down, near, part, up, whole_end
from .propagation import propagate, put_in, settled
from .systems import Floats, Ints, Mask, Open, System

EXPOSED, NARROW, OK = "exposed", "narrow", "ok"
CLOSE = 2
"""Intervals this little wider than their limit are asked again in whole numbers."""
_BATCH = 300
_NEAR = (80, 600)
_SHOTS = 40
_SEED = 20110


@dataclass(frozen=True)
class Audit:
    """Per sensitive hidden cell, in order of the cells: its bounds and whether they are far enough apart.

    In a threshold audit the bounds of an `ok` cell are only what was proven possible, so the truth is as wide
    or wider. `possible` is false when no table at all agrees with what is published; then nothing was bounded.
    """

    cells: Ints = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    limit: Floats = field(repr=False)
    possible: bool = True
    programs: int = 0
    whole_programs: int = 0

    @property
    def failing(self) -> Ints:
        """The cells that can be bounded too closely."""
        return self.cells[self.high - self.low < self.limit]

    @property
    def safe(self) -> bool:
        """Whether every cell is wide enough, and there is a table at all."""
        return self.possible and not len(self.failing)

    def verdict(self, cell: int) -> str:
        """What became of one cell. KeyError when it is not among the audited ones."""
        at = int(np.searchsorted(self.cells, cell))
        if at == len(self.cells) or self.cells[at] != cell:
            raise KeyError(cell)
        width = self.high[at] - self.low[at]
        return EXPOSED if width == 0 else NARROW if width < self.limit[at] else OK

    def count(self, verdict: str) -> int:
        """How many cells have this verdict."""
        width = self.high - self.low
        exposed = width == 0
        narrow = (width < self.limit) & ~exposed
        return int({EXPOSED: exposed, NARROW: narrow, OK: ~exposed & ~narrow}[verdict].sum())


def audit(
    system: System,
    known: Floats,
    sensitive: Mask,
    min_interval: "float | Floats" = 1,
    *,
    exact: bool = False,
    quick: bool = False,
    witness: Floats | None = None,
) -> Audit:
    """Bounds of the sensitive cells that are hidden.

    `known`: one number per cell of the system, NaN where hidden. `min_interval`: how far apart the bounds must
    be at least, for all cells or for each; 1 is "not exactly recoverable". `exact` asks for the bounds
    themselves, in whole numbers, however long it takes; otherwise a cell is done as soon as it is proven wide
    enough. `quick` leaves out the questions in whole numbers: what it finds is found, but it may miss some.
    `witness` is a table that is possible, such as the truth: it saves work and changes no verdict.
    """
    limits = np.broadcast_to(np.asarray(min_interval, dtype=float), (system.cells,))
    cells = np.flatnonzero(sensitive & np.isnan(known))
    unknown = system.without(known)
    bounds = propagate(unknown)
    if not bounds.possible:
        nothing = np.full(len(cells), np.nan)
        return Audit(cells, nothing, nothing, limits[cells], possible=False)
    state = _State(system.cells, limits, sensitive, exact=exact, quick=quick)
    state.outer_low[unknown.origin], state.outer_high[unknown.origin] = bounds.low, bounds.high
    if witness is not None:
        cells_ = unknown.origin
        state.base[cells_] = state.inner_low[cells_] = state.inner_high[cells_] = witness[cells_]
        state.loose_low[cells_] = state.loose_high[cells_] = witness[cells_]
    left = settled(unknown, bounds)
    for piece in _batches(left, state):
        _attack(piece, state)
        if not state.possible:
            break
    low, high = state.result(cells)
    return Audit(cells, low, high, limits[cells], state.possible, state.programs, state.whole_programs)


@dataclass(frozen=True)
class Certificate:
    """Why a cell is bounded: the rows that an attacker would combine, and the shown cells that this rests on.

    Unless one of `cells` is hidden too, the bounds stay as they are.
    """

    rows: tuple[int, ...] = field(repr=False)
    cells: Ints = field(repr=False)


def explain(system: System, known: Floats, cell: int) -> tuple[int, ...]:
    """The names of the rows that an attacker would combine to bound a cell. A recipe: handle with care."""
    return certificates(system, known, np.array([cell]))[0].rows


def certificates(system: System, known: Floats, cells: Ints) -> list[Certificate]:
    """For each hidden cell what its bounds rest on: the rows with a price in its linear programs."""
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
        program = Program(piece)
        for cell in cells[label[place[cells]] == number].tolist():
            names: set[int] = set()
            leans: set[int] = set()
            for sign in (1, -1):
                _, table = program.end(int(np.searchsorted(piece.origin, cell)), sign)
                if table is None:
                    continue
                prices = program.duals()
                used = np.flatnonzero(np.abs(prices) > TOLERANCE)
                names |= set(piece.rows.name[used].tolist())
                leans |= _leaning(system, start, position[piece.rows.name[used]], prices[used])
            shown = np.array(sorted(leans), dtype=np.int64)
            found[cell] = Certificate(tuple(sorted(names)), shown[~np.isnan(known[shown])])
    return [found[each] for each in cells.tolist()]


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


def components(unknown: Open, joins: Mask | None = None) -> Ints:
    """Which connected part each unknown is in, numbered in order of their first unknowns.

    With `joins` only those unknowns connect; each other one is a part by itself.
    """
    size, rows = len(unknown.low), unknown.rows
    cell, row = rows.cell, rows.row
    if joins is not None:
        cell, row = cell[joins[cell]], row[joins[cell]]
    links = csr_array((np.ones(len(cell)), (cell, row + size)), shape=(size + rows.count,) * 2)
    _, label = connected_components(links, directed=False)
    _, first, again = np.unique(label[:size], return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    numbered: Ints = rank[again].astype(np.int64)
    return numbered


class _State:
    """What is known so far of each cell: bounds that surely hold, and numbers that it surely can have."""

    def __init__(self, cells: int, limit: Floats, sensitive: Mask, *, exact: bool, quick: bool) -> None:
        self.limit, self.sensitive, self.exact, self.quick = limit, sensitive, exact, quick
        self.outer_low, self.outer_high = np.full(cells, -np.inf), np.full(cells, np.inf)
        # Proven: by tables of whole numbers (inner), and by linear answers (loose).
        self.inner_low, self.inner_high = np.full(cells, np.inf), np.full(cells, -np.inf)
        self.loose_low, self.loose_high = np.full(cells, np.inf), np.full(cells, -np.inf)
        self.base = np.full(cells, np.nan)
        self.possible, self.programs, self.whole_programs = True, 0, 0

    def seen(self, piece: Open, table: Floats) -> None:
        """Take note of a possible table of a piece; in parts of it there may be fractions.

        Where it differs from a table of whole numbers that is known, the differences fall into groups that no
        row connects. Each group can be had without the others, so each whole one is possible by itself.
        """
        cells = piece.origin
        low, high = np.ceil(table - TOLERANCE), np.floor(table + TOLERANCE)
        self.loose_low[cells] = np.minimum(self.loose_low[cells], low)
        self.loose_high[cells] = np.maximum(self.loose_high[cells], high)
        possible = low == high
        if not possible.all():
            base = self.base[cells]
            if np.isnan(base).any():
                return
            moved = np.abs(table - base) > TOLERANCE
            label = components(piece, moved)
            spoiled = np.zeros(label.max(initial=-1) + 1, dtype=bool)
            spoiled[label[~possible]] = True
            possible &= ~spoiled[label]
        elif np.isnan(self.base[cells]).any():
            self.base[cells] = low
        cells = cells[possible]
        self.inner_low[cells] = np.minimum(self.inner_low[cells], low[possible])
        self.inner_high[cells] = np.maximum(self.inner_high[cells], high[possible])

    def doubtful(self, cells: Ints) -> Mask:
        """The sensitive cells of which it is not proven yet that they are wide enough, nor that they are not."""
        wanted = self.sensitive[cells]
        if self.exact:
            return wanted & ((self.inner_low > self.outer_low) | (self.inner_high < self.outer_high))[cells]
        limit = self.limit[cells]
        proven = (self.inner_high - self.inner_low)[cells] >= limit
        # A linear proof is enough where it is not a close call.
        proven |= (self.loose_high - self.loose_low)[cells] >= limit + (0 if self.quick else CLOSE + 1)
        hopeless = (self.outer_high - self.outer_low)[cells] < limit
        return wanted & ~proven & ~hopeless

    def enough(self, cell: int, sign: int) -> float:
        """The least (sign 1) or most (sign -1) that is worth asking for: then the cell is wide enough."""
        if self.exact or not np.isfinite(self.inner_low[cell]):
            return -sign * np.inf
        if sign > 0:
            return float(self.inner_high[cell] - self.limit[cell])
        return float(self.inner_low[cell] + self.limit[cell])

    def result(self, cells: Ints) -> tuple[Floats, Floats]:
        """The bounds to report: the outer ones where a cell fails or all are exact, else the proven ones."""
        limit = self.limit[cells]
        inner = (self.inner_high - self.inner_low)[cells] >= limit
        loose = (self.loose_high - self.loose_low)[cells] >= limit
        if self.exact:
            inner[:] = loose[:] = False
        low = np.where(inner, self.inner_low[cells], np.where(loose, self.loose_low[cells], self.outer_low[cells]))
        high = np.where(
            inner, self.inner_high[cells], np.where(loose, self.loose_high[cells], self.outer_high[cells])
        )
        fails = (self.outer_high - self.outer_low)[cells] < limit
        return np.where(fails, self.outer_low[cells], low), np.where(fails, self.outer_high[cells], high)


def _batches(left: Open, state: _State) -> Iterator[Open]:
    """The connected parts that hold a doubtful cell, small ones several at a time."""
    label = components(left)
    wanted = np.zeros(label.max(initial=-1) + 1, dtype=bool)
    wanted[label[state.doubtful(left.origin)]] = True
    size = np.where(wanted, np.bincount(label, minlength=len(wanted)), 0)
    batch = np.cumsum(size) // _BATCH
    order = np.argsort(batch[label], kind="stable")
    order = order[wanted[label[order]]]
    for members in np.split(order, np.flatnonzero(np.diff(batch[label[order]])) + 1):
        if len(members):
            yield part(left, np.sort(members))


def _attack(piece: Open, state: _State) -> None:
    """Widen what is proven of the cells of one piece until no doubt is left."""
    program = Program(piece)
    if not program.possible():
        state.possible = False
        return
    random = np.random.default_rng([_SEED, len(piece.low), int(piece.origin[0])])
    doubtful = state.doubtful(piece.origin)
    for _ in range(_SHOTS):
        if not doubtful.any():
            break
        table = program.least(np.where(doubtful, random.choice([-1.0, 1.0], len(doubtful)), 0.0))
        if table is None:
            break
        state.seen(piece, table)
        before, doubtful = doubtful, state.doubtful(piece.origin)
        if doubtful.sum() > 0.9 * before.sum():
            break
    for at in np.flatnonzero(doubtful).tolist():
        _one(program, at, state)
    state.programs += program.solved


def _one(program: Program, at: int, state: _State) -> None:
    """Both ends of one cell, linear, and in whole numbers where it is close."""
    origin = program.unknown.origin
    cell = origin[at : at + 1]
    only = int(cell[0])
    for sign in (1, -1):
        if not state.doubtful(cell).any():
            return
        end, table = program.end(at, sign)
        if table is not None:
            state.seen(program.unknown, table)
        if sign > 0:
            state.outer_low[only] = max(state.outer_low[only], up(end))
        else:
            state.outer_high[only] = min(state.outer_high[only], down(end))
    if not state.quick:
        _whole(program.unknown, at, state)


def _whole(piece: Open, at: int, state: _State) -> None:
    """Both ends of one cell in whole numbers: first where only cells nearby move, then among all tables."""
    cell = piece.origin[at : at + 1]
    only = int(cell[0])
    base = state.base[piece.origin]
    for wanted in () if state.exact or np.isnan(base).any() else _NEAR:
        left = near(piece, at, wanted)
        if left.all():
            break
        rows = np.zeros(piece.rows.count, dtype=bool)
        rows[piece.rows.row[left[piece.rows.cell]]] = True
        small = put_in(piece, base, left, rows)
        for sign in (-1, 1):
            if not state.doubtful(cell).any():
                return
            state.whole_programs += 1
            _, found = whole_end(small, int(np.searchsorted(small.origin, only)), sign, state.enough(only, sign))
            if found is not None:
                state.seen(small, found)
    for sign in (-1, 1):
        if not state.doubtful(cell).any():
            return
        state.whole_programs += 1
        exact, found = whole_end(piece, at, sign, state.enough(only, sign))
        if found is not None:
            state.seen(piece, found)
        if exact is not None and sign > 0:
            state.outer_low[only] = max(state.outer_low[only], exact)
        elif exact is not None:
            state.outer_high[only] = min(state.outer_high[only], exact)
