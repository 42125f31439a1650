"""What a period is: a school year such as 2018-19, or a year such as 2019; and which lie between two."""

import re

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?")


def is_period(word: str) -> bool:
    """Whether a word is a school year whose second half is the next year, or a year."""
    found = _PERIOD.fullmatch(word)
    if not found:
        return False
    first, second = found.groups()
    return second is None or int(second) == (int(first) + 1) % 100


def is_school_year(word: str) -> bool:
    """Whether it is written as a school year."""
    return "-" in word


def between(first: str, last: str) -> tuple[str, ...]:
    """Every period from the first to the last, both included, in the form of the first."""
    years = range(int(first[:4]), int(last[:4]) + 1)
    if is_school_year(first):
        return tuple(f"{year:04}-{(year + 1) % 100:02}" for year in years)
    return tuple(f"{year:04}" for year in years)
