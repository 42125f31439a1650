"""The trend figure: lines over time with their intervals, and the numbers beneath them."""

from fractions import Fraction
from pathlib import Path

from .charts import Break, Chart, Point, Series, Tick, Trend, draw_trend, nice_ticks
from .descriptors import Package
from .languages import Language
from .measures import Measured
from .plots import Plot, group_id, name, role, shown, status
from .tables import Cell, Column, Row, Table
from .verdicts import chance_sentence, finding_of_trend, verdict_sentence
from .writing import tabled, written


def finding(package: Package, plotted: Plot, language: Language) -> str:
    """The heading."""
    assert plotted.change is not None
    return finding_of_trend(package, plotted.gaps[0], plotted.gaps[-1], plotted.change, language)


def summary(plotted: Plot, language: Language) -> str:
    """Did the gap narrow, and could chance explain it?"""
    assert plotted.change is not None
    told = verdict_sentence(plotted.gaps[0], plotted.gaps[-1], plotted.change, language)
    return f"{told} {chance_sentence(plotted.change, language)}".strip()


def beside(plotted: Plot, language: Language) -> str:
    """The gap as a ratio, then and now: absolute and relative always go together."""
    then, now = plotted.ratio_before, plotted.ratio
    if then is None or not then.ok or not now.ok:
        return ""
    return language.say(
        "As a ratio: {old} in {since}, {new} in {period}.",
        old=written(then, language),
        since=then.question.period,
        new=written(now, language),
        period=now.question.period,
    )


def reading(plotted: Plot, language: Language) -> str:
    """How to read the lines: a side scale that does not start at zero says so."""
    scale = ticks(plotted, language)
    ends = {"low": scale[0].text, "high": scale[-1].text}
    if plotted.every_rate()[0].unit == "mean":
        lines = language.say(
            "Each line is a group; its name and latest mean stand at its end. The side scale goes from "
            "{low} to {high}.",
            **ends,
        )
    else:
        lines = language.say(
            "Each line is a group; its name and latest rate stand at its end. The side scale goes from "
            "{low} to {high}.",
            **ends,
        )
    parts = [lines]
    if any(each.ranged for each in plotted.every_rate()):
        parts.append(
            language.say(
                "An upright bar between two marks is a range: the publisher gives no single number for that "
                "year, and no line is drawn through it."
            )
        )
    chance = any(each.low is not None and not each.ranged for each in plotted.every_rate())
    if chance and plotted.every_rate()[0].unit == "mean":
        parts.append(language.say("The soft band shows how far chance could move the mean."))
    elif chance:
        parts.append(language.say("The soft band shows how far chance could move the rate."))
    return " ".join(parts)


def table(package: Package, plotted: Plot, language: Language) -> Table:
    """The numbers under the lines: a row a period, a column a group, and the gap."""
    main, periods = plotted.facts.main, plotted.facts.periods
    columns = [Column("period", language.say("School year"))]
    columns += [
        Column(group_id(group), name(package, group, main, "short", language), True)
        for group, _ in plotted.rates
    ]
    columns.append(Column("gap", _gap_heading(plotted.gaps[-1], language), True))
    rows = []
    for at, period in enumerate(periods):
        rates = [line[at] for _, line in plotted.rates]
        gap = plotted.gaps[at]
        cells = [
            Cell(period),
            *(Cell(written(each, language), status(each)) for each in rates),
            Cell(tabled(gap, language), status(gap)),
        ]
        rows.append(Row(period, "other", tuple(cells)))
    caption = language.say(
        "{indicator}, {place}, {first} to {last}",
        indicator=package.word(f"indicator/{main.indicator}/label", language.code),
        place=package.place_word(main.place, language.code),
        first=periods[0],
        last=periods[-1],
    )
    return Table(caption, tuple(columns), tuple(rows))


def _gap_heading(gap: Measured, language: Language) -> str:
    """The unit of the gaps, which their column does not repeat in each row."""
    if gap.unit == "points":
        return language.say("Gap, in points")
    if gap.unit == "per" and gap.scale != 1:
        return language.say("Gap, per {scale}", scale=language.number(gap.scale))
    return language.say("Gap")


def _unit(plotted: Plot, language: Language) -> str:
    """What the side scale counts, where its ticks do not say it themselves."""
    rate = plotted.every_rate()[0]
    if rate.unit == "per" and rate.scale != 1:
        return language.say("per {scale}", scale=language.number(rate.scale))
    return ""


def chart(package: Package, plotted: Plot, language: Language, cache: Path | None) -> Chart:
    """The lines, drawn from displayed numbers."""
    facts, main = plotted.facts, plotted.facts.main
    series = []
    for group, line in plotted.rates:
        part = role(package, group, main)
        points = []
        for each in line:
            number = shown(each)
            value = None if number is None else float(number)
            low, high = (None if end is None else round(end, 4) for end in (each.low, each.high))
            span = None
            if each.ranged and each.bounds is not None:
                span = float(each.bounds[0]), float(each.bounds[1])
            period, text = each.question.period, written(each, language)
            points.append(Point(period, period, value, low, high, text, span))
        label = name(package, group, main, "short", language)
        series.append(Series(group_id(group), label, "other" if part == "total" else part, tuple(points)))
    breaks = tuple(
        Break(facts.periods[facts.periods.index(at) - 1], at, language.say("Not comparable"))
        for at in package.breaks(main.indicator, plotted.groups())
        if at in facts.periods[1:]
    )
    heading = finding(package, plotted, language)
    trend = Trend(
        heading,
        tuple(series),
        ticks(plotted, language),
        None,
        breaks,
        language.direction,
        _unit(plotted, language),
    )
    drawn = draw_trend(trend, cache)
    return Chart(drawn.wide, drawn.narrow, heading, summary(plotted, language))


def ticks(plotted: Plot, language: Language) -> tuple[Tick, ...]:
    """The side scale: it begins at zero unless that would press the lines into its upper half."""
    ends = [
        float(end)
        for each in plotted.every_rate()
        for end in (shown(each), each.low, each.high, *(each.bounds if each.ranged and each.bounds else ()))
        if end is not None
    ]
    lowest, highest = min(ends, default=0.0), max(ends, default=1.0)
    percent = plotted.every_rate()[0].unit == "percent"
    scale = []
    for each in nice_ticks(lowest, highest, lowest < highest / 2):
        value = Fraction(str(each))
        decimals = 0 if value.denominator == 1 else 1
        scale.append(
            Tick(each, language.percent(value, decimals) if percent else language.number(value, decimals))
        )
    return tuple(scale)
