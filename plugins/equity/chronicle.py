"""Everything that was done about one problem, by date: the logs and the dates of all reports of a thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .reports import Intervention, Report

CHANGES = ("planned", "started", "adjusted", "extended", "stopped", "finished")
"""What an event can be."""

_BEGUN = ("running", "finished", "stopped")


@dataclass(frozen=True)
class Event:
    """Something that happened, or is planned, on a `date`: a year, a month or a day, as it was written."""

    date: str
    intervention: str
    change: str
    documented: bool
    source: str


def chronicle(reports: Sequence[Report]) -> tuple[Event, ...]:
    """The events of some reports of a thread, given oldest first; by date, each once.

    Two reports tell of one event when intervention and kind are the same and the dates do not contradict each
    other, as 2017 and 2017-08 do not. Then the finer date stands, and what is documented is documented.
    """
    found: list[Event] = []
    told = [event for report in reports for event in _logged(report)]
    for event in (*told, *_dated(reports)):
        at = next((n for n, each in enumerate(found) if _same(each, event)), None)
        if at is None:
            found.append(event)
        else:
            found[at] = _joined(found[at], event)
    order = {id_: n for n, id_ in enumerate(dict.fromkeys(each.intervention for each in found))}
    return tuple(
        sorted(found, key=lambda each: (each.date, order[each.intervention], CHANGES.index(each.change)))
    )


def _logged(report: Report) -> Iterator[Event]:
    for each in report.log:
        yield Event(each.date, each.intervention, each.change, each.documented, each.source)


def _dated(reports: Sequence[Report]) -> Iterator[Event]:
    """When interventions began, or are to begin: by the first report in which they had begun, the last plan.

    `since` is the start, whatever the status. Where a report that calls a thing ended gives a later date than
    the report in which it ran, that can only be its end.
    """
    ids = dict.fromkeys(each.id for report in reports for each in report.interventions)
    for id_ in ids:
        mentions = [each for report in reports for each in report.interventions if each.id == id_]
        begun = next((each for each in mentions if each.status in _BEGUN and each.since), None)
        last = mentions[-1]
        if begun is not None:
            yield _event(begun, "started")
            if last.status in ("finished", "stopped") and not _compatible(begun.since, last.since):
                yield _event(last, last.status)
        elif last.status == "planned" and last.since:
            yield _event(last, "planned")


def _event(item: Intervention, change: str) -> Event:
    return Event(item.since, item.id, change, item.documented, item.source)


def _same(one: Event, other: Event) -> bool:
    same = (one.intervention, one.change) == (other.intervention, other.change)
    return same and _compatible(one.date, other.date)


def _compatible(one: str, other: str) -> bool:
    """Whether two dates can be the same day, month or year."""
    return one.startswith(other) or other.startswith(one)


def _joined(one: Event, other: Event) -> Event:
    date = max(one.date, other.date, key=len)
    better = other if other.documented and not one.documented else one
    return replace(better, date=date)
