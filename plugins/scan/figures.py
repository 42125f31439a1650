"""A figure of a built page against its account: words, table, bars."""

import re
from fractions import Fraction

from plugins.equity.accounts import (
    Line,
    figure_tokens,
    lines,
    named,
    numerals,
    revealed,
    tokens,
    words_tokens,
)
from plugins.equity.answering import answer
from plugins.equity.comparisons import end_of
from plugins.equity.languages import Language
from plugins.equity.measures import Measured
from plugins.equity.plots import Plot, name, shown
from plugins.equity.timelines import ticks

from .drawings import scan_drawing
from .findings import Place, Scan, which
from .readback import MUTE, Element
from .readings import read_bars, read_years

_RULED = {"rail", "zero"}
_LEVEL = frozenset({"95"})
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


def scan_figure(scan: Scan, place: Place, element: Element) -> None:
    """A figure as it stands on a page."""
    for key in sorted(set(revealed(place.protected, _measured(place.plotted)))):
        message = f"The figure '{place.id}' works with a number that its package withholds: {named(key)}."
        scan.tell_of(
            place.path, element.line, "output-shown", message, "Measure it from published cells only."
        )
    tables = element.all("table")
    if len(tables) != 1:
        message = f"The figure '{place.id}' has {len(tables)} tables; its numbers stand in one."
        scan.tell_of(place.path, element.line, "output-differs", message)
        return
    if place.plotted.facts.form == "comparison":
        _scan_bars(scan, place, tables[0])
    else:
        _scan_years(scan, place, tables[0])
        for chart in element.all("div", "chart"):
            for drawing in chart.all("svg"):
                scan_drawing(scan, place, drawing)
    _scan_words(scan, place, element, tables[0])
    _scan_beside(scan, place, element)


def _measured(plotted: Plot) -> tuple[Measured, ...]:
    ends = [each for each in (plotted.change, plotted.ratio_before) if each]
    rates = (*plotted.every_rate(), *plotted.gaps, plotted.own, plotted.other, plotted.ratio)
    return (*rates, *ends, *plotted.beside)


def _scan_words(scan: Scan, place: Place, element: Element, table: Element) -> None:
    """Sentences, notes, names of drawings, texts in them: no number but those of the account."""
    allowed = figure_tokens(place.protected, place.plotted, place.language) | _LEVEL
    for tick in ticks(place.plotted, place.language) if place.plotted.facts.form == "trend" else ():
        allowed |= tokens(tick.text)
    end = Fraction(end_of(place.plotted.every_rate()))
    allowed |= tokens(place.language.number(end)) | tokens(place.language.number(end, 1))
    captions = frozenset(id(each) for each in element.all("p", "caption"))  # an author's own words
    bodies = frozenset(id(each) for each in table.all("tbody"))
    for text, line in element.spoken(captions | bodies):
        _only(scan, place.path, line, text, allowed, f"the figure '{place.id}'")


def _scan_beside(scan: Scan, place: Place, element: Element) -> None:
    """What is said of all groups, or the gap as a ratio: each number, worked out again, and no other."""
    parts = element.all("p", "beside")
    plotted, allowed = place.plotted, frozenset[str]()
    shown_there = [*plotted.beside]
    if plotted.ratio_before and plotted.ratio_before.ok and plotted.ratio.ok:
        shown_there = [plotted.ratio_before, plotted.ratio]
        allowed |= tokens(plotted.facts.periods[0]) | tokens(plotted.facts.periods[-1])
    again = [answer(place.protected, each.question) for each in shown_there]
    allowed = allowed.union(*(numerals(each, place.language) for each in again))
    for part in parts:
        _only(scan, place.path, part.line, part.text, allowed, f"what goes with '{place.id}'")
    found = frozenset[str]().union(*(tokens(part.text) for part in parts))
    for each in again:
        if (
            each.value is not None
            and not tokens(place.language.number(abs(each.value), each.decimals)) <= found
        ):
            message = f"'{place.id}' does not say what its cells give for '{each.question.measure}'."
            scan.tell_of(place.path, element.line, "output-differs", message)


def _only(scan: Scan, path: str, line: int, text: str, allowed: frozenset[str], where: str) -> None:
    if tokens(text) - allowed:
        message = f"There is a number in {where} that its published cells do not give."
        scan.tell_of(path, line, "output-shown", message)


def _body(table: Element) -> list[tuple[Element, list[Element]]]:
    """The rows of a table: the row, and its cells, headings first."""
    rows = [row for body in table.all("tbody") for row in body.all("tr")]
    return [(row, [each for each in row.inside if isinstance(each, Element)]) for row in rows]


def _label(cell: Element) -> str:
    """The words of a heading, without its note."""
    texts = [each if isinstance(each, str) else "" if "cell-note" in each.classes else each.text
             for each in cell.inside]  # fmt: skip
    return " ".join("".join(texts).split())


