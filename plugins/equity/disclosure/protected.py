"""The guard between a package and everything that is computed from it.

`guard` is the only maker of `Protected`, and `measures.measure` takes nothing else: one cannot forget the
disclosure step, because the code without it does not run. What `Protected` promises: every withheld cell is
marked, and in `own` data none of them follows from everything that the package publishes, nor nearly (see
`attacks`). Hidden is every blank number but those that are not applicable, not collected or not yet there.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from fractions import Fraction
from functools import cache as once
from pathlib import Path
from typing import Any

import pandas as pd

from plugins.equity.descriptors import Group, Indicator, Package, paths
from plugins.equity.policies import DEFAULTS, Policy, read_policy
from plugins.equity.problems import Problem, did_you_mean, errors

from .attacks import Attacked, attack
from .revealing import tell_leaks
from .speakers import tell_speakers
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
    """One row as published. A proportion has numerator, denominator and value; a count only a value.

    `sd` is the standard deviation of a mean.
    """

    key: Key
    numerator: Number
    denominator: Number
    value: Number
    value_low: Number
    value_high: Number
    sd: Number = Number(None, "x")

    @property
    def withheld(self) -> bool:
        """Whether any number of this cell is withheld."""
        return WITHHELD in (self.numerator.status, self.denominator.status, self.value.status)


class Protected:
    """A package whose cells may be measured. Made by `guard` alone.

    A group of fewer than `few` people is flagged wherever it is shown, and makes no headline.
    """

    def __init__(self, package: Package, maker: object, few: int = DEFAULTS.reliability_n) -> None:
        if maker is not _MAKER:
            raise TypeError("Protected is made by disclosure.guard(), after its audit has passed.")
        self._package = package
        self._few = few

    @property
    def few(self) -> int:
        """Fewer people than that cannot be relied on (`reliability_n` of the policy)."""
        return self._few

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
        return marked(self.package)

    def _cell(self, key: Key, at: int) -> Cell:
        row = self.package.tables[key.indicator].iloc[at]
        columns = ("numerator", "denominator", "value", "value_low", "value_high", "sd")
        return Cell(key, *(_number(row, name) for name in columns))


def marked(package: Package) -> dict[str, int]:
    """How many numbers of a package bear the mark of a withheld one, by indicator."""
    counts = {}
    for id_, frame in package.tables.items():
        columns = [each for each in frame.columns if each == "status" or str(each).endswith("_status")]
        counts[id_] = int((frame[columns] == WITHHELD).to_numpy().sum())
    return counts


def _number(row: "pd.Series[Any]", column: str) -> Number:
    text = row.get(column + "_text", None)
    own = not column.startswith("value") and column != "sd"
    status = str(row["status"] if not own else row.get(column + "_status", row["status"]))
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
    return _guarded([package], cache, base)[package.id]


def guard_all(
    packages: Sequence[Package], cache: Path | None = None, base: Policy = DEFAULTS
) -> dict[str, tuple[Protected | None, tuple[Problem, ...]]]:
    """The same for packages that are published together, by id.

    Own ones that are linked are attacked as one system, since each may give away what the other withholds. A
    link to a package that is not there is a problem: nobody would look for what it gives away.
    """
    found = _guarded(packages, cache, base)
    names = [each.descriptor["name"] for each in packages]
    for package in packages:
        told = tuple(
            Problem(
                package.path,
                0,
                "package-unknown",
                f"There is no package '{owner}' whose numbers could be linked.",
                did_you_mean(owner, names),
            )
            for owner in dict.fromkeys(_linked_names(package))
            if owner not in names
        )
        if told:
            found[package.id] = None, (*found[package.id][1], *told)
    return found


def _guarded(
    packages: Sequence[Package], cache: Path | None, base: Policy
) -> dict[str, tuple[Protected | None, tuple[Problem, ...]]]:
    found: dict[str, tuple[Problem, ...]] = {each.id: () for each in packages}
    for system in linked_sets([each for each in packages if each.origin == "own"]):
        found.update(_remembered(system, cache, {each.id: policy_of(each, base) for each in system}))
    for each in packages:  # whoever made the figures: a quotation is ours to publish
        if each.quotations:
            found[each.id] += tuple(tell_speakers(each, policy_of(each, base), quotes_path(each)))
    few = {
        each.id: (policy_of(each, base) if each.origin == "own" else base).reliability_n for each in packages
    }
    return {
        each.id: (None if errors(found[each.id]) else Protected(each, _MAKER, few[each.id]), found[each.id])
        for each in packages
    }


def _linked_names(package: Package) -> Iterator[str]:
    """The names of other packages that a package says it shares numbers with."""
    for pair in package.descriptor["equity"].get("linked", ()):
        yield from (owner for owner, _, _ in (each.rpartition(":") for each in pair) if owner)


def linked_sets(packages: Sequence[Package]) -> tuple[tuple[Package, ...], ...]:
    """Packages that say, one of the other or through others, that they share numbers; most stand alone.

    In the order in which they are given.
    """
    owners = {each.descriptor["name"]: at for at, each in enumerate(packages)}
    sets = list(range(len(packages)))
    for at, package in enumerate(packages):
        for owner in _linked_names(package):
            one, two = sorted((sets[at], sets[owners.get(owner, at)]))
            sets = [one if each == two else each for each in sets]
    return tuple(
        tuple(package for package, mine in zip(packages, sets, strict=True) if mine == each)
        for each in sorted(set(sets))
    )


def quotes_path(package: Package) -> str:
    """The table of quotations, as problems name it."""
    folder = package.path.removesuffix("datapackage.json")
    return folder + paths(package.resource(package.quoted))[0]


def policy_of(package: Package, base: Policy = DEFAULTS) -> Policy:
    """The rules that hold for a package of own figures."""
    return read_policy(package.descriptor["equity"].get("policy", {}), base)


def _remembered(
    system: Sequence[Package], cache: Path | None, policies: Mapping[str, Policy]
) -> dict[str, tuple[Problem, ...]]:
    """What the attack finds, by package; of bytes that were attacked before, what it found then."""
    about = " ".join(f"{each.hash} {each.path} {policies[each.id]}" for each in system) + f" {code_hash()}"
    path = None
    if cache is not None and all(each.hash for each in system):
        path = cache / "audited" / hashlib.sha256(about.encode()).hexdigest()
    if path is not None and path.is_file():
        try:
            kept = json.loads(path.read_text("utf-8"))
            return {each.id: tuple(Problem(*one) for one in kept[each.id]) for each in system}
        except (ValueError, TypeError, KeyError):  # cut off: attack again
            pass
    problems = {each.id: tuple(tell_small(each, policies[each.id])) for each in system}
    if not any(problems.values()):  # what is shown need not be attacked
        attacked = attack(system, policies=policies)
        problems = {each.id: tuple(tell_leaks(_leaks_of(attacked, each))) for each in system}
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        kept = {id_: [astuple(each) for each in told] for id_, told in problems.items()}
        aside.write_text(json.dumps(kept), "utf-8")
        aside.replace(path)
    return problems


def _leaks_of(attacked: Attacked, package: Package) -> Attacked:
    """The attack with the leaks of one of its packages alone."""
    mine = tuple(each for each in attacked.leaks if each.series.package.id == package.id)
    return replace(attacked, leaks=mine)


@once
def code_hash() -> str:
    """Of the code that attacks: what another version found is asked again."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
