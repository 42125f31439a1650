"""Corrections on pages and in feeds against the records that they come from.

Each line shows what one number was and is: of one cell, or of one text of the history, never the old number
of one beside the new one of another. What was withdrawn has no number. Words are their authors' own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from plugins.equity.accounts import named, tokens, words_tokens
from plugins.equity.disclosure import WITHHELD, Key
from plugins.equity.editions import Edition
from plugins.equity.languages import Language
from plugins.equity.records import key_of, numbers, read_record
from plugins.equity.reports import Cycle
from plugins.equity.stated import SAID_AGAIN
from plugins.frames import Build, Page

from .findings import Scan
from .readback import Element, read_html

_HINT = "Mend the template; the numbers are those of published.json."


@dataclass(frozen=True)
class _Step:
    """A correction that has to be shown: its cycle and id, its day, the numbers of each line (before, now),
    how many cells are among them, and the numbers in the names of lines.
    """

    cycle: str
    id: str
    date: str
    sources: tuple[tuple[frozenset[str], frozenset[str]], ...]
    cells: int
    names: frozenset[str]


def scan_corrections(scan: Scan, name: str, tree: Element, build: Build, page: Page) -> None:
    """The corrections of a report's page, or the page of all."""
    slug = page.address.strip("/").split("/")[-1] if page.kind == "report" else ""
    cycle = page.address.split("/")[1] if slug else ""
    known = {
        f"correction-{each.id}" if slug else f"correction-{each.cycle}-{each.id}": each
        for each in _steps(scan, name, build.edition, page.language, cycle, slug)
    }
    shown = {each.attributes.get("id", ""): each for each in tree.all("", "correction")}
    for anchor in sorted(known.keys() - shown.keys()):
        message = f"The correction '{known[anchor].id}' does not stand on this page."
        scan.tell_of(name, 0, "output-differs", message, _HINT)
    for anchor, part in shown.items():
        if anchor not in known:
            message = "Nobody knows which correction this is: the record does not have it."
            scan.tell_of(name, part.line, "output-differs", message, _HINT)
            continue
        _scan_one(scan, name, part, known[anchor], page.language)


def _scan_one(scan: Scan, name: str, part: Element, step: _Step, language: Language) -> None:
    days = part.all("p", "correction-day")
    day = tokens(language.day(date.fromisoformat(step.date)))
    if len(days) != 1 or tokens(days[0].text) != day:
        message = f"The day of the correction '{step.id}' is another one in the record."
        scan.tell_of(name, part.line, "output-differs", message, _HINT)
    rows = [row for body in part.all("tbody") for row in body.all("tr")]
    if len(rows) < step.cells:
        message = f"The correction '{step.id}' does not show all that has changed."
        scan.tell_of(name, part.line, "output-differs", message, _HINT)
    for row in rows:
        texts = [each.text for each in row.inside if isinstance(each, Element)]
        if len(texts) != 3 or not _line(step, texts[0], tokens(texts[1]), tokens(texts[2])):
            message = f"A line of the correction '{step.id}' is not what the record says."
            scan.tell_of(name, row.line, "output-differs", message, _HINT)


def _line(step: _Step, what: str, before: frozenset[str], now: frozenset[str]) -> bool:
    """Whether one source has just these numbers before and now."""
    return (before, now) in step.sources and tokens(what) <= step.names


def scan_feed(scan: Scan, name: str, text: str, build: Build, language: Language) -> None:
    """A feed: an entry for each correction, with the same lines."""
    tree = read_html(text)
    if not tree.all("feed"):
        scan.tell_of(name, 0, "output-unread", "This is no feed.")
        return
    known = {
        f"correction-{each.cycle}-{each.id}": each
        for each in _steps(scan, name, build.edition, language, "", "")
    }
    entries = {
        each.attributes.get("href", "").rpartition("#")[2]: entry
        for entry in tree.all("entry")
        for each in entry.all("link")
    }
    if entries.keys() != known.keys():
        message = "The entries of the feed are not the corrections of the records."
        scan.tell_of(name, 1, "output-differs", message, _HINT)
    for anchor in sorted(entries.keys() & known.keys()):
        entry, step = entries[anchor], known[anchor]
        updated = [each.text for each in entry.all("updated")]
        lines = [
            tokens(line.text)
            for content in entry.all("content")
            for items in read_html(content.text).all("ul")[-1:]
            for line in items.all("li")
        ]
        allowed = frozenset[str]().union(step.names, *(old | new for old, new in step.sources))
        right = [each[:10] for each in updated] == [step.date] and len(lines) >= step.cells
        if not right or any(not each <= allowed for each in lines):
            message = f"The entry of the correction '{step.id}' is not what the record says."
            scan.tell_of(name, entry.line, "output-differs", message, _HINT)


