"""What the numbers say, in words: one function per kind of sentence, every sentence whole and translatable.

The words for groups, places and indicators come from the package, the patterns from the site's catalogue.
Names
stand in the nominative, behind a colon or as a subject, so that a language with cases can translate the
pattern.
"""

from fractions import Fraction

from .descriptors import Package
from .languages import Language
from .measures import Measured
from .writing import absence, against_word, amount, counts, range_decimals, sure, written

_TOLD = ("no-denominator", "not-a-proportion")
"""Why there may be no interval though the difference itself is known."""


def lower_is_gap(gap: Measured) -> bool:
    """Whether the group stands below its comparison. Not to be asked of a range that holds both sides."""
    return gap.bounds is not None and sum(gap.bounds) < 0


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
    if gap.ok and gap.small:
        return language.say("{topic}: {group} and {comparison}, based on few students", **names)
    if not gap.ok or (gap.low is None and gap.reason not in _TOLD):
        return language.say("{topic}: what can be said of {group} and {comparison}", **names)
    if gap.straddles:
        return language.say("{topic}: whether {group} and {comparison} differ cannot be told", **names)
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
    if rate.unit == "percent" and rate.numerator is not None and rate.denominator is not None:
        name = language.say("{group} ({counts})", group=name, counts=counts(rate, language))
    return pattern.format(place=place, value=written(rate, language), group=name, period=question.period)


def gap_sentence(gap: Measured, language: Language) -> str:
    """The difference and how far chance, or rounding, could move it."""
    if not gap.ok or gap.bounds is None:
        return language.say(
            "The difference cannot be given: {absence}.", absence=absence(gap.reason, language).lower()
        )
    if gap.straddles:
        return language.say(
            "Which of the two is higher cannot be told, because a range is published instead of a number: "
            "the difference may be anything from {lower} lower to {higher} higher.",
            lower=amount(gap.bounds[0], gap, language, range_decimals(gap)),
            higher=amount(gap.bounds[1], gap, language, range_decimals(gap)),
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
    if gap.ranged:
        return language.say(
            "The difference is {size}; more is not known, because a range is published instead of a number.",
            size=size,
        )
    if not sure(gap):
        least, most = sorted(abs(each) for each in gap.bounds)
        if gap.unit == "mean":
            return language.say(
                "The difference is {size}; because the published means are rounded, it lies between {low} "
                "and {high}.",
                size=size,
                low=language.number(least, gap.decimals),
                high=language.number(most, gap.decimals),
            )
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
    if not ratio.ok:
        return ""
    question = ratio.question
    facts = {
        "group": package.group_word(question.group, "sentence", language.code),
        "ratio": written(ratio, language),
        "comparison": against_word(package, question.group, question.against, "sentence", language),
    }
    if package.indicators[question.indicator].kind == "mean":
        return language.say("As a ratio: the mean of {group} is {ratio} the mean of {comparison}.", **facts)
    return language.say("As a ratio: the rate of {group} is {ratio} the rate of {comparison}.", **facts)
