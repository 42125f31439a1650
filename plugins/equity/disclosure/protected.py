"""The guard between a package and everything that is computed from it.

`guard` is the only maker of `Protected`, and `measures.measure` takes nothing else: one cannot forget the
disclosure step, because the code without it does not run. What `Protected` promises: every withheld cell is
marked, and in `own` data none of them follows from everything that the package publishes, nor nearly (see
`attacks`). Hidden is every blank number but those that are not applicable, not collected or not yet there.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from fractions import Fraction
from functools import cache as once
from pathlib import Path
from typing import Any

import pandas as pd

from plugins.equity.descriptors import Group, Indicator, Package
from plugins.equity.policies import DEFAULTS, Policy, read_policy
from plugins.equity.problems import Problem, errors

from .attacks import attack
from .revealing import tell_leaks
from .thresholds import tell_small

WITHHELD = "c"
_MAKER = object()


@dataclass(frozen=True)
class Number:
    """One published number: exact, or absent and its status says why; `decimals` as the publisher wrote."""

    exact: Fraction | None
    status: str
    decimals: int = 0


@dataclass(frozen=True, order=True)
class Key:
    """Which cell: it names a row of a package, and is what two pages that show the same thing agree on."""

    package: str
    indicator: str
    period: str
    place: str
    group: Group


@dataclass(frozen=True)
class Cell:
    """One row as published. A proportion has numerator, denominator and value; a count only a value."""

    key: Key
    numerator: Number
    denominator: Number
    value: Number
    value_low: Number
    value_high: Number

    @property
    def withheld(self) -> bool:
        """Whether any number of this cell is withheld."""
        return WITHHELD in (self.numerator.status, self.denominator.status, self.value.status)


class Protected:
    """A package whose cells may be measured. Made by `guard` alone."""

    def __init__(self, package: Package, maker: object) -> None:
        if maker is not _MAKER:
            raise TypeError("Protected is made by disclosure.guard(), after its audit has passed.")
        self._package = package

    @property
    def package(self) -> Package:
        """What passed the audit; it cannot be exchanged afterwards."""
        return self._package

    def indicator(self, id_: str) -> Indicator:
        """An indicator by its id. KeyError when there is none."""
        return self.package.indicators[id_]

    def cell(self, indicator: str, period: str, place: str, group: Group) -> Cell | None:
        """The published row, or None when the package has no such row."""
        index = self.package.indexes.get(indicator)
        row = None if index is None else index.row(period, place, group)
        return None if row is None else self._cell(Key(self.package.id, indicator, period, place, group), row)

    def periods(self, indicator: str) -> tuple[str, ...]:
        """Every period of an indicator, in order."""
        return self.package.indexes[indicator].periods

    def groups_at(self, indicator: str, period: str, place: str, dimension: str) -> tuple[Cell, ...]:
        """The published rows of a dimension's groups at one place and period, in declared order."""
        groups = self.package.dimensions[dimension].groups
        cells = (self.cell(indicator, period, place, ((dimension, each),)) for each in groups)
        return tuple(cell for cell in cells if cell is not None)

    def withheld(self) -> Mapping[str, int]:
        """How many cells (numbers, not rows) are withheld, by indicator."""
        counts = {}
        for id_, frame in self.package.tables.items():
            columns = [each for each in frame.columns if each == "status" or str(each).endswith("_status")]
            counts[id_] = int((frame[columns] == WITHHELD).to_numpy().sum())
        return counts

    def _cell(self, key: Key, at: int) -> Cell:
        row = self.package.tables[key.indicator].iloc[at]
        columns = ("numerator", "denominator", "value", "value_low", "value_high")
        return Cell(key, *(_number(row, name) for name in columns))


def _number(row: "pd.Series[Any]", column: str) -> Number:
    text = row.get(column + "_text", None)
    status = str(row["status"] if column.startswith("value") else row.get(column + "_status", row["status"]))
    if text is None:
        return Number(None, "x" if not column.startswith("value_") else "z")
    if text == "":
        return Number(None, status if status != "ok" else "z")
    return Number(Fraction(text), status, len(text.partition(".")[2]))


def guard(
    package: Package, cache: Path | None = None, base: Policy = DEFAULTS
) -> tuple[Protected | None, tuple[Problem, ...]]:
    """The package as `Protected`, or None and a problem per withheld number that gives way.

    `base` are the rules of the site. `republished` data is final as its publisher marked it: nothing is
    derived from it that the publisher withheld (that is `measures`' part): there is nothing to refuse here.
    """
    problems = _remembered(package, cache, policy_of(package, base)) if package.origin == "own" else ()
    return (None, problems) if errors(problems) else (Protected(package, _MAKER), problems)


def policy_of(package: Package, base: Policy = DEFAULTS) -> Policy:
    """The rules that hold for a package of own figures."""
    return read_policy(package.descriptor["equity"].get("policy", {}), base)


def _remembered(package: Package, cache: Path | None, policy: Policy) -> tuple[Problem, ...]:
    """What the attack finds; of bytes that were attacked before, what it found then."""
    about = f"{package.hash} {package.path} {policy} {code_hash()}"
    path = cache / "audited" / hashlib.sha256(about.encode()).hexdigest() if cache and package.hash else None
    if path is not None and path.is_file():
        try:
            return tuple(Problem(*each) for each in json.loads(path.read_text("utf-8")))
        except (ValueError, TypeError):  # cut off: attack again
            pass
    problems = tuple(tell_small(package, policy))
    if not problems:  # what is shown need not be attacked
        problems = tuple(tell_leaks(attack([package], policies={package.id: policy})))
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_text(json.dumps([astuple(each) for each in problems]), "utf-8")
        aside.replace(path)
    return problems


@once
def code_hash() -> str:
    """Of the code that attacks: what another version found is asked again."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
