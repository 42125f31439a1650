"""A thread: the reports of one problem, one a cycle, in the order of the cycles.

Cycles are named so that the order of their names is their order in time, as years are.
"""

from collections.abc import Iterable

from .reports import Report


def thread_of(reports: Iterable[Report], thread: str) -> tuple[Report, ...]:
    """The reports of a thread, oldest first; empty for a thread that nobody has."""
    return tuple(sorted((each for each in reports if each.thread == thread), key=lambda each: each.cycle.id))


def earlier(reports: Iterable[Report], report: Report) -> Report | None:
    """The report of the same thread in the cycle before, None for the first. A cycle may be left out."""
    before = [each for each in thread_of(reports, report.thread) if each.cycle.id < report.cycle.id]
    return before[-1] if before else None


def later(reports: Iterable[Report], report: Report) -> Report | None:
    """The next report of the same thread, None for the last."""
    after = [each for each in thread_of(reports, report.thread) if each.cycle.id > report.cycle.id]
    return after[0] if after else None
