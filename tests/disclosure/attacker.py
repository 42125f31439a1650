"""The solver of the tests' own attacker: whole numbers, limits, rows between them, and what follows.

Nothing here comes from the code that is attacked, which asks another solver's door in another way.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

Cell = Hashable
MOST = 1e6
SHOTS = 8


@dataclass
class Unknowns:
    """Cells that a reader does not know, and every fact about them; what is known is put in at once."""

    known: dict[Cell, int] = field(default_factory=dict)
    at: dict[Cell, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def hide(self, cell: Cell, low: float = 0, high: float = MOST) -> None:
        """A cell without its number; said again, the narrower limits hold."""
        if cell in self.known:
            return
        if cell not in self.at:
            self.at[cell] = len(self.low)
            self.low.append(0.0)
            self.high.append(MOST)
        number = self.at[cell]
        self.low[number], self.high[number] = max(self.low[number], low), min(self.high[number], high)

    def say(self, weights: Mapping[Cell, float], low: float, high: float) -> None:
        """low <= sum of weight * cell <= high."""
        row: dict[int, float] = {}
        shown = 0.0
        for cell, weight in weights.items():
            if cell in self.known:
                shown += weight * self.known[cell]
            else:
                row[self.at[cell]] = row.get(self.at[cell], 0.0) + weight
        if row:
            self.rows.append((row, low - shown, high - shown))

    def parts(self) -> Iterable["Part"]:
        """The cells that hang together, each lot with its own rows."""
        if not self.at:
            return
        ends = [
            (row, cell, weight) for row, (each, *_) in enumerate(self.rows) for cell, weight in each.items()
        ]
        count = len(self.low)
        if ends:
            rows, cells, weights = (np.array(each) for each in zip(*ends, strict=True))
        else:
            rows, cells, weights = np.zeros(0, int), np.zeros(0, int), np.zeros(0)
        matrix = csr_array((weights.astype(float), (rows, cells)), (len(self.rows), count))
        _, label = connected_components(abs(matrix).T @ abs(matrix), directed=False)
        names = list(self.at)
        limits = np.array([[low, high] for _, low, high in self.rows]).reshape(-1, 2)
        for number in range(label.max() + 1):
            some = np.flatnonzero(label == number)
            part = matrix[:, some]
            used = np.diff(part.indptr) > 0
            yield Part(
                [names[each] for each in some],
                np.array(self.low)[some],
                np.array(self.high)[some],
                csc_array(part[used]),
                limits[used],
            )

    def narrow(
        self, cells: Iterable[Cell], tell: Callable[[Cell, int, int], bool]
    ) -> dict[Cell, tuple[int, int]]:
        """The cells, with their bounds, of which `tell(cell, least, most)` says that they give way.

        `tell` must say no for bounds that are further apart whenever it says no.
        """
        wanted = set(cells)
        found: dict[Cell, tuple[int, int]] = {}
        for part in self.parts():
            found |= part.narrow(wanted, tell)
        return found

    def bounds(self, cell: Cell) -> tuple[int, int]:
        """The least and most that a cell can be."""
        part = next(each for each in self.parts() if cell in each.names)
        return part.bounds(part.names.index(cell))


@dataclass
class Part:
    """A system that hangs together."""

    names: list[Cell]
    low: np.ndarray
    high: np.ndarray
    matrix: csc_array
    limits: np.ndarray

    def table(self, cost: np.ndarray) -> np.ndarray:
        """A table that agrees with everything published, the cheapest. ValueError when there is none."""
        rows = LinearConstraint(self.matrix, self.limits[:, 0], self.limits[:, 1])
        found = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(self.low, self.high),
            constraints=rows if self.matrix.shape[0] else (),
        )
        if found.status != 0:
            raise ValueError(found.message)
        return np.round(found.x)

    def bounds(self, at: int) -> tuple[int, int]:
        cost = np.zeros(len(self.names))
        cost[at] = 1
        return int(self.table(cost)[at]), int(self.table(-cost)[at])

    def narrow(
        self, wanted: set[Cell], tell: Callable[[Cell, int, int], bool]
    ) -> dict[Cell, tuple[int, int]]:
        asked = [at for at, name in enumerate(self.names) if name in wanted]
        if not asked:
            return {}
        random = np.random.default_rng(5)
        low = high = self.table(np.zeros(len(self.names)))
        # Every table that fits is kept: no cell is asked for that two of them tell apart far enough.
        for _ in range(SHOTS):
            asked = [at for at in asked if tell(self.names[at], int(low[at]), int(high[at]))]
            if not asked:
                return {}
            cost = np.zeros(len(self.names))
            cost[asked] = random.choice([-1.0, 1.0], len(asked))
            for each in (cost, -cost):
                table = self.table(each)
                low, high = np.minimum(low, table), np.maximum(high, table)
        found = {}
        for at in asked:
            if tell(self.names[at], int(low[at]), int(high[at])):
                ends = self.bounds(at)
                if tell(self.names[at], *ends):
                    found[self.names[at]] = ends
        return found
