"""Corrections as templates show them: facts and numbers from the record, words from
`corrections/<language>.md`, and links to where the numbers stand.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins import addresses
from plugins.equity.corrected import Corrected, corrected, part_label
from plugins.equity.languages import Language
from plugins.equity.passages import CHANGES, SCORECARD, THREAD
from plugins.equity.reports import Cycle, Report
from plugins.equity.stated import PARTS, STANDING, thing
from plugins.frames import Build
from plugins.manuscript import Manuscript, Section
from plugins.translations import Version, choose, notices


def of_report(build: Build, report: Report, text: Manuscript, language: Language) -> list[dict[str, Any]]:
    """The corrections of a report, newest first; `text` is the text that its page shows."""
    here = addresses.report(language.code, report.cycle.id, report.slug)
    return [
        {
            **view(build, report.cycle, each, language),
            "anchor": f"correction-{each.id}",
            "places": list(_places(build, report, text, each.places.get(report.slug, ()), language, here)),
        }
        for each in corrected(build.edition, report.cycle, language, report)
    ]


def of_site(build: Build, language: Language, here: str) -> list[dict[str, Any]]:
    """The corrections of all cycles, newest first; `here` is the address of the page that shows them."""
    found = []
    for cycle in build.edition.cycles:
        for each in corrected(build.edition, cycle, language):
            reports = list(_reports(build, cycle, each, language, here))
            anchor = anchor_of(cycle.id, each.id)
            found.append({**view(build, cycle, each, language), "anchor": anchor, "reports": reports})
    return sorted(found, key=lambda each: (each["date"], each["cycle"]), reverse=True)


def anchor_of(cycle: str, id_: str) -> str:
    """Where a correction stands on the page of all."""
    return f"correction-{cycle}-{id_}"


def view(build: Build, cycle: Cycle, each: Corrected, language: Language) -> dict[str, Any]:
    """What every page shows of a correction."""
    edition = build.edition
    assert edition.site is not None
    told = {
        code: text
        for code, text in build.corrections.get(cycle.id, {}).items()
        if any(section.id == each.id and section.html for section in text.sections)
    }
    version = choose(told, language, edition.languages, edition.site.default_language)
    section = _section(version, each.id)
    return {
        "id": each.id,
        "cycle": cycle.id,
        "date": each.date,
        "day": each.day,
        "table": each.table,
        "title": section.title,
        "why": section.html,
        "lang": version.foreign(language) if version else None,
        "notes": [one.text for one in notices(version, language)] if version else [],
    }


def _section(version: Version | None, id_: str) -> Section:
    """The words of a correction; its id while there are none, in a preview."""
    sections = version.manuscript.sections if version else ()
    return next((each for each in sections if each.id == id_), Section(id_, id_, ""))


def _reports(
    build: Build, cycle: Cycle, each: Corrected, language: Language, here: str
) -> Iterator[Mapping[str, Any]]:
    """The reports in which the numbers of a correction stand, with links to the places."""
    edition = build.edition
    assert edition.site is not None
    for slug, things in each.places.items():
        report = edition.report(cycle.id, slug)
        versions = build.text(cycle.id, slug)
        version = choose(versions, language, edition.languages, edition.site.default_language)
        if report is not None and version is not None:
            href = addresses.link(here, addresses.report(language.code, cycle.id, slug))
            yield {
                "title": version.manuscript.title,
                "href": href,
                "lang": version.foreign(language),
                "places": list(_places(build, report, version.manuscript, things, language, here)),
            }


def _places(
    build: Build, report: Report, text: Manuscript, things: tuple[str, ...], language: Language, here: str
) -> Iterator[dict[str, Any]]:
    """Links to where things of a report stand: on its page in the order of the page, then on pages of its
    year. `here` is the address of the page that has the links.
    """
    own = addresses.report(language.code, report.cycle.id, report.slug)
    page = "" if here == own else addresses.link(here, own)
    cycle = report.cycle.id
    elsewhere = {
        STANDING: f"{page}#standing",
        THREAD: f"{page}#year-after-year",
        SCORECARD: addresses.link(here, addresses.scorecard(language.code, cycle)),
        CHANGES: addresses.link(here, addresses.changes(language.code, cycle)),
    }
    links = {
        each: {"label": part_label(each, language), "href": elsewhere[each], "lang": None}
        for each in PARTS
        if thing(each) in things
    }
    spoken = next(each for each in build.edition.languages if each.code == text.language)
    foreign = None if spoken.code == language.code else spoken
    if STANDING in links:
        yield links.pop(STANDING)
    for section in text.sections:
        values = [each.removeprefix("value/") for each in things if each.startswith("value/")]
        if any(f'data-value="{each}"' in section.html for each in values):
            yield {"label": section.title, "href": f"{page}#{section.id}", "lang": foreign}
        for each in [one.removeprefix("figure/") for one in things if one.startswith("figure/")]:
            if f'id="figure-{each}"' in section.html:
                figure = build.edition.figure(report, each, "", spoken)
                yield {"label": figure.finding, "href": f"{page}#figure-{each}", "lang": foreign}
    yield from links.values()
