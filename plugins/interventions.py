"""The interventions of a report, or of a whole year, as one table made from the facts."""

from collections.abc import Iterator, Sequence

from plugins import choices, wording
from plugins.cards import Cards, Cell, plain
from plugins.equity.editions import Edition
from plugins.equity.languages import Language
from plugins.equity.reports import Intervention, Report
from plugins.years import Told

ORDER = ("stopped", "finished", "running", "planned", "considered")
"""What ended comes first: there is most to learn from it, and it would be missed at the end."""

RATINGS = ("impact", "feasibility", "fit")
FEW = 2
"""A report with fewer interventions needs no table of them."""


def of_report(
    report: Report, names: dict[str, str], language: Language, foreign: Language | None
) -> Cards | None:
    """The table in a report, each name leading to its story below; None where one story says it all."""
    if len(report.interventions) < FEW:
        return None
    rated = any(each.ratings for each in report.interventions)
    rows = tuple(
        (
            Cell(names.get(each.id, each.id), href=f"#{each.id}", lang=foreign),
            *_facts(each, language, rated),
        )
        for each in report.interventions
    )
    columns = (language.say("What was done or is planned"), *_headings(language, rated))
    return plain("interventions", language.say("What was done or is planned, at a glance"), columns, rows)


def of_year(edition: Edition, told: Sequence[Told], language: Language) -> Cards | None:
    """Every intervention of a year, by status, then in the order of the reports; None where there is none."""
    found = [(each, item) for each in told for item in each.report.interventions]
    if not found:
        return None
    found.sort(key=lambda each: ORDER.index(each[1].status))
    say = language.say
    columns = (
        say("What was done or is planned"),
        *_headings(language, True),
        say("Cost, and what it can be done with"),
        say("What became of the gap"),
    )
    rows = tuple(tuple(_of_year(edition, each, item, language)) for each, item in found)
    return plain("interventions", say("Everything that was done or is planned, by status"), columns, rows)


def _of_year(edition: Edition, told: Told, item: Intervention, language: Language) -> Iterator[Cell]:
    package, question = edition.package(told.report.package), told.report.main
    about = language.say(
        "{topic}, {group}",
        topic=package.word(f"indicator/{question.indicator}/short", language.code),
        group=package.group_word(question.group, "sentence", language.code),
    )
    yield Cell(told.name(item.id), note=about, href=f"{told.href}#{item.id}", lang=told.foreign)
    yield from _facts(item, language, True)
    plan, unsaid = told.report.narrative.plan(item.id), _unsaid(language)
    fits = choices.several([choices.constraint(each, language) for each in plan.fits], language)
    if plan.cost:
        yield Cell(choices.grade(plan.cost, language), note=fits)
    else:
        yield Cell(fits) if fits else unsaid
    yield Cell(wording.outcome_label(edition.outcome(told.report), language))


def _headings(language: Language, rated: bool) -> tuple[str, ...]:
    say = language.say
    ratings = (say("Likely impact"), say("Feasibility"), say("Fit with values")) if rated else ()
    return (say("Status"), *ratings, say("Evidence"))


def _facts(item: Intervention, language: Language, rated: bool) -> Iterator[Cell]:
    """Status and since when, the ratings, and whether it is documented."""
    words = wording.intervention(item, language)
    since = language.say("Since: {when}", when=words["since"]) if item.since else ""
    yield Cell(str(words["status_label"]), note=since)
    grades = dict(item.ratings)
    for name in RATINGS if rated else ():
        yield Cell(choices.grade(grades[name], language)) if name in grades else _unsaid(language)
    mark = "documented" if item.documented else "illustration"
    short = language.say("Documented") if item.documented else language.say("Illustration")
    yield Cell(short, mark=mark, source=item.source)


def _unsaid(language: Language) -> Cell:
    return Cell(language.say("Not said"), mark="untold")
