"""The scorecard of a year: every indicator of every report, in one table and one file to take away."""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins import addresses, wording, years
from plugins.cards import Cards, Cell, Group
from plugins.equity.disclosure import Protected
from plugins.equity.languages import Language
from plugins.equity.measures import Measured
from plugins.equity.reports import Report
from plugins.equity.scorecards import MAIN, Score, groups_of
from plugins.equity.standing import target_text
from plugins.equity.writing import against_word
from plugins.frames import Build, Page, everywhere
from plugins.gapwords import gap_cell, rate_cell
from plugins.scoresheets import scoresheet
from plugins.sizes import human
from plugins.years import Told

FILE = "scorecard.csv"


def pages(build: Build) -> Iterator[Page]:
    """A page for every year that has a report, in every language."""
    edition = build.edition
    for cycle in edition.cycles:
        scores = {each.slug: edition.scores(each) for each in edition.reports if each.cycle == cycle}
        for language in edition.languages:
            here = addresses.scorecard(language.code, cycle.id)
            told = list(years.told_of(build, cycle, language, here))
            if not told:
                continue
            sheet = scoresheet([score for each in told for score in scores[each.report.slug]],
                               edition.packages, language)  # fmt: skip
            say = language.say
            yield Page(
                kind="scorecard",
                template="scorecard.html",
                address=here,
                language=language,
                title=say("Scorecard, {cycle}", cycle=cycle.id),
                description=say(
                    "Every number that the reports of this year follow: where it began, where it is now, "
                    "where it should be, and what became of the gap."
                ),
                notices=years.drafted(cycle, language),
                elsewhere=everywhere(build, lambda code, c=cycle: addresses.scorecard(code, c.id)),
                context={
                    "cycle": years.where(build, cycle, language, here),
                    "table": _table(build, told, scores, language),
                    "groups": list(_groups(build, told, language)),
                    "files": [
                        {
                            "label": say("This scorecard as a table"),
                            "href": FILE,
                            "size": human(sheet, language),
                        }
                    ],
                },
                ways=years.ways(build, cycle, language),
                files={FILE: sheet},
            )


def _table(
    build: Build, told: list[Told], scores: Mapping[str, tuple[Score, ...]], language: Language
) -> Cards:
    say = language.say
    columns = (
        say("Indicator"),
        say("Start"),
        say("Now"),
        say("Target"),
        say("Gap at the start"),
        say("Gap now"),
        say("What became of the gap"),
    )
    groups = tuple(
        Group(
            Cell(each.title, href=each.href, lang=each.foreign),
            tuple(
                tuple(_row(build.edition.packages[score.package], score, language))
                for score in scores[each.report.slug]
            ),
        )
        for each in told
    )
    return Cards("scores", say("Every indicator of this year, by report"), columns, groups)


def _row(protected: Protected, score: Score, language: Language) -> Iterator[Cell]:
    package, question = protected.package, score.now.question
    yield Cell(
        package.word(f"indicator/{question.indicator}/label", language.code),
        _about(protected, score, language),
    )
    yield rate_cell(score.start, language)
    yield rate_cell(score.now, language)
    yield _target(score, language)
    yield gap_cell(score.gap_start, language)
    yield gap_cell(score.gap, language)
    yield Cell(wording.outcome_label(score.outcome, language), mark="" if score.outcome else "untold")


def _about(protected: Protected, score: Score, language: Language) -> str:
    """Of whom, compared with whom, where it is not the report's place, and whether it moves early or late."""
    package, question, say = protected.package, score.now.question, language.say
    facts = {
        "group": package.group_word(question.group, "label", language.code),
        "timing": timing_label(score, language),
    }
    if question.place != score.report.main.place:
        facts["group"] = language.listing([facts["group"], package.place_word(question.place, language.code)])
    if score.gap is None:
        return say("{group}. {timing}.", **facts)
    against = against_word(package, question.group, question.against, "sentence", language)
    return say("{group}, compared with {against}. {timing}.", against=against, **facts)


def timing_label(score: Score, language: Language) -> str:
    """Whether an indicator moves early or late."""
    if score.id == MAIN and score.timing != "leading":
        return language.say("Main indicator, moves late")
    return language.say("Moves early") if score.timing == "leading" else language.say("Moves late")


def _target(score: Score, language: Language) -> Cell:
    target = score.report.target
    if score.id != MAIN or target is None:
        return Cell(language.say("No target"), mark="untold")
    text = target_text(target, score.now, language)
    if target.documented:
        return Cell(text, target.by)
    return Cell(text, language.say("{by}, an illustration, not an official target", by=target.by))


def _groups(build: Build, told: list[Told], language: Language) -> Iterator[dict[str, Any]]:
    """Each group's rate this year, once for every indicator, place and dimension."""
    seen: set[Any] = set()
    for each in told:
        report = each.report
        rates = groups_of(report, build.edition.packages)
        key = group_key(report)
        if rates and key not in seen:
            seen.add(key)
            package, question = build.edition.package(report.package), report.main
            title = language.say(
                "{indicator}, {place}",
                indicator=package.word(f"indicator/{question.indicator}/label", language.code),
                place=package.place_word(question.place, language.code),
            )
            yield {"title": title, "table": _rates(build, report, rates, language)}


def group_key(report: Report) -> tuple[str, ...]:
    """What two reports share whose groups are listed once."""
    question = report.main
    return (report.package, question.indicator, question.place, question.group[0][0])


def _rates(build: Build, report: Report, rates: tuple[Measured, ...], language: Language) -> Cards:
    package, question = build.edition.package(report.package), report.main
    rows = tuple(
        (
            Cell(package.group_word(rate.question.group, "label", language.code)),
            Cell(rate_cell(rate, language).text, mark="" if rate.ok else "untold"),
        )
        for rate in rates
    )
    caption = language.say("Rates of {period}", period=question.period)
    if rates[0].unit == "mean":
        caption = language.say("Means of {period}", period=question.period)
    rate_word = package.word(f"indicator/{question.indicator}/short", language.code)
    columns = (language.say("Group"), rate_word)
    return Cards(f"groups-{report.slug}", caption, columns, (Group(None, rows),), stays=True)
