"""A new report in a cycle: from facts that are given or can be found, or the next of its thread."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from plugins.equity.editions import Edition
from plugins.equity.problems import Problem
from plugins.equity.reports import Cycle, Report

from .carrying import carry, ended
from .choosing import Choosing
from .drafts import draft
from .names import check_report, find_cycle
from .skeleton import Skeleton


def new_report(edition: Edition, name: str, options: Mapping[str, str]) -> Skeleton:
    """A draft of the report `<cycle>/<slug>`. `options` are facts by their key, all as they were typed."""
    if edition.site is None:
        return Skeleton(problems=edition.problems)
    cycle_id, _, slug = name.strip("/").rpartition("/")
    problems = tuple(check_report(edition, cycle_id, slug))
    cycle = find_cycle(edition, cycle_id)
    if problems or cycle is None:
        return Skeleton(problems=problems)
    before = _before(edition, cycle, slug)
    if before is not None and not options:
        return _next(edition, cycle, before)
    asking = Choosing(edition, {key: each for key, each in options.items() if each})
    given = asking.facts()
    if asking.missing:
        return Skeleton(problems=tuple(asking.missing))
    stopped = tuple(_taken(edition, cycle, slug, slug))
    if stopped:
        return Skeleton(problems=stopped)
    made = draft(edition, cycle, slug, {"thread": slug, "stage": "diagnose", **given}, asking.notes)
    if made.problems:
        return Skeleton(problems=tuple(_as_options(each) for each in made.problems))
    told = [f"Found, not asked for: {key} {given[key]}." for key in asking.notes]
    return Skeleton(made.files, told=(*told, *_told(cycle, "diagnose")))


def _before(edition: Edition, cycle: Cycle, slug: str) -> Report | None:
    """The newest report of an earlier year under the same name."""
    earlier = [each for each in edition.reports if each.slug == slug and each.cycle.id < cycle.id]
    return max(earlier, key=lambda each: each.cycle.id, default=None)


def _next(edition: Edition, cycle: Cycle, before: Report) -> Skeleton:
    """The next report of a thread, also of one that had ended: who asks for it by name wants it."""
    each = carry(before)
    stopped = tuple(_taken(edition, cycle, before.slug, before.thread))
    if stopped:
        return Skeleton(problems=stopped)
    made = draft(edition, cycle, before.slug, each.given, {"stage": each.why}, before)
    if made.problems:
        return Skeleton(problems=tuple(_as_options(each) for each in made.problems))
    told = [f"It goes on from {before.cycle.id}, with its question, its target and its interventions."]
    if ended(before):
        told.append(f"Note: {ended(before)}.")
    return Skeleton(made.files, told=(*told, *_told(cycle, each.stage)))


def _taken(edition: Edition, cycle: Cycle, slug: str, thread: str) -> Iterator[Problem]:
    """One report per thread and cycle."""
    for other in edition.reports:
        if (other.cycle, other.thread) == (cycle, thread):
            message = f"The thread '{thread}' has a report in this cycle already: {other.slug}."
            path, hint = f"content/reports/{cycle.id}/{slug}", "Go on with that one, or choose another name."
            yield Problem(path, 0, "thread-twice", message, hint)


def _told(cycle: Cycle, stage: str) -> tuple[str, ...]:
    return (
        f"It is at '{stage}', in the draft of {cycle.id}.",
        "Write in place of each [[write | ...]] and '# write:'; `plumbline check` lists them all.",
    )


def _as_options(problem: Problem) -> Problem:
    """A fault of a fact, at the option that gave it."""
    return replace(problem, path=f"--{problem.path}" if problem.path else "report.yaml")
