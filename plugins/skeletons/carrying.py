"""What of a report goes on in the next year: whether its problem is still open, at which stage, with what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugins.equity.reports import Report

_NEXT = {"diagnose": "design", "design": "implement", "implement": "reflect"}
_ENDED = {
    "stop": "it was decided to stop",
    "replace": "it was decided to replace what was done; begin anew when it is known with what",
}
_KEPT = ("indicator", "package", "place", "group", "against", "baseline", "target", "leading", "decides")
_GOING = ("planned", "running")


@dataclass(frozen=True)
class Carried:
    """A report that goes on: the facts of its next `report.yaml`, its new stage and why it is that."""

    report: Report
    given: dict[str, Any]
    stage: str
    why: str


def ended(report: Report) -> str:
    """Why a report does not go on, or ""."""
    return _ENDED.get(report.decision.choice, "") if report.decision else ""


def carry(report: Report) -> Carried:
    """The facts that go on: the thread and its question, the target, what is planned or still running."""
    stage, why = _next_stage(report)
    data = report.document.data
    given = {"thread": report.thread, "stage": stage, **{key: data[key] for key in _KEPT if key in data}}
    going = [each for each in data.get("interventions", ()) if each["status"] in _GOING]
    return Carried(report, given | ({"interventions": going} if going else {}), stage, why)


def finished(report: Report) -> tuple[str, ...]:
    """The interventions that do not go on."""
    return tuple(each.id for each in report.interventions if each.status not in _GOING)


def common_period(threads: Iterable[tuple[str, ...]], since: str, otherwise: str) -> str:
    """The period that a new year should read: of those after `since`, the one that most threads have figures
    for, the later of two; without any, `since` again, or `otherwise` where there was no year before.

    `threads` are the periods of each thread's indicator.
    """
    known = list(threads)
    fresh = {period for each in known for period in each if period > since}
    if not fresh:
        return since or otherwise
    return max(fresh, key=lambda period: (sum(period in each for each in known), period))


def _next_stage(report: Report) -> tuple[str, str]:
    before = f"the report of {report.cycle.id} was at '{report.stage}'"
    if report.decision:
        return "implement", f"{before} and decided to {report.decision.choice}"
    if report.stage == "reflect":
        return "reflect", f"{before} and recorded no decision yet"
    return _NEXT[report.stage], before
