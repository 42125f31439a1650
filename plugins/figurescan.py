"""A figure of a built page against its account: words, table, bars, drawing, download.

Each finding names the file, the place in it and the cell, and never a number: logs are public.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from plugins.equity.accounts import (
    Fact,
    Line,
    figure_tokens,
    lines,
    named,
    numerals,
    revealed,
    tokens,
    words_tokens,
)
from plugins.equity.comparisons import end_of
from plugins.equity.disclosure import Protected
from plugins.equity.languages import Language, rounded
from plugins.equity.measures import Measured
from plugins.equity.plots import Plot, name, shown
from plugins.equity.problems import Problem
from plugins.equity.timelines import ticks
from plugins.equity.writing import range_decimals
from plugins.readback import Element, read_csv

_RULED = {"rail", "zero"}
_LEVEL = frozenset({"95"})
_TEMPLATE = "Mend the template or the figure that makes it."
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


@dataclass
class Scan:
    """What was found in the output so far: problems, and the numbers that readers have."""

    problems: list[Problem] = field(default_factory=list)
    facts: set[Fact] = field(default_factory=set)

    def tell(self, path: str, line: int, code: str, message: str, hint: str = _TEMPLATE) -> None:
        """One more problem, at a place in the output."""
        self.problems.append(Problem(path, line, code, message, hint))


@dataclass(frozen=True)
class Place:
    """A figure on a page: in which file it stands, what it shows, in which language."""

    path: str
    id: str
    protected: Protected
    plotted: Plot
    language: Language

    @property
    def package(self) -> str:
        """The package that it draws from."""
        return self.protected.package.id


def scan_figure(scan: Scan, place: Place, element: Element) -> None:
    """A figure as it stands on a page."""
    for key in sorted(set(revealed(place.protected, _measured(place.plotted)))):
        message = f"The figure '{place.id}' works with a number that its package withholds: {named(key)}."
        scan.tell(place.path, element.line, "output-shown", message, "Measure it from published cells only.")
    tables = element.all("table")
    if len(tables) != 1:
        message = f"The figure '{place.id}' has {len(tables)} tables; its numbers stand in one."
        scan.tell(place.path, element.line, "output-differs", message)
        return
    if place.plotted.facts.form == "comparison":
        _scan_bars(scan, place, tables[0])
    else:
        _scan_years(scan, place, tables[0])
        for chart in element.all("div", "chart"):
            for drawing in chart.all("svg"):
                _scan_drawing(scan, place, drawing)
    _scan_words(scan, place, element, tables[0])


def _measured(plotted: Plot) -> tuple[Measured, ...]:
    change = (plotted.change,) if plotted.change else ()
    return (*plotted.every_rate(), *plotted.gaps, plotted.own, plotted.other, plotted.ratio, *change)


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


def _only(scan: Scan, path: str, line: int, text: str, allowed: frozenset[str], where: str) -> None:
    if tokens(text) - allowed:
        message = f"There is a number in {where} that its published cells do not give."
        scan.tell(path, line, "output-shown", message)


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
    labels = [name(package, line.group, main, "label", language) for line in account]
    if [_label(cells[0]) if cells else "" for _, cells in rows] != [
        " ".join(each.split()) for each in labels
    ]:
        _wrong_rows(scan, place, table)
        return
    headings = words_tokens(package, language, (f"indicator/{main.indicator}/",))
    for line, (row, cells) in zip(account, rows, strict=True):
        own = numerals(line.measured, language)
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
            scan.tell(place.path, row.line, "output-differs", f"A bar stands in the years of '{place.id}'.")


def _scan_cell(
    scan: Scan, place: Place, line: Line, cell: Element, own: frozenset[str], headings: frozenset[str]
) -> None:
    """One cell: the numbers of its line, no others; where there is none, words alone."""
    label = cell.attributes.get("data-label", "")
    for text, at in cell.spoken():
        allowed = headings if text == label else own
        if tokens(text) - allowed:
            message = f"{_which(place, line)}: there is a number that the package does not show."
            scan.tell(place.path, at, "output-shown", message)


def _which(place: Place, line: Line) -> str:
    where = f"The table of '{place.id}'"
    if line.key is not None:
        return f"{where}, {named(line.key)}"
    group = line.group if isinstance(line.group, str) else "+".join(id_ for _, id_ in line.group) or "all"
    return f"{where}, {place.package} {place.plotted.facts.main.indicator} {line.period} {group}"


def _written(measured: Measured, language: Language, text: str) -> bool:
    """Whether the number itself stands there: the size of a gap, one end of a range at least."""
    found = tokens(text)
    if measured.value is not None:
        return bool(tokens(language.number(abs(measured.value), measured.decimals)) & found)
    return bool(found) and found <= numerals(measured, language)


def _not_the_number(scan: Scan, place: Place, at: int, line: Line) -> None:
    message = f"{_which(place, line)}: what stands there is not the package's number."
    scan.tell(place.path, at, "output-differs", message)


def _wrong_rows(scan: Scan, place: Place, table: Element) -> None:
    message = f"The rows of the table of '{place.id}' are not those that were declared, in their order."
    hint = "Each group or period has one row; an order by size would tell what is withheld."
    scan.tell(place.path, table.line, "output-differs", message, hint)


def _scan_bar(scan: Scan, place: Place, line: Line, svg: Element) -> None:
    """A bar is as long as its number; where there is none, only the empty track is drawn."""
    marks = [each for each in svg.all() if not _RULED & {*each.classes}]
    if line.blank:
        if marks:
            message = f"{_which(place, line)}: a bar is drawn for a number that is not shown."
            scan.tell(place.path, marks[0].line, "output-shown", message)
        return
    end, measured = end_of(place.plotted.every_rate()), line.measured
    lengths = [shown(measured), *(measured.bounds or ()), measured.low, measured.high]
    known = {0.0, 100.0, *(float(each) / end * 100 for each in lengths if each is not None)}
    known |= {b - a for a in known for b in known if measured.ranged}
    for mark in marks:
        for value in mark.attributes.values():
            for length in _PERCENT.findall(value):
                if not any(abs(float(length) - each) < 0.0101 for each in known):
                    message = f"{_which(place, line)}: the bar is not as long as its number."
                    scan.tell(place.path, mark.line, "output-differs", message)
                    return


# --- a drawn trend ------------------------------------------------------------------------------------

_MARKS = {"point", "series", "band", "range", "range-end"}
_PAPER = {"grid", "axis-line", "axis-tick", "break", "leader", "target"}
_PAIR = re.compile(r"(-?\d*\.?\d+),(-?\d*\.?\d+)")
_NEAR = 0.06
_WIDE = 12.5


def _scan_drawing(scan: Scan, place: Place, svg: Element) -> None:
    """Every corner of every mark is a shown number at its period; the side scale follows from shown numbers."""
    plotted, language = place.plotted, place.language
    groups = [each for each in svg.inside if isinstance(each, Element) and each.tag == "g"]
    odd = [each for each in svg.all() if each.tag not in ("g", "path", "line", "text", "tspan")]
    odd += [each for each in groups if not (_MARKS | _PAPER) & {*each.classes}]
    if odd:
        message = f"The drawing of '{place.id}' has a part that nobody knows to read: <{odd[0].tag}>."
        scan.tell(place.path, odd[0].line, "output-unread", message)
    scale = ticks(plotted, language)
    labels = [each.text.strip() for each in svg.all("text", "axis-label-y")]
    heights = [y for each in groups if "grid" in each.classes for _, y in _corners(each)]
    times = [x for each in groups if "axis-tick" in each.classes for x, _ in _corners(each)]
    fits = len(heights) == len(scale) and len(times) == len(plotted.facts.periods)
    if labels != [each.text for each in scale] or not fits:
        message = f"The side scale of '{place.id}' does not follow from the numbers that are shown."
        scan.tell(place.path, svg.line, "output-differs", message)
        return
    low, high = scale[0].value, scale[-1].value

    def height(value: float) -> float:
        return heights[0] + (value - low) / (high - low) * (heights[-1] - heights[0])

    at = dict(zip(plotted.facts.periods, times, strict=True))
    points, bands, spans = [], [], []
    for line in lines(place.protected, plotted):
        measured, number = line.measured, shown(line.measured)
        if number is not None:
            points.append((at[line.period], height(float(number))))
            if measured.low is not None and measured.high is not None:
                bands += [(at[line.period], height(end)) for end in (measured.low, measured.high)]
        elif measured.ranged and measured.bounds is not None:
            spans += [(at[line.period], height(float(end))) for end in measured.bounds]
    drawn = [corner for each in groups if "point" in each.classes for corner in _corners(each)]
    if len(drawn) != len(points) or any(not _one_of(each, points, _NEAR) for each in drawn):
        message = f"The points of '{place.id}' are not the numbers that are shown."
        scan.tell(place.path, svg.line, "output-shown", message)
    for kind, known, wide in (
        ("series", points, _NEAR),
        ("band", bands, 4 + _NEAR),
        ("range", spans, 4 * _WIDE),
        ("range-end", spans, 4 * _WIDE),
    ):
        corners = [corner for each in groups if kind in each.classes for corner in _corners(each)]
        if any(not _one_of(each, known, wide) for each in corners):
            message = f"A mark of '{place.id}' ({kind}) stands where no shown number is."
            scan.tell(place.path, svg.line, "output-shown", message)


def _one_of(corner: tuple[float, float], known: list[tuple[float, float]], wide: float) -> bool:
    return any(abs(corner[0] - x) <= wide and abs(corner[1] - y) <= _NEAR for x, y in known)


def _corners(group: Element) -> Iterator[tuple[float, float]]:
    """Where the marks of a group stand: moved marks at their place, paths at each corner."""
    for each in group.all():
        moved = each.attributes.get("transform", "")
        pairs = _PAIR.findall(moved or each.attributes.get("d", ""))
        for x, y in pairs:
            yield float(x), float(y)
            if moved and each.tag == "line" and each.attributes.get("y2", "0") not in ("", "0", "5"):
                yield float(x), float(y) + float(each.attributes["y2"])


# --- its download -------------------------------------------------------------------------------------


def scan_download(scan: Scan, place: Place, text: str) -> None:
    """The columns that a download may have, and in them exactly the plotted numbers, in their order."""
    account, say = lines(place.protected, place.plotted), place.language.say
    ranges = any(line.measured.ranged for line in account)
    mean = account[0].measured.unit == "mean"
    header = [say("School year"), say("Place"), say("Group"), say("Mean") if mean else say("Rate")]
    header += [say("At least"), say("At most")] if ranges else []
    header += [say("Numerator"), say("Denominator"), say("Low end"), say("High end"), say("Status")]
    found, *rows = read_csv(text) or [[]]
    if found != header:
        message = f"The download of '{place.id}' has other columns than those that may be published."
        hint = "A new column goes into the list of the scan first, with its rule."
        scan.tell(place.path, 1, "output-columns", message, hint)
        return
    if len(rows) != len(account) or any(len(row) != len(header) for row in rows):
        message = f"The download of '{place.id}' does not have one row for each number that is drawn."
        scan.tell(place.path, 0, "output-differs", message)
        return
    for at, (row, line) in enumerate(zip(rows, account, strict=True), start=2):
        _scan_row(scan, place, at, row, line, ranges)


def _scan_row(scan: Scan, place: Place, at: int, row: list[str], line: Line, ranges: bool) -> None:
    facts, package, language = place.plotted.facts, place.protected.package, place.language
    measured, status = line.measured, row[-1]
    who = [
        line.period,
        package.place_word(facts.main.place, language.code),
        name(package, line.group, facts.main, "label", language),
    ]
    which = _which(place, line).replace("table", "download")
    if [each.lstrip("'") for each in row[:3]] != [each.lstrip("'") for each in who]:
        hint = "An order by size would tell what is withheld."
        message = f"{which}: another row stands in its place."
        scan.tell(place.path, at, "output-differs", message, hint)
        return
    if line.blank:
        if any(row[3:-1]) or tokens(status) or status == language.say("Published"):
            message = f"{which}: there is a number that the package does not show."
            scan.tell(place.path, at, "output-shown", message)
        return
    wanted = [_exact(shown(measured), measured.decimals)]
    if ranges:
        ends = measured.bounds if measured.ranged and measured.bounds else (None, None)
        wanted += [_exact(end, range_decimals(measured)) for end in ends]
    wanted += [_exact(measured.numerator, 0), _exact(measured.denominator, 0)]
    wanted += [_exact(end, measured.decimals) for end in (measured.low, measured.high)]
    if row[3:-1] != wanted:
        message = f"{which}: it is not the number that is drawn, or it has other decimals."
        scan.tell(place.path, at, "output-differs", message)
        return
    scan.facts |= line.facts


def _exact(value: Fraction | float | None, decimals: int) -> str:
    return "" if value is None else str(rounded(Fraction(value), decimals))
