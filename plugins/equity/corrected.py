"""Corrections as readers see them: what stood there, what stands there now, and where.

Only what a record has gone through is shown, with the numbers of its history: these were published, and no
other ones are. Where a number was withdrawn, words stand in its place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .alterations import brief
from .captions import caption
from .descriptors import Indicator
from .disclosure import WITHHELD, Key
from .editions import Edition
from .languages import Language
from .passages import CHANGES, SCORECARD, THREAD
from .records import Numbers, Record, key_of, read_record, stored
from .reports import Cycle, Report
from .stated import STANDING, behind, is_part
from .tables import Cell, Column, Row, Table
from .writing import absence

_REASONS = {
    WITHHELD: "withheld",
    "z": "not-applicable",
    "x": "not-collected",
    "w": "not-yet",
    "low": "low",
    "u": "unreliable",
}
_WORKED_OUT = ("difference", "ratio", "change")


@dataclass(frozen=True)
class Corrected:
    """One correction of a cycle in a language: its `day` in words, its lines as a table, and in which things
    of which reports (`value/latest`) the numbers stand.
    """

    id: str
    cycle: str
    date: str
    day: str
    table: Table
    places: Mapping[str, tuple[str, ...]]


def corrected(
    edition: Edition, cycle: Cycle, language: Language, report: Report | None = None
) -> tuple[Corrected, ...]:
    """The corrections of a cycle, or those that touch one of its reports, newest first."""
    found, _ = read_record(edition.root, cycle)
    if found is None:
        return ()
    known = {each.id for each in cycle.corrections}
    made = [
        _corrected(edition, cycle, found, at, language, report)
        for at, step in enumerate(found.history)
        if step["correction"] in known and (report is None or report.slug in places_of(step))
    ]
    made.sort(key=lambda each: each.date)
    return tuple(reversed(made))


def places_of(step: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Where the numbers of a step of a record's history stand: things by report."""
    places: dict[str, dict[str, None]] = {}
    stands = [
        slug_things for said in step["cells"].values() for slug_things in said.get("stands", {}).items()
    ]
    for slug, things in (*stands, *step["strings"].items()):
        places.setdefault(slug, {}).update(dict.fromkeys(things))
    return {slug: tuple(things) for slug, things in places.items()}


def _corrected(
    edition: Edition, cycle: Cycle, found: Record, at: int, language: Language, report: Report | None
) -> Corrected:
    step = found.history[at]
    rows = [*_cells(edition, found, at, language, report), *_texts(edition, cycle, step, language, report)]
    table = Table(
        language.say("What was corrected"),
        (
            Column("what", language.say("Number")),
            Column("before", language.say("Before")),
            Column("now", language.say("Now")),
        ),
        tuple(
            Row(str(number), "other", tuple(map(Cell, line)))
            for number, line in enumerate(dict.fromkeys(rows), 1)
        ),
    )
    places = places_of(step)
    mine = {report.slug: places[report.slug]} if report else places
    day = language.day(date.fromisoformat(step["date"]))
    return Corrected(step["correction"], cycle.id, step["date"], day, table, mine)


def _cells(
    edition: Edition, found: Record, at: int, language: Language, report: Report | None
) -> Iterator[tuple[str, str, str]]:
    """A line for each cell: what it is, old and new."""
    for name, said in found.history[at]["cells"].items():
        key = key_of(name)
        if key is None or (report and report.slug not in said.get("stands", {})):
            continue
        later = any(name in step["cells"] for step in found.history[at + 1 :])
        gone = language.say("Not shown any more")
        if said.get("withdrawn"):
            before, now = gone, gone if later else _numbers(edition, key, found.cells.get(name), language)
        else:
            before, now = (_numbers(edition, key, said.get(each), language) for each in ("old", "new"))
        yield _name(edition, key, language), before, now


