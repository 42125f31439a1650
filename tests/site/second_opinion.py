"""Every number of a report worked out a second time: from the CSV files and by statsmodels, not our code."""

import csv
import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil, floor, hypot
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import read_po
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.site.projects import ROOT

Group = tuple[tuple[str, str], ...]


def written(value: Fraction | float, decimals: int = 1) -> str:
    """Half up, as the site writes it: 18.146 -> `18.1`."""
    scaled = floor(abs(Fraction(value)) * 10**decimals + Fraction(1, 2))
    return f"{scaled // 10**decimals}" + (f".{scaled % 10**decimals:0{decimals}d}" if decimals else "")


@cache
def descriptor(package: str) -> dict[str, Any]:
    return json.loads((ROOT / "datapackages" / package / "datapackage.json").read_text("utf-8"))


@cache
def table(package: str, indicator: str) -> dict[tuple[str, str, Group], dict[str, str]]:
    """The rows of an indicator by period, place and group."""
    about = descriptor(package)
    resource = about["equity"]["indicators"][indicator]["resource"]
    path = next(each["path"] for each in about["resources"] if each["name"] == resource)
    with (ROOT / "datapackages" / package / path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted(about["equity"]["dimensions"])
    found = {}
    for row in rows:
        group = tuple((name, row[name]) for name in names if row.get(name, "all") != "all")
        found[row["period"], row["place"], group] = row
    return found


@cache
def groups_by_label(package: str, language: str) -> dict[str, Group]:
    """Which group a label means in a language."""
    equity = descriptor(package)["equity"]
    labels = {"total/label": equity["total"]["label"]}
    groups: dict[str, Group] = {"total/label": ()}
    for name, dimension in equity["dimensions"].items():
        for id_, each in dimension["groups"].items():
            labels[f"group/{name}/{id_}/label"] = each["label"]
            groups[f"group/{name}/{id_}/label"] = ((name, id_),)
    if language != "en":
        with (ROOT / "datapackages" / package / "translations" / f"{language}.po").open("rb") as file:
            labels |= {each.context: each.string for each in read_po(file) if each.context in labels}
    return {labels[key]: group for key, group in groups.items()}


@dataclass(frozen=True)
class Rate:
    """A published rate in percent, its counts as far as they are published, and what they leave open."""

    value: Fraction
    k: int | None
    n: int | None

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        if self.k is not None and self.n is not None:
            return (Fraction(self.k, self.n) * 100,) * 2
        return self.value - Fraction(1, 20), self.value + Fraction(1, 20)

    @property
    def counts(self) -> list[tuple[int, int]]:
        if self.k is None:
            return []
        low, high = self.ends
        return [
            (self.k, n)
            for n in sorted({self.n or ceil(self.k * 100 / high), self.n or floor(self.k * 100 / low)})
        ]

    def interval(self) -> tuple[float, float] | None:
        pairs = [proportion_confint(k, n, method="wilson") for k, n in self.counts]
        return (min(low for low, _ in pairs) * 100, max(high for _, high in pairs) * 100) if pairs else None


@dataclass(frozen=True)
class Ask:
    """Whose rate, of what, where, and against whom."""

    package: str
    indicator: str
    place: str
    group: Group
    against: Any

    def rate(self, period: str, group: Group | None = None) -> Rate:
        row = table(self.package, self.indicator)[period, self.place, self.group if group is None else group]
        counts = (int(row[name]) if row.get(name) else None for name in ("numerator", "denominator"))
        return Rate(Fraction(row["value"]), *counts)

    @property
    def other(self) -> Group:
        """The group that it is compared with. (In this site, whoever is left is one published group.)"""
        if self.against != "rest":
            return () if self.against == "all" else tuple(self.against.items())
        ((name, own),) = self.group
        (left,) = [
            each for each in descriptor(self.package)["equity"]["dimensions"][name]["groups"] if each != own
        ]
        return ((name, left),)

    def gap(self, period: str) -> Fraction:
        """Group minus comparison, the middle of what rounding leaves open."""
        mine, other = self.rate(period).ends, self.rate(period, self.other).ends
        return (mine[0] + mine[1] - other[0] - other[1]) / 2

    def ratio(self, period: str) -> Fraction:
        mine, other = self.rate(period).ends, self.rate(period, self.other).ends
        return (mine[0] / other[1] + mine[1] / other[0]) / 2

    def disjoint(self, period: str) -> list[tuple[float, tuple[int, int], tuple[int, int]]]:
        """Pairs of counts of two groups that share nobody; a total less the group, and the weight of that."""
        pairs = product(self.rate(period).counts, self.rate(period, self.other).counts)
        if self.other:
            return [(1.0, a, b) for a, b in pairs]
        return [((N - n) / N, (k, n), (K - k, N - n)) for (k, n), (K, N) in pairs]

    def gap_interval(self, period: str) -> tuple[float, float] | None:
        """Newcombe's, over everything that is possible."""
        ends = [
            (weight * low * 100, weight * high * 100)
            for weight, (k1, n1), (k2, n2) in self.disjoint(period)
            for low, high in [confint_proportions_2indep(k1, n1, k2, n2, compare="diff", method="newcomb")]
        ]
        return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None

    def change(self, since: str, period: str) -> Fraction:
        """By how much the size of the gap changed."""
        return abs(self.gap(period)) - abs(self.gap(since))

    def corners(self, period: str) -> list[tuple[Fraction, Fraction]]:
        """The two rates where their difference is smallest and where it is largest."""
        return list(zip(self.rate(period).ends, self.rate(period, self.other).ends[::-1], strict=True))

    def change_interval(self, since: str, period: str) -> tuple[float, float] | None:
        """MOVER: from each gap, with what rounding leaves open, and its own interval."""
        first, last = self.gap_interval(since), self.gap_interval(period)
        if first is None or last is None:
            return None
        side = -1 if self.gap(since) < 0 else 1
        (low1, high1), (low2, high2) = (
            sorted(float(side * (mine - theirs)) for mine, theirs in self.corners(each))
            for each in (since, period)
        )
        (l1, u1), (l2, u2) = (sorted(side * end for end in pair) for pair in (first, last))
        below, above = hypot(high2 - l2, u1 - low1), hypot(u2 - low2, high1 - l1)
        return low2 - high1 - below, high2 - low1 + above


@dataclass(frozen=True)
class Facts:
    """A report.yaml read as plain YAML."""

    slug: str
    data: dict[str, Any]
    period: str

    def ask(self, spec: dict[str, Any]) -> Ask:
        """What a figure or value is about."""
        facts = {
            name: spec.get(name, self.data[name])
            for name in ("package", "indicator", "place", "group", "against")
        }
        group = () if facts["group"] == "all" else tuple(sorted(facts["group"].items()))
        return Ask(facts["package"], facts["indicator"], facts["place"], group, facts["against"])


def reports(cycle: str = "2019") -> list[Facts]:
    """Every report of a cycle."""
    folder: Path = ROOT / "content/reports" / cycle
    period = yaml.safe_load((folder / "cycle.yaml").read_text("utf-8"))["period"]
    return [
        Facts(path.parent.name, yaml.safe_load(path.read_text("utf-8")), period)
        for path in sorted(folder.glob("*/report.yaml"))
    ]
