"""An attacker of the tests: reads only published files, makes its own equations, and asks an integer solver.

It shares no line with the code that it attacks. It knows what the files say (places and when they were there,
groups, what is linked, the rules), that hidden groups have somebody in them, that rates are rounded half up,
and that groups and places add up. What an earlier release showed it has kept.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np

from tests.disclosure.attacker import Unknowns

DIMENSIONS = {"race_ethnicity": ("asian", "black", "white"), "sex": ("female", "male")}
GONE = ("c", "u", "low")


def read(path):
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Attacker:
    """Cells are (indicator, role, period, place, groups); the roles k, n, rest of a share, value of a count.

    `least` is the fewest people that a hidden group has; `told` are rules that the packages do not write
    down. Every rate near 0 or 100 percent is a range or nothing, of few people or not, so that a range
    says no more than it reads. With `whole` the totals and groups that have no row are people all the same,
    of whom nothing is told.
    """

    folder: Path
    earlier: tuple[Path, ...] = ()
    least: int = 1
    whole: bool = False
    told: dict = field(default_factory=dict)

    def __post_init__(self):
        spec = json.loads((self.folder / "datapackage.json").read_text("utf-8"))
        self.equity, self.tables = spec["equity"], {each["name"]: each["path"] for each in spec["resources"]}
        self.rules = {
            "min_n": 10,
            "min_cell": 5,
            "min_interval": 4,
            **self.equity.get("policy", {}),
            **self.told,
        }
        self.places = read(self.folder / self.tables["places"])
        self.dimensions = self.equity["dimensions"]
        self.unknowns, self.hidden, self.same = Unknowns(), [], {}
        releases = {
            name: [self._rows(name, folder) for folder in (self.folder, *self.earlier)]
            for name in self.equity["indicators"]
        }
        for name, rows in releases.items():
            for each in rows:
                self._shown(name, each)
        for name, rows in releases.items():
            for each in rows[0].values():
                self._unseen(name, each)
            for key, row in rows[0].items():
                # What is said now holds; what was said before fills the gaps.
                said = [each[key] for each in rows if key in each and each[key]["value"]]
                self._rate(name, said[0] if said else row)
            self._sums(name, [*rows[0], *self._unwritten(name, rows[0])])
        self._linked({name: set(rows[0]) for name, rows in releases.items()})

    def _rows(self, name, folder):
        rows = read(folder / self.tables[self.equity["indicators"][name]["resource"]])
        return {(each["period"], each["place"], *(each[d] for d in self.dimensions)): each for each in rows}

    def _kind(self, name):
        return self.equity["indicators"][name]["kind"]

    def _status(self, row, column):
        """What is said of a number; of one that has no column nothing but what is said of the row."""
        return row["status"] if column == "value" else row.get(f"{column}_status", row["status"])

    def _roles(self, name):
        return {"value": "value"} if self._kind(name) == "count" else {"k": "numerator", "n": "denominator"}

    def _shown(self, name, rows):
        """The numbers that a reader has seen; the present release comes first."""
        for key, row in rows.items():
            for role, column in self._roles(name).items():
                if row.get(column):
                    self.unknowns.known.setdefault((name, role, *key), int(float(row[column])))
                elif self._status(row, column) == "z":
                    self.unknowns.known.setdefault((name, role, *key), 0)

    def _linked(self, there):
        """Cells that the description says are one."""
        roles = {"numerator": "k", "denominator": "n", "value": "value"}
        for pair in self.equity.get("linked", ()):
            (one, a), (other, b) = (each.split("/") for each in pair)
            for key in sorted(there[one] & there[other]):
                self.unknowns.say({(one, roles[a], *key): 1, (other, roles[b], *key): -1}, 0, 0)

    def _unseen(self, name, row):
        key = (row["period"], row["place"], *(row[d] for d in self.dimensions))
        for role in self._roles(name):
            cell = (name, role, *key)
            column = self._roles(name)[role]
            status = self._status(row, column)
            gone = not row.get(column) and (status in GONE or (status == "x" and row["status"] in GONE))
            # Withheld now, whatever an earlier release or another table has told of it.
            self.hidden += [cell] if gone else []
            self.unknowns.hide(cell, self.least if role != "k" else 0)
        if self._kind(name) == "proportion":
            rest, k, n = ((name, role, *key) for role in ("rest", "k", "n"))
            self.unknowns.hide(rest)
            self.unknowns.say({n: 1, k: -1, rest: -1}, 0, 0)
            self.hidden += [rest] if k in self.hidden else []

    def _unwritten(self, name, rows):
        """Totals and groups that have no row."""
        if not self.whole:
            return
        cuts = product(*(("all", *each["groups"]) for each in self.dimensions.values()))
        places = [each["id"] for each in self.places]
        for period, place, cut in product(sorted({each[0] for each in rows}), places, list(cuts)):
            if (period, place, *cut) not in rows:
                for role in self._roles(name):
                    self.unknowns.hide((name, role, period, place, *cut))
                if self._kind(name) == "proportion":
                    rest, k, n = ((name, role, period, place, *cut) for role in ("rest", "k", "n"))
                    self.unknowns.hide(rest)
                    self.unknowns.say({n: 1, k: -1, rest: -1}, 0, 0)
                yield period, place, *cut

    def _rate(self, name, row):
        """A rate is its counts, in whole numbers: 2 * 10^d * (scale k - value n) lies in [-n, n)."""
        key = (row["period"], row["place"], *(row[d] for d in self.dimensions))
        k, n = (name, "k", *key), (name, "n", *key)
        if self._kind(name) == "count":
            return
        scale = 1 if self._kind(name) == "mean" else self.equity["indicators"][name].get("scale", 100)
        if row["value"]:
            unit = 2 * 10 ** len(row["value"].partition(".")[2])
            value = round(float(row["value"]) * unit)
            self.unknowns.say({k: unit * scale, n: 1 - value}, 0, np.inf)
            # A mean is written as its publisher rounded it.
            self.unknowns.say({k: -unit * scale, n: 1 + value}, self._kind(name) != "mean", np.inf)
        if row.get("value_low"):
            self.unknowns.say({k: scale, n: -float(row["value_low"])}, 0, np.inf)
            self.unknowns.say({k: -scale, n: float(row["value_high"])}, 0, np.inf)

    def _sums(self, name, keys):
        there = set(keys)
        roles = [*self._roles(name), *(["rest"] if self._kind(name) == "proportion" else [])]
        for key in keys:
            for at, (_, dimension) in enumerate(self.dimensions.items()):
                if key[2 + at] == "all":
                    parts = [(*key[: 2 + at], each, *key[3 + at :]) for each in dimension["groups"]]
                    exact = dimension.get("complete", True) and all(each in there for each in parts)
                    if dimension["relation"] == "exclusive":
                        self._sum(name, roles, key, [each for each in parts if each in there], exact=exact)
                    else:
                        for each in [each for each in parts if each in there]:
                            self._sum(name, roles, key, [each], exact=False)
            inner = [(key[0], each["id"], *key[2:]) for each in self._children(key[1], key[0])]
            exact = self.equity.get("places", {}).get("complete", True) and all(
                each in there for each in inner
            )
            self._sum(name, roles, key, [each for each in inner if each in there], exact=exact)

    def _children(self, place, period):
        """The places in a place that were there in a period."""
        return [
            each
            for each in self.places
            if each["parent"] == place
            and (each.get("from") or "") <= period
            and (not each.get("to") or period <= each["to"])
        ]

    def _sum(self, name, roles, whole, parts, *, exact):
        for role in roles if parts else ():
            weights = {(name, role, *whole): 1.0} | {(name, role, *each): -1.0 for each in parts}
            self.unknowns.say(weights, 0, 0 if exact else np.inf)

    def _gives_way(self, cell, low, high):
        """A hidden number follows: exactly; or nearly, and it may be a number that the rules call small."""
        if low == high:
            return True
        if high - low >= self.rules["min_interval"]:
            return False
        if low < self.rules["min_cell" if cell[1] in ("k", "rest") else "min_n"]:
            return True
        people = (cell[0], "n", *cell[2:])
        # Of a group that may be small nothing is told; it is no smaller than its part.
        return cell[1] in ("k", "rest") and people in self.unknowns.at and low < self.rules["min_n"]

    def leaks(self, also=()):
        """The withheld numbers, and others that are asked for, that give way, with what is left of them."""
        asked = dict.fromkeys((*self.hidden, *also))
        plain = {each: (self.unknowns.known[each],) * 2 for each in asked if each in self.unknowns.known}
        return plain | self.unknowns.narrow(asked, self._gives_way)

    def ends(self, cell):
        """The least and the most that a cell can be."""
        known = self.unknowns.known
        return (known[cell],) * 2 if cell in known else self.unknowns.bounds(cell)


def contradicted(attacker, truth):
    """The cells whose true number the attacker's own equations rule out: then it has misread the files.

    `truth` is numerator and denominator by period, place and group.
    """
    roles = {"k": lambda k, _: k, "n": lambda _, n: n, "rest": lambda k, n: n - k, "value": lambda k, _: k}
    wrong = []
    numbers = {}
    for cell, at in attacker.unknowns.at.items():
        group = "+".join(each for each in cell[4:] if each != "all")
        numbers[at] = roles[cell[1]](*truth.get((cell[2], cell[3], group), (0, 0)))
        if not attacker.unknowns.low[at] <= numbers[at] <= attacker.unknowns.high[at]:
            wrong.append(cell)
    names = list(attacker.unknowns.at)
    for row, low, high in attacker.unknowns.rows:
        if not low <= sum(weight * numbers[at] for at, weight in row.items()) <= high:
            wrong += [names[at] for at in row]
    return wrong


def sensitive(attacker, truth):
    """The cells that the rules call small by their true numbers, whatever the files do with them."""
    few = attacker.rules["min_cell"]
    for cell in [*attacker.unknowns.at, *attacker.unknowns.known]:
        k, n = truth.get((cell[2], cell[3], "+".join(each for each in cell[4:] if each != "all")), (0, 0))
        if cell[1] in ("n", "value"):
            people = k if cell[1] == "value" else n
            if 0 < people < attacker.rules["min_n"]:
                yield cell
        elif n and (min(k, n - k) < few or n < attacker.rules["min_n"]):
            # Of few in and many out both are one number as soon as the people are known.
            yield cell


def invented(random, schools=(2, 1, 3), mean=14, rate=0.6, crossed=True, periods=("2018-19",)):
    """Rows of an extract (period, place, group, k, n) and places: schools of districts of a state."""
    places, leaves = [("ct", "state", "", "Connecticut")], {}
    for district, many in enumerate(schools):
        places.append((f"d{district}", "district", "ct", f"District {district}"))
        for school in range(many):
            name = f"d{district}s{school}"
            places.append((name, "school", f"d{district}", f"School {district} {school}"))
            for period, race, sex in product(periods, *DIMENSIONS.values()):
                n = int(random.poisson(mean * (3 if race == "white" else 1)))
                leaves[period, name, race, sex] = (int(random.binomial(n, rate)), n)
    rows = []
    for period, (place, *_) in product(periods, places):
        for race, sex in product(*(("all", *each) for each in DIMENSIONS.values())):
            if not crossed and race != "all" and sex != "all":
                continue
            some = [
                counts
                for (when, at, r, s), counts in leaves.items()
                if when == period
                and (place == "ct" or at.startswith(place))
                and race in ("all", r)
                and sex in ("all", s)
            ]
            group = "+".join(each for each in (race, sex) if each != "all")
            rows.append((period, place, group, sum(k for k, _ in some), sum(n for _, n in some)))
    return rows, places


def truth_of(rows: Iterable[tuple]):
    """Numerator and denominator by period, place and group; who has no row is nobody."""
    return {(period, place, group): (k, n) for period, place, group, k, n in rows}
