"""Quotations whose speakers are few: role, group and place together say who it was.

How many such people were asked is what the package itself publishes. Where it withholds that number, they may
be few; where it does not have it, nobody can know from here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from plugins.equity.descriptors import Group, Package
from plugins.equity.gate import status_of
from plugins.equity.policies import Policy
from plugins.equity.problems import WARNING, Problem
from plugins.equity.quotations import Quotation

RARE, HIDDEN, THEME, ENOUGH, UNKNOWN = "rare", "hidden", "theme", "enough", "unknown"
_HIDDEN = ("c", "u", "low")
_HINT = "Write 'all' as its role or as a group of it, or take the quotation out."
_RAISED = "Write 'all' as its theme, or as its role or a group of it."
_ASKED = "Publish how many were asked by these groups together, or write 'all' as one of them."


def tell_speakers(package: Package, policy: Policy, path: str = "") -> Iterator[Problem]:
    """A problem for each quotation whose speaker could be known; `path` is that of its table."""
    for quote in package.quotations.values():
        found = _worst(package, quote, policy)
        said = {
            RARE: f"Fewer than {policy.min_n} people of this role and group were asked there.",
            HIDDEN: "The package withholds how many people of this role and group were asked there.",
            THEME: "The package withholds how many people of this role and group raised this theme.",
            UNKNOWN: "Nothing in the package says how many people of this role and group were asked there.",
        }.get(found)
        if said:
            hint = _RAISED if found == THEME else _HINT
            problem = Problem(path, quote.line, "quote-speaker", said, hint)
            yield replace(problem, hint=_ASKED, severity=WARNING) if found == UNKNOWN else problem


def _worst(package: Package, quote: Quotation, policy: Policy) -> str:
    """What is known of the people who could have said it; a part of it may be rare alone."""
    indicator = package.descriptor["equity"]["quotes"].get("asked", "")
    tops = [each.id for each in package.places.values() if not each.parent]
    place = quote.place or (tops[0] if len(tops) == 1 else "")
    if not indicator or not place:
        return UNKNOWN if quote.speaker or quote.place else ENOUGH
    every = [_asked(package, indicator, quote.period, place, each, policy) for each in _parts(quote.speaker)]
    for found in (RARE, HIDDEN):
        if found in every:
            return found
    # Who is quoted has raised the theme: of a number that is withheld it would be known that it is not 0.
    theme = package.descriptor["equity"]["quotes"].get("themes", "")
    for each in _parts(quote.speaker) if quote.theme else ():
        cell = tuple(sorted((*each, (theme, quote.theme))))
        if _status(package, indicator, quote.period, place, cell, "value") in _HIDDEN:
            return THEME
    return every[-1]


def _parts(speaker: Group) -> Iterable[Group]:
    """Everybody, each group alone, those crossed, and last all together."""
    for many in range(len(speaker) + 1):
        yield from combinations(speaker, many)


def _row(package: Package, indicator: str, period: str, place: str, group: Group) -> int | None:
    frame, index = package.tables[indicator], package.indexes[indicator]
    if all(name in package.dimensions and name in frame.columns for name, _ in group):
        return index.row(period, place, group)
    return None


def _status(package: Package, indicator: str, period: str, place: str, group: Group, column: str) -> str:
    """The status of a number; "" where there is none."""
    frame, row = package.tables[indicator], _row(package, indicator, period, place, group)
    if row is None or column not in frame.columns:
        return ""
    return str(frame[status_of(frame, column)].iat[row])


def _asked(package: Package, indicator: str, period: str, place: str, group: Group, policy: Policy) -> str:
    """What is known of how many people of a group were asked."""
    frame, row = package.tables[indicator], _row(package, indicator, period, place, group)
    if row is not None and "denominator" in frame.columns and str(frame["denominator_text"].iat[row]):
        return ENOUGH if frame["denominator"].to_numpy()[row] >= policy.min_n else RARE
    status = _status(package, indicator, period, place, group, "denominator")
    return HIDDEN if status in _HIDDEN else UNKNOWN
