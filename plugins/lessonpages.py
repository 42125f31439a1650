"""What was done and what was learned in a year: the lessons of every report, by what became of its gap, and
all interventions in one table.
"""

from collections.abc import Iterator
from typing import Any

from plugins import addresses, interventions, wording, years
from plugins.equity.findings import BETTER, NOT_BETTER, UNKNOWN, findings
from plugins.equity.languages import Language
from plugins.equity.reports import Cycle
from plugins.excerpts import lessons
from plugins.frames import Build, Page, everywhere
from plugins.yearpages import lang_note


def pages(build: Build) -> Iterator[Page]:
    """A page for every year that has a report, in every language."""
    edition = build.edition
    for language in edition.languages:
        for cycle in edition.cycles:
            here = addresses.lessons(language.code, cycle.id)
            told = list(years.told_of(build, cycle, language, here))
            if not told:
                continue
            say = language.say
            yield Page(
                kind="lessons",
                template="lessons.html",
                address=here,
                language=language,
                title=say("What was done and what was learned, {cycle}", cycle=cycle.id),
                description=say(
                    "What each report of this year learned, whether the gap narrowed or not, and everything "
                    "that was tried."
                ),
                notices=(*years.drafted(cycle, language), *years.machine_made(told, language)),
                elsewhere=everywhere(build, lambda code, c=cycle: addresses.lessons(code, c.id)),
                context=_context(build, cycle, told, language, here),
                ways=years.ways(build, cycle, language),
            )


def _context(
    build: Build, cycle: Cycle, told: list[years.Told], language: Language, here: str
) -> dict[str, Any]:
    edition = build.edition
    by_slug = {each.report.slug: each for each in told}
    titles = {
        BETTER: language.say("Where the gap narrowed"),
        NOT_BETTER: language.say("Where the gap did not narrow"),
        UNKNOWN: language.say("Where we cannot tell"),
    }
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in titles}
    silent = []
    for each in findings(edition, cycle):
        one = by_slug.get(each.report.slug)
        if one is None:
            continue
        html = _html(one)
        item = {
            "slug": one.report.slug,
            "title": one.title,
            "href": f"{one.href}#lessons" if one.has("lessons") else one.href,
            "lang": one.foreign,
            "lang_note": lang_note(one.foreign, language),
            "headline": edition.headline(one.report, language),
            "html": html,
            "stage": wording.stage_label(one.report.stage, language),
        }
        (groups[each.list] if html else silent).append(item)
    return {
        "cycle": years.where(build, cycle, language, here),
        "groups": [
            {"id": name.replace("_", "-"), "title": titles[name], "entries": items}
            for name, items in groups.items()
            if items
        ],
        "silent": silent,
        "table": interventions.of_year(edition, told, language),
    }


def _html(told: years.Told) -> str:
    """What a report learned; a figure in it becomes a link, in the language of the text."""
    spoken = told.version.language
    return lessons(told.version.manuscript, lambda _id: spoken.say("See the figure in the report"))
