"""The page of a year, which is also the body of the home pages: its sentence, its findings, what was stopped,
its reports, its data.
"""

from collections.abc import Iterator
from typing import Any

from plugins import addresses, wording, years
from plugins.equity.findings import BETTER, NOT_BETTER, SMALL, UNKNOWN, Headline, findings
from plugins.equity.languages import Language
from plugins.equity.reports import Cycle
from plugins.frames import Build, Page, everywhere


def pages(build: Build) -> Iterator[Page]:
    """A page for every year in every language."""
    edition = build.edition
    assert edition.site is not None
    for language in edition.languages:
        for cycle in edition.cycles:
            here = addresses.cycle(language.code, cycle.id)
            yield Page(
                kind="cycle",
                template="cycle.html",
                address=here,
                language=language,
                title=years.title(cycle, language),
                description=edition.site.tagline[language.code],
                notices=years.drafted(cycle, language),
                elsewhere=everywhere(build, lambda code, c=cycle: addresses.cycle(code, c.id)),
                context=year(build, cycle, language, here),
                ways=years.ways(build, cycle, language),
            )


def year(build: Build, cycle: Cycle | None, language: Language, here: str) -> dict[str, Any]:
    """One year, as seen from the page at `here`."""
    edition = build.edition
    found = findings(edition, cycle) if cycle else ()
    told = {each.report.slug: each for each in years.told_of(build, cycle, language, here)} if cycle else {}
    found = tuple(each for each in found if each.report.slug in told)
    lists: dict[str, list[dict[str, str]]] = {BETTER: [], NOT_BETTER: [], UNKNOWN: []}
    for each in found:
        item = {"text": edition.headline(each.report, language), "href": told[each.report.slug].href}
        lists[each.list].append(item)
    reports = [
        {
            "title": each.title,
            "summary": each.version.manuscript.summary,
            "href": each.href,
            "stage_label": wording.stage_label(each.report.stage, language),
            "lang": each.foreign,
            "lang_note": lang_note(each.foreign, language),
        }
        for each in told.values()
    ]
    return {
        "cycle": years.where(build, cycle, language, here)
        if cycle
        else {"title": "", "period": "", "href": "", "latest": True, "latest_href": ""},
        "year_sentence": sentence(cycle, found, language),
        **lists,
        "order_note": _order(language) if len(found) > 1 else "",
        "stopped": [item for each in told.values() for item in _stopped(build, each, language)],
        "reports": reports,
        "years": _other_years(build, cycle, language, here),
        "datasets": [
            {
                "title": each.package.word("package/title", language.code),
                "description": each.package.word("package/description", language.code),
                "href": addresses.link(here, addresses.dataset(language.code, each.package.id)),
            }
            for each in edition.packages.values()
        ],
        "pages": [],
    }


def lang_note(foreign: Language | None, language: Language) -> str:
    """In which language a text is, when it is not the page's."""
    return language.say("In {language}", language=foreign.name) if foreign else ""


def _order(language: Language) -> str:
    """The rule by which findings are ranked."""
    return language.say(
        "The order in each list: first what is certain, then the gaps that concern more students. The size "
        "of a gap plays no part. Groups of fewer than {count} students come last, and so do groups whose "
        "size is not published.",
        count=language.number(SMALL),
    )


def _stopped(build: Build, told: years.Told, language: Language) -> Iterator[dict[str, Any]]:
    """What ended without being finished: interventions that were stopped, decisions to stop or replace."""
    about = years.topic(build, told.report, language)
    for item in told.report.interventions:
        if item.status == "stopped":
            yield {
                "text": told.name(item.id),
                "href": f"{told.href}#{item.id}",
                "lang": told.foreign,
                "note": language.say("This was stopped. {topic}.", topic=about),
            }
    decision = told.report.decision
    if decision is not None and decision.ends:
        yield {
            "text": told.title,
            "href": f"{told.href}#lessons" if told.has("lessons") else told.href,
            "lang": told.foreign,
            "note": wording.decided(decision, language),
        }


def _other_years(build: Build, cycle: Cycle | None, language: Language, here: str) -> list[dict[str, str]]:
    """The other years, the newest first."""
    newest = sorted(build.edition.cycles, key=lambda each: each.id, reverse=True)
    return [
        {
            "title": years.title(each, language),
            "href": addresses.link(here, addresses.cycle(language.code, each.id)),
        }
        for each in newest
        if each != cycle
    ]


def sentence(cycle: Cycle | None, found: tuple[Headline, ...], language: Language) -> str:
    """The year in one sentence: how many gaps, and what became of them."""
    if cycle is None or not found:
        return language.say("Nothing has been published yet.")
    lists = [each.list for each in found]
    better, worse, unknown = (lists.count(name) for name in (BETTER, NOT_BETTER, UNKNOWN))
    told = [
        language.say_many(
            "We follow one gap, up to {period}.",
            "We follow {count} gaps, up to {period}.",
            len(found),
            period=cycle.period,
        )
    ]
    if better:
        told.append(language.say_many("{count} of them narrowed.", "{count} of them narrowed.", better))
    if worse:
        told.append(
            language.say_many("{count} of them did not narrow.", "{count} of them did not narrow.", worse)
        )
    if unknown:
        told.append(
            language.say_many(
                "For {count} of them, the public numbers cannot tell.",
                "For {count} of them, the public numbers cannot tell.",
                unknown,
            )
        )
    return " ".join(told)
