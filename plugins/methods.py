"""The methods pages: an index of all measures, and a page for each, made from the library's catalogue."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins import addresses
from plugins.equity.examples import Example, examples
from plugins.equity.explanations import Explanations, symbols
from plugins.equity.inequality.catalogue import FAMILIES, Entry, catalogue
from plugins.equity.inequality.cells import SMALL
from plugins.equity.inequality.choosing import WHY
from plugins.equity.inequality.reasons import WORDS
from plugins.equity.languages import Language, open_languages
from plugins.equity.scenes import scenes
from plugins.equity.units import minus
from plugins.equity.worked import worked
from plugins.frames import Build, Page, everywhere
from plugins.manuscript import Manuscript
from plugins.translations import Version, notices
from plugins.withholding import withholding

_WEIGHED = ("order", "spread", "closing")
_SPECIAL = ("reference", "rules", "grid", "deviation")


def pages(build: Build) -> Iterator[Page]:
    """The index and every measure, in every language."""
    edition = build.edition
    made = examples(scenes(edition.packages, edition.reports, edition.latest_cycle()))
    english = _english(edition.languages)
    for language in edition.languages:
        yield _index(build, language, english)
        for entry in catalogue().values():
            yield _measure(build, entry, made.get(entry.id), language, english)


def _english(languages: tuple[Language, ...]) -> Language:
    """The language of the catalogue's own words, which a site need not have."""
    found = next((each for each in languages if each.code == "en"), None)
    return found or open_languages(("en",), Path(), Path())[0][0]


def _version(
    explained: Explanations, measure: str, title: str, language: Language, english: Language
) -> Version:
    """In which language a page has the words of its measure, where they stand, and who made them."""
    code = language.code if explained.has(measure, language.code) else "en"
    made = "machine" if code in explained.machine else ""
    text = Manuscript(explained.paths[code], code, title, translation=made)
    return Version(text, language if code == language.code else english)


def _index(build: Build, language: Language, english: Language) -> Page:
    explained, code = build.edition.explained, language.code
    here, elsewhere = addresses.methods(code), everywhere(build, addresses.methods)
    title = language.say("Methods")
    first = next(iter(catalogue()))
    version = _version(explained, first, title, language, english)
    names = families(language)
    entries = catalogue().values()
    return Page(
        kind="methods",
        template="methods.html",
        address=here,
        language=language,
        title=title,
        description=language.say(
            "Every measure of a gap that the library behind this site knows: what it asks, how it is worked "
            "out, when to use it and when not."
        ),
        version=version,
        notices=notices(version, language, _original(here, elsewhere)),
        elsewhere=elsewhere,
        translated=_translated(explained, first),
        context={
            "families": [
                {
                    "id": family,
                    "title": names[family],
                    "measures": [
                        _link(explained, each, here, language) for each in entries if each.family == family
                    ],
                }
                for family in FAMILIES
            ],
            "whys": [explained.word(f"why/{each}", code) for each in WHY],
            "reasons": [(each, explained.word(f"reason/{each}", code)) for each in WORDS if each],
            "withheld": _withheld(build, here, language),
        },
    )


def _withheld(build: Build, here: str, language: Language) -> dict[str, Any]:
    """What is withheld by which rules, package by package."""
    site, found = build.edition.site, []
    meaning = ""
    for each in build.edition.packages.values() if site else ():
        said = withholding(each, language, site)
        meaning = said["meaning"]
        href = addresses.link(here, addresses.dataset(language.code, each.package.id))
        title = each.package.word("package/title", language.code)
        found.append({"title": title, "href": href, "rules": said["rules"]})
    return {"meaning": meaning, "packages": found}


