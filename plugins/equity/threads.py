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


def published(report: Report) -> bool:
    """Whether a report is out."""
    return report.cycle.status == "published"


def known_to(reports: Iterable[Report], report: Report) -> tuple[Report, ...]:
    """The reports of its thread that a report's page knows of, itself among them, oldest first.

    What is out knows nothing of drafts, so that a preview shows it as it will be; a draft knows them all.
    """
    whole = thread_of(reports, report.thread)
    return tuple(each for each in whole if not published(report) or published(each) or each == report)


def predecessor(reports: Iterable[Report], report: Report) -> Report | None:
    """The report before it of which a report's page knows, None for the first."""
    return earlier(known_to(reports, report), report)


def newest(reports: Iterable[Report], thread: str) -> Report | None:
    """The newest report of a thread that is out; while none is, the newest draft. None: an unknown thread."""
    whole = thread_of(reports, thread)
    return next(reversed([each for each in whole if published(each)] or list(whole)), None)


def stopped(reports: Iterable[Report], report: Report) -> Report | None:
    """The report in which it was decided to stop the thread; None where the work goes on, or does again.

    Only what the page of `report` knows of counts.
    """
    last = known_to(reports, report)[-1]
    return last if last.decision is not None and last.decision.choice == "stop" else None
