"""The comparison figure: a table whose rows carry bars, on one track that starts at zero."""

from collections.abc import Sequence
from fractions import Fraction

from .descriptors import Package
from .languages import Language
from .measures import Against, Measured
from .plots import Plot, group_id, name, role, shown, status
from .sentences import finding_of_comparison, gap_sentence, rate_sentence, ratio_sentence
from .tables import Bar, Cell, Column, Row, Table, track
from .writing import amount, counts, few, written


def finding(package: Package, plotted: Plot, language: Language) -> str:
    """The heading."""
    return finding_of_comparison(package, plotted.gaps[-1], language)


def summary(package: Package, plotted: Plot, language: Language) -> str:
    """Both values with both counts, the difference, the ratio: never a gap alone."""
    told = [
        rate_sentence(package, plotted.own, language),
        rate_sentence(package, plotted.other, language),
        gap_sentence(plotted.gaps[-1], language),
        ratio_sentence(package, plotted.ratio, language),
    ]
    return " ".join(each for each in told if each)


def reading(plotted: Plot, language: Language) -> str:
    """How to read the bars."""
    rates = plotted.every_rate()
    end = Fraction(end_of(rates))
    told = amount(end, rates[0], language, 0 if end.denominator == 1 else 1)
    if not any(each.ranged for each in rates):
        parts = [language.say("Each bar starts at zero; the track ends at {end}.", end=told)]
    else:
        parts = [language.say("Each full bar starts at zero; the track ends at {end}.", end=told)]
        parts.append(
            language.say(
                "A pale bar between two marks is a range: the publisher gives no single number, and the bar "
                "runs from the lowest to the highest that it may be."
            )
        )
    if rates[0].unit == "mean" and any(each.low is not None for each in rates):
        parts.append(
            language.say(
                "The thin line under the end of a bar shows how far chance could move the mean in a group of "
                "this size."
            )
        )
    elif any(each.low is not None for each in rates):
        parts.append(
            language.say(
                "The thin line under the end of a bar shows how far chance could move the rate in a group of "
                "this size."
            )
        )
    return " ".join(parts)


def table(package: Package, plotted: Plot, language: Language) -> Table:
    """The table that is the chart."""
    facts, main = plotted.facts, plotted.facts.main
    end = end_of(plotted.every_rate())
    rows = [
        Row(
            group_id(group),
            role(package, group, main),
            _cells(package, plotted, group, line[-1], end, language),
        )
        for group, line in plotted.rates
    ]
    rates = [line[-1] for _, line in plotted.rates]
    columns = (
        Column("group", language.say("Group")),
        Column("rate", package.word(f"indicator/{main.indicator}/short", language.code), True),
        Column("counts", _counts_heading(package, rates, main.indicator, language), True),
        Column("interval", language.say("Range by chance"), True),
    )
    # A column in which nobody has anything is left out, not shown empty.
    kept = [at for at in range(len(columns)) if at < 2 or any(row.cells[at].text for row in rows)]
    caption = language.say(
        "{indicator}, {place}, {period}",
        indicator=package.word(f"indicator/{main.indicator}/label", language.code),
        place=package.place_word(main.place, language.code),
        period=facts.periods[-1],
    )
    narrowed = tuple(Row(row.id, row.role, tuple(row.cells[at] for at in kept)) for row in rows)
    return Table(caption, tuple(columns[at] for at in kept), narrowed)


def end_of(rates: Sequence[Measured]) -> float:
    """The end of the track on which all bars are drawn: from shown numbers alone."""
    tops = [float(max(each.bounds)) for each in rates if each.bounds is not None]
    tops += [each.high for each in rates if each.high is not None]
    return track(max(tops, default=1.0), rates[0].unit == "percent")


def _cells(
    package: Package, plotted: Plot, group: Against, rate: Measured, end: float, language: Language
) -> tuple[Cell, ...]:
    main, number, mark = plotted.facts.main, shown(rate), status(rate)
    bar, part = None, role(package, group, main)
    low, high = (None if each is None else round(each / end * 100, 2) for each in (rate.low, rate.high))
    if number is not None:
        bar = Bar(0, round(float(number) / end * 100, 2), low, high, part)
    elif rate.ranged and rate.bounds is not None:
        start, stop = (round(float(each) / end * 100, 2) for each in rate.bounds)
        bar = Bar(start, round(stop - start, 2), low, high, part, True)
    interval = ""
    if rate.low is not None and rate.high is not None:
        ends = [language.number(Fraction(each), rate.decimals) for each in (rate.low, rate.high)]
        interval = language.say("{low} to {high}", low=ends[0], high=ends[1])
    return (
        Cell(name(package, group, main, "label", language), note=few(rate, language)),
        Cell(written(rate, language), mark, bar),
        Cell(counts(rate, language) if rate.ok else "", mark),
        Cell(interval, mark),
    )


def _counts_heading(package: Package, rates: Sequence[Measured], indicator: str, language: Language) -> str:
    part = package.word(f"indicator/{indicator}/numerator_label", language.code)
    whole = package.word(f"indicator/{indicator}/denominator_label", language.code)
    if rates[0].unit == "mean":
        return whole
    if not any(each.denominator is not None for each in rates):
        return part
    if rates[0].unit == "per":
        return language.say("{part}, among {whole}", part=part, whole=whole.lower())
    return language.say("{part}, out of {whole}", part=part, whole=whole.lower())
