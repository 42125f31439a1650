"""A report among those of its thread, as templates show it: years before, promises and outcomes, timeline.

A page shows no number that is later than its own year: later reports are linked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plugins import addresses, wording
from plugins.equity.captions import caption, subject
from plugins.equity.chronicle import chronicle
from plugins.equity.distances import away
from plugins.equity.languages import Language
from plugins.equity.promises import BUSY, Fate, fates, kept
from plugins.equity.questions import MEASURES
from plugins.equity.reports import Asked, Intervention, Report
from plugins.equity.sequels import alike, moved, pairs, since_sentences
from plugins.equity.tables import Cell, Column, Row, Table
from plugins.equity.writing import written
from plugins.frames import Build
from plugins.narrating import Fact
from plugins.translations import choose


@dataclass(frozen=True)
class Name:
    """What an author calls a thing, and in which language where that is not the page's."""

    text: str
    spoken: Language | None


def view(build: Build, report: Report, spoken: Language, language: Language, here: str) -> dict[str, Any]:
    """What the template shows of a thread; empty where a thread begins. `spoken` is the text's language,
    `language` the page's.
    """
    known = build.edition.thread(report)
    at = known.index(report)
    names = names_of(build, known[: at + 1], spoken, language)
    before = known[at - 1] if at else None
    words = {id_: each.text for id_, each in names.items()}
    return {
        "thread": [_year(build, each, report, language, here) for each in known[: at + 1]]
        if len(known) > 1
        else [],
        "later": [_link(each, language, here) for each in known[at + 1 :]],
        "since_last": _since(build, before, report, words, language) if before else None,
        "promises": _promises(before, report, names, language) if before else None,
        "log": [wording.log_entry(each, words, language) for each in chronicle(known[: at + 1])],
    }


def names_of(build: Build, known: Sequence[Report], spoken: Language, language: Language) -> dict[str, Name]:
    """What the interventions of a thread are called, by the newest report that names them."""
    edition = build.edition
    assert edition.site is not None
    found: dict[str, Name] = {}
    for report in reversed(known):
        versions = build.text(report.cycle.id, report.slug)
        version = choose(versions, spoken, edition.languages, edition.site.default_language)
        for each in report.interventions:
            name = version.manuscript.names.get(each.id) if version else None
            if each.id not in found:
                foreign = version.foreign(language) if version and name else None
                found[each.id] = Name(name or each.id, foreign)
    return found


def _link(report: Report, language: Language, here: str) -> dict[str, Any]:
    return {
        "label": language.say("Equity report {cycle}", cycle=report.cycle.id),
        "href": addresses.link(here, addresses.report(language.code, report.cycle.id, report.slug)),
        "note": language.say("Draft") if report.cycle.status == "draft" else "",
    }


def _year(build: Build, each: Report, current: Report, language: Language, here: str) -> dict[str, Any]:
    """A report of the thread: its stage, what became of the gap by then, the rate and the gap then."""
    known, package = build.edition.known(each), build.edition.package(each.package)
    group = package.group_word(each.main.group, "label", language.code)
    since = language.say("since {period}", period=each.baseline)
    return {
        **_link(each, language, here),
        "current": each == current,
        "stage": wording.stage_label(each.stage, language),
        "outcome": wording.outcome_label(build.edition.outcome(each), language),
        "since": since if each.baseline != each.main.period else "",
        "rate": written(known["latest"], language),
        "rate_note": language.say("{group}, {period}", group=group, period=each.main.period),
        "gap": written(known["gap"], language),
    }


def _since(
    build: Build, before: Report, now: Report, names: dict[str, str], language: Language
) -> dict[str, Any]:
    """The comparison with the last report: what was asked otherwise, the numbers of both, the verdict."""
    edition = build.edition
    old, new = edition.chapter(before), edition.chapter(now)
    change = edition.change_between(before, now)
    return {
        "table": _numbers(build, before, now, names, language),
        "moved": [
            Fact(each.label, language.say("from {old} to {new}", old=each.old, new=each.new))
            for each in moved(old, new, language)
        ],
        "sentences": since_sentences(old, new, change, language),
    }


def _columns(first: str, before: Report, language: Language) -> tuple[Column, ...]:
    return (
        Column("what", first),
        Column("then", language.say("Report of {cycle}", cycle=before.cycle.id)),
        Column("now", language.say("This report")),
    )


