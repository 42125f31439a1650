"""What the pages of a year have in common: which year it is, whether it is the latest, the titles of its
reports, and where else to go.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plugins import addresses
from plugins.equity.languages import Language
from plugins.equity.reports import Cycle, Report
from plugins.equity.succession import previous
from plugins.frames import Build, Way
from plugins.translations import Notice, Version, choose, notices


@dataclass(frozen=True)
class Told:
    """A report as a page of its year speaks of it: its text, and its address as seen from that page."""

    report: Report
    version: Version
    foreign: Language | None
    href: str

    @property
    def title(self) -> str:
        """Its title, in the language of its text."""
        return self.version.manuscript.title

    def name(self, id_: str) -> str:
        """The words of a heading of its text, such as the name of an intervention."""
        return self.version.manuscript.names.get(id_, id_)

    def has(self, section: str) -> bool:
        """Whether its text has a section."""
        return any(each.id == section for each in self.version.manuscript.sections)


def introduce(build: Build, report: Report, language: Language, here: str) -> Told | None:
    """A report as the page at `here` speaks of it; None without any text."""
    assert build.edition.site is not None
    versions = build.text(report.cycle.id, report.slug)
    version = choose(versions, language, build.edition.languages, build.edition.site.default_language)
    if version is None:
        return None
    href = addresses.link(here, addresses.report(language.code, report.cycle.id, report.slug))
    return Told(report, version, version.foreign(language), href)


def told_of(build: Build, cycle: Cycle, language: Language, here: str) -> Iterator[Told]:
    """The reports of a year that have a text, in their order."""
    for report in build.edition.reports:
        if report.cycle.id == cycle.id:
            told = introduce(build, report, language, here)
            if told is not None:
                yield told


def machine_made(told: list[Told], language: Language) -> tuple[Notice, ...]:
    """Said once where words of reports stand that nobody has checked."""
    made = (each for one in told for each in notices(one.version, language) if each.kind == "machine")
    return tuple(dict.fromkeys(made))


def topic(build: Build, report: Report, language: Language) -> str:
    """What a report is about, in the page's language: `Graduation, English learners`."""
    package, question = build.edition.package(report.package), report.main
    return language.say(
        "{topic}, {group}",
        topic=package.word(f"indicator/{question.indicator}/short", language.code),
        group=package.group_word(question.group, "sentence", language.code),
    )


def title(cycle: Cycle, language: Language) -> str:
    """What a year is called."""
    return language.say("Equity report {cycle}", cycle=cycle.id)


def where(build: Build, cycle: Cycle, language: Language, here: str) -> dict[str, Any]:
    """Which year a page belongs to, and whether there is a later one."""
    latest = build.edition.latest_cycle() or cycle
    return {
        "title": title(cycle, language),
        "period": cycle.period,
        "href": addresses.link(here, addresses.cycle(language.code, cycle.id)),
        "latest": cycle == latest,
        "latest_href": addresses.link(here, addresses.cycle(language.code, latest.id)),
    }


def drafted(cycle: Cycle, language: Language) -> tuple[Notice, ...]:
    """What a preview says of a year that is not published."""
    if cycle.status == "published":
        return ()
    return (Notice("draft", language.say("This is a draft. It is not published.")),)


def ways(build: Build, cycle: Cycle, language: Language) -> tuple[Way, ...]:
    """The pages that every year has; which of them there are, the frame knows."""
    say, code = language.say, language.code
    before = previous(build.edition.cycles, cycle)
    found = [
        Way(
            say("Scorecard"),
            say("Every number that we follow: where it began, where it is now, and what became of the gap."),
            addresses.scorecard(code, cycle.id),
        ),
    ]
    if before:
        found.append(
            Way(
                changes_title(before, language),
                say("Which problems are new, go on, or are not followed any more, and what was decided."),
                addresses.changes(code, cycle.id),
            )
        )
    return (
        *found,
        Way(
            say("What was done and what was learned"),
            say("The lessons of every report, and everything that was tried, in one table."),
            addresses.lessons(code, cycle.id),
        ),
        Way(
            say("The whole year as one document"),
            say("All reports of this year on one page, to print or to keep."),
            addresses.whole_year(code, cycle.id),
        ),
        Way(
            say("Corrections"),
            say("Which published numbers were wrong, and what is right."),
            addresses.corrections(code),
        ),
    )


def changes_title(before: Cycle, language: Language) -> str:
    """What the page of changes is called."""
    return language.say("What changed since {cycle}", cycle=before.id)
