"""What may be shown, worked out from the package's own cells, for whoever reads back what was written.

The pages are made from measurements; here each measurement is compared with the cells that it says it comes
from. What passes is an account: which numbers a line of a figure has, in a language, and which lines have
none. The scan compares the built files with accounts, and so with the package.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from .descriptors import Package
from .disclosure import WITHHELD, Cell, Key, Protected
from .languages import Language, rounded
from .measures import Against, Measured
from .plots import Plot, name
from .writing import range_decimals

ROLES = ("value", "value_low", "value_high", "numerator", "denominator")
"""The numbers that a cell can have, as in the columns of a package."""

_TOKEN = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u066b\u066c]\d+)*")

Fact = tuple[Key, str]
"""A number that readers have: which cell, and which of `ROLES`."""


@dataclass(frozen=True)
class Line:
    """One observation of a figure: its period, its group, the cell it shows (None: worked out of several).

    `facts` are the numbers of the package that are shown when the line is shown as it is measured.
    """

    period: str
    group: Against
    key: Key | None
    measured: Measured
    facts: frozenset[Fact]

    @property
    def blank(self) -> bool:
        """Whether no number of it may stand anywhere."""
        return not self.measured.ok


def tokens(text: str) -> frozenset[str]:
    """The numbers in a text, as they are written: `1,799`, `71.5`; of `2018-19` the 2018 and the 19."""
    return frozenset(in_order(text))


def in_order(text: str) -> list[str]:
    """The same in the order of the text, each as often as it stands there."""
    return _TOKEN.findall(text)


def words_tokens(package: Package, language: Language, prefixes: tuple[str, ...]) -> frozenset[str]:
    """The numbers in a package's words under some keys: the name of a grade, the year of a break."""
    found: set[str] = set()
    for code in {"en", language.code}:
        for key, text in package.words.get(code, {}).items():
            if key.startswith(prefixes):
                found |= tokens(text)
    return frozenset(found)


def numerals(measured: Measured, language: Language) -> frozenset[str]:
    """Every way in which the numbers of a measurement are written in a language, its size without a sign."""
    if not measured.ok:
        return frozenset()
    found: set[str] = set()
    kinds = {measured.decimals, range_decimals(measured)}
    ends = [Fraction(each) for each in (measured.low, measured.high) if each is not None]
    for value in (measured.value, *(measured.bounds or ()), *ends):
        if value is not None:
            for decimals in kinds:
                found |= tokens(language.number(abs(value), decimals))
    for count in (measured.numerator, measured.denominator):
        if count is not None:
            found |= tokens(language.number(count))
    return frozenset(found | tokens(language.number(measured.scale)))


def lines(protected: Protected, plotted: Plot) -> tuple[Line, ...]:
    """Every observation of a figure, in the order in which it was declared: groups, and their periods."""
    return tuple(_line(protected, group, measured) for group, line in plotted.rates for measured in line)


def _line(protected: Protected, group: Against, measured: Measured) -> Line:
    key = measured.cells[0] if len(measured.cells) == 1 else None
    facts: set[Fact] = set()
    if measured.ok and key is not None:
        shown = ("value_low", "value_high") if measured.ranged else ("value",)
        facts |= {(key, role) for role in shown}
        cell = _cell(protected, key)
        for role, count in (("numerator", measured.numerator), ("denominator", measured.denominator)):
            if count is not None and cell is not None and getattr(cell, role).exact is not None:
                facts.add((key, role))
    return Line(measured.question.period, group, key, measured, frozenset(facts))


def revealed(protected: Protected, measured: Iterable[Measured]) -> Iterator[Key]:
    """The cells whose package withholds a number that one of these measurements shows, or works with."""
    for each in measured:
        if each.ok:
            for key in each.cells:
                cell = _cell(protected, key)
                if cell is not None and (_hidden(cell) or _contradicts(cell, each)):
                    yield key


def _cell(protected: Protected, key: Key) -> Cell | None:
    return protected.cell(key.indicator, key.period, key.place, key.group)


def _hidden(cell: Cell) -> bool:
    """Whether the cell's own number is withheld, and no range is given in its place."""
    return cell.value.status == WITHHELD and cell.value_low.exact is None


def _contradicts(cell: Cell, measured: Measured) -> bool:
    """Whether a measurement of one cell shows what the cell does not say."""
    if len(measured.cells) > 1 or measured.unit == "count" or measured.signed:
        return False  # the number of the library is none of the cell's own
    value, decimals = cell.value.exact, measured.decimals
    shown_value = value if measured.value is None else measured.value
    if value is not None and shown_value is not None:
        other = rounded(shown_value, decimals) != rounded(value, decimals)
    else:
        other = False
    counts = ((cell.numerator, measured.numerator), (cell.denominator, measured.denominator))
    return other or any(shown is not None and number.status == WITHHELD for number, shown in counts)


def shown_facts(protected: Protected, facts: Iterable[Fact]) -> frozenset[Fact]:
    """Those of some facts that the package itself shows."""
    found = set()
    for key, role in facts:
        cell = _cell(protected, key)
        if cell is not None and getattr(cell, role).exact is not None:
            found.add((key, role))
        elif cell is not None and role == "value" and cell.value_low.exact is not None:
            found.add((key, role))  # a range that holds one number alone
        elif (
            cell is not None
            and role == "value"
            and None
            not in (
                cell.numerator.exact,
                cell.denominator.exact,
            )
        ):
            found.add((key, role))  # its quotient, where no rate is written
    return frozenset(found)


def figure_tokens(protected: Protected, plotted: Plot, language: Language) -> frozenset[str]:
    """Every number that the words of a figure may hold."""
    package, facts = protected.package, plotted.facts
    found: set[str] = set()
    for each in (*plotted.every_rate(), *plotted.gaps, plotted.own, plotted.other, plotted.ratio):
        found |= numerals(each, language)
    for more in (plotted.change, plotted.ratio_before, *plotted.beside):
        if more is not None:
            found |= numerals(more, language)
    for period in facts.periods:
        found |= tokens(period)
    if any(each.small for each in plotted.every_rate()):
        found |= tokens(language.number(plotted.few))
    for group, _ in plotted.rates:
        for form in ("label", "short", "sentence"):
            found |= tokens(name(package, group, facts.main, form, language))
    found |= tokens(package.place_word(facts.main.place, language.code))
    about = ("package/", "origin/", "total/", "dimension/", "group/", f"indicator/{facts.main.indicator}/")
    return frozenset(found | words_tokens(package, language, about))


def named(key: Key) -> str:
    """A cell's key as people read it."""
    group = "+".join(f"{dimension}={id_}" for dimension, id_ in key.group) or "all"
    return f"{key.package} {key.indicator} {key.period} {key.place} {group}"
