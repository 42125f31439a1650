"""Invented tables: places in places, two crossed groupings, people and those of them who are counted."""

from dataclasses import dataclass
from functools import partial
from itertools import product
from os import environ

import numpy as np

from plugins.equity.disclosure.equations import Equations
from plugins.equity.disclosure.suppression import Aim, Pattern, protect
from plugins.equity.disclosure.systems import System

AIM = Aim(10, 4)

NIGHTLY = int(environ.get("PLUMBLINE_NIGHTLY", "0"))
"""How many random tables to try, in each test that tries some, instead of the usual ones."""


def many(usual: int) -> int:
    """How many tables a test tries in this run."""
    return NIGHTLY or usual


Cell = tuple[str, str, str, str]
"""What is counted (`n` or `k`), the place, the group of the first and of the second grouping."""


@dataclass
class Table:
    """All numbers by cell, with every margin; `places` gives each place's parent, "" for the first."""

    numbers: dict[Cell, int]
    places: dict[str, str]
    groupings: tuple[tuple[str, ...], tuple[str, ...]]
    rates: bool = False
    forgotten: str = ""

    @property
    def cells(self) -> list[Cell]:
        return list(self.numbers)

    def values(self) -> np.ndarray:
        return np.array(list(self.numbers.values()), dtype=float)


def random_table(seed: int, *, rates: bool = False) -> Table:
    """A state with two or three districts of one to three schools, of many sizes."""
    random = np.random.default_rng([seed, rates])
    places = {"state": ""}
    for d in range(random.integers(2, 4)):
        places[f"d{d}"] = "state"
        places |= {f"d{d}s{s}": f"d{d}" for s in range(random.integers(1, 4))}
    groupings = (tuple("ABCD"[: random.integers(2, 5)]), ("x", "y"))
    schools = [each for each in places if "s" in each[1:] and each != "state"]
    counts = {}
    for school in schools:
        size = random.choice([4, 12, 30, 80])
        for a, b in product(*groupings):
            n = int(random.poisson(size * random.choice([0.1, 0.6, 1.5])))
            counts["n", school, a, b] = n
            counts["k", school, a, b] = int(random.binomial(n, random.choice([0.1, 0.5, 0.9])))
    numbers = {}
    whats = ("n", "k") if rates else ("n",)
    for what, place, a, b in product(whats, places, ("all", *groupings[0]), ("all", *groupings[1])):
        numbers[what, place, a, b] = sum(
            count
            for (what_, school, a_, b_), count in counts.items()
            if what_ == what
            and school.startswith(place if place != "state" else "")
            and a in (a_, "all")
            and b in (b_, "all")
        )
    return Table(numbers, places, groupings, rates)


def sums(table: Table) -> list[tuple[Cell, list[Cell], str]]:
    """Every published equation: a total, its parts and what they are parts by."""
    found = []
    kinds = ("n", "k") if table.rates else ("n",)
    for what, place in product(kinds, table.places):
        first, second = table.groupings
        for b in ("all", *second):
            parts = [(what, place, a, b) for a in first]
            found += [((what, place, "all", b), parts, "first")]
        for a in ("all", *first):
            parts = [(what, place, a, b) for b in second]
            found += [((what, place, a, "all"), parts, "second")]
        children = [each for each, parent in table.places.items() if parent == place]
        for a, b in product(("all", *table.groupings[0]), ("all", *table.groupings[1])):
            if children:
                found.append(((what, place, a, b), [(what, each, a, b) for each in children], "places"))
    return found


def equations(table: Table, order: int | None = None) -> System:
    """The same as a system; `forgotten` leaves one kind of sums out (a fault that the tests seed).

    `order` is the seed of another order in which the facts are told.
    """
    at = {cell: number for number, cell in enumerate(table.cells)}
    written = Equations(len(at))
    facts: list[partial[object]] = []
    for total, parts, by in sums(table):
        if by != table.forgotten:
            people = total[0] == "n"
            facts.append(partial(written.add_sum, at[total], [at[each] for each in parts], residual=people))
    for what, *rest in table.cells:
        if what == "n":
            facts.append(partial(written.add_range, at["n", *rest], 1))
        else:
            facts.append(partial(written.add_at_most, at["k", *rest], at["n", *rest]))
    if order is not None:
        np.random.default_rng(order).shuffle(facts)
    for tell in facts:
        tell()
    return written.build()


def limits(table: Table) -> tuple[np.ndarray, np.ndarray]:
    """Which cells are sensitive and hidden whatever else is, and a number per cell for those hidden
    together.
    """
    n = np.array([table.numbers["n", *each[1:]] for each in table.cells])
    small = (n > 0) & (n < 10)
    few = np.zeros(len(n), dtype=bool)
    place = {each: number for number, each in enumerate(dict.fromkeys(cell[1:] for cell in table.cells))}
    together = np.array([place[each[1:]] for each in table.cells])
    for at, cell in enumerate(table.cells):
        if cell[0] == "k":
            k = table.numbers[cell]
            few[at] = not small[at] and (0 < k < 5 or 0 < n[at] - k < 5)
            # Its numerator is hidden though its denominator is not.
            together[at] = len(place) + at if few[at] else together[at]
    people = small & np.array([each[0] == "n" for each in table.cells])
    return people | few, together


def protected(table: Table, aim: Aim = AIM, order: int | None = None) -> tuple[System, Pattern, np.ndarray]:
    """The system, the pattern and, per written cell, whether it is hidden."""
    system = equations(table, order)
    primary, together = limits(table)
    level = np.array([2 if each[1] == "state" else 0 if "s" in each[1] else 1 for each in table.cells])
    levels = np.zeros(system.cells, dtype=np.int64)
    np.maximum.at(levels, system.number, level)
    pattern = protect(
        system,
        system.values(table.values()),
        system.any_of(primary),
        aim,
        level=levels,
        together=system.together(together),
    )
    return system, pattern, pattern.hidden[system.number]
