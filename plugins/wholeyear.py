"""A year as one document, for paper: what the year's page found, every report in full, the words they use.

Nothing is worked out here. The pieces are the pages themselves, bound: a number stands in the document
because it stands on its page.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from plugins import addresses
from plugins.binding import Bound, Place, bind, sections_with
from plugins.equity.languages import Language
from plugins.equity.reports import Cycle, Report
from plugins.frames import Build, Page, everywhere, frame
from plugins.parts import block
from plugins.translations import Notice

KIND = "whole_year"
FINDINGS, WORDS = "findings", "words"
"""What the pieces that are no reports are called in the document."""

FOUND = frozenset({"sentences", "corrections"})
"""The classes of what a year's page says that belongs into its document; the rest of it only leads on."""


def piece_of(slug: str) -> str:
    """What the piece of a report is called: no report's name can take the place of another part's."""
    return f"report-{slug}"


def pages(build: Build, made: Mapping[str, Page]) -> Iterator[Page]:
    """The document of each year in each language, of the pages that are `made`, by address."""
    edition = build.edition
    assert edition.site is not None
    latest = edition.latest_cycle()
    for cycle in edition.cycles:
        elsewhere = everywhere(build, lambda code, c=cycle: addresses.whole_year(code, c.id))
        for language in edition.languages:
            code, here = language.code, elsewhere[language.code]
            year = made[addresses.cycle(code, cycle.id)]
            reports = [each for each in edition.reports if each.cycle.id == cycle.id]
            slugs = {addresses.report(code, cycle.id, each.slug): each.slug for each in reports}
            bound = tuple(made[address] for address in slugs if address in made)
            words = made.get(addresses.glossary(code))
            shared = _shared(bound, addresses.link(here, elsewhere[edition.site.default_language]))
            yield Page(
                kind=KIND,
                template="whole_year.html",
                address=here,
                language=language,
                title=language.say("Equity report {cycle}: the whole year", cycle=cycle.id),
                description=edition.site.tagline[code],
                elsewhere=elsewhere,
                notices=(*shared, *(each for each in _draft(cycle, language) if each not in shared)),
                bound=(year, *bound, *([words] if words else [])),
                context={
                    "cycle": {
                        "title": language.say("Equity report {cycle}", cycle=cycle.id),
                        "href": addresses.link(here, year.address),
                        "period": cycle.period,
                        "date": cycle.date,
                        "day": language.day(date.fromisoformat(cycle.date)),
                    },
                    "year_sentence": year.context["year_sentence"],
                    "is_latest": cycle == latest,
                    "latest_href": addresses.link(here, addresses.whole_year(code, latest.id))
                    if latest
                    else "",
                    "method": {
                        "href": addresses.link(here, addresses.methods(code)),
                        "address": f"{build.address}/{addresses.methods(code)}" if build.address else "",
                    },
                    "datasets": list(_datasets(build, reports, language, here)),
                    "told": [each.text for each in shared],
                },
            )


def _draft(cycle: Cycle, language: Language) -> Iterator[Notice]:
    if cycle.status == "draft":
        yield Notice("draft", language.say("This is a draft. It is not published."))


def _shared(bound: tuple[Page, ...], original: str) -> tuple[Notice, ...]:
    """What is said of the text of every report, to be said once; the link is that of the document."""
    said = [{(each.kind, each.text) for each in page.notices} for page in bound]
    return tuple(
        Notice(each.kind, each.text, original if each.href else "", each.link_text)
        for each in (bound[0].notices if bound else ())
        if all((each.kind, each.text) in some for some in said)
    )


def _datasets(build: Build, reports: list[Report], language: Language, here: str) -> Iterator[dict[str, str]]:
    """Every package that a report of the year reads."""
    used: set[str] = set()
    for report in reports:
        used |= {report.package, *(each.package for each in report.figures.values())}
        used |= {each.package for each in report.values.values()}
    for package in sorted(used):
        target = addresses.dataset(language.code, package)
        yield {
            "title": build.edition.package(package).word("package/title", language.code),
            "description": build.edition.package(package).word("package/description", language.code),
            "href": addresses.link(here, target),
            "address": f"{build.address}/{target}" if build.address else "",
        }


def compose(build: Build, page: Page, theme: Path) -> dict[str, Any]:
    """What the document's template shows besides: its pieces, bound."""
    year, *others = page.bound
    pieces = {each.address: _piece(each) for each in page.bound}

    def bound(each: Page, kept: frozenset[str] | None = None) -> Bound:
        html = block(theme, each.language, each.template, "main", frame(build, each))
        html = sections_with(html, FOUND) if each is year else html
        return bind(html, Place(pieces[each.address], page.address, each.address, pieces, kept))

    reports = [(each, bound(each)) for each in others if each.kind == "report"]
    findings = bound(year)
    used = frozenset[str]().union(*(each.refers.get(WORDS, frozenset()) for _, each in reports))
    words = next((each for each in others if each.kind == "glossary"), None)
    return {
        "findings": findings,
        "reports": [
            {
                "bound": each,
                "lang": source.version.foreign(page.language) if source.version else None,
                "notices": [one for one in source.notices if one.text not in page.context["told"]],
            }
            for source, each in reports
        ],
        "words": bound(words, used - {""} or None) if words and used else None,
        "words_lang": words.version.foreign(page.language) if words and words.version else None,
    }


def _piece(page: Page) -> str:
    if page.kind == "report":
        return piece_of(page.address.rstrip("/").rpartition("/")[2])
    return WORDS if page.kind == "glossary" else FINDINGS
