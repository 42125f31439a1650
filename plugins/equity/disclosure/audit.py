"""The attack: how closely does everything published bound each hidden cell?

`audit` takes what is published (a system, and the numbers of its cells with NaN where hidden) and the cells
that must not be known too well. Order: put in what is shown, propagate, put in what is determined, and ask
linear programs for the rest, one part after the other. Random objectives come first ("shotgun"): each answer
is a possible table, and it widens what is proven possible for many cells at once; only cells that are
still in doubt are asked for one by one. Close calls are asked again in whole numbers.

What comes out holds the bounds themselves. They are the secret: never print or log them. `Audit.count` and
`cells` are safe to tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from .nearby import NEAR, Nearby, components
from .programs import TOLERANCE, Program, down, part, solve_whole, up, whole_end
from .proofs import Proofs
from .propagation import propagate, settled
from .systems import Floats, Ints, Mask, Open, System

EXPOSED, NARROW, OK = "exposed", "narrow", "ok"
_BATCH = 300
_CHUNK = 800
_SHOTS = 40
_SEED = 20110


@dataclass(frozen=True)
class Audit:
    """Per sensitive hidden cell, in order of the cells: its bounds and whether they are far enough apart.

    In a threshold audit the bounds of an `ok` cell are only what was proven possible, so the truth is as wide
    or wider. `possible` is false when no table at all agrees with what is published; then nothing was
    bounded.
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

    `known`: one number per cell of the system, NaN where hidden. `min_interval`: how far apart the bounds
    must be at least, for all cells or for each; 1 is "not exactly recoverable". `exact` asks for the bounds
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
    state = Proofs(system.cells, limits, sensitive, exact=exact, quick=quick)
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


def _batches(left: Open, state: Proofs) -> Iterator[Open]:
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


