"""The facts of a new report: each is given, or is the only one there can be, or is asked for.

What is asked for is told with the choices there are: which group a report is about, and with whom it is
compared, is for people to decide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.equity.descriptors import Package
from plugins.equity.editions import Edition
from plugins.equity.problems import Problem, did_you_mean, nearest


@dataclass
class Choosing:
    """Facts one after the other: each is given, or found, or missing with the choices that are left."""

    edition: Edition
    options: Mapping[str, str]

    def __post_init__(self) -> None:
        self.missing: list[Problem] = []
        self.notes: dict[str, str] = {}

    def facts(self) -> dict[str, Any]:
        """What `report.yaml` gets; `missing` says what it still lacks."""
        names = tuple(self.edition.packages)
        package_id = self.options.get("package") or self.only("package", names, "Which data package?")
        protected = self.edition.packages.get(package_id)
        if protected is None:
            if package_id:
                message = f"There is no sound data package called '{package_id}'."
                self.miss("package", message, did_you_mean(package_id, names), "package-unknown")
            return {}
        package = protected.package
        rates = [id_ for id_, each in package.indicators.items() if each.kind != "count"]
        indicator = self.options.get("indicator") or self.only("indicator", rates, "Which indicator?")
        known = tuple(protected.periods(indicator)) if indicator in package.indicators else ()
        tops = [each.id for each in package.places.values() if not each.parent]
        given: dict[str, Any] = {"package": package_id, "indicator": indicator}
        given["place"] = self.options.get("place") or self.only("place", tops, "Which place?")
        given["group"] = self.group("group", package, indicator, ("all",))
        given["against"] = self.group("against", package, indicator, ("all", "rest"))
        given["baseline"] = self.options.get("baseline", "")
        if not given["baseline"]:
            hint = f"--baseline, a year from {known[0]} to {known[-1]}." if known else ""
            self.miss("baseline", "From which year is change measured?", hint)
        target = self.target()
        if self.missing:  # the report is not read then, which would tell these: not in a second round
            self.unread(given, known, _groups(package, indicator))
        return given | ({"target": target} if target else {})

    def unread(
        self, given: dict[str, Any], periods: tuple[str, ...], groups: dict[str, tuple[str, ...]]
    ) -> None:
        """A group or a first year that the data do not have."""
        for key in ("group", "against"):
            for dimension, group in given[key].items() if isinstance(given[key], dict) else ():
                if group not in groups.get(dimension, (group,)):
                    hint = did_you_mean(group, groups[dimension])
                    self.miss(key, f"'{dimension}' has no group '{group}'.", hint, "group-unknown")
        if given["baseline"] and periods and given["baseline"] not in periods:
            hint = f"It has {periods[0]} to {periods[-1]}."
            self.miss("baseline", f"There is no period '{given['baseline']}'.", hint, "period-unknown")

    def only(self, key: str, choices: Iterable[str], question: str) -> str:
        """The only choice that there is; of several, none is taken."""
        known = list(choices)
        if len(known) == 1:
            self.notes[key] = "the only one there is"
            return known[0]
        self.miss(key, question, _listed(key, known))
        return ""

    def group(self, key: str, package: Package, indicator: str, words: tuple[str, ...]) -> Any:
        """`all`, `rest`, `dimension=group`, several of them joined by commas, or a group that stands for its
        dimension because no other has one of that name.
        """
        known = _groups(package, indicator)
        written = self.options.get(key, "")
        if written in words:
            return written
        choices = [*words, *(f"{dimension}={each}" for dimension, groups in known.items() for each in groups)]
        if not written:
            question = "Which group is it about?" if key == "group" else "With whom is it compared?"
            self.miss(key, question, _listed(key, choices))
            return ""
        pairs: dict[str, str] = {}
        for part in written.replace(":", "=").split(","):
            dimension, sign, group = (each.strip() for each in part.partition("="))
            owners = [each for each, groups in known.items() if dimension in groups]
            if not sign and len(owners) == 1:
                dimension, group = owners[0], dimension
            elif not sign:
                near = nearest(dimension, [*words, *(each for groups in known.values() for each in groups)])
                near = near or (f"{owners[0]}={dimension}" if owners else "")
                hint = f"Did you mean '{near}'?" if near else _listed(key, choices)
                self.miss(key, f"'{part.strip()}' is no group here.", hint, "group-unknown")
                return ""
            pairs[dimension] = group
        return pairs

    def target(self) -> dict[str, Any]:
        """`80 by 2020-21`: an illustration until somebody names its source."""
        written = self.options.get("target", "")
        if not written:
            return {}
        value, sign, by = (each.strip() for each in written.partition("by"))
        try:
            number = float(value.rstrip("% "))
        except ValueError:
            sign = ""
            number = 0.0
        if not sign or not by:
            hint = "Write the rate to reach and the year: --target '80 by 2020-21'; decimals with a point."
            self.miss("target", f"'{written}' is no target.", hint, "value-wrong")
            return {}
        whole = int(number) if number == int(number) else number
        return {"value": whole, "by": by, "evidence": "illustration"}

    def miss(self, key: str, message: str, hint: str, code: str = "key-missing") -> None:
        """A fact that has to be given."""
        self.missing.append(Problem(f"--{key}", 0, code, message, hint))


def _groups(package: Package, indicator: str) -> dict[str, tuple[str, ...]]:
    """The groups of each dimension that the indicator's table has."""
    table = package.tables.get(indicator)
    return {
        id_: each.groups for id_, each in package.dimensions.items() if table is None or id_ in table.columns
    }


def _listed(key: str, choices: list[str]) -> str:
    return f"--{key}, one of: {', '.join(choices)}." if choices else "There is none."
