"""A figure as a value: finding, chart, table, sentences and download, all made from the same measured numbers.

What is plotted is the displayed number, so axis, table, sentence and download cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from .charts import Chart, Point, Series, Tick, Trend, draw_trend, nice_ticks
from .charts import Break as ChartBreak
from .descriptors import Group, Package
from .disclosure import Key, Protected
from .languages import Language, rounded
from .measures import ALL, REST, Against, Measured, Question, measure
from .reports import FigureFacts
from .sentences import (
    absence,
    against_word,
    chance_sentence,
    counts,
    finding_of_comparison,
    finding_of_trend,
    gap_sentence,
    rate_sentence,
    ratio_sentence,
    reading_of,
    verdict_sentence,
    written,
)
from .tables import Bar, Cell, Column, Download, Row, Table, as_csv, track


@dataclass(frozen=True)
class Plot:
    """The numbers of a figure, the same in every language: made once, drawn in each."""

    facts: FigureFacts
    rates: tuple[tuple[Against, tuple[Measured, ...]], ...]
    gaps: tuple[Measured, ...]
    ratio: Measured
    change: Measured | None
    cells: tuple[Key, ...]


@dataclass(frozen=True)
class Figure:
    """A finished figure in one language. Every text is ready to be shown; `chart` is None where the table is the chart."""

    id: str
    form: str
    finding: str
    summary: str
    reading: str
    caption: str
    table: Table
    chart: Chart | None
    notes: tuple[str, ...]
    source: str
    source_href: str
    definition: str
    download: Download
    package: str


def plot(protected: Protected, facts: FigureFacts) -> Plot:
    """Measure everything a figure shows."""
    main = facts.main

    def ask(kind: str, group: Group, period: str, since: str = "") -> Measured:
        return measure(protected, Question(main.indicator, kind, main.place, period, group, main.against, since))

    rates = []
    for group in facts.groups:
        if isinstance(group, str):
            rest = (Question(main.indicator, "comparison", main.place, each, main.group, group) for each in facts.periods)
            rates.append((group, tuple(measure(protected, question) for question in rest)))
        else:
            rates.append((group, tuple(ask("rate", group, each) for each in facts.periods)))
    gaps = tuple(ask("difference", main.group, each) for each in facts.periods)
    ratio = ask("ratio", main.group, facts.periods[-1])
    change = ask("change", main.group, facts.periods[-1], facts.periods[0]) if len(facts.periods) > 1 else None
    measured = [each for _, line in rates for each in line] + [*gaps, ratio] + ([change] if change else [])
    return Plot(facts, tuple(rates), gaps, ratio, change, tuple(sorted({key for each in measured for key in each.cells})))


def draw(protected: Protected, plotted: Plot, caption: str, language: Language, cache: Path | None = None) -> Figure:
    """The figure in one language."""
    package, facts = protected.package, plotted.facts
    main = facts.main
    comparison = facts.form == "comparison"
    gap = plotted.gaps[-1]
    if comparison:
        table, reading = _bars(package, plotted, language)
        chart = None
        finding = finding_of_comparison(package, gap, language)
        summary = " ".join(_comparison_summary(protected, plotted, language))
    else:
        assert plotted.change is not None
        table = _years(package, plotted, language)
        finding = finding_of_trend(package, plotted.gaps[0], gap, plotted.change, language)
        told = verdict_sentence(plotted.gaps[0], gap, plotted.change, language)
        summary = f"{told} {chance_sentence(plotted.change, language)}".strip()
        chart, reading = _lines(package, plotted, finding, summary, language, cache)
    header, rows = _download(package, plotted, language)
    origin = package.descriptor["equity"]["origin"]
    return Figure(
        id=facts.id, form=facts.form, finding=finding, summary=summary, reading=reading, caption=caption, table=table,
        chart=chart, notes=tuple(_notes(package, plotted, language)),
        source=language.say("{title}, {publisher}", title=package.word("package/title", language.code), publisher=origin["publisher"]),
        source_href=origin.get("address", ""), definition=package.word(f"indicator/{main.indicator}/definition", language.code),
        download=Download(f"{facts.id}.csv", as_csv(header, rows)), package=package.id,
    )


def _role(group: Against, main: Question) -> str:
    if group == main.group:
        return "subject"
    if group == REST or group == main.against or (group == () and main.against == ALL):
        return "comparison"
    return "total" if group == () else "other"


def _name(package: Package, group: Against, main: Question, form: str, language: Language) -> str:
    if isinstance(group, str):
        return against_word(package, main.group, group, form, language)
    return package.group_word(group, form, language.code)


def _roles(package: Package, plotted: Plot) -> list[str]:
    """The part of each line; where `rest` is one published group, that group is the comparison."""
    main = plotted.facts.main
    roles = [_role(group, main) for group, _ in plotted.rates]
    if main.against == REST and "comparison" not in roles and len(main.group) == 1:
        dimension = package.dimensions[main.group[0][0]]
        others = [((dimension.id, each),) for each in dimension.groups if each != main.group[0][1]]
        if dimension.exclusive and dimension.complete and len(others) == 1:
            roles = ["comparison" if group == others[0] else role
                     for (group, _), role in zip(plotted.rates, roles, strict=True)]
    return roles


def shown(measured: Measured) -> Fraction | None:
    """The displayed number as a number: what bars and lines are drawn from and downloads hold."""
    return None if measured.value is None else Fraction(rounded(measured.value, measured.decimals))


def _bars(package: Package, plotted: Plot, language: Language) -> tuple[Table, str]:
    """The table that is the chart: a bar in each row, on one track that starts at zero."""
    facts, main = plotted.facts, plotted.facts.main
    rates = [line[-1] for _, line in plotted.rates]
    tops = [each.high if each.high is not None else float(each.value or 0) for each in rates if each.ok]
    end = track(max(tops, default=1.0))
    rows = []
    for (group, line), role in zip(plotted.rates, _roles(package, plotted), strict=True):
        rate, number = line[-1], shown(line[-1])
        bar = None
        if number is not None:
            low, high = (round(each / end * 100, 2) if each is not None else None for each in (rate.low, rate.high))
            bar = Bar(0, round(float(number) / end * 100, 2), low, high, role)
        status = "ok" if rate.ok else "c" if rate.status == "withheld" else "z"
        cells = (
            Cell(_name(package, group, main, "label", language)),
            Cell(written(rate, language), status, bar),
            Cell(counts(rate, language) if rate.ok else "", status),
            Cell(_range(rate, language), status),
        )
        rows.append(Row(_group_id(group), role, cells))
    part = package.word(f"indicator/{main.indicator}/short", language.code)
    columns = [Column("group", language.say("Group")), Column("rate", part, True),
               Column("counts", _counts_heading(package, rates, main.indicator, language), True),
               Column("interval", language.say("Range by chance"), True)]
    # A column in which nobody has anything is left out, not shown empty.
    kept = [i for i in range(4) if i < 2 or any(row.cells[i].text for row in rows)]
    caption = language.say(
        "{indicator}, {place}, {period}", indicator=package.word(f"indicator/{main.indicator}/label", language.code),
        place=package.place_word(main.place, language.code), period=facts.periods[-1],
    )
    table = Table(caption, tuple(columns[i] for i in kept),
                  tuple(Row(row.id, row.role, tuple(row.cells[i] for i in kept)) for row in rows))
    ends = language.percent(Fraction(end), 0) if rates[0].unit == "percent" else language.number(Fraction(end))
    return table, reading_of(main, "comparison", ends, language)


def _counts_heading(package: Package, rates: Sequence[Measured], indicator: str, language: Language) -> str:
    part = package.word(f"indicator/{indicator}/numerator_label", language.code)
    if not any(each.denominator is not None for each in rates):
        return part
    whole = package.word(f"indicator/{indicator}/denominator_label", language.code)
    return language.say("{part} of {whole}", part=part, whole=whole.lower())


def _range(rate: Measured, language: Language) -> str:
    if rate.low is None or rate.high is None:
        return ""
    low, high = (language.number(Fraction(each), rate.decimals) for each in (rate.low, rate.high))
    return language.say("{low} to {high}", low=low, high=high)


def _group_id(group: Against) -> str:
    if isinstance(group, str):
        return group
    return "+".join(id_ for _, id_ in group) or ALL


def _comparison_summary(protected: Protected, plotted: Plot, language: Language) -> list[str]:
    """Both values with both counts, the difference, the ratio: never a gap alone."""
    package, main = protected.package, plotted.facts.main
    rates = [
        measure(protected, Question(main.indicator, kind, main.place, plotted.facts.periods[-1], main.group, main.against))
        for kind in ("rate", "comparison")
    ]
    lines = [*(rate_sentence(package, each, language) for each in rates), gap_sentence(plotted.gaps[-1], language)]
    return [each for each in (*lines, ratio_sentence(package, plotted.ratio, language)) if each]


def _years(package: Package, plotted: Plot, language: Language) -> Table:
    """The numbers under the lines: a row a period, a column a group, and the gap."""
    main = plotted.facts.main
    names = [_name(package, group, main, "short", language) for group, _ in plotted.rates]
    columns = [Column("period", language.say("School year"))]
    columns += [Column(_group_id(group), name, True) for (group, _), name in zip(plotted.rates, names, strict=True)]
    columns.append(Column("gap", language.say("Gap, in points"), True))
    rows = []
    for at, period in enumerate(plotted.facts.periods):
        rates = [line[at] for _, line in plotted.rates]
        gap = plotted.gaps[at]
        size = shown(gap)
        text = language.number(abs(size), gap.decimals) if size is not None else absence(gap.reason, language)
        cells = [Cell(period)]
        cells += [Cell(written(each, language), "ok" if each.ok else "c" if each.status == "withheld" else "z") for each in rates]
        cells.append(Cell(text, "ok" if gap.ok else "c" if gap.status == "withheld" else "z"))
        rows.append(Row(period, "other", tuple(cells)))
    caption = language.say(
        "{indicator}, {place}, {first} to {last}", first=plotted.facts.periods[0], last=plotted.facts.periods[-1],
        indicator=package.word(f"indicator/{main.indicator}/label", language.code),
        place=package.place_word(main.place, language.code),
    )
    return Table(caption, tuple(columns), tuple(rows))


def _lines(
    package: Package, plotted: Plot, finding: str, summary: str, language: Language, cache: Path | None
) -> tuple[Chart, str]:
    """The chart of lines, from displayed numbers, and how to read it."""
    main = plotted.facts.main
    series, every = [], []
    for (group, line), role in zip(plotted.rates, _roles(package, plotted), strict=True):
        made = []
        for each in line:
            number = shown(each)
            low, high = ((each.low, each.high) if each.low is not None else (None, None))
            every += [float(x) for x in (number, low, high) if x is not None]
            made.append(Point(each.question.period, each.question.period, None if number is None else float(number),
                              None if low is None else round(low, 4), None if high is None else round(high, 4),
                              written(each, language)))
        label = _name(package, group, main, "short", language)
        series.append(Series(_group_id(group), label, "other" if role == "total" else role, tuple(made)))
    lowest, highest = min(every, default=0.0), max(every, default=1.0)
    places = nice_ticks(lowest, highest, lowest < highest / 2)
    ticks = tuple(Tick(each, _tick(each, plotted, language)) for each in places)
    known = plotted.facts.periods
    breaks = []
    for at in package.indicators[main.indicator].breaks:
        if at in known and known.index(at):
            breaks.append(ChartBreak(known[known.index(at) - 1], at, language.say("Not comparable")))
    trend = Trend(finding, tuple(series), ticks, None, tuple(breaks), language.direction, "")
    drawn = draw_trend(trend, cache)
    reading = reading_of(main, "trend", f"{ticks[0].text}|{ticks[-1].text}", language)
    return Chart(drawn.wide, drawn.narrow, finding, summary), reading


def _tick(value: float, plotted: Plot, language: Language) -> str:
    exact = Fraction(str(value))
    decimals = 0 if exact.denominator == 1 else 1
    if plotted.rates[0][1][0].unit == "percent":
        return language.percent(exact, decimals)
    return language.number(exact, decimals)


def _notes(package: Package, plotted: Plot, language: Language) -> list[str]:
    """What a reader has to know: what an interval means, why numbers are missing, where series break."""
    main = plotted.facts.main
    measured = [each for _, line in plotted.rates for each in line]
    notes = []
    if any(each.low is not None for each in measured):
        notes.append(language.say(
            "These are counts of all students, not a sample. The range shows how far a rate could move by chance "
            "alone in a group of this size (95% interval)."
        ))
    if any(each.reason == "no-denominator" for each in measured):
        notes.append(language.say(
            "Where the publisher gives a rate without the number of students behind it, no range by chance is shown."
        ))
    if any(each.status == "withheld" for each in (*measured, *plotted.gaps)):
        notes.append(language.say("Withheld: the publisher does not show this number, to protect students' privacy."))
    for at in package.indicators[main.indicator].breaks:
        if plotted.facts.periods[0] < at <= plotted.facts.periods[-1]:
            reason = package.word(f"indicator/{main.indicator}/break/{at}", language.code)
            notes.append(language.say("From {period} on, figures cannot be compared with earlier ones: {reason}", period=at, reason=reason))
    return notes


def _download(package: Package, plotted: Plot, language: Language) -> tuple[list[str], list[list[str]]]:
    """Exactly the plotted numbers, one row an observation; the heading row in the page's language."""
    main = plotted.facts.main
    header = [
        language.say("School year"), language.say("Place"), language.say("Group"), language.say("Rate"),
        language.say("Numerator"), language.say("Denominator"), language.say("Low"), language.say("High"),
        language.say("Status"),
    ]
    rows = []
    for group, line in plotted.rates:
        for each in line:
            number = shown(each)
            ends = [_plain(Fraction(x), each.decimals) if x is not None else "" for x in (each.low, each.high)]
            rows.append([
                each.question.period, package.place_word(main.place, language.code),
                _name(package, group, main, "label", language),
                _plain(number, each.decimals) if number is not None else "",
                "" if each.numerator is None else str(each.numerator),
                "" if each.denominator is None else str(each.denominator), *ends,
                language.say("Published") if each.ok else absence(each.reason, language),
            ])
    return header, rows


def _plain(value: Fraction, decimals: int) -> str:
    """A number for machines: a dot, no separators."""
    return str(rounded(value, decimals))
