"""The numbers of built files as an attacker has them: which cell each is of, and in which file and line.

They are read by position and heading, whatever the account says should stand there, so that a number that
nobody meant to show is read like any other. The scan tells what is wrong with a file; what is read here goes
into the attack (see `plumbline audit`).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from babel.numbers import NumberFormatError, parse_decimal

from plugins.equity.accounts import Line, in_order, lines
from plugins.equity.disclosure import Key, Protected
from plugins.equity.disclosure.elsewhere import Shown, adds
from plugins.equity.languages import Language, rounded
from plugins.equity.measures import Measured
from plugins.equity.plots import name, role, shown

from .findings import Place, Scan
from .readback import Element

Rows = Sequence[tuple[str, Sequence[Element]]]
"""The rows of a table: the words of the heading, and all cells."""

DIGITS = re.compile(r"-?\d+(\.\d+)?")
_MEASURES = {"rate": "value", "numerator": "numerator", "denominator": "denominator"}


def read_rows(scan: Scan, place: Place, rows: Sequence[Sequence[str]]) -> None:
    """The rows of a download; the first is the header. Rows that name nobody are for others to tell."""
    say = place.language.say
    roles = {
        say("Rate"): "value",
        say("Mean"): "value",
        say("At least"): "value_low",
        say("At most"): "value_high",
        say("Numerator"): "numerator",
        say("Denominator"): "denominator",
    }
    account = {_who(place, line): line for line in lines(place.protected, place.plotted)}
    for at, row in enumerate(rows[1:], start=2):
        line = account.get(tuple(each.lstrip("'") for each in row[:3]))
        if line is not None:
            for heading, text in zip(rows[0], row, strict=False):
                if heading in roles and text:
                    _note(scan, place, line, roles[heading], text, at)


def _who(place: Place, line: Line) -> tuple[str, ...]:
    package, main = place.protected.package, place.plotted.facts.main
    who = (
        line.period,
        package.place_word(main.place, place.language.code),
        name(package, line.group, main, "label", place.language),
    )
    return tuple(each.lstrip("'") for each in who)


def read_bars(scan: Scan, place: Place, rows: Rows, heads: list[str]) -> None:
    """The rows of a comparison, each with its label: a rate or its range, then the counts."""
    package, main = place.protected.package, place.plotted.facts.main
    account = {
        " ".join(name(package, each.group, main, "label", place.language).split()): each
        for each in lines(place.protected, place.plotted)
    }
    chance = place.language.say("Range by chance")
    for label, cells in [each for each in rows if each[0] in account]:
        line = account[label]
        counts = ("denominator",) if line.measured.unit == "mean" else ("numerator", "denominator")
        for heading, cell in zip(heads[1:], cells[1:], strict=False):
            if cell is cells[1]:
                _note_rate(scan, place, line, cell)
            elif heading != chance:
                for count, text in zip(counts, numbers(cell.text, place.language), strict=False):
                    _note(scan, place, line, count, text, cell.line)


def read_years(scan: Scan, place: Place, rows: Rows) -> None:
    """The rows of a trend, each with its period: a rate or its range for each line; the gap is no cell's."""
    by_period: dict[str, list[Line]] = {}
    for each in lines(place.protected, place.plotted):
        by_period.setdefault(each.period, []).append(each)
    for period, cells in rows:
        for line, cell in zip(by_period.get(period, ()), cells[1:], strict=False):
            _note_rate(scan, place, line, cell)


def read_points(scan: Scan, place: Place, at: int, points: Sequence[tuple[Element, str, float]]) -> None:
    """The points of drawn lines: the group of marks, the period, the number by the side scale.

    Where a line of that part shows this number, it is that. Else it is the number of the one line of that
    part that shows none there.
    """
    package, main = place.protected.package, place.plotted.facts.main
    account = [(each, role(package, each.group, main)) for each in lines(place.protected, place.plotted)]
    for marks, period, number in points:
        there = [each for each, part in account if each.period == period and f"point-{part}" in marks.classes]
        texts = [str(rounded(Fraction(number), each.measured.decimals)) for each in there]
        if not any(shown(each.measured) == Fraction(text) for each, text in zip(there, texts, strict=True)):
            blank = [each for each in there if shown(each.measured) is None] or there
            if len(blank) == 1:
                _note(scan, place, blank[0], "value", texts[there.index(blank[0])], at)


def read_measured(
    scan: Scan,
    path: str,
    element: Element,
    protected: Protected,
    measured: Measured,
    languages: Sequence[Language],
) -> None:
    """A number in a sentence, or a mark. Its text may be in one of several languages, and is read in the one
    in which it says nothing new, or in the first.
    """
    question, kind = measured.question, _MEASURES.get(measured.question.measure, "")
    key = Key(protected.package.id, question.indicator, question.period, question.place, question.group)
    readings = []
    for language in languages if kind else ():
        if kind == "value":
            found = list(_roles(element.text, language, measured))
        else:
            found = [(kind, text) for text in numbers(element.text, language)]
        readings.append([Shown(key, kind, text) for kind, text in found])
    same = (each for each in readings if not any(adds(protected, one) for one in each))
    for each in next(same, readings[0] if readings else ()):
        scan.read(path, element.line, each)


def numbers(text: str, language: Language) -> Iterator[str]:
    """The numbers in a text in digits, in their order: `1,799 of 2,517` gives `1799` and `2517`."""
    for token in in_order(text):
        try:
            yield str(parse_decimal(token, locale=language.locale))
        except NumberFormatError:
            continue  # no number in this language


def _roles(text: str, language: Language, measured: Measured) -> Iterator[tuple[str, str]]:
    """The numbers of a rate with their roles: the ends of a range are no value; nor is what it is per."""
    per = str(measured.scale) if measured.unit == "per" else ""
    for number in [each for each in numbers(text, language) if each != per]:
        decimals = len(number.partition(".")[2])
        ends = [rounded(each, decimals) for each in (measured.bounds or ()) if measured.ranged]
        at = ends.index(Decimal(number)) if Decimal(number) in ends else -1
        yield ("value" if at < 0 else ("value_low", "value_high")[at]), number


def _note_rate(scan: Scan, place: Place, line: Line, cell: Element) -> None:
    for kind, text in _roles(cell.text, place.language, line.measured):
        _note(scan, place, line, kind, text, cell.line)


def _note(scan: Scan, place: Place, line: Line, kind: str, text: str, at: int) -> None:
    """A number of a line's cell; what is worked out of several cells has none."""
    main = place.plotted.facts.main
    key = line.key
    if not isinstance(line.group, str):
        key = Key(place.package, main.indicator, line.period, main.place, line.group)
    if key is not None and DIGITS.fullmatch(text):
        scan.read(place.path, at, Shown(key, kind, text))
