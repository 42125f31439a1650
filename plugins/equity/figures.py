"""A figure as a value: finding, chart, table, sentences and download, all made from the same measured
numbers.

What is plotted is the displayed number, so axis, table, sentence and download cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from . import comparisons, overall, timelines
from .charts import Chart
from .descriptors import Package
from .disclosure import Protected
from .explanations import NOTHING, Explanations
from .languages import Language, rounded
from .measures import Measured
from .plots import Plot, name, shown
from .tables import Download, Table, as_csv
from .writing import absence, range_decimals


@dataclass(frozen=True)
class Figure:
    """A finished figure in one language; every text is ready to be shown. `chart` is None where the table is
    the chart. `beside` is what goes with it: the gap as a ratio, or what one number says of all groups.
    """

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
    beside: str = ""


def draw(
    protected: Protected,
    plotted: Plot,
    caption: str,
    language: Language,
    cache: Path | None = None,
    explained: Explanations = NOTHING,
) -> Figure:
    """The figure in one language. `cache` is where drawn charts are kept; without it each is drawn anew.
    `explained` has the names of the library's measures.
    """
    package, facts = protected.package, plotted.facts
    if facts.form == "comparison":
        finding = comparisons.finding(package, plotted, language)
        summary = comparisons.summary(package, plotted, language)
        reading = comparisons.reading(plotted, language)
        table, chart = comparisons.table(package, plotted, language), None
        beside = overall.beside(plotted.beside, explained, language)
    else:
        finding = timelines.finding(package, plotted, language)
        summary = timelines.summary(plotted, language)
        reading = timelines.reading(plotted, language)
        table = timelines.table(package, plotted, language)
        chart = timelines.chart(package, plotted, language, cache)
        beside = timelines.beside(plotted, language)
    origin = package.descriptor["equity"]["origin"]
    title = package.word("package/title", language.code)
    publisher = package.word("origin/publisher", language.code)
    return Figure(
        id=facts.id,
        form=facts.form,
        finding=finding,
        summary=summary,
        reading=reading,
        caption=caption,
        table=table,
        chart=chart,
        notes=tuple(_notes(package, plotted, language)),
        source=language.say("{title}, {publisher}", title=title, publisher=publisher),
        source_href=origin.get("address", ""),
        definition=package.word(f"indicator/{facts.main.indicator}/definition", language.code),
        download=_download(package, plotted, language),
        package=package.id,
        beside=beside,
    )


def _notes(package: Package, plotted: Plot, language: Language) -> Iterator[str]:
    """What a reader has to know: what an interval means, why numbers are missing, where series break."""
    main, periods = plotted.facts.main, plotted.facts.periods
    rates = plotted.every_rate()
    yield from _notes_on_chance(rates, language)
    if any(each.ok and each.small for each in rates):
        yield from _notes_on_few(package, plotted, language)
    if any(each.reason == "no-denominator" for each in rates):
        yield language.say(
            "Where the publisher gives a rate without the number of students behind it, no range by chance "
            "is shown."
        )
    if plotted.facts.form == "trend" and any(each.ok and each.low is not None for each in plotted.gaps):
        yield language.say(
            "Gaps are worked out before rounding, so the last digit can differ from a subtraction."
        )
    yield from _notes_on_precision(plotted, language)
    if any(each.reason == "withheld" for each in (*rates, *plotted.gaps)):
        yield language.say("Withheld: the publisher does not show this number, to protect students' privacy.")
    if any(each.reason == "group-withheld" and not each.ok for each in (*rates, *plotted.gaps)):
        yield language.say("Not worked out: it would give away a number that the publisher withholds.")
    for at, key in package.breaks(main.indicator, plotted.groups()).items():
        if periods[0] < at <= periods[-1]:
            reason = package.word(key, language.code)
            yield language.say(
                "From {period} on, figures cannot be compared with earlier ones: {reason}",
                period=at,
                reason=reason,
            )
    for dimension, group in sorted(
        {pair for line, _ in plotted.rates if not isinstance(line, str) for pair in line}
    ):
        if f"group/{dimension}/{group}/note" in package.words["en"]:
            label = package.word(f"group/{dimension}/{group}/label", language.code)
            note = package.word(f"group/{dimension}/{group}/note", language.code)
            yield language.say("{label}: {note}", label=label, note=note)


def _notes_on_chance(rates: tuple[Measured, ...], language: Language) -> Iterator[str]:
    """What the range by chance means, where there is one."""
    if any(each.low is not None and each.ranged for each in rates):
        yield language.say(
            "The range by chance shows how far a rate could move in a group of this size (95% interval). "
            "Where a range is published, it is that of every number in it."
        )
    elif rates[0].unit == "mean" and any(each.low is not None for each in rates):
        yield language.say(
            "The range shows how far a mean could move by chance alone in a group of this size (95% "
            "interval)."
        )
    elif any(each.low is not None for each in rates):
        yield language.say(
            "The range shows how far a rate could move by chance alone in a group of this size (95% "
            "interval)."
        )


def _notes_on_few(package: Package, plotted: Plot, language: Language) -> Iterator[str]:
    """What a small group is; in a trend, which ones are."""
    yield language.say(
        "A group of fewer than {number} students is small: one student more or less changes its numbers "
        "a lot. Small groups are never ranked, and make no headline.",
        number=language.number(plotted.few),
    )
    if plotted.facts.form == "trend":
        lines = [
            name(package, group, plotted.facts.main, "label", language)
            for group, line in plotted.rates
            if any(each.ok and each.small for each in line)
        ]
        yield language.say("Small in some of these years: {groups}.", groups=language.listing(lines))


def _notes_on_precision(plotted: Plot, language: Language) -> Iterator[str]:
    """How exactly the numbers are known: ranges, and differences of rounded ones."""
    rates, gaps = plotted.every_rate(), plotted.gaps
    if any(each.ranged for each in (*rates, *gaps)):
        yield language.say(
            "Where the publisher gives a range instead of a number, whatever follows from it is a range too."
        )
    if any(each.reason == "not-a-proportion" for each in rates):
        yield language.say("How far chance could move these numbers is not worked out here.")
    if not any(each.bounds and each.bounds[0] != each.bounds[1] and not each.ranged for each in gaps):
        return
    if rates[0].unit == "mean":
        yield language.say(
            "The publisher rounds its means, so a difference between them is only known to within a small "
            "range. We say 'about' where that could change the number shown."
        )
    else:
        yield language.say(
            "The publisher rounds its rates, so a difference between them is only known to within a small "
            "range. "
            "We say 'about' where that could change the number shown."
        )


def _download(package: Package, plotted: Plot, language: Language) -> Download:
    """Exactly the plotted numbers, one row an observation; the heading row in the page's language."""
    main, lines = plotted.facts.main, plotted.every_rate()
    ranges = any(each.ranged for each in lines)
    header = [
        language.say("School year"),
        language.say("Place"),
        language.say("Group"),
        language.say("Mean") if lines[0].unit == "mean" else language.say("Rate"),
        *((language.say("At least"), language.say("At most")) if ranges else ()),
        language.say("Numerator"),
        language.say("Denominator"),
        language.say("Low end"),
        language.say("High end"),
        language.say("Status"),
    ]
    rows = [
        [
            each.question.period,
            package.place_word(main.place, language.code),
            name(package, group, main, "label", language),
            _plain(shown(each), each.decimals),
            *(_bounds(each) if ranges else ()),
            _plain(each.numerator, 0),
            _plain(each.denominator, 0),
            _plain(None if each.low is None else Fraction(each.low), each.decimals),
            _plain(None if each.high is None else Fraction(each.high), each.decimals),
            language.say("Published") if each.ok else absence(each.reason, language),
        ]
        for group, line in plotted.rates
        for each in line
    ]
    return Download(f"{plotted.facts.id}.csv", as_csv(header, rows))


def _bounds(rate: Measured) -> tuple[str, str]:
    """The ends of a range for machines; nothing beside a number."""
    if not rate.ranged or rate.bounds is None:
        return "", ""
    decimals = range_decimals(rate)
    return _plain(rate.bounds[0], decimals), _plain(rate.bounds[1], decimals)


def _plain(value: Fraction | int | None, decimals: int) -> str:
    """A number for machines: a dot, no separators; nothing where there is none."""
    return "" if value is None else str(rounded(value, decimals))
