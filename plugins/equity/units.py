"""A number in its unit, with its sign: percent, percentage points, times, so many per so many."""

import re
from fractions import Fraction

from .languages import Language, rounded


def with_unit(number: Fraction, unit: str, decimals: int, scale: int, language: Language) -> str:
    """A number of the library in its unit (see `inequality.records.Results`), with its sign."""
    if unit == "percent":
        return language.percent(number, decimals)
    if unit == "points":
        return points(number, decimals, language)
    text = language.number(number, decimals)
    if unit == "times":
        return language.say("{number} times", number=text)
    if unit == "points a year":
        return language.say("{number} percentage points a year", number=text)
    if unit == "points2":
        return language.say("{number} squared percentage points", number=text)
    if unit == "per" and scale != 1:
        return language.say("{number} per {scale}", number=text, scale=language.number(scale))
    if unit.endswith(" a year"):
        each = with_unit(number, unit.removesuffix(" a year"), decimals, scale, language)
        return language.say("{number} a year", number=each)
    if unit == "sd":
        return language.say("{number} standard deviations", number=text)
    return text


def points(size: Fraction, decimals: int, language: Language) -> str:
    """`18.1 percentage points`, `1 percentage point`."""
    number = language.number(size, decimals)
    whole = rounded(size, decimals)
    count = int(whole) if whole == int(whole) else 2
    return str(
        language.catalogue.ngettext("{number} percentage point", "{number} percentage points", count)
    ).format(number=number)


def minus(text: str) -> str:
    """Real minus signs in a formula or before a number, which screen readers read."""
    return re.sub(r"(?<![\w)])-(?=[\w(])|(?<= )-(?= )", "\u2212", text)
