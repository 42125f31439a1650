"""What an editor would say of a report's facts: nothing here is wrong, and something is unwise.

Warnings only, each at its line.
"""

from collections.abc import Callable, Iterator, Mapping

from .disclosure import Protected
from .measures import measure, verdict
from .problems import WARNING, Problem
from .reports import Report

MANY = 3
"""More interventions at once than a district can carry out well, and than anybody can tell apart later."""

_BUSY = ("planned", "running")


def counsel(report: Report, packages: Mapping[str, Protected]) -> tuple[Problem, ...]:
    """What is unwise in a report's facts, in no order."""
    advice: tuple[Callable[[Report, Mapping[str, Protected]], Iterator[Problem]], ...] = (
        _only_lagging,
        _late_leads,
        _many,
        _where_it_failed,
        _hollow_wins,
    )
    return tuple(problem for each in advice for problem in each(report, packages))


def _only_lagging(report: Report, packages: Mapping[str, Protected]) -> Iterator[Problem]:
    """Work under way that is only measured by what moves last."""
    timing = packages[report.package].indicator(report.main.indicator).timing
    if report.stage in ("implement", "reflect") and timing == "lagging" and not report.narrative.leading:
        message = (
            "Everything that this report measures moves late: nothing says early whether the work helps."
        )
        hint = (
            "Add 'leading:' with an indicator that moves first, such as attendance, or a survey of belonging."
        )
        yield report.document.problem(("indicator",), "leading-missing", message, hint, severity=WARNING)


def _late_leads(report: Report, packages: Mapping[str, Protected]) -> Iterator[Problem]:
    """An indicator under `leading` that its own package calls lagging."""
    for number, lead in enumerate(report.narrative.leading):
        asked = report.values[lead.value]
        if packages[asked.package].indicator(asked.question.indicator).timing == "lagging":
            message = f"'{asked.package}' says that '{asked.question.indicator}' is lagging, not leading."
            hint = "Choose one that moves earlier, or correct 'timing' in the package."
            key = ("leading", number)
            yield report.document.problem(key, "leading-late", message, hint, severity=WARNING)


def _many(report: Report, _: Mapping[str, Protected]) -> Iterator[Problem]:
    busy = [
        number
        for number, each in enumerate(report.interventions)
        if each.status in _BUSY and report.narrative.plan(each.id).chosen is not False
    ]
    if len(busy) > MANY:
        message = f"{len(busy)} interventions at once: few places can carry out more than {MANY} well."
        hint = "Leave some for later, with 'chosen: false' and 'status: considered'."
        key = ("interventions", busy[MANY], "status")
        yield report.document.problem(key, "interventions-many", message, hint, severity=WARNING)


def _where_it_failed(report: Report, _: Mapping[str, Protected]) -> Iterator[Problem]:
    decision = report.decision
    if decision is not None and decision.choice in ("replace", "stop") and not decision.failed:
        message = f"The decision is to {decision.choice}, and nothing says where the work failed."
        hint = "Add 'failed: design', delivery or outside, so that others can learn from it."
        yield report.document.problem(
            ("decision", "choice"), "failed-untold", message, hint, severity=WARNING
        )


def _hollow_wins(report: Report, packages: Mapping[str, Protected]) -> Iterator[Problem]:
    """A change of a gap that is called a win, and that the data do not call smaller."""
    for number, win in enumerate(report.narrative.wins):
        asked = report.values.get(win.value)
        if asked is None or asked.question.measure != "change":
            continue
        change = measure(packages[asked.package], asked.question)
        if verdict(change) != "narrowed":
            message = f"'{win.value}' is called a win, and the data do not say that this gap narrowed."
            hint = "Celebrate what the numbers show, or what people did, in words."
            key = ("wins", number)
            yield report.document.problem(key, "win-unproven", message, hint, severity=WARNING)
