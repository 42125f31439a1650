"""An attacker of the tests: reads only published files, makes its own equations, and asks an integer solver.

It shares no line with the code that it attacks. It knows the places and the groups, that hidden groups have
somebody in them, that rates are rounded half up, and that groups of a dimension add up.
"""

import csv
import json
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

DIMENSIONS = {"race_ethnicity": ("asian", "black", "white"), "sex": ("female", "male")}


def _read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Attacker:
    """Cells by (table, kind, place, race, sex); rows are dictionaries of weights with two limits."""

    folder: Path
    cells: dict = field(default_factory=dict)
    low: list = field(default_factory=list)
    high: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    hidden: list = field(default_factory=list)

    def __post_init__(self):
        spec = json.loads((self.folder / "datapackage.json").read_text("utf-8"))
        rows = _read(self.folder / "data/graduation.csv")
        places = _read(self.folder / "data/places.csv")
        told = spec["equity"]["indicators"]["graduation"]
        self.kind, self.scale = told["kind"], 1 if told["kind"] == "mean" else told["scale"]
        for row in rows:
            self._row(row)
        keys = {(row["period"], row["place"], row["race_ethnicity"], row["sex"]) for row in rows}
        roles = ("value",) if self.kind == "count" else ("k", "n")
        for role in roles:
            for period, place, race, sex in sorted(keys):
                for whole, parts in (
                    ("race_ethnicity", [(period, place, each, sex) for each in DIMENSIONS["race_ethnicity"]]),
                    ("sex", [(period, place, race, each) for each in DIMENSIONS["sex"]]),
                ):
                    mine = race if whole == "race_ethnicity" else sex
                    if mine == "all" and all(each in keys for each in parts):
                        self._sum((role, period, place, race, sex), [(role, *each) for each in parts])
                children = [each["id"] for each in places if each["parent"] == place]
                inner = [(period, each, race, sex) for each in children]
                if inner and all(each in keys for each in inner):
                    self._sum((role, period, place, race, sex), [(role, *each) for each in inner])

    def _cell(self, key, number, low=0.0, high=1e6):
        at = self.cells.setdefault(key, len(self.cells))
        assert at == len(self.low)
        self.low.append(low if number is None else number)
        self.high.append(high if number is None else number)
        return at

    def _row(self, row):
        key = (row["period"], row["place"], row["race_ethnicity"], row["sex"])
        if self.kind == "count":
            number = float(row["value"]) if row["value"] else None
            self._cell(("value", *key), number, low=1.0)
            if number is None:
                self.hidden.append(("value", *key))
            return
        n = float(row["denominator"]) if row["denominator"] else None
        k = float(row["numerator"]) if row.get("numerator") else None
        at_k, at_n = self._cell(("k", *key), k), self._cell(("n", *key), n, low=1.0)
        if self.kind == "proportion":
            self.rows.append(({at_n: 1.0, at_k: -1.0}, 0.0, np.inf))
        if n is None:
            self.hidden.append(("n", *key))
        if k is None and not row["value"]:
            self.hidden.append(("k", *key))
        ends = (row.get("value_low"), row.get("value_high"))
        if row["value"]:
            half = 0.5 / 10 ** len(row["value"].partition(".")[2])
            ends = (float(row["value"]) - half, float(row["value"]) + half)
        if ends[0]:
            self.rows.append(({at_k: self.scale, at_n: -float(ends[0])}, 0.0, np.inf))
            self.rows.append(({at_k: -self.scale, at_n: float(ends[1])}, 0.0, np.inf))

    def _sum(self, whole, parts):
        self.rows.append(({self.cells[whole]: 1.0, **{self.cells[each]: -1.0 for each in parts}}, 0.0, 0.0))

    def ends(self, key):
        """The least and the most that a cell can be, in whole numbers."""
        matrix = np.zeros((len(self.rows), len(self.low)))
        for at, (weights, _, _) in enumerate(self.rows):
            for cell, weight in weights.items():
                matrix[at, cell] = weight
        limits = LinearConstraint(matrix, [each[1] for each in self.rows], [each[2] for each in self.rows])
        found = []
        for sign in (1, -1):
            cost = np.zeros(len(self.low))
            cost[self.cells[key]] = sign
            done = milp(
                cost, integrality=np.ones(len(cost)), bounds=Bounds(self.low, self.high), constraints=limits
            )
            assert done.status == 0, done.message
            found.append(round(done.x[self.cells[key]]))
        return tuple(found)


def invented(random, schools=(2, 1, 3), mean=14, rate=0.6, crossed=True):
    """Rows of an extract (period, place, group, k, n) and places: schools of districts of a state."""
    places, leaves = [("ct", "state", "", "Connecticut")], {}
    for district, many in enumerate(schools):
        places.append((f"d{district}", "district", "ct", f"District {district}"))
        for school in range(many):
            places.append((f"d{district}s{school}", "school", f"d{district}", f"School {district} {school}"))
            for race, sex in product(*DIMENSIONS.values()):
                n = int(random.poisson(mean * (3 if race == "white" else 1)))
                leaves[f"d{district}s{school}", race, sex] = (int(random.binomial(n, rate)), n)
    rows = []
    for place, *_ in places:
        for race, sex in product(*(("all", *each) for each in DIMENSIONS.values())):
            if not crossed and race != "all" and sex != "all":
                continue
            some = [
                counts
                for (at, r, s), counts in leaves.items()
                if (place == "ct" or at.startswith(place)) and race in ("all", r) and sex in ("all", s)
            ]
            group = "+".join(each for each in (race, sex) if each != "all")
            rows.append(("2018-19", place, group, sum(k for k, _ in some), sum(n for _, n in some)))
    return rows, places
