"""Numbers and names as they stand in a sentence, and the words that stand where a number is missing."""

from fractions import Fraction

from .descriptors import Group, Package
from .languages import Language, rounded
from .measures import REST, Against, Measured


def written(measured: Measured, language: Language) -> str:
    """A measured number as it stands in a sentence: `71.5%`, `18.1 percentage points` (the size), `2.1
    times`, `1,799`.
    """
    if measured.value is None:
        return absence(measured.reason, language)
    size = abs(measured.value)
    about = not sure(measured)
    if measured.unit == "percent":
        text = language.percent(size, measured.decimals)
    elif measured.unit == "points":
        text = points(size, measured.decimals, language)
    elif measured.unit == "times":
        text = language.say("{number} times", number=language.number(size, measured.decimals))
    else:
        text = language.number(size, measured.decimals)
    return language.say("about {number}", number=text) if about else text


def bare(measured: Measured, language: Language) -> str:
    """The number alone, for a sentence that names its unit at another number: `from 21.7 to 18.1 percentage
    points`.
    """
    if measured.value is None:
        return absence(measured.reason, language)
    text = language.number(abs(measured.value), measured.decimals)
    return text if sure(measured) else language.say("about {number}", number=text)


def sure(measured: Measured) -> bool:
    """Whether rounding of the inputs leaves the displayed number the same."""
    if measured.bounds is None:
        return True
    low, high = (rounded(each, measured.decimals) for each in measured.bounds)
    return low == high


def points(size: Fraction, decimals: int, language: Language) -> str:
    """`18.1 percentage points`, `1 percentage point`."""
    number = language.number(size, decimals)
    whole = rounded(size, decimals)
    count = int(whole) if whole == int(whole) else 2
    return str(
        language.catalogue.ngettext("{number} percentage point", "{number} percentage points", count)
    ).format(number=number)


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


def counts(rate: Measured, language: Language) -> str:
    """`1,799 of 2,517`, or the numerator alone where nothing else is published, or nothing."""
    if rate.numerator is not None and rate.denominator is not None:
        return language.say(
            "{part} of {whole}", part=language.number(rate.numerator), whole=language.number(rate.denominator)
        )
    return language.number(rate.numerator) if rate.numerator is not None else ""
