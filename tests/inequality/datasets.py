"""The cases that every measure is tried on: (people with the outcome, people) per group, and what they are.

Ordered from the least to the most advantaged where there is an order.
"""

from dataclasses import dataclass

import numpy as np

from plugins.equity.inequality.breakdowns import Breakdown, breakdown
from plugins.equity.inequality.cells import Facts, of_counts


@dataclass(frozen=True)
class Case:
    name: str
    k: tuple[int, ...]
    n: tuple[int, ...]
    scale: float = 100.0

    @property
    def y(self):
        return self.scale * np.array(self.k) / np.array(self.n)


CASES = (
    Case("gradient", (120, 300, 410, 520, 610), (400, 500, 550, 600, 640)),
    Case("reversed", (610, 520, 410, 300, 120), (640, 600, 550, 500, 400)),
    Case("not monotone", (200, 450, 180, 500, 240), (400, 500, 550, 600, 640)),
    Case("equal", (120, 60, 240, 30), (400, 200, 800, 100)),
    Case("a zero", (0, 30, 55, 80), (60, 90, 110, 100)),
    Case("everybody", (45, 60, 110, 80), (45, 90, 110, 100)),
    Case("per 1,000", (12, 9, 14, 5), (1200, 1500, 2800, 2100), 1000.0),
    Case("two groups", (30, 80), (70, 100)),
    Case("small", (3, 9, 12), (8, 19, 25)),
    Case("very uneven", (5, 4000, 31), (9, 9000, 44)),
)
MANY = tuple(each for each in CASES if len(each.k) > 2)


def made(case: Case, favourable: bool = True, ordered: bool = False, reference: int = -1) -> Breakdown:
    names = tuple(f"group {at}" for at in range(len(case.k)))
    return breakdown(
        names,
        of_counts([case.k], [case.n], case.scale),
        facts=Facts(case.scale, favourable),
        ordered=ordered,
        reference=names[reference] if reference >= 0 else "",
        reference_why="written in the test" if reference >= 0 else "",
    )
