"""Numbers and names as they stand in a sentence, and the words that stand where a number is missing."""

from fractions import Fraction

from .descriptors import Group, Package
from .languages import Language, rounded
from .measures import REST, Against, Measured
from .units import minus, points, with_unit

_FINEST = 6


def written(measured: Measured, language: Language) -> str:
    """A measured number as it stands in a sentence: `71.5%`, `18.1 percentage points` (the size), `2.1
    times`, `1,799`, `12.3 per 100`. A range stays one: `21% to 39%`, `between 10 and 30 percentage points`.
    """
    if measured.signed and measured.ok:
        return _signed(measured, language)
    if measured.ranged:
        return _range(measured, language)
    if measured.value is None:
        return absence(measured.reason, language)
    text = amount(measured.value, measured, language)
    return text if sure(measured) else language.say("about {number}", number=text)


def _signed(measured: Measured, language: Language) -> str:
    """A number of the library, or the range that it is, with its sign."""
    decimals, unit, scale = measured.decimals, measured.unit, measured.scale
    assert measured.bounds is not None
    if measured.value is None:
        low, high = (
            minus(with_unit(each, unit, range_decimals(measured), scale, language))
            for each in measured.bounds
        )
        return language.say("{low} to {high}", low=low, high=high)
    text = minus(with_unit(measured.value, unit, decimals, scale, language))
    return text if sure(measured) else language.say("about {number}", number=text)


def chance(measured: Measured, language: Language) -> str:
    """How far chance could move a number, without its unit but for percent: `2.1 to 2.6`; "": not known."""
    if not measured.ok or measured.low is None or measured.high is None:
        return ""
    form = language.percent if measured.unit == "percent" else language.number
    low, high = (minus(form(Fraction(each), measured.decimals)) for each in (measured.low, measured.high))
    return language.say("{low} to {high}", low=low, high=high)


def tabled(measured: Measured, language: Language) -> str:
    """The size alone, where a heading names what it is: `18.1`, `10 to 30`."""
    if measured.ranged:
        low, high = _ends(measured, language)
        if low:
            return language.say("{low} to {high}", low=low, high=high)
        return language.say("at most {number}", number=high)
    if measured.value is None:
        return absence(measured.reason, language)
    return language.number(abs(measured.value), measured.decimals)


def bare(measured: Measured, language: Language) -> str:
    """The number alone, for a sentence that names its unit at another number: `from 21.7 to 18.1 percentage
    points`.
    """
    if measured.ranged:
        low, high = _ends(measured, language)
        if not low:
            return language.say("at most {number}", number=high)
        return language.say("between {low} and {high}", low=low, high=high)
    if measured.value is None:
        return absence(measured.reason, language)
    text = language.number(abs(measured.value), measured.decimals)
    return text if sure(measured) else language.say("about {number}", number=text)


def _range(measured: Measured, language: Language) -> str:
    """A range with its unit. On which side of zero a difference lies is told elsewhere, as for a number."""
    low, high = _ends(measured, language)
    if not low:
        assert measured.bounds is not None
        most = max(abs(each) for each in measured.bounds)
        text = amount(most, measured, language, range_decimals(measured))
        return language.say("at most {number}", number=text)
    if measured.null_value is None:
        low, high = ends_of(measured, language)
        return language.say("{low} to {high}", low=low, high=high)
    if measured.unit == "points":
        return language.say("between {low} and {high} percentage points", low=low, high=high)
    if measured.unit == "times":
        return language.say("between {low} and {high} times", low=low, high=high)
    text = language.say("between {low} and {high}", low=low, high=high)
    scale = language.number(measured.scale)
    return language.say("{number} per {scale}", number=text, scale=scale) if _per(measured) else text


def start_of(measured: Measured, language: Language) -> str:
    """A rate behind a `from`, where `from 21% to 39% in 2016-17 to 80%` would have two ends."""
    if not measured.ranged:
        return written(measured, language)
    low, high = ends_of(measured, language)
    return language.say("between {low} and {high}", low=low, high=high)


def ends_of(measured: Measured, language: Language) -> tuple[str, str]:
    """The two ends of a range; the second has the unit, a percent sign stands at both."""
    assert measured.bounds is not None
    low, high = measured.bounds
    decimals = range_decimals(measured)
    last = amount(high, measured, language, decimals)
    first = language.number(low, decimals) if _per(measured) else amount(low, measured, language, decimals)
    return first, last


def _ends(measured: Measured, language: Language) -> tuple[str, str]:
    """The least and the greatest size in a range; "" for the least where it holds both sides of zero."""
    assert measured.bounds is not None
    low, high = sorted(abs(each) for each in measured.bounds)
    decimals = range_decimals(measured)
    return "" if measured.straddles else language.number(low, decimals), language.number(high, decimals)


