"""What became of a gap, in words: the heading of a trend, the verdict, and what chance has to do with it."""

from collections.abc import Mapping
from fractions import Fraction

from .descriptors import Package
from .languages import Language
from .measures import Measured, verdict
from .writing import bare, written


def finding_of_trend(
    package: Package, before: Measured, now: Measured, change: Measured, language: Language
) -> str:
    """The heading of a trend: what became of whose gap."""
    question = now.question
    facts = {
        "topic": package.word(f"indicator/{question.indicator}/short", language.code),
        "group": package.group_word(question.group, "sentence", language.code),
        "since": before.question.period,
    }
    if not before.ok or not now.ok:
        return language.say("{topic}, {group}: {since} to {period}", period=question.period, **facts)
    if change.small:
        return language.say(
            "{topic}, {group}: few students, so what became of the gap since {since} is not told", **facts
        )
    outcome = verdict(change)
    if change.ranged:
        facts |= {"old": written(before, language), "new": written(now, language)}
        return _finding_of_ranges(outcome, change.straddles, facts, language)
    facts |= {"old": bare(before, language), "new": written(now, language)}
    if outcome == "narrowed":
        return language.say("{topic}, {group}: the gap narrowed since {since}, from {old} to {new}", **facts)
    if outcome == "widened":
        return language.say("{topic}, {group}: the gap widened since {since}, from {old} to {new}", **facts)
    if outcome == "turned":
        return language.say(
            "{topic}, {group}: the gap turned over since {since}, from {old} to {new}", **facts
        )
    if outcome == "first-period":
        return language.say("{topic}, {group}: the gap is {new} in {since}", **facts)
    if outcome == "no-clear-change":
        if bare(before, language) == bare(now, language):  # `from 21.7 to 21.7` would be no sentence
            return language.say(
                "{topic}, {group}: no clear change in the gap since {since} (then {old}; now also {new})",
                **facts,
            )
        return language.say(
            "{topic}, {group}: no clear change in the gap since {since} (from {old} to {new})", **facts
        )
    return language.say("{topic}, {group}: the gap went from {old} in {since} to {new}", **facts)


def _finding_of_ranges(outcome: str, open_: bool, facts: Mapping[str, str], language: Language) -> str:
    """The heading of a trend whose gaps are ranges: `from between ... to between ...` is no sentence.

    `open_`: the ranges leave it open whether the gap became smaller or larger.
    """
    if outcome == "narrowed":
        return language.say(
            "{topic}, {group}: the gap narrowed since {since} ({old} then, {new} now)", **facts
        )
    if outcome == "widened":
        return language.say(
            "{topic}, {group}: the gap widened since {since} ({old} then, {new} now)", **facts
        )
    if outcome == "turned":
        return language.say(
            "{topic}, {group}: the gap turned over since {since} ({old} then, {new} now)", **facts
        )
    if outcome == "no-clear-change":
        return language.say(
            "{topic}, {group}: no clear change in the gap since {since} ({old} then, {new} now)", **facts
        )
    if not open_:
        return language.say("{topic}, {group}: the gap since {since} ({old} then, {new} now)", **facts)
    return language.say(
        "{topic}, {group}: whether the gap narrowed since {since} cannot be told ({old} then, {new} now)",
        **facts,
    )


def verdict_sentence(before: Measured, now: Measured, change: Measured, language: Language) -> str:
    """Did the gap narrow? `Cannot tell` when it cannot be told."""
    if not before.ok or not now.ok:
        return language.say("Whether the gap has narrowed cannot be told from what is published.")
    facts = {
        "old": written(before, language),
        "since": before.question.period,
        "new": bare(now, language),
        "period": now.question.period,
    }
    outcome = verdict(change)
    if outcome == "narrowed":
        return language.say("The gap narrowed: {old} in {since}, {new} in {period}.", **facts)
    if outcome == "widened":
        return language.say("The gap widened: {old} in {since}, {new} in {period}.", **facts)
    if outcome == "turned":
        return language.say(
            "The gap turned over: {old} in {since}, and {new} the other way round in {period}.", **facts
        )
    if outcome == "first-period":
        return language.say("The gap is {old} in {period}. This is the first year that is followed.", **facts)
    if outcome == "no-clear-change":
        return language.say("The gap shows no clear change: {old} in {since}, {new} in {period}.", **facts)
    if change.straddles:
        return language.say(
            "Whether the gap narrowed cannot be told: it was {old} in {since} and {new} in {period}.", **facts
        )
    return language.say("The gap was {old} in {since} and {new} in {period}.", **facts)


