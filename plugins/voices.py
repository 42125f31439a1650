"""Quotations of packages on the page of a report: what was said, in which language, and what it says in the
reader's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from plugins import addresses, choices
from plugins.equity.descriptors import Package
from plugins.equity.editions import Edition
from plugins.equity.languages import Language
from plugins.equity.quotations import MACHINE, Quotation
from plugins.equity.quoting import quoted_by
from plugins.equity.reports import Report
from plugins.facts import Fact, evidence


@dataclass(frozen=True)
class Voice:
    """A quotation for the template: `lang` and `dir` where its language is not the page's ("" else).

    `rendering` is what it says in the page's language, "" where that is its own or nobody translated it;
    `rendered` says who did, or that nobody has.
    """

    id: str
    text: str
    lang: str
    dir: str
    rendering: str
    rendered: str
    facts: tuple[Fact, ...]


def quotations(edition: Edition, report: Report, language: Language) -> Iterator[Voice]:
    """The quotations of packages that a report shows, in the language of a page."""
    here = addresses.report(language.code, report.cycle.id, report.slug)
    for name, quote in quoted_by(report, edition.packages):
        foreign = quote.language.split("-", 1)[0] != language.code.split("-", 1)[0]
        rendering = quote.renderings.get(language.code) if foreign else None
        table = addresses.link(here, addresses.dataset(language.code, name))
        yield Voice(
            id=quote.id,
            text=quote.text.strip(),
            lang=quote.language if foreign else "",
            dir=direction(quote.language) if foreign else "",
            rendering=rendering.text.strip() if rendering else "",
            rendered=_rendered(quote, rendering.by if rendering else "", language) if foreign else "",
            facts=tuple(_facts(report, edition.package(name), quote, table, language)),
        )


def _rendered(quote: Quotation, by: str, language: Language) -> str:
    spoken = language_name(quote.language, language)
    if not by:
        return language.say("Said in {language}. Nobody has translated it yet.", language=spoken)
    if by == MACHINE:
        return language.say("Said in {language}, translated by a machine.", language=spoken)
    return language.say("Said in {language}, translated by {who}.", language=spoken, who=by)


def _facts(
    report: Report, package: Package, quote: Quotation, table: str, language: Language
) -> Iterator[Fact]:
    who = [choices.role(quote.role, language)] if quote.role else []
    if quote.group:
        who.append(package.group_word(quote.group, "short", language.code))
    if who:
        yield Fact(language.say("Who"), ", ".join(who))
    if quote.theme:
        themes = package.descriptor["equity"]["quotes"]["themes"]
        yield Fact(language.say("Theme"), package.word(f"group/{themes}/{quote.theme}/label", language.code))
    if quote.place and quote.place != report.main.place:
        yield Fact(language.say("Where"), package.place_word(quote.place, language.code))
    yield Fact(language.say("When"), quote.period)
    yield Fact(language.say("Consent"), language.say("Recorded"))
    heard = report.narrative.listening
    (told,) = (
        (each for each in heard.quotes if (each.id, each.package) == (quote.id, package.id)) if heard else ()
    )
    yield evidence(told.documented, told.source or table, language)


def language_name(code: str, language: Language) -> str:
    """The name of a language in another: `Spanish`; its code where nobody knows a name."""
    name = language.locale.languages.get(code) or language.locale.languages.get(code.split("-", 1)[0])
    return str(name or code)


def direction(code: str) -> str:
    """In which direction a language is written: `ltr` or `rtl`."""
    try:
        return str(Locale.parse(code, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"
