"""How much is hidden of invented school tables, how near that is to the least, and how long it takes.

A table is a state, its districts and their schools by seven groups and two sexes with every margin, the shape
that small cells hurt most. Each size runs in a process of its own; seconds are the processor's.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from plugins.equity.disclosure.audit import audit
from plugins.equity.disclosure.equations import Equations
from plugins.equity.disclosure.suppression import Aim, protect
from plugins.equity.disclosure.systems import Floats, Ints, Mask, System
from plugins.equity.disclosure.yardsticks import at_least

SIZES = (500, 2_000, 10_000)
"""Schools; about 12, 50 and 250 thousand cells."""
_PROVED = 20_000
_PER_DISTRICT = 25
_SMALL = 10
_SHARES = (0.44, 0.28, 0.15, 0.07, 0.04, 0.015, 0.005)
AIMS = {"not recoverable": (0, Aim(0, 1)), "defaults": (1, Aim(10, 4))}


@dataclass(frozen=True)
class Table:
    """Counts by place, group and sex with all margins; places are the state, districts, schools."""

    numbers: "np.ndarray[tuple[int, int, int], np.dtype[np.float64]]" = field(repr=False)
    parent: Ints = field(repr=False)
    level: Ints = field(repr=False)


def drawn(schools: int, seed: int) -> Table:
    """A table of so many schools: sizes spread as those of schools are, groups unevenly over them."""
    random = np.random.default_rng([seed, schools])
    districts = max(1, schools // _PER_DISTRICT)
    home = np.sort(np.concatenate([np.arange(districts), random.integers(0, districts, schools - districts)]))
    pupils = np.maximum(25, random.lognormal(6.0, 0.6, schools)).astype(np.int64)
    mixture = random.gamma(8 * np.array(_SHARES), size=(schools, len(_SHARES))) + 1e-9
    groups = random.multinomial(pupils, mixture / mixture.sum(axis=1, keepdims=True))
    girls = random.binomial(groups, 0.49)
    leaf = np.stack([girls, groups - girls], axis=2).astype(np.float64)
    above = np.add.reduceat(leaf, np.searchsorted(home, np.arange(districts)))
    numbers = np.concatenate([leaf.sum(axis=0, keepdims=True), above, leaf])
    for axis in (1, 2):
        numbers = np.concatenate([numbers.sum(axis=axis, keepdims=True), numbers], axis=axis)
    parent = np.concatenate([[-1], np.zeros(districts, np.int64), home + 1])
    return Table(numbers, parent, np.repeat([2, 1, 0], [1, districts, schools]))


def system_of(table: Table, least: int) -> System:
    """The equations of a table: groups, sexes, places."""
    shape = table.numbers.shape
    cell = np.arange(table.numbers.size).reshape(shape)
    written = Equations(table.numbers.size)
    for lines in (cell.transpose(0, 2, 1).reshape(-1, shape[1]), cell.reshape(-1, shape[2])):
        for line in lines.tolist():
            written.add_sum(line[0], line[1:])
    for place in np.unique(table.parent[table.parent >= 0]).tolist():
        for line in cell[np.append(place, np.flatnonzero(table.parent == place))].reshape(-1, cell[0].size).T:
            written.add_sum(int(line[0]), line[1:].tolist())
    for each in range(table.numbers.size):
        written.add_range(each, least)
    return written.build()


def measured(schools: int, seed: int, how: str) -> str:
    """One line: what was hidden of one table, and what that took."""
    least, aim = AIMS[how]
    table = drawn(schools, seed)
    system = system_of(table, least)
    values = system.values(table.numbers.ravel())
    small: Mask = (values > 0) & (values < _SMALL)
    level = np.zeros(system.cells, dtype=np.int64)
    np.maximum.at(level, system.number, np.repeat(table.level, table.numbers[0].size))
    start = time.process_time()
    pattern = protect(system, values, small, aim, level=level)
    protecting = time.process_time() - start
    start = time.process_time()
    found = audit(system, np.where(pattern.hidden, np.nan, values), small, aim.min_interval)
    auditing = time.process_time() - start
    if not found.safe:
        raise AssertionError("What was protected gives way.")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    proved = f"{at_least(system, values, small, aim):,}" if system.cells <= _PROVED else "-"
    more = int(pattern.secondary.sum())
    return (
        f"{schools:>7,} {system.cells:>8,} {how:<16} {int(small.sum()):>7,} {more:>7,} "
        f"{proved:>7} {_visible(table, pattern.hidden[system.number]):>8.1f} % {protecting:>8.1f} s "
        f"{auditing:>7.1f} s {1e6 * (protecting + auditing) / system.cells:>6.0f} us {memory:>6.0f} MB"
    )


def _visible(table: Table, hidden: Mask) -> float:
    """The percentage of pupils in the smallest cells whose count is shown."""
    inner = np.zeros(table.numbers.shape, dtype=bool)
    inner[table.level == 0, 1:, 1:] = True
    people: Floats = table.numbers[inner]
    return float(100 * people[~hidden.reshape(table.numbers.shape)[inner]].sum() / people.sum())


def hiding(sizes: Sequence[int] = SIZES, seed: int = 1) -> Iterator[str]:
    """A line per size and aim; `least` is what every safe pattern hides at least, proven."""
    yield (
        f"{'schools':>7} {'cells':>8} {'aim':<16} {'small':>7} {'more':>7} {'least':>7} {'visible':>10} "
        f"{'protect':>10} {'audit':>9} {'a cell':>9} {'memory':>9}"
    )
    for size in sizes:
        for how in AIMS:
            code = f"from plugins.benchhiding import measured; print(measured({size}, {seed}, {how!r}))"
            done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
            yield done.stdout.rstrip("\n")
