"""A report beside the one before it in its thread: what was asked otherwise, what the two numbers come to.

Every number of the earlier report is asked of the package by the earlier report's own question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .descriptors import Package
from .languages import Language
from .measures import Measured, Question
from .reports import Asked, Report
from .standing import target_text
from .verdicts import chance_sentence, verdict_sentence
from .writing import against_word


@dataclass(frozen=True)
class Chapter:
    """A report of a thread with its package and its measurements (`standing.measured_standing`)."""

    report: Report
    package: Package
    known: Mapping[str, Measured]


@dataclass(frozen=True)
class Moved:
    """A fact of the question that is no longer what it was, in words."""

    fact: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Pair:
    """One number of two reports: `rate`, `gap`, or what an intervention was to be measured by (its id).

    `new` is None where the later report does not ask it any more.
    """

    kind: str
    intervention: str
    old: Asked
    new: Asked | None


def asks_the_same(before: Report, now: Report) -> bool:
    """Whether two reports ask about the same gap: indicator, place, group, comparison."""
    one, other = before.main, now.main
    return before.package == now.package and replace(one, period="") == replace(other, period="")


def year_on_year(before: Report, now: Report) -> Question | None:
    """The change of the gap since the earlier report; None where the question, or the year, allows none."""
    if not asks_the_same(before, now) or now.main.period <= before.main.period:
        return None
    return replace(now.main, measure="change", since=before.main.period)


_SHOWN = ("latest", "gap", "target", "baseline", "gap-baseline")
"""Measures of success that the comparison shows anyhow."""


def pairs(before: Report, now: Report) -> tuple[Pair, ...]:
    """The numbers that two reports have in common: rate, gap, and the promised measures of success."""
    found = [
        Pair("rate", "", before.values["latest"], now.values["latest"]),
        Pair("gap", "", before.values["gap"], now.values["gap"]),
    ]
    seen: list[Asked] = []
    for id_, plan in (before.narrative.plans or {}).items():
        old = before.values.get(plan.success)
        if plan.success in _SHOWN or old is None or old in seen:
            continue
        seen.append(old)
        new = now.values.get(now.narrative.plan(id_).success)
        found.append(Pair("success", id_, old, new if new and alike(old, new) else None))
    return tuple(found)


def alike(one: Asked, other: Asked) -> bool:
    """Whether two questions differ in nothing but the years."""
    first, second = (replace(each.question, period="", since="") for each in (one, other))
    return one.package == other.package and first == second


def moved(before: Chapter, now: Chapter, language: Language) -> tuple[Moved, ...]:
    """What was asked, or aimed at, otherwise in the earlier report."""
    labels = {
        "indicator": language.say("What is measured"),
        "place": language.say("Place"),
        "group": language.say("Group"),
        "against": language.say("Compared with"),
        "baseline": language.say("Where the work began"),
        "target": language.say("Target"),
        "by": language.say("Target year"),
    }
    old, new = _facts(before, language), _facts(now, language)
    return tuple(
        Moved(fact, labels[fact], old[fact][1], new[fact][1])
        for fact in labels
        if old[fact][0] != new[fact][0] and old[fact][1] != new[fact][1]
    )


def _facts(chapter: Chapter, language: Language) -> dict[str, tuple[object, str]]:
    """Each fact as a value that can be compared, and in words."""
    report, package, code = chapter.report, chapter.package, language.code
    question, target = report.main, report.target
    none = language.say("none")
    return {
        "indicator": (
            (report.package, question.indicator),
            package.word(f"indicator/{question.indicator}/label", code),
        ),
        "place": (question.place, package.place_word(question.place, code)),
        "group": (question.group, package.group_word(question.group, "sentence", code)),
        "against": (
            question.against,
            against_word(package, question.group, question.against, "sentence", language),
        ),
        "baseline": (report.baseline, report.baseline),
        "target": (
            target.value if target else None,
            target_text(target, chapter.known["latest"], language) if target else none,
        ),
        "by": (target.by if target else None, target.by if target else none),
    }


def since_sentences(
    before: Chapter, now: Chapter, change: Measured | None, language: Language
) -> tuple[str, ...]:
    """Did the gap narrow since the last report? The verdict, and what chance has to do with it; or why
    neither can be told. `change` answers `year_on_year`.
    """
    if change is None:
        if not asks_the_same(before.report, now.report):
            told = language.say("The two reports do not ask the same, so their gaps are not compared.")
        else:
            told = language.say("There is no newer year in the data than in the last report.")
        return (told,)
    sentences = (
        verdict_sentence(before.known["gap"], now.known["gap"], change, language),
        chance_sentence(change, language),
    )
    return tuple(each for each in sentences if each)