def _scan_bars(scan: Scan, place: Place, table: Element) -> None:
    """A row a group, in the order in which the package declares them."""
    account, rows, package = lines(place.protected, place.plotted), _body(table), place.protected.package
    main, language = place.plotted.facts.main, place.language
    heads = [_label(each) for head in table.all("thead") for each in head.all("th")]
    read_bars(scan, place, [(_label(cells[0]), cells) for _, cells in rows if cells], heads)
    labels = [name(package, line.group, main, "label", language) for line in account]
    if [_label(cells[0]) if cells else "" for _, cells in rows] != [
        " ".join(each.split()) for each in labels
    ]:
        _wrong_rows(scan, place, table)
        return
    headings = words_tokens(package, language, (f"indicator/{main.indicator}/",))
    for line, (row, cells) in zip(account, rows, strict=True):
        own = numerals(line.measured, language)
        label = tokens(name(package, line.group, main, "label", language))
        for text, at in cells[0].spoken() if cells else ():
            if tokens(text) - label - own:
                message = f"{which(place, line)}: there is a number that the package does not show."
                scan.tell_of(place.path, at, "output-shown", message)
        for cell in cells[1:]:
            _scan_cell(scan, place, line, cell, own, headings)
        if not line.blank and len(cells) > 1 and not _written(line.measured, language, cells[1].text):
            _not_the_number(scan, place, row.line, line)
        for svg in row.all("svg"):
            _scan_bar(scan, place, line, svg)
        scan.facts |= line.facts if len(cells) > 1 else set()


def _scan_years(scan: Scan, place: Place, table: Element) -> None:
    """A row a period, a column a group, the gap last."""
    plotted, rows, language = place.plotted, _body(table), place.language
    periods = list(plotted.facts.periods)
    read_years(scan, place, [(_label(cells[0]), cells) for _, cells in rows if cells])
    wide = all(len(cells) == len(plotted.rates) + 2 for _, cells in rows)
    if [_label(cells[0]) if cells else "" for _, cells in rows] != periods or not wide:
        _wrong_rows(scan, place, table)
        return
    headings = words_tokens(place.protected.package, language, ("group/", "total/", "indicator/"))
    headings |= tokens(language.number(place.plotted.own.scale))
    by_period: dict[str, list[Line]] = {}
    for each in lines(place.protected, plotted):
        by_period.setdefault(each.period, []).append(each)
    for at, ((row, cells), period) in enumerate(zip(rows, periods, strict=True)):
        gap = plotted.gaps[at]
        shown_lines = [*by_period[period], Line(period, "gap", None, gap, frozenset())]
        for line, cell in zip(shown_lines, cells[1:], strict=True):
            _scan_cell(scan, place, line, cell, numerals(line.measured, language), headings)
            if not line.blank and not _written(line.measured, language, cell.text):
                _not_the_number(scan, place, row.line, line)
            scan.facts |= line.facts
        if any(cell.all("svg") for cell in cells):
            scan.tell_of(
                place.path, row.line, "output-differs", f"A bar stands in the years of '{place.id}'."
            )


def _scan_cell(
    scan: Scan, place: Place, line: Line, cell: Element, own: frozenset[str], headings: frozenset[str]
) -> None:
    """One cell: the numbers of its line, no others; where there is none, words alone."""
    label = cell.attributes.get("data-label", "")
    mute = [each for each in cell.walk() for key, value in each.attributes.items()
            if line.blank and key in MUTE and tokens(value)]  # fmt: skip
    for each in mute:
        message = f"{which(place, line)}: a name or an address holds a number, and none is shown."
        scan.tell_of(place.path, each.line, "output-shown", message)
    for text, at in cell.spoken():
        allowed = headings if text == label else own
        if tokens(text) - allowed:
            message = f"{which(place, line)}: there is a number that the package does not show."
            scan.tell_of(place.path, at, "output-shown", message)


def _written(measured: Measured, language: Language, text: str) -> bool:
    """Whether the number itself stands there: the size of a gap, one end of a range at least."""
    found = tokens(text)
    if measured.value is not None:
        return bool(tokens(language.number(abs(measured.value), measured.decimals)) & found)
    return bool(found) and found <= numerals(measured, language)


def _not_the_number(scan: Scan, place: Place, at: int, line: Line) -> None:
    message = f"{which(place, line)}: what stands there is not the package's number."
    scan.tell_of(place.path, at, "output-differs", message)


def _wrong_rows(scan: Scan, place: Place, table: Element) -> None:
    message = f"The rows of the table of '{place.id}' are not those that were declared, in their order."
    hint = "Each group or period has one row; an order by size would tell what is withheld."
    scan.tell_of(place.path, table.line, "output-differs", message, hint)


def _scan_bar(scan: Scan, place: Place, line: Line, svg: Element) -> None:
    """A bar is as long as its number; where there is none, only the empty track is drawn."""
    marks = [each for each in svg.all() if not _RULED & {*each.classes}]
    if line.blank:
        if marks:
            message = f"{which(place, line)}: a bar is drawn for a number that is not shown."
            scan.tell_of(place.path, marks[0].line, "output-shown", message)
        return
    end, measured = end_of(place.plotted.every_rate()), line.measured
    lengths = [shown(measured), *(measured.bounds or ()), measured.low, measured.high]
    known = {0.0, 100.0, *(float(each) / end * 100 for each in lengths if each is not None)}
    known |= {b - a for a in known for b in known if measured.ranged}
    for mark in marks:
        for value in mark.attributes.values():
            for length in _PERCENT.findall(value):
                if not any(abs(float(length) - each) < 0.0101 for each in known):
                    message = f"{which(place, line)}: the bar is not as long as its number."
                    scan.tell_of(place.path, mark.line, "output-differs", message)
                    return
