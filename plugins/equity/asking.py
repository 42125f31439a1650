"""A question as an author asks it: package, indicator, place, group, period exist, or a located problem."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .consulting import consult
from .descriptors import Group
from .disclosure import Protected
from .offers import ALIASES, LIBRARY, looks_back
from .problems import ERROR, Problem, did_you_mean
from .questions import ALL, REST, Against, Question
from .reports import Asked, Cycle
from .sources import Document, Key

_PERIODS = ("baseline", "by", "period", "since", "from", "to")


class Asker:
    """Resolves the questions of one document and collects what is wrong, so that all is told at once.

    `spoiled` are packages that cannot be used and why.
    """

    def __init__(
        self,
        document: Document,
        cycle: Cycle,
        packages: Mapping[str, Protected],
        spoiled: Mapping[str, Problem],
    ) -> None:
        self.document = replace(document, data=_periods_as_words(document.data))
        self.cycle, self.packages, self.spoiled = cycle, packages, spoiled
        self.problems: list[Problem] = []

    def question(self, key: Key, base: Mapping[str, Any], spec: Mapping[str, Any]) -> Asked | None:
        """A question from a report's own facts and what a figure or value says otherwise."""
        spec = {**spec, "measure": ALIASES.get(spec["measure"], spec["measure"])}
        facts = {**base, **{name: spec[name] for name in base if name in spec}}

        def at(name: str) -> Key:
            return (*key, name) if name in spec else (name,)

        if not self._named(facts, at):
            return None
        package = self.packages[facts["package"]].package
        group = self.group(at("group"), facts["package"], facts["indicator"], facts["group"])
        against: Against | None = facts["against"]
        if isinstance(facts["against"], dict):
            against = self.group(at("against"), facts["package"], facts["indicator"], facts["against"])
        period = spec.get("period", self.cycle.period)
        fine = self.period((*key, "period"), facts, period)
        entry = LIBRARY.get(spec["measure"])
        back = spec["measure"] == "change" or (entry is not None and looks_back(entry))
        since = spec.get("since", self.document.data["baseline"] if back else "")
        fine = fine and (not since or self.period((*key, "since"), facts, since))
        if group is None or against is None or not fine:
            return None
        compares = spec["measure"] in ("difference", "ratio", "change") or key[:1] in ((), ("figures",))
        if compares and (group == against or (not group and against in (ALL, REST))):
            message = "This group would be compared with itself."
            self.tell(at("against"), "comparison-self", message, "Name a group, or compare with another one.")
            return None
        if since and since >= period and back and key:
            message = f"A change runs from an earlier period to a later one, not from {since} to {period}."
            self.tell((*key, "since"), "period-order", message, "Correct 'since' or 'period'.")
            return None
        asked = Question(facts["indicator"], spec["measure"], facts["place"], period, group, against, since)
        made = Asked(facts["package"], asked)
        if entry is not None:

            def tell(part: str, code: str, message: str, hint: str) -> None:
                self.tell((*key, part), code, message, hint)

            return consult(package, spec, made, entry, self.document.data.get("target"), tell)
        if "dimension" in spec and key[:1] != ("figures",):
            hint = f"Remove it: '{spec['measure']}' is about one group, which 'group' names."
            self.tell((*key, "dimension"), "key-unused", "This has no 'dimension'.", hint)
            return None
        return made

    def _named(self, facts: Mapping[str, Any], at: Callable[[str], Key]) -> bool:
        """Whether package, indicator and place exist, and the indicator is one that reports compare."""
        if facts["package"] in self.spoiled:
            self.problems.append(self.spoiled[facts["package"]])
            return False
        if facts["package"] not in self.packages:
            message = f"There is no data package called '{facts['package']}'."
            known = (*self.packages, *self.spoiled)
            hint = did_you_mean(facts["package"], known, "Data packages are folders in datapackages/.")
            self.tell(at("package"), "package-unknown", message, hint)
            return False
        package = self.packages[facts["package"]].package
        if facts["indicator"] not in package.indicators:
            message = f"'{facts['package']}' has no indicator '{facts['indicator']}'."
            self.tell(
                at("indicator"),
                "indicator-unknown",
                message,
                did_you_mean(facts["indicator"], package.indicators),
            )
            return False
        if package.indicators[facts["indicator"]].kind == "count":
            message = f"'{facts['indicator']}' is a count, and reports compare rates or means."
            hint = "Choose an indicator of the kind 'proportion', 'rate' or 'mean'."
            self.tell(at("indicator"), "indicator-kind", message, hint)
            return False
        if facts["place"] not in package.places:
            names = {place.name: id_ for id_, place in package.places.items()}
            hint = did_you_mean(facts["place"], [*package.places, *names], "See places.csv of the package.")
            if facts["place"] in names:
                hint = f"Write its id: {names[facts['place']]}."
            self.tell(
                at("place"), "place-unknown", f"'{facts['package']}' has no place '{facts['place']}'.", hint
            )
            return False
        return True

    def group(self, key: Key, package: str, indicator: str, spec: Any) -> Group | None:
        """`all`, or a mapping dimension -> group, as a Group."""
        if spec == ALL:
            return ()
        dimensions = self.packages[package].package.dimensions
        columns = self.packages[package].package.tables[indicator].columns
        pairs: list[tuple[str, str]] = []
        for dimension, group in spec.items():
            if dimension not in dimensions or dimension not in columns:
                known = [each for each in dimensions if each in columns]
                message = f"'{package}' has no dimension '{dimension}'."
                self.tell((*key, dimension), "dimension-unknown", message, did_you_mean(dimension, known))
                return None
            if group != ALL and group not in dimensions[dimension].groups:
                message = f"'{dimension}' has no group '{group}'."
                hint = did_you_mean(group, dimensions[dimension].groups)
                self.tell((*key, dimension), "group-unknown", message, hint)
                return None
            pairs.append((dimension, group))
        return tuple(sorted(pair for pair in pairs if pair[1] != ALL))

    def period(self, key: Key, facts: Mapping[str, Any], period: str) -> bool:
        """Whether a period is in the data and not later than the cycle's."""
        if period > self.cycle.period:
            message = f"'{period}' is later than the last period of this cycle, {self.cycle.period}."
            self.tell(
                key, "period-later", message, "A cycle shows nothing that came after it; use the next cycle."
            )
            return False
        package = self.packages.get(facts["package"])
        if package is None or facts["indicator"] not in package.package.indicators:
            return True  # told already, at its own line
        known = package.periods(facts["indicator"])
        if period not in known:
            message = f"'{facts['package']}' has no figures for {period}."
            hint = f"It has {known[0]} to {known[-1]}." if known else ""
            self.tell(key, "period-unknown", message, hint)
            return False
        return True

    def documented(self, key: Key, spec: Mapping[str, Any]) -> None:
        """What is documented names its source: otherwise nobody can tell it from an illustration."""
        if spec["evidence"] == "documented" and not spec.get("source"):
            message = "This is called documented, but it names no source."
            hint = "Add 'source: https://...', or call it an illustration."
            self.tell((*key, "evidence"), "source-missing", message, hint)

    def tell(self, key: Key, code: str, message: str, hint: str = "", severity: str = ERROR) -> None:
        """Collect a problem at a key of the document."""
        self.problems.append(self.document.problem(key, code, message, hint, severity=severity))


def _periods_as_words(part: Any) -> Any:
    """The same facts with every period a word: YAML reads the year `2019` as a number."""
    if isinstance(part, dict):
        return {
            key: str(each) if key in _PERIODS and isinstance(each, int) else _periods_as_words(each)
            for key, each in part.items()
        }
    return [_periods_as_words(each) for each in part] if isinstance(part, list) else part
