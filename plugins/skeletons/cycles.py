"""A new year: `cycle.yaml`, and a draft of every report whose problem is still open."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from plugins.equity.editions import Edition
from plugins.equity.problems import Problem, errors
from plugins.equity.reports import Cycle, Report

from .carrying import Carried, carry, common_period, ended, finished
from .drafts import draft
from .facts import cycle_text
from .names import check_cycle
from .skeleton import Skeleton


@dataclass
class _Year:
    """What the new year has so far."""

    files: dict[str, str] = field(default_factory=dict)
    goes_on: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)


def new_cycle(edition: Edition, name: str, today: str, period: str = "") -> Skeleton:
    """A draft of a cycle called `name`, dated `today` until somebody writes the day of the edition.

    `period` is the last school year that it reads; "" leaves the choice to the packages.
    """
    if edition.site is None:
        return Skeleton(problems=edition.problems)
    before = max((each for each in edition.cycles if each.id < name), key=lambda each: each.id, default=None)
    problems = [*check_cycle(edition, name), *_unread(edition, before)]
    if problems:
        return Skeleton(problems=tuple(problems))
    reports = [each for each in edition.reports if each.cycle == before]
    going = [carry(each) for each in reports if not ended(each)]
    series = {each.report.slug: _periods(edition, each.report) for each in going}
    wanted, why = period, "as asked"
    if not period:
        wanted = common_period(series.values(), before.period if before else "", _last(edition))
        why = _why(before, wanted, series.values())
    known = sorted(set(_all_periods(edition)))
    if wanted not in known:
        message = f"No data package has figures for '{wanted}'." if wanted else "There are no figures yet."
        hint = "Begin with `plumbline new package NAME`."
        hint = f"They have {known[0]} to {known[-1]}." if known else hint
        return Skeleton(problems=(Problem("--period", 0, "period-unknown", message, hint),))
    cycle = Cycle(name, wanted, "draft", today)
    home = f"content/reports/{name}"
    year = _Year({f"{home}/cycle.yaml": cycle_text(wanted, today, why)})
    year.stays += [f"  {each.slug}: {ended(each)}." for each in reports if ended(each)]
    for each in going:
        _add(edition, year, cycle, each, series[each.report.slug])
    return Skeleton(year.files, told=tuple(_told(year, cycle, before, why)))


def _add(edition: Edition, year: _Year, cycle: Cycle, each: Carried, known: tuple[str, ...]) -> None:
    """A report goes on, or it is said why it does not."""
    slug = each.report.slug
    if cycle.period not in known:
        last = f"ends at {known[-1]}" if known else "has no figures"
        year.stays.append(
            f"  {slug}: '{each.report.package}' {last}. When it has {cycle.period}: "
            f"`plumbline new report {cycle.id}/{slug}`."
        )
        return
    made = draft(edition, cycle, slug, each.given, {"stage": each.why}, each.report)
    if made.problems:
        first = made.problems[0]
        year.stays.append(f"  {slug}: its '{first.path}' cannot go on. {first.message}")
        return
    year.files.update(made.files)
    without = finished(each.report)
    ending = f"; not with {', '.join(without)}, which ended" if without else ""
    year.goes_on.append(f"  {slug}: now at '{each.stage}' ({each.why}){ending}.")


def _told(year: _Year, cycle: Cycle, before: Cycle | None, why: str) -> Iterable[str]:
    yield f"The cycle {cycle.id} is a draft. It reads figures up to {cycle.period}: {why}."
    if year.goes_on:
        yield f"Going on from {before.id if before else ''}, with thread, question, target and interventions:"
        yield from year.goes_on
    if year.stays:
        yield "Not going on:"
        yield from year.stays
    if not year.goes_on:
        yield f"No report is in it yet. Begin one: `plumbline new report {cycle.id}/its-name`."
    yield "Write in place of each [[write | ...]] and '# write:'; `plumbline check` lists them all."
    yield "Delete the text of a language that you do not write yet: its page shows the default language's."


def _why(before: Cycle | None, period: str, series: Iterable[tuple[str, ...]]) -> str:
    if before and period == before.period:
        return f"no report that goes on has figures after those of {before.id}; bring them, then change it"
    later = sorted({each for known in series for each in known if each > period})
    if later:
        return f"the last that most reports have figures for; some have {later[-1]}"
    return "the last that its reports have figures for" if before else "the last that a package has"


def _unread(edition: Edition, before: Cycle | None) -> list[Problem]:
    """A report, or a whole year, that cannot be read cannot go on, and nothing would say so later."""
    years = [each for each in errors(edition.problems) if each.path.endswith("/cycle.yaml")]
    reports = [each for (cycle, _), each in edition.unusable.items() if before and cycle == before.id]
    return [*dict.fromkeys((*years, *reports))]


def _periods(edition: Edition, report: Report) -> tuple[str, ...]:
    return tuple(edition.packages[report.package].periods(report.main.indicator))


def _all_periods(edition: Edition) -> Iterable[str]:
    for protected in edition.packages.values():
        for indicator in protected.package.indicators:
            yield from protected.periods(indicator)


def _last(edition: Edition) -> str:
    return max(_all_periods(edition), default="")
