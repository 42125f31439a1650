"""The facts of a site as values: `site.yaml`, `cycle.yaml`, and what `report.yaml` comes to (`resolving`
reads it).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from .corrections import Correction, read_corrections
from .measures import Against, Question
from .narratives import Narrative
from .policies import DEFAULTS, Policy, check_policy, read_policy
from .problems import ERROR, WARNING, Problem, did_you_mean, errors
from .sources import Document, check_schema, read_yaml

STAGES = ("diagnose", "design", "implement", "reflect")


@dataclass(frozen=True)
class Site:
    """`content/site.yaml`. Words are by language code; `languages` in the order in which they are offered.

    The last of them may be `preparing`: being translated, and not on the public site yet.
    """

    name: Mapping[str, str]
    tagline: Mapping[str, str]
    publisher: Mapping[str, str]
    contact: str
    repository: str
    address: str
    default_language: str
    languages: tuple[str, ...]
    policy: Policy = DEFAULTS
    preparing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cycle:
    """One yearly edition. Nothing it shows is later than `period`."""

    id: str
    period: str
    status: str
    date: str
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class Target:
    """Where the rate should be, in displayed units, and by which period."""

    value: Fraction
    by: str
    documented: bool
    source: str


@dataclass(frozen=True)
class Intervention:
    """Something done: facts only, its name and story are words of each language."""

    id: str
    status: str
    since: str
    documented: bool
    source: str
    ratings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """A line of the decision log."""

    date: str
    intervention: str
    change: str
    documented: bool
    source: str


@dataclass(frozen=True)
class Decision:
    """What the publisher decided to do next: refine, replace, scale or stop; where it failed, if it did
    (`design`, `delivery`, `outside`).
    """

    choice: str
    documented: bool
    source: str
    failed: str = ""

    @property
    def ends(self) -> bool:
        """Whether the work on a problem, as it was, ends with it."""
        return self.choice in ("replace", "stop")


@dataclass(frozen=True)
class Asked:
    """A question of a report, with the package that answers it."""

    package: str
    question: Question


@dataclass(frozen=True)
class FigureFacts:
    """What a figure shows: `groups` are its lines, in order; `main` is what its finding is about.

    A comparison is of a `dimension`; `measures` are what a report wants said of it besides the gap and the
    ratio, each as the library is asked, or None: whatever suits.
    """

    id: str
    form: str
    package: str
    main: Question
    periods: tuple[str, ...]
    groups: tuple[Against, ...]
    dimension: str = ""
    measures: tuple[Question, ...] | None = None


@dataclass(frozen=True)
class Report:
    """`report.yaml`, resolved: every name in it exists, every question can be asked."""

    slug: str
    cycle: Cycle
    thread: str
    stage: str
    package: str
    main: Question
    baseline: str
    target: Target | None
    interventions: tuple[Intervention, ...]
    log: tuple[Entry, ...]
    decision: Decision | None
    figures: Mapping[str, FigureFacts]
    values: Mapping[str, Asked]
    document: Document = field(repr=False, compare=False, default_factory=lambda: Document("", None))
    narrative: Narrative = field(default_factory=Narrative)


OWN = ("latest", "baseline", "gap", "gap-baseline", "gap-change")
"""The ids of the values that every report has, as `undeclared` makes them."""


def undeclared(main: Asked, baseline: str, package: str) -> Iterator[tuple[str, Asked]]:
    """The values that every report has without declaring them."""
    question = main.question

    def ask(measure: str, period: str, since: str = "") -> Asked:
        return Asked(
            package,
            Question(
                question.indicator, measure, question.place, period, question.group, question.against, since
            ),
        )

    yield "latest", ask("rate", question.period)
    yield "baseline", ask("rate", baseline)
    yield "gap", ask("difference", question.period)
    yield "gap-baseline", ask("difference", baseline)
    yield "gap-change", ask("change", question.period, baseline)


def read_site(root: Path) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site's own facts, or what is wrong with them."""
    document, problems = read_yaml(root / "content" / "site.yaml", root)
    if document.data is None:
        return None, problems
    problems += check_schema(document, "site")
    if errors(problems):
        return None, problems
    data, languages = document.data, tuple(document.data["languages"])
    if "policy" in data:
        problems += tuple(check_policy(document, ("policy",)))
        if errors(problems):
            return None, problems
    if data["default_language"] not in languages:
        hint = did_you_mean(data["default_language"], languages)
        message = f"The default language '{data['default_language']}' is not one of the languages."
        return None, (*problems, document.problem(("default_language",), "language-unknown", message, hint))
    preparing = tuple(data.get("preparing", ()))
    for number, code in enumerate(preparing):
        if code in (*languages, *preparing[:number]):
            message = f"'{code}' stands here twice."
            hint = "Keep it under 'languages' when it is ready, else under 'preparing'."
            problem = document.problem(("preparing", number), "language-twice", message, hint)
            return None, (*problems, problem)
    languages += preparing
    words = {key: _words(data.get(key, ""), languages) for key in ("name", "tagline", "publisher")}
    for key in words:
        spoken = data.get(key)
        for code in languages:
            if isinstance(spoken, dict) and code not in spoken:
                message, hint = f"'{key}' has no '{code}'.", f"Add '{code}:' under '{key}:'."
                weight = WARNING if code in preparing else ERROR
                problem = document.problem((key,), "translation-missing", message, hint, severity=weight)
                problems += (problem,)
    return Site(
        words["name"],
        words["tagline"],
        words["publisher"],
        str(data.get("contact") or ""),
        str(data.get("repository") or "").rstrip("/"),
        str(data.get("address") or "").rstrip("/"),
        data["default_language"],
        languages,
        read_policy(data.get("policy", {})),
        preparing,
    ), problems


def _words(value: Any, languages: tuple[str, ...]) -> Mapping[str, str]:
    if isinstance(value, dict):
        first = next(iter(value.values()), "")
        return {code: str(value.get(code, first)) for code in languages}
    return {code: str(value) for code in languages}


def read_cycle(folder: Path, root: Path) -> tuple[Cycle | None, tuple[Problem, ...]]:
    """One yearly edition's facts."""
    document, problems = read_yaml(folder / "cycle.yaml", root)
    if document.data is None:
        return None, problems
    problems += check_schema(document, "cycle")
    if errors(problems):
        return None, problems
    data = document.data
    try:
        date.fromisoformat(data["date"])
    except ValueError:
        message, hint = f"There is no day '{data['date']}'.", "Write a day such as 2020-05-27."
        return None, (*problems, document.problem(("date",), "value-wrong", message, hint))
    corrections, found = read_corrections(document, data["date"])
    cycle = Cycle(folder.name, str(data["period"]), data["status"], data["date"], corrections)
    return cycle, (*problems, *found)


def guessed_cycle(folder: Path, root: Path) -> Cycle | None:
    """What a faulty `cycle.yaml` says all the same, for judging its reports at once with it; None without a
    period.
    """
    data = read_yaml(folder / "cycle.yaml", root)[0].data
    period = str(data.get("period", "")) if isinstance(data, dict) else ""
    return Cycle(folder.name, period, "draft", "") if re.fullmatch(r"\d{4}(-\d{2})?", period) else None