def _measure(
    build: Build, entry: Entry, example: Example | None, language: Language, english: Language
) -> Page:
    explained = build.edition.explained
    here = addresses.method(language.code, entry.id)
    elsewhere = everywhere(build, lambda code: addresses.method(code, entry.id))
    title = explained.measure(entry.id, "name", language.code)
    shown = worked(example, entry, explained, language) if example else None
    version = _version(explained, entry.id, title, language, english)
    return Page(
        kind="method",
        template="method.html",
        address=here,
        language=language,
        title=title,
        description=explained.measure(entry.id, "question", language.code),
        version=version,
        notices=notices(version, language, _original(here, elsewhere)),
        elsewhere=elsewhere,
        translated=_translated(explained, entry.id),
        context={
            "example": example,
            "method": {
                **{
                    text: explained.measure(entry.id, text, language.code)
                    for text in ("use", "avoid", "interval", "source")
                },
                "source_english": version.language is not english
                and explained.measure(entry.id, "source", language.code) == entry.source,
                "index_href": addresses.link(here, addresses.methods(language.code)),
                "family": families(language)[entry.family],
                "symbols": [
                    (each, explained.word(f"symbol/{each}", version.language.code))
                    for each in symbols(entry.formula)
                ],
                "formula": minus(explained.measure(entry.id, "formula", language.code)),
                "facts": facts(entry, language),
                "small": _small(language),
                "example": shown,
                "missing": missing(entry, language),
                "related": [_link(explained, each, here, language) for each in related(entry)],
            },
        },
    )


def _original(here: str, elsewhere: Mapping[str, str]) -> str:
    """Where the English page stands, as a link; "" where the site has none."""
    return addresses.link(here, elsewhere["en"]) if "en" in elsewhere else ""


def _translated(explained: Explanations, measure: str) -> frozenset[str]:
    return frozenset(each for each in explained.words if explained.has(measure, each))


def _link(explained: Explanations, entry: Entry, here: str, language: Language) -> dict[str, str]:
    return {
        "title": explained.measure(entry.id, "name", language.code),
        "summary": explained.measure(entry.id, "question", language.code),
        "href": addresses.link(here, addresses.method(language.code, entry.id)),
    }


def related(entry: Entry) -> tuple[Entry, ...]:
    """What goes with a measure: its counterpart, and the measures of its family whose counterpart it is."""
    known = catalogue()
    twins = [each for each in known.values() if each.counterpart == entry.id and each.family == entry.family]
    first = [known[entry.counterpart]] if entry.counterpart else []
    return tuple(dict.fromkeys((*first, *twins)))


def families(language: Language) -> dict[str, str]:
    """The headings of the index, by family."""
    return {
        "simple": language.say("Rates and simple gaps"),
        "disproportionality": language.say("More or fewer than expected"),
        "order": language.say("Groups with an order, in one number"),
        "spread": language.say("Groups without an order, in one number"),
        "closing": language.say("What closing gaps would mean"),
        "time": language.say("Change over time"),
        "uncertainty": language.say("Uncertainty"),
    }


def facts(entry: Entry, language: Language) -> list[tuple[str, str]]:
    """The measure at a glance: absolute or relative, weighted or not, what it is where there is no gap."""
    found = []
    scales = {
        "absolute": language.say("Absolute: in the units of the rate."),
        "relative": language.say("Relative: it does not depend on how high the rates are as a whole."),
    }
    if entry.scale:
        found.append((language.say("Scale"), scales[entry.scale]))
    if entry.family in _WEIGHED or entry.weighted:
        each_person = language.say("Yes: each person counts alike.")
        each_group = language.say("No: each group counts alike, however small.")
        found.append((language.say("Weighted"), each_person if entry.weighted else each_group))
    if entry.null_value is not None:
        number = language.number(int(entry.null_value))
        found.append((language.say("Value when there is no gap"), number))
    return found


def missing(entry: Entry, language: Language) -> str:
    """What a measure without an example would need, in a sentence; "" where nothing special is needed."""
    needs = {
        "reference": language.say(
            "It needs a reference group, with the written reason for it. No table of this site names one."
        ),
        "rules": language.say("It needs a State's own threshold, minimums and years. This site has none."),
        "grid": language.say("It needs a State's own cut points. This site has none."),
        "deviation": language.say("It needs means with their standard deviation. This site has none."),
    }
    return next((needs[each] for each in _SPECIAL if each in entry.needs), "")


def _small(language: Language) -> str:
    return language.say(
        "A group of fewer than {number} people is flagged: one person more or less changes its numbers a "
        "lot. Small groups are never ranked.",
        number=language.number(SMALL),
    )
