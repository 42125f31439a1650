"""How far a rate is from its target, then and now: as numbers, as a verdict, in words.

A target does not move between two readings, so the distance changes as the rate does. The rates of two years
are of different students; the interval of their difference is Newcombe's for independent groups (1998, method
10; see `intervals`).
"""

from fractions import Fraction

from .intervals import newcombe
from .languages import Language
from .measures import Measured
from .reports import Target
from .units import points
from .writing import absence, amount, range_decimals, sure

Missing = tuple[Fraction, Fraction]
"""What is missing to a target, at least and at most, in displayed units; below zero: beyond it."""


def missing(target: Target, rate: Measured) -> Missing | None:
    """How far a rate is from a target; None where there is no rate. Two ends that differ are a range's."""
    if rate.bounds is None or not rate.ok:
        return None
    low, high = rate.bounds if rate.ranged or rate.value is None else (rate.value, rate.value)
    if rate.direction == "adverse":
        return low - target.value, high - target.value
    return target.value - high, target.value - low


def outcome(target: Target, before: Measured, now: Measured, broken: bool = False) -> str:
    """`reached`, `closer`, `farther`, `no-clear-change` (chance alone could explain it), or why there is no
    verdict: `break`, `first-period`, `untested` (events and means have no interval here), `cannot-tell`.
    """
    then, today = missing(target, before), missing(target, now)
    if today is not None and today[1] <= 0:
        return "reached"
    if before.question.period == now.question.period:
        return "first-period"
    if broken:
        return "break"
    if then is None or today is None or before.ranged or now.ranged:
        return "cannot-tell"
    if now.unit != "percent":
        return "untested"
    (k, n), (k2, n2) = ((each.numerator, each.denominator) for each in (now, before))
    if k is None or n is None or k2 is None or n2 is None:
        return "cannot-tell"
    low, high = newcombe(k, n, k2, n2)
    if low <= 0 <= high:
        return "no-clear-change"
    return "closer" if (low > 0) != (now.direction == "adverse") else "farther"


def away(target: Target, rate: Measured, language: Language) -> str:
    """The distance in words: `13.3 percentage points`, `between 9 and 18 percentage points`, `reached`."""
    found = missing(target, rate)
    if found is None:
        return absence(rate.reason, language)
    low, high = found
    if high <= 0:
        return language.say("Target reached")
    if low == high:
        text = _size(high, rate, language, rate.decimals)
        return text if sure(rate) else language.say("about {number}", number=text)
    decimals = range_decimals(rate)
    most = _size(high, rate, language, decimals)
    if low <= 0:
        return language.say("at most {number}", number=most)
    return language.say("between {low} and {high}", low=language.number(low, decimals), high=most)


def _size(size: Fraction, like: Measured, language: Language, decimals: int) -> str:
    if like.unit == "percent":
        return points(size, decimals, language)
    return amount(size, like, language, decimals)


def distance_sentence(
    target: Target, before: Measured, now: Measured, language: Language, broken: bool = False
) -> str:
    """Did the distance to the target become smaller? Nothing where the pace says it: reached, or open."""
    today, verdict = missing(target, now), outcome(target, before, now, broken)
    if today is None or verdict == "reached" or today[0] <= 0:
        return ""
    facts = {
        "new": away(target, now, language),
        "since": before.question.period,
        "period": now.question.period,
    }
    then = missing(target, before)
    if verdict in ("break", "first-period") or then is None or then[1] <= 0:
        return language.say("The distance to the target is {new} in {period}.", **facts)
    facts["old"] = away(target, before, language)
    if verdict == "closer":
        return language.say(
            "The distance to the target became smaller: {old} in {since}, {new} in {period}. Chance alone "
            "would hardly explain this.",
            **facts,
        )
    if verdict == "farther":
        return language.say(
            "The distance to the target became larger: {old} in {since}, {new} in {period}. Chance alone "
            "would hardly explain this.",
            **facts,
        )
    if verdict == "no-clear-change":
        return language.say(
            "The distance to the target shows no clear change: {old} in {since}, {new} in {period}. Chance "
            "alone could explain the difference.",
            **facts,
        )
    told = language.say("The distance to the target was {old} in {since} and is {new} in {period}.", **facts)
    if verdict == "untested":
        return told
    chance = language.say("Whether that is more than chance cannot be told from what is published.")
    return f"{told} {chance}"