def _steps(
    scan: Scan, name: str, edition: Edition, language: Language, only: str, slug: str
) -> Iterator[_Step]:
    """What has to be shown, read from the files of records; of one report (`only` its cycle) or of all."""
    for cycle in [each for each in edition.cycles if only in ("", each.id)]:
        found, _ = read_record(edition.root, cycle)
        ids = {each.id for each in cycle.corrections}
        for step in found.history if found else ():
            touched = {slug for said in step["cells"].values() for slug in said.get("stands", {})}
            if step["correction"] in ids and (not slug or slug in touched | {*step["strings"]}):
                yield _step(scan, name, edition, cycle, step, language, slug)


def _step(
    scan: Scan,
    name: str,
    edition: Edition,
    cycle: Cycle,
    step: Mapping[str, Any],
    language: Language,
    slug: str,
) -> _Step:
    sources: list[tuple[frozenset[str], frozenset[str]]] = []
    names: frozenset[str] = frozenset()
    mine = {each: said for each, said in step["cells"].items() if not slug or slug in said.get("stands", {})}
    for stored, said in mine.items():
        key = key_of(stored)
        if key is None or key.package not in edition.packages:
            continue
        protected = edition.packages[key.package]
        today = numbers(protected, key) or {}
        names |= _names(edition, key, language)
        if said.get("withdrawn"):
            sources += [(frozenset(), _tokens(today, language)), (frozenset(), frozenset())]
            continue
        old, new = (said.get(each) or {} for each in ("old", "new"))
        if any(
            today.get(column) == WITHHELD != side.get(column, WITHHELD)
            for side in (old, new)
            for column in today
        ):
            message = f"A correction shows a number that is withheld now: {named(key)}."
            scan.tell_of(name, 0, "output-shown", message, "Correct it as withdrawn.")
        sources.append((_tokens(old, language), _tokens(new, language)))
    for report in [each for each in edition.reports if each.cycle.id == cycle.id and slug in ("", each.slug)]:
        for asked in report.values.values():
            question = asked.question
            key = Key(asked.package, question.indicator, question.period, question.place, question.group)
            names |= _names(edition, key, language) | tokens(question.since)
        if report.target:
            names |= tokens(report.target.by)
        for what, codes in step["strings"].get(report.slug, {}).items():
            stands = {each for said in mine.values() for each in said.get("stands", {}).get(report.slug, ())}
            if what in stands and not what.startswith("value/"):
                continue  # it follows from cells, which have lines of their own
            parts = (codes or {}).get(language.code, {})
            told = [pair for part, pair in parts.items() if part not in SAID_AGAIN] or [*parts.values()]
            old, new = (frozenset[str]().union(*(tokens(pair[side]) for pair in told)) for side in (0, 1))
            sources.append((old, new))
            names |= frozenset[str]().union(*(tokens(pair[1]) for pair in parts.values()))
    return _Step(cycle.id, step["correction"], step["date"], tuple(sources), len(mine), names)


def _tokens(side: Mapping[str, str], language: Language) -> frozenset[str]:
    """The numbers of a cell as they are written in a language."""
    found: frozenset[str] = frozenset()
    for text in side.values():
        if text.lstrip("-").replace(".", "", 1).isdigit():
            found |= tokens(language.number(abs(Fraction(text)), len(text.partition(".")[2])))
    return found


def _names(edition: Edition, key: Key, language: Language) -> frozenset[str]:
    """The numbers in the name of a cell: its year, the names of its group and indicator."""
    package = edition.package(key.package)
    about = ("total/", "group/", "dimension/", f"indicator/{key.indicator}/")
    found = tokens(key.period) | words_tokens(package, language, about)
    return found | (
        tokens(package.place_word(key.place, language.code))
        if key.place in package.places
        else tokens(key.place)
    )
