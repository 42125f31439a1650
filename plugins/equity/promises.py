"""What a report promised, and what became of it by the next report of its thread. Facts only, no numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .problems import WARNING, Problem
from .reports import Intervention, Report
from .threads import predecessor

BUSY = ("planned", "running")
"""Statuses of which the next report owes an account."""

FATES = (
    "new", "started", "not-started", "goes-on", "taken-up", "finished", "stopped", "considered",
    "unmentioned",
)  # fmt: skip
"""What can become of an intervention between two reports."""

_BECAME = {
    ("planned", "planned"): "not-started",
    ("planned", "running"): "started",
    ("running", "running"): "goes-on",
    ("running", "planned"): "not-started",
    ("considered", "planned"): "new",
    ("considered", "running"): "started",
    ("finished", "planned"): "taken-up",
    ("finished", "running"): "taken-up",
    ("stopped", "planned"): "taken-up",
    ("stopped", "running"): "taken-up",
}


@dataclass(frozen=True)
class Fate:
    """An intervention as the earlier report has it (None: not at all), as the later has it, and which of
    `FATES` that comes to.
    """

    id: str
    kind: str
    before: Intervention | None
    now: Intervention | None


def fates(before: Report, now: Report) -> tuple[Fate, ...]:
    """Every intervention of two reports, those of the earlier first, in their order.

    What had ended, or was not chosen, before the earlier report came out, and is so still, is left out.
    """
    then = {each.id: each for each in before.interventions}
    today = {each.id: each for each in now.interventions}
    found = []
    for id_ in (*then, *(each for each in today if each not in then)):
        kind = _became(then.get(id_), today.get(id_))
        if kind:
            found.append(Fate(id_, kind, then.get(id_), today.get(id_)))
    return tuple(found)


def _became(before: Intervention | None, now: Intervention | None) -> str:
    if before is None:
        return "" if now is None else "considered" if now.status == "considered" else "new"
    if now is None:
        return "unmentioned" if before.status in BUSY else ""
    if now.status == before.status and now.status not in BUSY:
        return ""
    return _BECAME.get((before.status, now.status), now.status)


def kept(before: Report, now: Report) -> bool | None:
    """Whether the facts of the next report show that a decision was carried out; None where there was none.

    To refine is shown by an adjustment in the log, to scale by an extension, to stop by nothing planned or
    running, to replace by something that ended and something new.
    """
    if before.decision is None:
        return None
    choice = before.decision.choice
    if choice == "stop":
        return not any(each.status in BUSY for each in now.interventions)
    if choice == "replace":
        kinds = {each.kind for each in fates(before, now)}
        return bool(kinds & {"finished", "stopped"}) and bool(kinds & {"new", "started", "taken-up"})
    change = {"refine": "adjusted", "scale": "extended"}[choice]
    told = {(each.date, each.intervention, each.change) for each in before.log}
    fresh = [each for each in now.log if (each.date, each.intervention, each.change) not in told]
    return any(each.change == change for each in fresh)


def forgotten(reports: Iterable[Report]) -> Iterator[Problem]:
    """Interventions under way in the last report of a thread that this one says nothing of: warnings."""
    every = tuple(reports)
    for report in every:
        before = predecessor(every, report)
        for fate in fates(before, report) if before else ():
            if fate.kind == "unmentioned" and before is not None and fate.before is not None:
                message = (
                    f"'{fate.id}' was {fate.before.status} in the report of {before.cycle.id}, and nothing "
                    "here says what became of it."
                )
                hint = (
                    "Add it under 'interventions' with its status now: planned, running, finished or stopped."
                )
                key = ("interventions",) if report.interventions else ("stage",)
                yield report.document.problem(key, "intervention-dropped", message, hint, severity=WARNING)
