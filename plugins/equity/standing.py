"""Where a report stands: baseline, now and target on one track, the measurable statement, the pace, the
verdict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .descriptors import Package
from .disclosure import Protected
from .distances import distance_sentence
from .languages import Language, rounded
from .measures import Measured, measure
from .questions import years_between
from .reports import Report, Target
from .tables import track
from .units import points
from .verdicts import chance_sentence, verdict_sentence
from .writing import amount, counts, few, start_of, written


@dataclass(frozen=True)
class Mark:
    """One of the three large numbers; `position` is its place on a track of 0 to 100, None without one.

    Where only a range is known, `span` has its two ends on the track instead.
    """

    id: str
    label: str
    text: str
    detail: str
    position: float | None
    span: tuple[float, float] | None = None


@dataclass(frozen=True)
class Standing:
    """The picture people remember, and the sentences that carry it for those who do not see it."""

    marks: tuple[Mark, ...]
    statement: str
    verdict: str
    chance: str
    aim: str
    pace: str
    notes: tuple[str, ...]
    start: str
    end: str


def measured_standing(protected: Protected, report: Report) -> Mapping[str, Measured]:
    """The measurements behind a standing: baseline, latest, gap-baseline, gap, gap-change."""
    return {
        name: measure(protected, report.values[name].question)
        for name in ("baseline", "latest", "gap-baseline", "gap", "gap-change")
    }


def standing(package: Package, report: Report, known: Mapping[str, Measured], language: Language) -> Standing:
    """The standing in one language. A mark without a number says in words why, and stands at the start of the
    track.
    """
    baseline, latest = known["baseline"], known["latest"]
    tops = [float(max(each.bounds)) for each in (baseline, latest) if each.bounds is not None]
    if report.target:
        tops.append(float(report.target.value))
    end = track(max(tops, default=1.0), latest.unit == "percent")
    question, whole = latest.question, Fraction(end)
    broken = known["gap-change"].reason == "break"
    marks = [
        _mark("baseline", language.say("Start, {period}", period=report.baseline), baseline, end, language),
        _mark("now", language.say("Now, {period}", period=question.period), latest, end, language),
    ]
    if report.target:
        text = target_text(report.target, latest, language)
        label = language.say("Target, {period}", period=report.target.by)
        detail = "" if report.target.documented else language.say("An illustration, not an official target")
        marks.append(Mark("target", label, text, detail, round(float(report.target.value) / end * 100, 2)))
    return Standing(
        marks=tuple(marks),
        statement=_statement(package, report, baseline, language),
        verdict=verdict_sentence(known["gap-baseline"], known["gap"], known["gap-change"], language),
        chance=chance_sentence(known["gap-change"], language),
        aim=_aim(report, baseline, latest, broken, language),
        pace=_pace(report, baseline, latest, broken, language),
        notes=(),
        start=amount(Fraction(0), latest, language, 0),
        end=amount(whole, latest, language, 0 if whole.denominator == 1 else 1),
    )


def _mark(id_: str, label: str, measured: Measured, end: float, language: Language) -> Mark:
    position = None if measured.value is None else round(float(measured.value) / end * 100, 2)
    span, detail = None, ""
    if measured.ranged and measured.bounds is not None:
        low, high = (round(float(each) / end * 100, 2) for each in measured.bounds)
        span = low, high
    both = measured.numerator is not None and measured.denominator is not None
    if both and measured.unit == "percent":
        detail = counts(measured, language)
    told = few(measured, language)
    detail = "; ".join(each for each in (detail, told) if each)
    return Mark(id_, label, written(measured, language), detail, position, span)


def target_text(target: Target, like: Measured, language: Language) -> str:
    """A target as people write it: `80%`, not `80.0%`; its own decimals when it has some. `like` is a rate of
    the same indicator.
    """
    needed = 0 if target.value.denominator == 1 else like.decimals
    return amount(target.value, like, language, needed)


def _statement(package: Package, report: Report, baseline: Measured, language: Language) -> str:
    """The problem as something that can be measured: from where, to where, by when."""
    if report.target is None or not baseline.ok:
        return ""
    question = report.main
    facts = {
        "place": package.place_word(question.place, language.code),
        "group": package.group_word(question.group, "sentence", language.code),
        "start": start_of(baseline, language),
        "start_period": report.baseline,
        "target": target_text(report.target, baseline, language),
        "target_period": report.target.by,
    }
    goal = package.word(f"indicator/{question.indicator}/goal", language.code)
    if "{target}" in goal:
        return _marked(goal.format(**facts), report.target, language)
    topic = package.word(f"indicator/{question.indicator}/label", language.code)
    told = language.say(
        "The aim: {topic}, {group}, {place}: from {start} in {start_period} to {target} by {target_period}.",
        topic=topic,
        **facts,
    )
    return _marked(told, report.target, language)


def _marked(told: str, target: Target, language: Language) -> str:
    """A goal that nobody set says so at once: it is the first thing that is read."""
    if target.documented:
        return told
    warning = language.say("This goal is an illustration, not an official one.")
    return f"{told} {warning}"


def _aim(report: Report, baseline: Measured, latest: Measured, broken: bool, language: Language) -> str:
    """How far the rate was from the target, and how far it is."""
    if report.target is None:
        return ""
    return distance_sentence(report.target, baseline, latest, language, broken)


def _pace(report: Report, baseline: Measured, latest: Measured, broken: bool, language: Language) -> str:
    """Needed pace against achieved pace, in points a year; nothing is said across a break in the series.

    The exact values decide, the rounded ones are written. Of a range it is only said whether it reaches the
    target.
    """
    target = report.target
    if target is None or broken:
        return ""
    if baseline.ranged or latest.ranged:
        return _reached(target, baseline, latest, language)
    if baseline.value is None or latest.value is None:
        return ""
    side = 1 if target.value > baseline.value else -1
    missing = (target.value - latest.value) * side
    if missing <= 0:
        return language.say("The target has been reached.")
    years = years_between(report.baseline, latest.question.period)
    left = years_between(latest.question.period, target.by)
    if left <= 0:
        return language.say("The target year has come and the target has not been reached.")
    needed = _step(missing / left, latest, language)
    facts = {"needed": needed, "by": target.by, "since": report.baseline}
    if latest.unit == "mean":
        return language.say(
            "To reach the target by {by}, the mean has to change by {needed} a year.", **facts
        )
    if years <= 0:
        return language.say(
            "To reach the target by {by}, the rate has to change by {needed} a year.", **facts
        )
    achieved = (latest.value - baseline.value) * side / years
    facts["achieved"] = _step(achieved, latest, language)
    if not rounded(achieved, 1):
        return language.say(
            "Since {since} the rate has hardly moved. To reach the target by {by}, it would have to come "
            "closer "
            "by {needed} a year.",
            **facts,
        )
    if achieved < 0:
        return language.say(
            "Since {since} the rate has moved away from the target, by {achieved} a year. To reach it by "
            "{by}, it "
            "would have to come closer by {needed} a year.",
            **facts,
        )
    if achieved >= missing / left:
        return language.say(
            "Since {since} the rate has come closer to the target by {achieved} a year. That is fast "
            "enough to "
            "reach it by {by} (needed: {needed} a year).",
            **facts,
        )
    return language.say(
        "Since {since} the rate has come closer to the target by {achieved} a year. To reach it by {by}, "
        "it would "
        "have to come closer by {needed} a year: not on track.",
        **facts,
    )


def _step(size: Fraction, latest: Measured, language: Language) -> str:
    """How far a rate goes in a year."""
    if latest.unit == "percent":
        return points(abs(size), 1, language)
    return amount(size, latest, language, max(1, latest.decimals))


def _reached(target: Target, baseline: Measured, latest: Measured, language: Language) -> str:
    """Whether a target is reached, where the start or the present is a range, which tells no pace."""
    if baseline.bounds is None or latest.bounds is None:
        return ""
    # A target is better than where the work began; on which side that is, a range may leave open.
    if target.value > baseline.bounds[1]:
        least, most = latest.bounds[0] - target.value, latest.bounds[1] - target.value
    elif target.value < baseline.bounds[0]:
        least, most = target.value - latest.bounds[1], target.value - latest.bounds[0]
    else:
        return language.say("Whether the target has been reached cannot be told: a range is published.")
    if least >= 0:
        return language.say("The target has been reached.")
    if most >= 0:
        return language.say("Whether the target has been reached cannot be told: a range is published.")
    return language.say(
        "The target has not been reached. How fast the work is cannot be told: a range is published."
    )