def _name(edition: Edition, key: Key, language: Language) -> str:
    if key.package not in edition.packages:
        return key.indicator
    package = edition.package(key.package)
    return language.say(
        "{topic}, {group}, {place}, {period}",
        topic=package.word(f"indicator/{key.indicator}/label", language.code),
        group=package.group_word(key.group, "sentence", language.code),
        place=package.place_word(key.place, language.code) if key.place in package.places else key.place,
        period=key.period,
    )


def _numbers(edition: Edition, key: Key, numbers: Numbers | None, language: Language) -> str:
    """A cell in words: its rate or its range, and the counts behind it."""
    if numbers is None:
        return absence("no-row", language)
    packages = edition.packages
    spec = packages[key.package].package.indicators.get(key.indicator) if key.package in packages else None
    main = _main(numbers, spec, language)
    part, whole = (_count(numbers.get(each, ""), language) for each in ("numerator", "denominator"))
    counts = part or whole
    if part and whole:
        among = spec is not None and spec.kind == "rate"
        say = language.say
        counts = (
            say("{part} among {whole}", part=part, whole=whole)
            if among
            else say("{part} of {whole}", part=part, whole=whole)
        )
    if main and counts:
        return language.say("{number} ({counts})", number=main, counts=counts)
    return main or counts or absence(_REASONS.get(numbers.get("value", ""), ""), language)


def _main(numbers: Numbers, spec: Indicator | None, language: Language) -> str:
    def one(text: str) -> str:
        decimals = len(text.partition(".")[2])
        percent = spec is not None and spec.kind == "proportion"
        return (language.percent if percent else language.number)(Fraction(text), decimals)

    ends = [numbers[each] for each in ("value_low", "value_high") if _digits(numbers.get(each, ""))]
    if len(ends) == 2:
        return language.say("{low} to {high}", low=one(ends[0]), high=one(ends[1]))
    return one(numbers["value"]) if _digits(numbers.get("value", "")) else ""


def _count(text: str, language: Language) -> str:
    return language.number(Fraction(text)) if _digits(text) else ""


def _digits(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _texts(
    edition: Edition, cycle: Cycle, step: Mapping[str, Any], language: Language, report: Report | None
) -> Iterator[tuple[str, str, str]]:
    """Lines of what is worked out of cells (gaps, ratios, changes), and of what changed without a cell."""
    mine = [each for each in edition.reports if each.cycle == cycle and report in (None, each)]
    for each in mine:
        keys = behind(edition, each)
        for what, codes in step["strings"].get(each.slug, {}).items():
            explained = any(stored(key) in step["cells"] for key in keys.get(what, ()))
            asked = each.values.get(what.removeprefix("value/")) if what.startswith("value/") else None
            if explained and (asked is None or asked.question.measure not in _WORKED_OUT):
                continue
            name = _label(edition, each, what, language)
            if codes is None:
                gone = language.say("Not shown any more")
                yield name, gone, gone
            elif language.code in codes:
                parts = tuple((part, old, new) for part, (old, new) in codes[language.code].items())
                old, new = brief(parts)
                yield name, old, new


def part_label(part: str, language: Language) -> str:
    """What a part of a page is called (`stated.PARTS`)."""
    return {
        STANDING: language.say("Where we stand"),
        SCORECARD: language.say("Scorecard"),
        THREAD: language.say("This problem, year after year"),
        CHANGES: language.say("What changed"),
    }[part]


def _label(edition: Edition, report: Report, what: str, language: Language) -> str:
    """What a thing of a report is, in words."""
    kind, _, id_ = what.partition("/")
    if kind == "value" and id_ in report.values:
        asked = report.values[id_]
        measured = edition.measured(report, id_)
        return caption(edition.package(asked.package), asked, measured, language, edition.explained)
    if what == "value/target" and report.target:
        return language.say("Target, {period}", period=report.target.by)
    if is_part(what):
        return part_label(id_, language)
    if kind == "figure" and id_ in report.figures:
        return edition.figure(report, id_, "", language).finding
    return language.say("A number in the text")
