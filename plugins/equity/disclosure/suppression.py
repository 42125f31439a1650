"""Which cells to hide besides the sensitive ones, so that the attack of `audit` finds none of them.

Choose, attack, choose again: every block of rows is given the cheapest choice that keeps its rules; the audit
bounds the sensitive cells; each that can be bounded too closely comes with what its bounds rest on, and at
least one cell of that must be hidden from then on. When choosing again does not end it, cells are only added;
when there is none to add, the whole block is hidden, and said so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from .audit import Audit, audit
from .blocks import LARGE, blocks_of, parts_of
from .certificates import certificates
from .choices import Task, broken, choose
from .nearby import components
from .systems import Floats, Ints, Mask, System

ROUNDS = 2
"""How often a block is chosen for anew after an attack; from then on cells are only added to it."""
_ZERO = 1.5
"""What it costs to hide a zero, in cells of the lowest level."""
_LEVEL = 1.0
_AGAIN = 0.1
"""What it costs to hide a cell that was hidden in the last release, as part of its price."""


@dataclass(frozen=True)
class Aim:
    """How well a table must be protected.

    `residual`: the hidden parts of a shown total add up to at least this many people. `min_interval`: the
    bounds of a sensitive cell are at least this far apart, for all cells or for each.
    """

    residual: float = 10
    min_interval: "float | Floats" = field(default=4, repr=False)


@dataclass(frozen=True)
class Pattern:
    """What is hidden: `primary` because it is sensitive itself, `secondary` to protect those.

    `whole` are the cells of blocks that could only be hidden as a whole. `audit` is the last attack, made
    from nothing on the finished pattern.
    """

    hidden: Mask = field(repr=False)
    primary: Mask = field(repr=False)
    whole: Mask = field(repr=False)
    audit: Audit
    rounds: int

    @property
    def secondary(self) -> Mask:
        """The cells that are hidden only to protect others."""
        return self.hidden & ~self.primary


def protect(
    system: System,
    values: Floats,
    primary: Mask,
    aim: Aim,
    *,
    sensitive: Mask | None = None,
    level: Ints | None = None,
    together: Ints | None = None,
    before: Mask | None = None,
    stay: Mask | None = None,
    block: int = LARGE,
) -> Pattern:
    """The cells of a system to hide.

    `values`: the true number of every cell. `primary`: what must be hidden whatever else is; `sensitive`:
    whose bounds must be far apart (all primary ones when not given). `level`: of the cell's place, 0 for the
    lowest; higher ones are dearer, and large systems are cut there. `together`: a number per cell, the same
    for cells that are hidden together (the counts of a rate). `before`: hidden in the last release, taken
    first. `stay`: never to be hidden, since everybody knows them. `block`: how many cells are chosen for at
    once; with more of them a percent or two fewer are hidden, and it takes several times as long.

    A cell whose number contradicts what is known of hidden ones (a zero where hidden means at least 1) stays
    shown.
    """
    work = _Work(system, values, primary, aim, sensitive, level, together, before, stay, block)
    work.choose(range(len(work.parts)))
    # What the blocks above have opened meanwhile costs those below nothing.
    work.choose(range(len(work.parts)))
    rounds = 0
    everything = np.ones(system.cells, dtype=bool)
    dirty = everything
    while True:
        rounds += 1
        found = work.attack(dirty, quick=True)
        if not len(found.failing):
            found = work.attack(everything)
        if not len(found.failing):
            return Pattern(work.hidden, work.primary, work.whole & ~work.primary, found, rounds)
        was = work.hidden.copy()
        work.answer(found.failing)
        changed = was ^ work.hidden
        if not changed.any():
            # Nothing is left to hide; the last attack says what that leaves open.
            return Pattern(
                work.hidden, work.primary, work.whole & ~work.primary, work.attack(everything), rounds
            )
        dirty = work.around(changed)


class _Work:
    """A pattern while it is being made."""

    def __init__(
        self,
        system: System,
        values: Floats,
        primary: Mask,
        aim: Aim,
        sensitive: Mask | None,
        level: Ints | None,
        together: Ints | None,
        before: Mask | None,
        stay: Mask | None,
        block: int,
    ) -> None:
        self.system, self.values = system, values
        self.sensitive = primary if sensitive is None else sensitive
        self.level = np.zeros(system.cells, dtype=np.int64) if level is None else level
        self.choice = _numbered(np.arange(system.cells) if together is None else together)
        free = (values >= system.low) & (values <= system.high)
        if (primary & ~free).any():
            raise ValueError("A sensitive cell's number contradicts what is known of hidden ones.")
        if stay is not None:
            free &= ~stay
        # A zero protects little and says much: it comes last.
        price = np.where(values == 0, _ZERO, (1 + 0.02 * np.log1p(values)) * (1 + _LEVEL * self.level))
        if before is not None:
            price = np.where(before, _AGAIN * price, price)
        self.limit = np.broadcast_to(np.asarray(aim.min_interval, dtype=float), (system.cells,))
        # What is hidden with a sensitive cell is as good as sensitive itself.
        made = np.zeros(int(self.choice.max(initial=-1)) + 1, dtype=bool)
        made[self.choice[primary]] = True
        self.primary: Mask = primary | (made[self.choice] & free)
        self.task = Task(
            values,
            values - system.low,
            np.where(self.sensitive, self.limit, 0.0),
            price,
            free,
            self.choice,
            aim.residual,
        )
        self.parts = parts_of(system, self.task, blocks_of(system, self.level, self.choice, block))
        # A choice is at home in the lowest block in which it stands.
        self.standing: list[list[int]] = [[] for _ in made]
        for at, part in enumerate(self.parts):
            for number in np.unique(self.choice[part.cells]).tolist():
                self.standing[number].append(at)
        self.home = np.array([each[0] if each else -1 for each in self.standing], dtype=np.int64)
        self.possible = np.ones(len(made), dtype=bool)
        np.logical_and.at(self.possible, self.choice, free | self.primary)
        self.kept = self.primary.copy()
        self.hidden = self.primary.copy()
        self.whole = np.zeros(system.cells, dtype=bool)
        self.cuts: dict[int, list[Ints]] = {}
        self.answered = [0] * len(self.parts)

    def choose(self, blocks: Iterable[int]) -> None:
        """Choose for these blocks, and for those in which that breaks a rule."""
        todo = set(blocks)
        while todo:
            at = min(todo)
            todo.remove(at)
            part = self.parts[at]
            before = self.hidden[part.cells]
            fixed = before & (self.kept[part.cells] | ~part.own)
            chosen = choose(part.task, part.sums, fixed, [part.cut(each) for each in self.cuts.get(at, ())])
            if chosen is None:
                self.give_up(at)
                chosen = self.hidden[part.cells]
            self.hidden[part.cells] = chosen
            opened = part.cells[chosen & ~before & ~part.own]
            if len(opened):
                todo |= {each for each in self._neighbours(opened) if each != at and self._broken(each)}

    def _neighbours(self, cells: Ints) -> set[int]:
        return {at for choice in set(self.choice[cells].tolist()) for at in self.standing[choice]}

    def _broken(self, at: int) -> bool:
        part = self.parts[at]
        return bool(broken(part.task, part.sums, self.hidden[part.cells]).any())

    def give_up(self, at: int) -> None:
        """Hide everything of a block that may be hidden."""
        cells = self.parts[at].cells[self.parts[at].task.free]
        self.whole[cells] = self.hidden[cells] = self.kept[cells] = True

    def attack(self, cells: Mask, *, quick: bool = False) -> Audit:
        """What the audit finds of these cells."""
        known = np.where(self.hidden, np.nan, self.values)
        return audit(self.system, known, self.sensitive & cells, self.limit, quick=quick, witness=self.values)

    def around(self, changed: Mask) -> Mask:
        """The cells whose bounds may be others now: all that are connected with a row of a changed cell."""
        near = self.system.beside(changed)
        unknown = self.system.without(np.where(self.hidden, np.nan, self.values))
        label = components(unknown)
        moved = np.zeros(int(label.max(initial=-1)) + 1, dtype=bool)
        moved[label[near[unknown.origin]]] = True
        near[unknown.origin] = moved[label]
        return near

    def answer(self, failing: Ints) -> None:
        """Hide something of what the bounds of each failing cell rest on."""
        known = np.where(self.hidden, np.nan, self.values)
        blocks: set[int] = set()
        for cell, found in zip(
            failing.tolist(), certificates(self.system, known, failing, self.limit), strict=True
        ):
            able = found.cells[self.possible[self.choice[found.cells]]]
            if not len(able):
                at = int(self.home[self.choice[cell]])
                self.give_up(at)
                blocks |= self._neighbours(self.parts[at].cells)
                continue
            homes = self.home[self.choice[able]]
            many = np.bincount(homes)
            at = int(many.argmax())
            self.cuts.setdefault(at, []).append(able[homes == at])
            blocks.add(at)
        for at in blocks:
            self.answered[at] += 1
            if self.answered[at] > ROUNDS:
                cells = self.parts[at].cells
                self.kept[cells] |= self.hidden[cells]
        self.choose(blocks)


def _numbered(labels: Ints) -> Ints:
    """Labels as numbers from 0, in order of their first cells."""
    _, first, again = np.unique(labels, return_index=True, return_inverse=True)
    numbers: Ints = np.argsort(np.argsort(first))[again].astype(np.int64)
    return numbers
