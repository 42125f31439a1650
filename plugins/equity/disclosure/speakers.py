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

RARE, HIDDEN, ENOUGH, UNKNOWN = "rare", "hidden", "enough", "unknown"
_HINT = "Write 'all' as its role or as a group of it, or take the quotation out."
_ASKED = "Publish how many were asked by these groups together, or write 'all' as one of them."


def tell_speakers(package: Package, policy: Policy, path: str = "") -> Iterator[Problem]:
    """A problem for each quotation whose speaker could be known; `path` is that of its table."""
    for quote in package.quotations.values():
        found = _worst(package, quote, policy)
        said = {
            RARE: f"Fewer than {policy.min_n} people of this role and group were asked there.",
            HIDDEN: "The package withholds how many people of this role and group were asked there.",
            UNKNOWN: "Nothing in the package says how many people of this role and group were asked there.",
        }.get(found)
        if said:
            problem = Problem(path, quote.line, "quote-speaker", said, _HINT)
            yield replace(problem, hint=_ASKED, severity=WARNING) if found == UNKNOWN else problem


def _worst(package: Package, quote: Quotation, policy: Policy) -> str:
    """What is known of the people who could have said it; a part of it may be rare alone."""
    indicator = package.descriptor["equity"]["quotes"].get("asked", "")
    tops = [each.id for each in package.places.values() if not each.parent]
    place = quote.place or (tops[0] if len(tops) == 1 else "")
    if not indicator or not place:
        return UNKNOWN if quote.speaker or quote.place else ENOUGH
    every = [_asked(package, indicator, quote.period, place, each, policy) for each in _parts(quote.speaker)]
    for each in (RARE, HIDDEN):
        if each in every:
            return each
    return every[-1]


def _parts(speaker: Group) -> Iterable[Group]:
    """Everybody, each group alone, those crossed, and last all together."""
    for many in range(len(speaker) + 1):
        yield from combinations(speaker, many)


def _asked(package: Package, indicator: str, period: str, place: str, group: Group, policy: Policy) -> str:
    frame, index = package.tables[indicator], package.indexes[indicator]
    row = None
    if all(name in package.dimensions and name in frame.columns for name, _ in group):
        row = index.row(period, place, group)
    if row is None or "denominator" not in frame.columns:
        return UNKNOWN
    if str(frame["denominator_text"].iat[row]):
        return ENOUGH if frame["denominator"].to_numpy()[row] >= policy.min_n else RARE
    return HIDDEN if str(frame[status_of(frame, "denominator")].iat[row]) in ("c", "u", "low") else UNKNOWN
