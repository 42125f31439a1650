"""What the library says beside a comparison: one sentence for a pair of measures, a line for any other."""

from collections.abc import Sequence
from fractions import Fraction

from .explanations import Explanations
from .languages import Language
from .measures import Measured
from .units import with_unit
from .writing import chance, sure, written

_ENDS = (("sii", "rii"), ("sii_logit", "rii_logit"))
_AROUND = ("mdmw", "idisw")


def beside(found: Sequence[Measured], explained: Explanations, language: Language) -> str:
    """Sentences about all groups, or about the one that the comparison is about; "": nothing to say."""
    told, left = [], list(found)
    while left:
        first = left.pop(0)
        names = (first.question.measure, left[0].question.measure if left else "")
        sharp = all(each.ok and not each.ranged for each in (first, *left[:1]))
        if sharp and names in _ENDS:
            told.append(_gradient(first, left.pop(0), language))
        elif sharp and names == _AROUND:
            told.append(_around(first, left.pop(0), language))
        else:
            told.append(_line(first, explained, language))
    return " ".join(told)


def _gradient(absolute: Measured, relative: Measured, language: Language) -> str:
    """From one end of an order to the other."""
    assert absolute.value is not None
    facts = {"size": _size(absolute, language), "times": _with_chance(relative, language)}
    if absolute.low is not None and absolute.high is not None and absolute.low <= 0 <= absolute.high:
        facts["size"] = _with_chance(absolute, language)
        return language.say(
            "Across all groups, from the least to the most advantaged, the rate does not clearly rise or "
            "fall: {size}; as a ratio of the two ends: {times}.",
            **facts,
        )
    if absolute.value < 0:
        return language.say(
            "Across all groups, from the least to the most advantaged, the rate falls by {size}; as a ratio "
            "of the two ends: {times}.",
            **facts,
        )
    return language.say(
        "Across all groups, from the least to the most advantaged, the rate rises by {size}; as a ratio of "
        "the two ends: {times}.",
        **facts,
    )


def _around(absolute: Measured, relative: Measured, language: Language) -> str:
    """How far groups are from everybody, on average over people."""
    return language.say(
        "Across all groups, rates are on average {size} away from the rate of everybody; that is {share} of "
        "it.",
        size=_with_chance(absolute, language),
        share=_with_chance(relative, language),
    )


def _line(found: Measured, explained: Explanations, language: Language) -> str:
    """`Risk ratio: 2.3 times (by chance 2.1 to 2.5).`"""
    name = explained.measure(found.question.measure, "name", language.code)
    if not found.ok:
        reason = explained.word(f"reason/{found.reason}", language.code)
        absence = written(found, language).lower()
        return language.say("{measure}: {absence}. {reason}", measure=name, absence=absence, reason=reason)
    return language.say("{measure}: {number}.", measure=name, number=_with_chance(found, language))


def _size(found: Measured, language: Language) -> str:
    """The size of a number whose direction is told in words, with its interval seen from that side."""
    assert found.value is not None
    size = with_unit(abs(found.value), found.unit, found.decimals, found.scale, language)
    if not sure(found):
        size = language.say("about {number}", number=size)
    if found.low is None or found.high is None:
        return size
    low, high = sorted((abs(found.low), abs(found.high)))
    ends = [language.number(Fraction(each), found.decimals) for each in (low, high)]
    return language.say(
        "{number} (by chance {ends})",
        number=size,
        ends=language.say("{low} to {high}", low=ends[0], high=ends[1]),
    )


def _with_chance(found: Measured, language: Language) -> str:
    """A number and how far chance could move it."""
    ends, text = chance(found, language), written(found, language)
    return language.say("{number} (by chance {ends})", number=text, ends=ends) if ends else text