def _attack(piece: Open, state: Proofs) -> None:
    """Widen what is proven of the cells of one piece until no doubt is left."""
    nearby = Nearby(piece)
    size, base = len(piece.low), state.base[piece.origin]
    if size > _CHUNK and np.isnan(base).any():
        # Any table of whole numbers will do to start from.
        cost, integral = np.zeros(size), np.ones(size, dtype=bool)
        answer = solve_whole(cost, piece.low, piece.high, piece.rows, integral)
        if answer.table is not None:
            state.seen(piece, np.round(answer.table))
            base = state.base[piece.origin]
    if size > _CHUNK and not np.isnan(base).any():
        # Much is proven where all but a stretch of cells stands still; two passes, so that no border is
        # left out.
        for offset in (0, _CHUNK // 2):
            for begin in range(-offset, size, _CHUNK):
                stretch = np.arange(max(begin, 0), min(begin + _CHUNK, size))
                if len(stretch) and state.doubtful(piece.origin[stretch]).any():
                    _shoot(nearby.alone(stretch, base), state)
    if state.doubtful(piece.origin).any():
        program = _shoot(piece, state)
        for at in np.flatnonzero(state.doubtful(piece.origin)).tolist() if state.possible else ():
            _one(program, nearby, at, state)


def _shoot(piece: Open, state: Proofs) -> Program:
    """Random objectives over all doubtful cells of a piece, then over some that share no row.

    Cells of one row hold each other back; of a few apart each comes near its own end.
    """
    program = Program(piece)
    doubtful = state.doubtful(piece.origin)
    if not doubtful.any():
        return program
    if not program.possible():
        state.possible = False
        return program
    random = np.random.default_rng([_SEED, len(piece.low), int(piece.origin[0])])
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
    while doubtful.any():
        some = _apart(piece, doubtful, random.permutation(len(doubtful)))
        for sign in (1.0, -1.0):
            table = program.least(np.where(some, sign, 0.0))
            if table is not None:
                state.seen(piece, table)
        doubtful &= ~some & state.doubtful(piece.origin)
    state.programs += program.solved
    return program


def _apart(piece: Open, cells: Mask, order: Ints) -> Mask:
    """Some of these cells, no two in one row: those that come first in all of their rows."""
    rows = piece.rows
    turn = np.where(cells, order, len(order))
    first = np.full(rows.count, len(order))
    np.minimum.at(first, rows.row, turn[rows.cell])
    least = np.full(len(order), len(order))
    np.minimum.at(least, rows.cell, first[rows.row])
    some: Mask = cells & (turn <= least)
    return some


def _one(program: Program, nearby: Nearby, at: int, state: Proofs) -> None:
    """Both ends of one cell, linear, and in whole numbers where it is close."""
    piece = program.unknown
    cell = piece.origin[at : at + 1]
    only = int(cell[0])
    if len(piece.low) > _CHUNK:
        # What already follows from the rows nearby, or can be had there, need not be asked of all.
        around = nearby.among(nearby.cells(at, NEAR[-1]))
        small, inner = Program(around), int(np.searchsorted(around.origin, only))
        for sign in (1, -1):
            _outer(state, only, sign, small.end(inner, sign)[0])
        state.programs += small.solved
        _close_by(nearby, at, state)
    moved = np.zeros(len(piece.low), dtype=bool)
    for sign in (1, -1):
        if not state.doubtful(cell).any():
            return
        state.programs += 1
        end, table = program.end(at, sign)
        if table is not None:
            state.seen(piece, table)
            moved |= np.abs(table - state.base[piece.origin]) > TOLERANCE
        _outer(state, only, sign, end)
    if not state.quick:
        _whole(nearby, at, moved, state)


def _close_by(nearby: Nearby, at: int, state: Proofs) -> None:
    """Both ends of one cell in whole numbers where only cells nearby move."""
    base = state.base[nearby.unknown.origin]
    for wanted in () if state.exact or np.isnan(base).any() else NEAR:
        left = nearby.cells(at, wanted)
        if len(left) < len(base):
            _where_these_move(nearby, at, left, state)


def _where_these_move(nearby: Nearby, at: int, cells: Ints, state: Proofs) -> None:
    """Both ends of one cell in whole numbers where only these (sorted) move."""
    piece = nearby.unknown
    only = int(piece.origin[at])
    small = nearby.alone(cells, state.base[piece.origin])
    for sign in (-1, 1):
        if not state.doubtful(piece.origin[at : at + 1]).any():
            return
        state.whole_programs += 1
        _, found = whole_end(small, int(np.searchsorted(small.origin, only)), sign, state.enough(only, sign))
        if found is not None:
            state.seen(small, found)


def _whole(nearby: Nearby, at: int, moved: Mask, state: Proofs) -> None:
    """Both ends of one cell in whole numbers: where few cells move, then among all tables.

    `moved` are the cells that move when it has its linear ends.
    """
    piece = nearby.unknown
    cell = piece.origin[at : at + 1]
    only = int(cell[0])
    if len(piece.low) <= _CHUNK:
        _close_by(nearby, at, state)
    elif not state.exact and moved[at]:
        # The linear ends show the way; few cells beside it are enough to walk it in whole steps.
        label = components(piece, moved)
        way = np.union1d(np.flatnonzero(label == label[at]), nearby.cells(at, NEAR[-1]))
        _where_these_move(nearby, at, way, state)
    for sign in (-1, 1):
        if not state.doubtful(cell).any():
            return
        state.whole_programs += 1
        exact, found = whole_end(piece, at, sign, state.enough(only, sign))
        if found is not None:
            state.seen(piece, found)
        if exact is not None:
            _outer(state, only, sign, exact)


def _outer(state: Proofs, cell: int, sign: int, end: float) -> None:
    """Take note of a least (sign 1) or most (sign -1)."""
    if sign > 0:
        state.outer_low[cell] = max(state.outer_low[cell], up(end))
    else:
        state.outer_high[cell] = min(state.outer_high[cell], down(end))
