"""`report.yaml`, resolved: every fact checked against the packages it names, each mistake at its own line.

A figure of an unknown group is told of here, with the nearest name, before anything is drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .descriptors import Group
from .disclosure import Protected
from .languages import exact
from .measures import ALL, REST, Against, Question
from .problems import Problem, did_you_mean, errors
from .reports import Asked, Cycle, Decision, Entry, FigureFacts, Intervention, Report, Target, undeclared
from .sources import Document, Key, check_schema, read_yaml

_PERIODS = ("baseline", "by", "period", "since", "from", "to")


def read_report(
    folder: Path,
    cycle: Cycle,
    packages: Mapping[str, Protected],
    root: Path,
    spoiled: Mapping[str, Problem] | None = None,
) -> tuple[Report | None, tuple[Problem, ...]]:
    """A report's facts, resolved against the packages; None when a name in them means nothing.

    `spoiled` are packages that cannot be used, and why: a report that needs one has that problem, no other.
    """
    document, problems = read_yaml(folder / "report.yaml", root)
    if document.data is None:
        return None, problems
    problems += check_schema(document, "report")
    if errors(problems):
        return None, problems
    reader = _Reader(document, cycle, packages, spoiled or {})
    report = reader.report(folder.name)
    return (None if errors(reader.problems) else report), (*problems, *reader.problems)


class _Reader:
    """Reads one report: holds its document and collects what is wrong, so that all is told at once."""

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

    def report(self, slug: str) -> Report | None:
        data = self.document.data
        base = {key: data[key] for key in ("package", "indicator", "place", "group", "against")}
        main = self.question((), base, {"measure": "rate", "period": self.cycle.period})
        self.period(("baseline",), base, data["baseline"])
        interventions = tuple(
            self.intervention(i, each) for i, each in enumerate(data.get("interventions", ()))
        )
        known = [each.id for each in interventions]
        for number, id_ in enumerate(known):
            if id_ in known[:number]:
                message = f"There are two interventions called '{id_}'."
                key = ("interventions", number, "id")
                self.tell(key, "intervention-twice", message, "Rename one of them.")
        log = tuple(self.entry(i, each, known) for i, each in enumerate(data.get("log", ())))
        figures = {id_: self.figure(id_, base, spec) for id_, spec in data.get("figures", {}).items()}
        values = {id_: self.value(id_, base, spec) for id_, spec in data.get("values", {}).items()}
        target = self.target(data.get("target"))
        decision = self.decision(data.get("decision"))
        if main is None:
            return None
        own = dict(undeclared(main, data["baseline"], base["package"]))
        for name in [each for each in values if each in (*own, "target")]:
            message = f"Every report has a value '{name}' of its own."
            self.tell(("values", name), "name-reserved", message, "Give this one another name.")
        if errors(self.problems):
            return None
        values.update(own)
        return Report(
            slug,
            self.cycle,
            data.get("thread", slug),
            data["stage"],
            base["package"],
            main.question,
            data["baseline"],
            target,
            interventions,
            log,
            decision,
            {id_: each for id_, each in figures.items() if each},
            {id_: each for id_, each in values.items() if each},
            self.document,
        )

    def question(self, key: Key, base: Mapping[str, Any], spec: Mapping[str, Any]) -> Asked | None:
        """A question from a report's own facts and what a figure or value says otherwise."""
        facts = {**base, **{name: spec[name] for name in base if name in spec}}

        def at(name: str) -> Key:
            return (*key, name) if name in spec else (name,)

        if facts["package"] in self.spoiled:
            self.problems.append(self.spoiled[facts["package"]])
            return None
        if facts["package"] not in self.packages:
            message = f"There is no data package called '{facts['package']}'."
            known = (*self.packages, *self.spoiled)
            hint = did_you_mean(facts["package"], known, "Data packages are folders in datapackages/.")
            self.tell(at("package"), "package-unknown", message, hint)
            return None
        package = self.packages[facts["package"]].package
        if facts["indicator"] not in package.indicators:
            message = f"'{facts['package']}' has no indicator '{facts['indicator']}'."
            self.tell(
                at("indicator"),
                "indicator-unknown",
                message,
                did_you_mean(facts["indicator"], package.indicators),
            )
            return None
        if package.indicators[facts["indicator"]].kind == "count":
            message = f"'{facts['indicator']}' is a count; a gap, a rate or a ratio needs a rate."
            hint = "Choose an indicator with a denominator."
            self.tell(at("indicator"), "indicator-count", message, hint)
            return None
        if facts["place"] not in package.places:
            names = {place.name: id_ for id_, place in package.places.items()}
            hint = did_you_mean(facts["place"], [*package.places, *names], "See places.csv of the package.")
            if facts["place"] in names:
                hint = f"Write its id: {names[facts['place']]}."
            self.tell(
                at("place"), "place-unknown", f"'{facts['package']}' has no place '{facts['place']}'.", hint
            )
            return None
        group = self.group(at("group"), facts["package"], facts["indicator"], facts["group"])
        against: Against | None = facts["against"]
        if isinstance(facts["against"], dict):
            against = self.group(at("against"), facts["package"], facts["indicator"], facts["against"])
        period = spec.get("period", self.cycle.period)
        fine = self.period((*key, "period"), facts, period)
        since = spec.get("since", self.document.data["baseline"] if spec["measure"] == "change" else "")
        fine = fine and (not since or self.period((*key, "since"), facts, since))
        if group is None or against is None or not fine:
            return None
        asked = Question(facts["indicator"], spec["measure"], facts["place"], period, group, against, since)
        return Asked(facts["package"], asked)

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

    def figure(self, id_: str, base: Mapping[str, Any], spec: Mapping[str, Any]) -> FigureFacts | None:
        key: Key = ("figures", id_)
        period = spec.get("period", spec.get("to", self.cycle.period))
        asked = self.question(key, base, {**spec, "measure": "rate", "period": period})
        if asked is None:
            return None
        package = self.packages[asked.package].package
        if spec["form"] == "comparison":
            dimension = spec.get("dimension", asked.question.group[0][0] if asked.question.group else "")
            columns = package.tables[asked.question.indicator].columns
            if dimension not in package.dimensions or dimension not in columns:
                known = [each for each in package.dimensions if each in columns]
                message = f"'{asked.package}' has no dimension '{dimension}'."
                self.tell((*key, "dimension"), "dimension-unknown", message, did_you_mean(dimension, known))
                return None
            groups: tuple[Against, ...] = (
                (),
                *(((dimension, each),) for each in package.dimensions[dimension].groups),
            )
            return FigureFacts(id_, "comparison", asked.package, asked.question, (period,), groups, dimension)
        first = spec.get("from", self.document.data["baseline"])
        if not self.period(
            (*key, "from"), {"package": asked.package, "indicator": asked.question.indicator}, first
        ):
            return None
        published = self.packages[asked.package].periods(asked.question.indicator)
        periods = tuple(each for each in published if first <= each <= period)
        if len(periods) < 2:
            self.tell((*key, "from"), "period-order", "A trend needs at least two periods.", "Begin earlier.")
            return None
        lines: list[Against] = []
        for number, each in enumerate(spec.get("groups", ())):
            line = (
                each
                if each == REST
                else self.group((*key, "groups", number), asked.package, asked.question.indicator, each)
            )
            if line is None:
                return None
            lines.append(line)
        if not lines:
            against = asked.question.against
            lines = [asked.question.group, () if against == ALL else against]
        return FigureFacts(id_, "trend", asked.package, asked.question, periods, tuple(lines), "")

    def value(self, id_: str, base: Mapping[str, Any], spec: Mapping[str, Any]) -> Asked | None:
        return self.question(("values", id_), base, spec)

    def target(self, spec: Mapping[str, Any] | None) -> Target | None:
        if spec is None:
            return None
        self.documented(("target",), spec)
        if spec["by"] <= self.document.data["baseline"]:
            self.tell(
                ("target", "by"),
                "period-order",
                "The target is not after the baseline.",
                "Correct one of the two.",
            )
        return Target(
            exact(spec["value"]), spec["by"], spec["evidence"] == "documented", spec.get("source", "")
        )

    def intervention(self, number: int, spec: Mapping[str, Any]) -> Intervention:
        self.documented(("interventions", number), spec)
        ratings = tuple((name, str(value)) for name, value in spec.get("ratings", {}).items())
        since = str(spec.get("since", ""))
        documented = spec["evidence"] == "documented"
        return Intervention(spec["id"], spec["status"], since, documented, spec.get("source", ""), ratings)

    def entry(self, number: int, spec: Mapping[str, Any], known: Iterable[str]) -> Entry:
        if spec["intervention"] not in known:
            message = f"There is no intervention '{spec['intervention']}' in this report."
            hint = did_you_mean(spec["intervention"], known)
            self.tell(("log", number, "intervention"), "intervention-unknown", message, hint)
        self.documented(("log", number), spec)
        documented = spec["evidence"] == "documented"
        return Entry(
            str(spec["date"]), spec["intervention"], spec["change"], documented, spec.get("source", "")
        )

    def decision(self, spec: Mapping[str, Any] | None) -> Decision | None:
        if spec is None:
            return None
        self.documented(("decision",), spec)
        return Decision(spec["choice"], spec["evidence"] == "documented", spec.get("source", ""))

    def documented(self, key: Key, spec: Mapping[str, Any]) -> None:
        """What is documented names its source: otherwise nobody can tell it from an illustration."""
        if spec["evidence"] == "documented" and not spec.get("source"):
            message = "This is called documented, but it names no source."
            self.tell(
                (*key, "evidence"),
                "source-missing",
                message,
                "Add 'source: https://...', or call it an illustration.",
            )

    def tell(self, key: Key, code: str, message: str, hint: str = "") -> None:
        self.problems.append(self.document.problem(key, code, message, hint))


def _periods_as_words(part: Any) -> Any:
    """The same facts with every period a word: YAML reads the year `2019` as a number."""
    if isinstance(part, dict):
        return {
            key: str(each) if key in _PERIODS and isinstance(each, int) else _periods_as_words(each)
            for key, each in part.items()
        }
    return [_periods_as_words(each) for each in part] if isinstance(part, list) else part
