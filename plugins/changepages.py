"""What changed since the year before: problems that are new, go on or are not followed any more;
interventions that began or ended; decisions. The first year has no such page.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from plugins import addresses, wording, years
from plugins.cards import Cards, Cell, plain
from plugins.equity.languages import Language
from plugins.equity.measures import Measured
from plugins.equity.reports import Cycle, Report
from plugins.equity.succession import Moved, Step, Succession, previous, succession
from plugins.frames import Build, Page, everywhere
from plugins.gapwords import gap_cell
from plugins.years import Told


def pages(build: Build) -> Iterator[Page]:
    """A page for every year but the first, in every language."""
    edition = build.edition
    for cycle in edition.cycles:
        before = previous(edition.cycles, cycle)
        if before is None:
            continue
        found = succession(edition.reports, before, cycle)
        for language in edition.languages:
            here = addresses.changes(language.code, cycle.id)
            yield Page(
                kind="changes",
                template="changes.html",
                address=here,
                language=language,
                title=years.changes_title(before, language),
                description=language.say(
                    "Which problems are new, go on, or are not followed any more, and what was decided."
                ),
                notices=years.drafted(cycle, language),
                elsewhere=everywhere(build, lambda code, c=cycle: addresses.changes(code, c.id)),
                context=_context(build, cycle, found, language, here),
                ways=years.ways(build, cycle, language),
            )


def _context(build: Build, cycle: Cycle, found: Succession, language: Language, here: str) -> dict[str, Any]:
    say = language.say

    def introduced(reports: Iterable[Report]) -> Iterator[Told]:
        for report in reports:
            told = years.introduce(build, report, language, here)
            if told is not None:
                yield told

    def moved(items: Iterable[Moved]) -> list[dict[str, Any]]:
        rows = []
        for each in items:
            for told in introduced([each.report]):
                text, href = told.name(each.intervention.id), f"{told.href}#{each.intervention.id}"
                rows.append({"text": text, "href": href, "lang": told.foreign,
                             "note": years.topic(build, each.report, language)})  # fmt: skip
        return rows

    deeds = (
        ("started", say("Started"), found.started),
        ("finished", say("Finished"), found.finished),
        ("stopped", say("Stopped"), found.stopped),
        ("untold", say("Not mentioned any more"), found.untold),
    )
    return {
        "cycle": years.where(build, cycle, language, here),
        "new": [
            _entry(each, build.edition.headline(each.report, language)) for each in introduced(found.new)
        ],
        "ended": [_entry(each, _why(each.report, language)) for each in introduced(found.ended)],
        "table": _continued(build, found.continued, language, here),
        "deeds": [
            {"id": id_, "title": title, "entries": rows}
            for id_, title, items in deeds
            if (rows := moved(items))
        ],
        "decisions": list(_decisions(build, cycle, language, here)),
    }


def _entry(told: Told, note: str) -> dict[str, Any]:
    return {"text": told.title, "href": told.href, "lang": told.foreign, "note": note}


def _why(report: Report, language: Language) -> str:
    """What the last report of a thread decided, or that nobody said why it ends."""
    decision = report.decision
    if decision is None or not decision.ends:
        return language.say("This is not followed any more. Nobody has said why.")
    return wording.decided(decision, language)


def _continued(build: Build, steps: tuple[Step, ...], language: Language, here: str) -> Cards | None:
    """Verdict and gap of each problem, in the report before and in this one."""
    rows = []
    for step in steps:
        told = years.introduce(build, step.now, language, here)
        if told is not None:
            rows.append(tuple(_row(build, step, told, language)))
    if not rows:
        return None
    say = language.say
    columns = (
        say("Report"),
        say("What became of the gap, then"),
        say("What became of the gap, now"),
        say("Gap then"),
        say("Gap now"),
    )
    return plain("continued", say("What each report said then, and what it says now"), columns, tuple(rows))


def _row(build: Build, step: Step, told: Told, language: Language) -> Iterator[Cell]:
    note = years.topic(build, step.now, language)
    if not step.same_question:
        note = language.say("{topic}. It asks another question than before.", topic=note)
    yield Cell(told.title, note=note, href=told.href, lang=told.foreign)
    for report in (step.before, step.now):
        label = wording.outcome_label(build.edition.outcome(report), language)
        yield Cell(label, note=language.say("Report of {cycle}", cycle=report.cycle.id))
    for report in (step.before, step.now):
        yield gap_cell(_gap(build, report), language)


def _gap(build: Build, report: Report) -> Measured:
    return build.edition.known(report)["gap"]


def _decisions(build: Build, cycle: Cycle, language: Language, here: str) -> Iterator[dict[str, Any]]:
    """What the reports of this year decided."""
    for told in years.told_of(build, cycle, language, here):
        if told.report.decision is not None:
            yield _entry(told, wording.decided(told.report.decision, language))
