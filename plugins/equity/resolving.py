"""`report.yaml`, resolved: every fact checked against the packages it names, each mistake at its own line.

A figure of an unknown group is told of here, with the nearest name, before anything is drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from .asking import Asker
from .backing import check_references, read_narrative
from .consulting import consult
from .counsel import counsel
from .disclosure import Protected
from .languages import exact
from .measures import ALL, REST, Against, measure
from .offers import LIBRARY, looks_back, summarises
from .policies import DEFAULTS, Policy
from .problems import Problem, did_you_mean, errors
from .questions import Question
from .reports import Asked, Cycle, Decision, Entry, FigureFacts, Intervention, Report, Target, undeclared
from .sources import Key, check_schema, read_yaml


def read_report(
    folder: Path,
    cycle: Cycle,
    packages: Mapping[str, Protected],
    root: Path,
    spoiled: Mapping[str, Problem] | None = None,
    policy: Policy = DEFAULTS,
) -> tuple[Report | None, tuple[Problem, ...]]:
    """A report's facts, resolved against the packages; None when a name in them means nothing.

    `spoiled` are packages that cannot be used, and why: a report that needs one has that problem, no other.
    `policy` holds for the counts of people that an author types.
    """
    document, problems = read_yaml(folder / "report.yaml", root)
    if document.data is None:
        return None, problems
    problems += check_schema(document, "report")
    if errors(problems):
        return None, problems
    reader = _Reader(document, cycle, packages, spoiled or {})
    report = reader.report(folder.name, policy)
    if report is None or errors(reader.problems):
        return None, (*problems, *reader.problems)
    return report, (*problems, *reader.problems, *counsel(report, packages))


_USED = {"comparison": "dimension, period, measures", "trend": "groups, from, to"}
_UNUSED = {"comparison": ("groups", "from", "to"), "trend": ("dimension", "period", "measures")}


class _Reader(Asker):
    """Reads one report."""

    def report(self, slug: str, policy: Policy) -> Report | None:
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
        narrative, brought = read_narrative(self, base, policy)
        target = self.target(data.get("target"), main)
        decision = self.decision(data.get("decision"))
        if main is None:
            return None
        own = dict(undeclared(main, data["baseline"], base["package"]))
        for name in [each for each in (*values, *brought) if each in (*own, "target")]:
            message = f"Every report has a value '{name}' of its own."
            where: Key = ("values", name) if name in values else ("leading",)
            self.tell(where, "name-reserved", message, "Give this one another name.")
        check_references(self, narrative, (*values, *brought, *own, *(("target",) if target else ())))
        if errors(self.problems):
            return None
        values.update({**brought, **own})
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
            narrative,
        )

    def figure(self, id_: str, base: Mapping[str, Any], spec: Mapping[str, Any]) -> FigureFacts | None:
        key: Key = ("figures", id_)
        for word in _UNUSED[spec["form"]]:
            if word in spec:
                message = f"A figure of the form '{spec['form']}' has no '{word}'."
                self.tell((*key, word), "key-unused", message, f"Remove it; it has: {_USED[spec['form']]}.")
        period = spec.get("period", spec.get("to", self.cycle.period))
        asked = self.question(key, base, {**spec, "measure": "rate", "period": period})
        if asked is None:
            return None
        if spec["form"] == "comparison":
            return self.comparison(key, asked, spec)
        return self.trend(key, asked, spec)

    def comparison(self, key: Key, asked: Asked, spec: Mapping[str, Any]) -> FigureFacts | None:
        """Bars: everybody, then each group of a dimension."""
        package = self.packages[asked.package].package
        dimension = spec.get("dimension", asked.question.group[0][0] if asked.question.group else "")
        columns = package.tables[asked.question.indicator].columns
        if dimension not in package.dimensions or dimension not in columns:
            known = [each for each in package.dimensions if each in columns]
            message = f"'{asked.package}' has no dimension '{dimension}'."
            self.tell((*key, "dimension"), "dimension-unknown", message, did_you_mean(dimension, known))
            return None
        if asked.question.group and dimension not in dict(asked.question.group):
            message = f"The bars are the groups of '{dimension}', but the report's group is not."
            hint = f"Add 'group: {{{dimension}: ...}}' to this figure: the group that its heading is about."
            self.tell((*key, "dimension"), "figure-group", message, hint)
            return None
        groups: tuple[Against, ...] = (
            (),
            *(((dimension, each),) for each in package.dimensions[dimension].groups),
        )
        measures = self.measures(key, asked, dimension, spec)
        if "measures" in spec and measures is None:
            return None
        periods = (asked.question.period,)
        id_, package_id = str(key[-1]), asked.package
        return FigureFacts(
            id_, "comparison", package_id, asked.question, periods, groups, dimension, measures
        )

    def measures(
        self, key: Key, asked: Asked, dimension: str, spec: Mapping[str, Any]
    ) -> tuple[Question, ...] | None:
        """What a figure is to say besides the gap and the ratio, each with its counterpart: one of the two
        may fall while the other rises. None where something is wrong, or nothing is said.
        """
        if "measures" not in spec:
            return None
        wanted = list(dict.fromkeys(spec["measures"]))
        for id_ in [LIBRARY[each].counterpart for each in wanted]:
            if id_ in LIBRARY and id_ not in wanted:
                wanted.append(id_)
        found = []
        for id_ in wanted:
            number = spec["measures"].index(id_) if id_ in spec["measures"] else -1

            def tell(_part: str, code: str, message: str, hint: str, number: int = number) -> None:
                if number >= 0:
                    self.tell((*key, "measures", number), code, message, hint)

            entry, target = LIBRARY[id_], self.document.data.get("target")
            since = self.document.data["baseline"] if looks_back(entry) else ""
            of = replace(asked.question, measure=id_, since=since)
            made = consult(
                self.packages[asked.package].package,
                {"dimension": dimension} if summarises(entry) else {},
                replace(asked, question=of),
                entry,
                target,
                tell,
            )
            if made is None and number >= 0:
                return None
            found += [made.question] if made else []
        return tuple(found)

    def trend(self, key: Key, asked: Asked, spec: Mapping[str, Any]) -> FigureFacts | None:
        """Lines over time."""
        first = spec.get("from", self.document.data["baseline"])
        if not self.period(
            (*key, "from"), {"package": asked.package, "indicator": asked.question.indicator}, first
        ):
            return None
        published = self.packages[asked.package].periods(asked.question.indicator)
        periods = tuple(each for each in published if first <= each <= asked.question.period)
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
            if line in lines:
                self.tell(
                    (*key, "groups", number),
                    "line-twice",
                    "This line is drawn already.",
                    "Remove one of them.",
                )
                return None
            lines.append(line)
        if not lines:
            against = asked.question.against
            lines = [asked.question.group, () if against == ALL else against]
        return FigureFacts(str(key[-1]), "trend", asked.package, asked.question, periods, tuple(lines))

    def value(self, id_: str, base: Mapping[str, Any], spec: Mapping[str, Any]) -> Asked | None:
        return self.question(("values", id_), base, spec)

    def target(self, spec: Mapping[str, Any] | None, main: Asked | None) -> Target | None:
        if spec is None:
            return None
        self.documented(("target",), spec)
        if spec["by"] <= self.document.data["baseline"]:
            message = "The target is not after the baseline."
            self.tell(("target", "by"), "period-order", message, "Correct one of the two.")
        value = exact(spec["value"])
        if main is not None and self.period(
            ("baseline",),
            {"package": main.package, "indicator": main.question.indicator},
            self.document.data["baseline"],
        ):
            self.target_side(value, main)
        return Target(value, spec["by"], spec["evidence"] == "documented", spec.get("source", ""))

    def target_side(self, value: Fraction, main: Asked) -> None:
        """A target is better than where the work began; that of a share is a percentage."""
        protected = self.packages[main.package]
        spec = protected.indicator(main.question.indicator)
        start = measure(protected, replace(main.question, period=self.document.data["baseline"])).bounds
        share, adverse = spec.kind == "proportion", spec.direction == "adverse"
        unit = "%" if share else f" per {spec.scale}" if spec.kind == "rate" and spec.scale != 1 else ""
        hint = "Write a percentage: 80 means 80%." if share else "Write it as the numbers of the package are."
        if share and not 0 <= value <= 100:
            self.tell(("target", "value"), "target-range", f"A target of {float(value):g}% cannot be.", hint)
        elif start is not None and (value >= start[1] if adverse else value <= start[0]):
            # Where the baseline is a range, only a target that is no better than any of it is surely wrong.
            began = f"{float(start[0]):g}{unit}"
            if start[0] != start[1]:
                began = f"{float(start[0]):g}{unit} to {float(start[1]):g}{unit}"
            message = f"The target, {float(value):g}{unit}, is not better than the baseline, {began}."
            self.tell(("target", "value"), "target-side", message, hint)

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
        documented = spec["evidence"] == "documented"
        return Decision(spec["choice"], documented, spec.get("source", ""), spec.get("failed", ""))
