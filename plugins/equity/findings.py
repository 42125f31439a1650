"""The findings of a year: what improved, what did not, what nobody knows, and in which order they are told.

The order is one of care and not of drama: first what is certain, then where more students are concerned. The
size of a gap plays no part, so that no list is a league table. A group of fewer than `SMALL` people, and one
whose size is not published, has no place in such an order; those come last, by the name of their folder,
which says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .editions import Edition
from .inequality.cells import SMALL
from .measures import measure
from .reports import Cycle, Report

__all__ = ["BETTER", "NOT_BETTER", "SMALL", "UNKNOWN", "Headline", "findings", "list_of"]

BETTER, NOT_BETTER, UNKNOWN = "better", "not_better", "unknown"
_LISTS: Mapping[str, str] = {
    "narrowed": BETTER,
    "widened": NOT_BETTER,
    "turned": NOT_BETTER,
    "no-clear-change": NOT_BETTER,
    "first-period": UNKNOWN,
    "cannot-tell": UNKNOWN,
}
_CERTAIN = ("narrowed", "widened", "turned")
"""Outcomes that chance alone would hardly bring about."""


@dataclass(frozen=True)
class Headline:
    """What became of the gap of one report; `people` are in its group, None where that places nobody."""

    report: Report
    outcome: str
    people: int | None

    @property
    def list(self) -> str:
        """In which of the three lists it stands."""
        return list_of(self.outcome)


def list_of(outcome: str) -> str:
    """`better`, `not_better` or `unknown` of an outcome of `measures.verdict`."""
    return _LISTS[outcome]


def findings(edition: Edition, cycle: Cycle) -> tuple[Headline, ...]:
    """The findings of a year, in the order in which they are told."""
    found = (_finding(edition, each) for each in edition.reports if each.cycle.id == cycle.id)
    return tuple(sorted(found, key=_care))


def _finding(edition: Edition, report: Report) -> Headline:
    asked = replace(report.main, measure="denominator")
    people = measure(edition.packages[report.package], asked).value
    placed = people is not None and people >= SMALL
    return Headline(report, edition.outcome(report), int(people) if placed and people is not None else None)


def _care(finding: Headline) -> tuple[bool, bool, int, str]:
    unplaced = finding.people is None
    return (finding.outcome not in _CERTAIN, unplaced, -(finding.people or 0), finding.report.slug)
