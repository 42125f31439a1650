"""What the numbers say, in words: one function per kind of sentence, every sentence whole and translatable.

The words for groups, places and indicators come from the package, the patterns from the site's catalogue.
Names
stand in the nominative, behind a colon or as a subject, so that a language with cases can translate the
pattern.
"""

from fractions import Fraction

from .descriptors import Package
from .languages import Language
from .measures import Measured, verdict
from .writing import absence, against_word, bare, counts, sure, written


def lower_is_gap(gap: Measured) -> bool:
    """Whether the group stands below its comparison."""
    return gap.value is not None and gap.value < 0


def clear(gap: Measured) -> bool:
    """Whether neither chance (the interval) nor rounding (the bounds) could make this out of nothing."""
    if gap.bounds and gap.bounds[0] <= 0 <= gap.bounds[1]:
        return False
    return gap.low is None or gap.high is None or not gap.low <= 0 <= gap.high


def finding_of_comparison(package: Package, gap: Measured, language: Language) -> str:
    """The heading of a comparison, about 12 words, with its direction."""
    question = gap.question
    names = {
        "topic": package.word(f"indicator/{question.indicator}/short", language.code),
        "group": package.group_word(question.group, "sentence", language.code),
        "comparison": against_word(package, question.group, question.against, "sentence", language),
    }
    if not gap.ok or (gap.low is None and gap.reason != "no-denominator"):
        return language.say("{topic}: what can be said of {group} and {comparison}", **names)
    if not clear(gap):
        return language.say("{topic}: {group} and {comparison} do not clearly differ", **names)
    size = written(gap, language)
    if lower_is_gap(gap):
        return language.say("{topic}: {group}, {size} lower than {comparison}", size=size, **names)
    return language.say("{topic}: {group}, {size} higher than {comparison}", size=size, **names)


def rate_sentence(package: Package, rate: Measured, language: Language) -> str:
    """The indicator's own sentence with its numbers in it, and the counts behind them where they are
    published.
    """
    question = rate.question
    name = (
        against_word(package, question.group, question.against, "sentence", language)
        if question.measure == "comparison"
        else package.group_word(question.group, "sentence", language.code)
    )
    place = package.place_word(question.place, language.code)
    if not rate.ok:
        return language.say(
            "{topic}, {place}, {period}, {group}: {absence}.",
            topic=package.word(f"indicator/{question.indicator}/label", language.code),
            place=place,
            period=question.period,
            group=name,
            absence=absence(rate.reason, language).lower(),
        )
    pattern = package.word(f"indicator/{question.indicator}/sentence", language.code)
    if rate.numerator is not None and rate.denominator is not None:
        name = language.say("{group} ({counts})", group=name, counts=counts(rate, language))
    return pattern.format(place=place, value=written(rate, language), group=name, period=question.period)


def gap_sentence(gap: Measured, language: Language) -> str:
    """The difference and how far chance, or rounding, could move it."""
    if not gap.ok or gap.value is None:
        return language.say(
            "The difference cannot be given: {absence}.", absence=absence(gap.reason, language).lower()
        )
    size = written(gap, language)
    if gap.low is not None and gap.high is not None:
        low, high = sorted((abs(gap.low), abs(gap.high))) if clear(gap) else _seen_from_size(gap)
        ends = {
            "low": language.number(Fraction(low), gap.decimals),
            "high": language.number(Fraction(high), gap.decimals),
        }
        if clear(gap):
            return language.say(
                "The difference is {size}. In groups of this size, chance could move it between {low} and "
                "{high}.",
                size=size,
                **ends,
            )
        return language.say(
            "The difference is {size}, but in groups of this size chance could move it between {low} and "
            "{high}, "
            "so it may be none.",
            size=size,
            **ends,
        )
    if gap.bounds and not sure(gap):
        least, most = sorted(abs(each) for each in gap.bounds)
        return language.say(
            "The difference is {size}; because the published rates are rounded, it lies between {low} and "
            "{high}.",
            size=size,
            low=language.number(least, gap.decimals),
            high=language.number(most, gap.decimals),
        )
    return language.say("The difference is {size}.", size=size)


def _seen_from_size(gap: Measured) -> tuple[float, float]:
    """An interval that holds zero, signed as the size is told: below zero, the gap would be turned over."""
    assert gap.low is not None
    assert gap.high is not None
    return (-gap.high, -gap.low) if lower_is_gap(gap) else (gap.low, gap.high)


def ratio_sentence(package: Package, ratio: Measured, language: Language) -> str:
    """The same as a ratio: absolute and relative always go together."""
    if not ratio.ok or ratio.value is None:
        return ""
    question = ratio.question
    return language.say(
        "As a ratio: the rate of {group} is {ratio} the rate of {comparison}.",
        group=package.group_word(question.group, "sentence", language.code),
        ratio=written(ratio, language),
        comparison=against_word(package, question.group, question.against, "sentence", language),
    )


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
    facts |= {"old": bare(before, language), "new": written(now, language)}
    outcome = verdict(change)
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
        return language.say(
            "{topic}, {group}: no clear change in the gap since {since} (from {old} to {new})", **facts
        )
    return language.say("{topic}, {group}: the gap went from {old} in {since} to {new}", **facts)


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
    return language.say("The gap was {old} in {since} and {new} in {period}.", **facts)


def chance_sentence(change: Measured, language: Language) -> str:
    """What chance has to do with the change of a gap: its 95% interval in words, or why there is none."""
    outcome = verdict(change)
    if not change.ok or outcome == "turned":
        return ""
    if change.reason == "break":
        return language.say("These years cannot be compared: what is counted changed in between.")
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
    return language.say(
        "Chance alone could explain the difference: the gap may be smaller by {smaller} points or larger "
        "by {larger} "
        "(95% interval).",
        smaller=language.number(Fraction(abs(change.low)), change.decimals),
        larger=language.number(Fraction(abs(change.high)), change.decimals),
    )