def _numbers(build: Build, before: Report, now: Report, names: dict[str, str], language: Language) -> Table:
    say = language.say
    stages = (Cell(wording.stage_label(each.stage, language)) for each in (before, now))
    rows = [Row("stage", "other", (Cell(say("Stage of the work")), *stages))]
    heads = {"rate": say("Rate"), "gap": say("Gap")}
    for pair in pairs(before, now):
        if pair.intervention:
            name = names.get(pair.intervention, pair.intervention)
            head = say("How success was to be measured: {name}", name=name)
        else:
            head = heads[pair.kind]
        # What both ask is said once, at the head of the row, and below each number its year.
        same = pair.old.question.measure in MEASURES and (pair.new is None or alike(pair.old, pair.new))
        about = subject(build.edition.package(pair.old.package), pair.old, language) if same else ""
        cells = (_number(build, each, same, language) for each in (pair.old, pair.new))
        rows.append(Row(pair.kind, "other", (Cell(head, note=about), *cells)))
        if pair.kind == "gap" and (before.target or now.target):
            cells = _distance(build, before, language), _distance(build, now, language)
            rows.append(Row("distance", "other", (Cell(say("Distance to the target")), *cells)))
    columns = _columns(say("What is compared"), before, language)
    return Table(say("The last report and this one, side by side"), columns, tuple(rows))


def _number(build: Build, asked: Asked | None, short: bool, language: Language) -> Cell:
    if asked is None:
        return Cell(language.say("Not given any more"), "x")
    edition, question = build.edition, asked.question
    measured = edition.measure(asked)
    note = question.period
    if not short:
        note = caption(edition.package(asked.package), asked, measured, language, edition.explained)
    elif question.since:
        note = language.say("{first} to {last}", first=question.since, last=question.period)
    return Cell(written(measured, language), "ok" if measured.ok else "x", note=note)


def _distance(build: Build, report: Report, language: Language) -> Cell:
    rate = build.edition.known(report)["latest"]
    if report.target is None:
        return Cell(language.say("No target"), "x")
    return Cell(away(report.target, rate, language), "ok" if rate.ok else "x")


def _promises(before: Report, now: Report, names: dict[str, Name], language: Language) -> dict[str, Any]:
    """What was promised, and what became of it: interventions, and the decision."""
    say = language.say
    rows = [_fate(each, names, language) for each in fates(before, now)]
    columns = _columns(say("Intervention"), before, language)
    table = Table(say("Interventions in the last report and in this one"), columns, tuple(rows))
    done = kept(before, now)
    decision = wording.decision(before.decision, language) if before.decision else None
    return {
        "table": table if rows else None,
        "decision": decision,
        "decided": say(
            "The decision in the report of {cycle}: {decision}",
            cycle=before.cycle.id,
            decision=decision["text"],
        )
        if decision
        else "",
        "kept": _kept(before.decision.choice, done, language) if before.decision and done is not None else "",
    }


def _fate(fate: Fate, names: dict[str, Name], language: Language) -> Row:
    name = names[fate.id]
    then, now = fate.before, fate.now
    note = _dated(now, language) if now and now.status in BUSY else ""
    cells = (
        Cell(name.text, spoken=name.spoken),
        Cell(_dated(then, language)) if then else Cell(language.say("Not in that report"), "x"),
        Cell(_fate_label(fate.kind, language), note=note),
    )
    return Row(fate.id, "other", cells)


def _dated(item: Intervention, language: Language) -> str:
    """The status of an intervention with its date: `Running since 2017`, `Planned for September 2019`."""
    date = wording.when(item.since, language)
    if item.since and item.status == "running":
        return language.say("Running since {date}", date=date)
    if item.since and item.status == "planned":
        return language.say("Planned for {date}", date=date)
    return wording.status_label(item.status, language)


def _fate_label(kind: str, language: Language) -> str:
    return {
        "new": language.say("New"),
        "started": language.say("Started"),
        "not-started": language.say("Not started"),
        "goes-on": language.say("Goes on"),
        "taken-up": language.say("Taken up again"),
        "finished": language.say("Finished"),
        "stopped": language.say("Stopped"),
        "considered": language.say("Considered"),
        "unmentioned": language.say("Not mentioned any more"),
    }[kind]


def _kept(choice: str, done: bool, language: Language) -> str:
    """What the facts of this report show of the last decision."""
    told = {
        "refine": (
            language.say("Since then the timeline records an adjustment."),
            language.say("Since then the timeline records no adjustment."),
        ),
        "scale": (
            language.say("Since then the timeline records an extension."),
            language.say("Since then the timeline records no extension."),
        ),
        "replace": (
            language.say("Since then something has ended and something new has begun."),
            language.say("Since then nothing has taken the place of what was there."),
        ),
        "stop": (
            language.say("Since then nothing of it is planned or running."),
            language.say("Something of it is planned or running all the same."),
        ),
    }
    return told[choice][0 if done else 1]
