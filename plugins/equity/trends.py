"""What a trend chart shows: up to four groups over time, in numbers and finished words.

Numbers are in displayed units (71.5, not 0.715), texts are formatted in the page's language. Here is also
what follows from the facts alone: where in time a period stands, which stretches of a line are unbroken,
which dash and shape a group has. ValueError: a trend that no caller should make.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

ROLES = ("subject", "comparison", "other")
MOST_LINES = 4  # more than four lines are small multiples, not one chart


@dataclass(frozen=True)
class Point:
    """One period of one group; None where a number is withheld or unknown.

    `label` names the period; `text` is the formatted value, or the word that stands in its place; `low` and
    `high` bound the interval. `span`: the ends of a range that is published instead of a value.
    """

    period: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    span: tuple[float, float] | None = None

    @property
    def level(self) -> float | None:
        """Where a label that belongs to it stands: at its value, or halfway up its range."""
        return self.value if self.span is None else sum(self.span) / 2


@dataclass(frozen=True)
class Series:
    """One group over time. `role`: subject (what the chart is about), comparison or other. `label`: short."""

    id: str
    label: str
    role: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Tick:
    """A place on the value axis and the text that stands there."""

    value: float
    text: str


@dataclass(frozen=True)
class Break:
    """A series break, after one period and before another: numbers across it must not be compared.

    `text` says so, in few words. A break that does not lie between two shown periods is not drawn.
    """

    after: str
    before: str
    text: str


@dataclass(frozen=True)
class Trend:
    """One chart. `direction`: ltr or rtl, that of the texts; time runs from left to right in both.

    `unit` names what the axis counts; it is shown unless every tick already says it.
    """

    name: str
    series: tuple[Series, ...]
    ticks: tuple[Tick, ...]
    target: Tick | None
    breaks: tuple[Break, ...]
    direction: str
    unit: str


def numbers(trend: Trend) -> Iterator[float]:
    """Every number that must lie within the picture."""
    for series in trend.series:
        for point in series.points:
            if point.span is not None:  # its interval is not drawn
                yield from point.span
            else:
                yield from (each for each in (point.value, point.low, point.high) if each is not None)
    yield from (tick.value for tick in trend.ticks)
    if trend.target is not None:
        yield trend.target.value


def words(trend: Trend) -> Iterator[str]:
    """Every text that can stand in the picture."""
    yield trend.unit
    yield from (tick.text for tick in (*trend.ticks, *filter(None, (trend.target,))))
    yield from (cut.text for cut in trend.breaks)
    for series in trend.series:
        yield series.label
        yield from (text for point in series.points for text in (point.label, point.text))


def check(trend: Trend) -> None:
    """Raise ValueError for a trend that cannot be drawn."""
    if not 1 <= len(trend.series) <= MOST_LINES:
        raise ValueError(f"a trend has 1 to {MOST_LINES} series, not {len(trend.series)}")
    if trend.direction not in ("ltr", "rtl"):
        raise ValueError(f"direction is ltr or rtl, not {trend.direction!r}")
    for series in trend.series:
        if series.role not in ROLES:
            raise ValueError(f"{series.id}: a role is one of {', '.join(ROLES)}, not {series.role!r}")
        if not series.points:
            raise ValueError(
                f"{series.id}: no period; a number that is not known is a point whose value is None"
            )
        if len({point.period for point in series.points}) != len(series.points):
            raise ValueError(f"{series.id}: a period is there twice")
    if len({series.id for series in trend.series}) != len(trend.series):
        raise ValueError("two series have the same id")
    if not all(map(math.isfinite, numbers(trend))):
        raise ValueError("a value is not a finite number; an unknown value is None")
    points = [point for series in trend.series for point in series.points if point.span is not None]
    if any(point.value is not None for point in points):
        raise ValueError("a point is a value or a range, not both")


def places(trend: Trend) -> dict[str, float]:
    """Each period, in order of time, and where it stands.

    Periods that begin with different years stand at their years, so that a year which nobody measured leaves
    its room; other periods stand side by side, in the order of their names.
    """
    periods = sorted({point.period for series in trend.series for point in series.points})
    years = [int(period[:4]) for period in periods if re.match("[0-9]{4}", period)]
    if len(years) == len(periods) == len(set(years)):
        return {period: float(year) for period, year in zip(periods, years, strict=True)}
    return {period: float(index) for index, period in enumerate(periods)}


def cuts(trend: Trend, places: Mapping[str, float]) -> tuple[tuple[float, str], ...]:
    """The series breaks that lie between two shown periods: the time halfway, and the words."""
    return tuple(
        ((places[cut.after] + places[cut.before]) / 2, cut.text)
        for cut in trend.breaks
        if cut.after in places and cut.before in places
    )


def runs(series: Series, places: Mapping[str, float], cuts: Sequence[float]) -> tuple[tuple[Point, ...], ...]:
    """The unbroken stretches of a line: it ends where a value is missing and at each break (a time)."""
    stretches: list[list[Point]] = [[]]
    for point in sorted(series.points, key=lambda point: places[point.period]):
        if point.value is None:
            stretches.append([])
            continue
        before = stretches[-1][-1:]
        if before and any(places[before[0].period] < cut <= places[point.period] for cut in cuts):
            stretches.append([])
        stretches[-1].append(point)
    return tuple(tuple(stretch) for stretch in stretches if stretch)


def slots(trend: Trend) -> tuple[int, ...]:
    """The dash and shape of each series: subject 0, comparison 1, others 2 and 3; if taken, the next."""
    taken: list[int] = []
    for series in trend.series:
        wanted = ROLES.index(series.role)
        taken.append(next(n for n in (*range(wanted, MOST_LINES), *range(wanted)) if n not in taken))
    return tuple(taken)