def range_decimals(measured: Measured) -> int:
    """Those of a range: none where both ends are whole, as they are written; enough to tell both apart."""
    low, high = measured.bounds or (Fraction(0), Fraction(0))
    if low.denominator == high.denominator == 1:
        return 0
    wanted = (each for each in range(measured.decimals, _FINEST) if rounded(low, each) != rounded(high, each))
    return next(wanted, _FINEST)


def _per(measured: Measured) -> bool:
    """Whether numbers of this unit say of how many they are."""
    return measured.unit == "per" and measured.scale != 1


def amount(value: Fraction, like: Measured, language: Language, decimals: int | None = None) -> str:
    """The size of a number in the unit of a measured one: a target, the end of a scale, a pace."""
    size, decimals = abs(value), like.decimals if decimals is None else decimals
    if like.unit == "percent":
        return language.percent(size, decimals)
    if like.unit == "points":
        return points(size, decimals, language)
    number = language.number(size, decimals)
    if like.unit == "times":
        return language.say("{number} times", number=number)
    if _per(like):
        return language.say("{number} per {scale}", number=number, scale=language.number(like.scale))
    return number


def sure(measured: Measured) -> bool:
    """Whether rounding of the inputs leaves the displayed number the same."""
    if measured.bounds is None:
        return True
    low, high = (rounded(each, measured.decimals) for each in measured.bounds)
    return low == high


def absence(reason: str, language: Language) -> str:
    """Why there is no number, in two or three words: they stand in its place, never a hole."""
    words = {
        "withheld": language.say("Withheld"),
        "group-withheld": language.say("Not worked out"),
        "not-applicable": language.say("Not applicable"),
        "not-collected": language.say("Not collected"),
        "not-yet": language.say("Not yet available"),
        "no-row": language.say("Not published"),
        "zero-comparison": language.say("Cannot be computed"),
        "no-denominator": language.say("Cannot be computed"),
        "no-rest": language.say("Not applicable"),
        "low": language.say("Close to zero"),
        "unreliable": language.say("Not reliable enough"),
        "group-missing": language.say("Not worked out"),
        "not-estimable": language.say("Cannot be computed"),
        "zero-count": language.say("Cannot be computed"),
        "ranged": language.say("Cannot be computed"),
        "no-convergence": language.say("Cannot be computed"),
        "no-comparison": language.say("Cannot be computed"),
        "no-deviation": language.say("Cannot be computed"),
        "few-groups": language.say("Cannot be computed"),
        "count-larger": language.say("Cannot be computed"),
        "itself": language.say("Not applicable"),
        "below-one-percent": language.say("Not applicable"),
        "nobody": language.say("Not applicable"),
        "not-there": language.say("Not applicable"),
        "break": language.say("Cannot be compared"),
        "no-years-left": language.say("Not applicable"),
    }
    return words.get(reason, language.say("Not available"))


def against_word(package: Package, group: Group, against: Against, form: str, language: Language) -> str:
    """What a group is compared with: all, a named group, or everyone else (the other group where there are
    two).
    """
    if against != REST:
        return package.group_word(() if isinstance(against, str) else against, form, language.code)
    other = package.counterpart(group)
    if other is not None:
        return package.group_word(other, form, language.code)
    return {
        "label": language.say("Everyone else"),
        "short": language.say("Everyone else"),
        "sentence": language.say("everyone else"),
    }[form]


def few(measured: Measured, language: Language) -> str:
    """That a number rests on few people, and on how many where that is published; "" where it does not."""
    if not measured.ok or not measured.small:
        return ""
    if measured.denominator is None:
        return language.say("based on few students")
    return language.say("based on few students: {number}", number=language.number(measured.denominator))


def counts(rate: Measured, language: Language) -> str:
    """`1,799 of 2,517`, or the numerator alone where nothing else is published, or nothing.

    Events are no part of the people they happen to: `300 among 200`. A mean has only people.
    """
    if rate.unit == "mean":
        return "" if rate.denominator is None else language.number(rate.denominator)
    if rate.unit == "per" and rate.numerator is not None and rate.denominator is not None:
        return language.say(
            "{part} among {whole}",
            part=language.number(rate.numerator),
            whole=language.number(rate.denominator),
        )
    if rate.numerator is not None and rate.denominator is not None:
        return language.say(
            "{part} of {whole}", part=language.number(rate.numerator), whole=language.number(rate.denominator)
        )
    return language.number(rate.numerator) if rate.numerator is not None else ""
