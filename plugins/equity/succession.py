"""From one year to the next: which problems are new, go on or are not followed any more, and what became of
the interventions in between.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from .problems import WARNING, Problem
from .promises import fates
from .reports import Cycle, Intervention, Report
from .sequels import asks_the_same
from .threads import predecessor


@dataclass(frozen=True)
class Step:
    """A report and the one of its thread before it; a year may lie between them."""

    before: Report
    now: Report

    @property
    def same_question(self) -> bool:
        """Whether both ask about one gap: see `sequels.asks_the_same`."""
        return asks_the_same(self.before, self.now)


@dataclass(frozen=True)
class Moved:
    """An intervention, in the report that tells of it last."""

    report: Report
    intervention: Intervention


@dataclass(frozen=True)
class Succession:
    """What changed since the year `before`. `ended` are its reports whose thread has none any more.

    Interventions `started`, `finished`, `stopped` in reports that go on; `untold` were open in the report
    before, and the new one does not have them.
    """

    before: Cycle
    new: tuple[Report, ...]
    continued: tuple[Step, ...]
    ended: tuple[Report, ...]
    started: tuple[Moved, ...]
    finished: tuple[Moved, ...]
    stopped: tuple[Moved, ...]
    untold: tuple[Moved, ...]


def previous(cycles: Iterable[Cycle], cycle: Cycle) -> Cycle | None:
    """The year before, None for the first."""
    return max((each for each in cycles if each.id < cycle.id), key=lambda each: each.id, default=None)


def succession(reports: Iterable[Report], before: Cycle, cycle: Cycle) -> Succession:
    """What changed from one year to the next, each list in the order of the reports."""
    known = tuple(reports)
    mine = [each for each in known if each.cycle.id == cycle.id]
    found = [(each, predecessor(known, each)) for each in mine]
    steps = tuple(Step(old, each) for each, old in found if old is not None)
    return Succession(
        before,
        tuple(each for each, old in found if old is None),
        steps,
        _ended(known, before, mine),
        tuple(_became(steps, "started", "running")),
        tuple(_became(steps, "finished", "finished")),
        tuple(_became(steps, "stopped", "stopped")),
        tuple(_untold(steps)),
    )


def dropped(
    cycles: Iterable[Cycle], reports: Iterable[Report], broken: Collection[str] = ()
) -> Iterator[Problem]:
    """Threads that the newest year does not follow any more, though nobody said that they ended. Warnings: of
    older years nothing can be mended. `broken` are cycles with a report whose facts cannot be used: it may be
    the one that is missing.
    """
    known, years = tuple(reports), tuple(cycles)
    cycle = max(years, key=lambda each: each.id, default=None)
    before = previous(years, cycle) if cycle else None
    if cycle is None or before is None or cycle.id in broken:
        return
    mine = [each for each in known if each.cycle.id == cycle.id]
    if not mine:
        return  # a year that has only begun
    for report in _ended(known, before, mine):
        if report.decision is None or not report.decision.ends:
            message = f"The thread '{report.thread}' had a report in {before.id} and has none here."
            hint = "Go on with it, if only to say why it ends: "
            hint += f"`plumbline new report {cycle.id}/{report.slug}`."
            path = f"content/reports/{cycle.id}/cycle.yaml"
            yield Problem(path, 0, "thread-dropped", message, hint, WARNING)


def _ended(reports: Iterable[Report], before: Cycle, mine: Iterable[Report]) -> tuple[Report, ...]:
    threads = {each.thread for each in mine}
    return tuple(each for each in reports if each.cycle.id == before.id and each.thread not in threads)


def _became(steps: Iterable[Step], kind: str, status: str) -> Iterator[Moved]:
    """Interventions of this fate (see `promises`), and those that are new and had it from the start."""
    for step in steps:
        for fate in fates(step.before, step.now):
            if fate.now and fate.now.status == status and fate.kind in ("new", kind):
                yield Moved(step.now, fate.now)


def _untold(steps: Iterable[Step]) -> Iterator[Moved]:
    for step in steps:
        for fate in fates(step.before, step.now):
            if fate.before and fate.kind == "unmentioned":
                yield Moved(step.before, fate.before)