def chance_sentence(change: Measured, language: Language) -> str:
    """What chance has to do with the change of a gap: its 95% interval in words, or why there is none.

    Nothing is said of events and means whose interval is not worked out.
    """
    outcome = verdict(change)
    if not change.ok or outcome == "turned":
        return ""
    if change.small:
        return language.say(
            "There are few students in these groups: one more or less changes the gap a lot, so it is not "
            "told whether it narrowed."
        )
    if change.reason == "break":
        return language.say("These years cannot be compared: what is counted changed in between.")
    if change.reason == "not-a-proportion":
        return ""
    if change.low is None and change.reason != "no-denominator":
        return language.say("How much of the change is chance cannot be told from what is published.")
    if change.low is None or change.high is None:
        return language.say(
            "How much of the change is chance cannot be told, because the number of students behind the "
            "rates is not "
            "published for every year."
        )
    low, high = sorted(abs(each) for each in (change.low, change.high))
    ends = {
        "low": language.number(Fraction(low), change.decimals),
        "high": language.number(Fraction(high), change.decimals),
    }
    if change.unit != "points":
        return _chance_elsewhere(outcome, change, ends, language)
    if outcome == "narrowed":
        return language.say(
            "Chance alone would hardly explain this: the gap is smaller by {low} to {high} points (95% "
            "interval).",
            **ends,
        )
    if outcome == "widened":
        return language.say(
            "Chance alone would hardly explain this: the gap is larger by {low} to {high} points (95% "
            "interval).",
            **ends,
        )
    if change.straddles:
        return language.say(
            "The published ranges and chance together leave it open: the gap may be smaller by up to "
            "{smaller} points or larger by up to {larger} (95% interval).",
            smaller=language.number(Fraction(abs(change.low)), change.decimals),
            larger=language.number(Fraction(abs(change.high)), change.decimals),
        )
    return _open_in_points(change.low, change.high, change.decimals, language)


def _open_in_points(low: float, high: float, decimals: int, language: Language) -> str:
    """Smaller or larger, where chance alone could be behind it; an end that rounds to nothing is neither."""
    sides = {
        "smaller": language.number(Fraction(abs(low)), decimals),
        "larger": language.number(Fraction(abs(high)), decimals),
    }
    nothing = language.number(0, decimals)
    if sides["smaller"] == nothing:  # `smaller by 0.0 points` would be no sentence
        return language.say(
            "Chance alone could explain the difference: the gap may be larger by anything from {smaller} to "
            "{larger} points (95% interval).",
            **sides,
        )
    if sides["larger"] == nothing:
        return language.say(
            "Chance alone could explain the difference: the gap may be smaller by up to {smaller} points, or "
            "by as little as {larger} (95% interval).",
            **sides,
        )
    return language.say(
        "Chance alone could explain the difference: the gap may be smaller by {smaller} points or larger "
        "by {larger} "
        "(95% interval).",
        **sides,
    )


def _chance_elsewhere(outcome: str, change: Measured, ends: Mapping[str, str], language: Language) -> str:
    """The same of rates of events and of means, whose gaps are no percentage points."""
    assert change.low is not None
    assert change.high is not None
    if outcome == "narrowed":
        return language.say(
            "Chance alone would hardly explain this: the gap is smaller by {low} to {high} (95% interval).",
            **ends,
        )
    if outcome == "widened":
        return language.say(
            "Chance alone would hardly explain this: the gap is larger by {low} to {high} (95% interval).",
            **ends,
        )
    sides = {
        "smaller": language.number(Fraction(abs(change.low)), change.decimals),
        "larger": language.number(Fraction(abs(change.high)), change.decimals),
    }
    if change.straddles:
        return language.say(
            "The published ranges and chance together leave it open: the gap may be smaller by up to "
            "{smaller} or larger by up to {larger} (95% interval).",
            **sides,
        )
    return language.say(
        "Chance alone could explain the difference: the gap may be smaller by {smaller} or larger by "
        "{larger} (95% interval).",
        **sides,
    )
