"""Latest or not: what every page of a year says of itself, and what a page of data says of its years.

In a preview too a draft makes nothing that is out `not the latest`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plugins import addresses
from plugins.equity.editions import Edition
from plugins.equity.languages import Language
from plugins.equity.reports import Cycle, Report
from plugins.equity.threads import published, stopped
from plugins.translations import Notice


@dataclass(frozen=True)
class Line:
    """A line at the head of a page; `warns` where there is something newer, at `href`."""

    text: str
    warns: bool = False
    href: str = ""
    link_text: str = ""


def of_report(edition: Edition, report: Report, language: Language, here: str) -> tuple[Line, ...]:
    """Whether a report is the latest of its problem, and its year the latest year."""
    newest = edition.latest_of_thread(report.thread) or report
    ahead = newest == report or (published(newest) and newest.cycle.id < report.cycle.id)
    if not published(report) and ahead:
        return (Line(language.say("Once it is published, this will be the latest report.")),)
    if newest != report:
        href = addresses.link(here, addresses.report(language.code, newest.cycle.id, newest.slug))
        text = language.say("A later report has been published.")
        if not published(newest):
            text = language.say("A later report is being prepared.")
        return (Line(text, True, href, language.say("Read the latest report")),)
    year = of_cycle(edition, report.cycle, language, here)
    return (Line(language.say("This is the latest report.")), *([year] if year.warns else []))


def of_cycle(edition: Edition, cycle: Cycle, language: Language, here: str) -> Line:
    """Whether a year is the latest."""
    latest = edition.latest_cycle() or cycle
    ahead = latest == cycle or (latest.status == "published" and latest.id < cycle.id)
    if cycle.status == "draft" and ahead:
        return Line(language.say("Once it is published, this will be the latest year."))
    if latest == cycle:
        return Line(language.say("This is the latest year."))
    href = addresses.link(here, addresses.cycle(language.code, latest.id))
    text = language.say("A later year has been published.")
    if latest.status == "draft":
        text = language.say("A later year is being prepared.")
    return Line(text, True, href, language.say("Read the latest year"))


def notice_of_page(edition: Edition, address: str, language: Language) -> tuple[Notice, ...]:
    """The same as a notice, for pages of a year that say it nowhere else; nothing for other pages."""
    parts = address.split("/")
    cycle = next((each for each in edition.cycles if len(parts) > 1 and each.id == parts[1]), None)
    if cycle is None:
        return ()
    line = of_cycle(edition, cycle, language, address)
    return (Notice("edition", line.text, line.href, line.link_text),)


def notice_of_stop(edition: Edition, report: Report, language: Language, here: str) -> tuple[Notice, ...]:
    """That the work on this problem was stopped, on every report of it; nothing where it goes on."""
    last = stopped(edition.reports, report)
    if last is None or last.decision is None:
        return ()
    text = language.say("The work on this problem was stopped in {cycle}.", cycle=last.cycle.id)
    if not last.decision.documented:
        note = language.say("This decision is an illustration. No such decision is documented.")
        text = f"{text} {note}"
    if last == report:
        return (Notice("stopped", text),)
    href = addresses.link(here, addresses.report(language.code, last.cycle.id, last.slug))
    return (Notice("stopped", text, href, language.say("Read the report that says why")),)


def of_package(edition: Edition, name: str, language: Language, here: str) -> tuple[Line, ...]:
    """Up to which period a data package reaches, and which year used it last."""
    protected = edition.packages[name]
    periods = sorted({each for id_ in protected.package.indicators for each in protected.periods(id_)})
    lines = []
    if periods:
        lines.append(Line(language.say("The newest numbers here are from {period}.", period=periods[-1])))
    cycle = last_to_use(edition.reports, name)
    if cycle is None:
        return (*lines, Line(language.say("No report has used these tables yet.")))
    title = language.say("Equity report {cycle}", cycle=cycle.id)
    href = addresses.link(here, addresses.cycle(language.code, cycle.id))
    return (*lines, Line(language.say("Last used in this report:"), False, href, title))


def last_to_use(reports: Iterable[Report], package: str) -> Cycle | None:
    """The newest year that is out with a number of a package; a draft while none is out."""
    using = [each for each in reports if package in packages_of(each)]
    cycles = [each.cycle for each in using if published(each)] or [each.cycle for each in using]
    return max(cycles, key=lambda each: each.id, default=None)


def packages_of(report: Report) -> frozenset[str]:
    """Every package that a report shows a number of."""
    asked = (*report.figures.values(), *report.values.values())
    return frozenset({report.package, *(each.package for each in asked)})
