"""The plan of a trend chart: where each line, label and tick goes, before anything is drawn.

In: a `Trend` and a paper size. Out: a `Plan`. Nothing here formats a number, picks a tick or chooses a word,
and nothing depends on fonts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from . import lettering, trends
from .plans import TICK, Box, Leader, Plan, Segment, Sheet, Words
from .trends import Trend

EDGE = 4.0  # nothing stands nearer to the edge of the picture
GAP = 8.0  # between two texts, and between a text and what it belongs to
APART = 5.0  # a label further than this from the end of its line is tied to it by a leader
MIDDLE = 0.36  # half the height of a digit, as a share of the em: from a text's middle to its base line


@dataclass(frozen=True)
class _End:
    """What stands at the right end of a line: texts below each other, each with its kind.

    `series` is its number, None for the target. `period` and `value`: where the line ends, if it has an end.
    """

    texts: tuple[tuple[str, tuple[str, ...]], ...]
    series: int | None
    period: str | None
    value: float

    def height(self, leading: float) -> float:
        """The room it takes, with the distance to the next below it."""
        return leading * sum(len(lines) for _, lines in self.texts) + GAP / 2

    def width(self, size: float) -> float:
        """The widest of its lines."""
        return max(
            lettering.width(line, size, kind == "end-value") for kind, lines in self.texts for line in lines
        )


def lay_out(trend: Trend, sheet: Sheet) -> Plan:
    """The plan of `trend` on `sheet`. The picture grows in height where its labels need the room.

    ValueError: see `trends.check`.
    """
    trends.check(trend)
    places = trends.places(trend)
    words = list(trends.words(trend))
    leading, label_leading = (lettering.line_height(size, words) for size in (sheet.axis, sheet.label))
    ends = list(_ends(trend, sheet, list(places)))
    margin = max(end.width(sheet.label) for end in ends)
    start = EDGE + max((lettering.width(tick.text, sheet.axis) + GAP for tick in trend.ticks), default=0.0)
    right = sheet.width - EDGE - margin - 2.5 * GAP
    plan = Plan(
        sheet=sheet,
        leading=leading,
        start=start,
        left=start + GAP,
        right=right,
        end=right + GAP,
        times=_domain(list(places.values())),
        values=_domain(list(trends.numbers(trend))),
        places=places,
    )
    header, depth = _header(trend, plan)
    top = depth + label_leading / 2
    room = sum(end.height(label_leading) for end in ends) - label_leading / 2 - GAP / 2
    bottom = top + max(sheet.plot, room, leading * (len(trend.ticks) - 1))
    height = round(bottom + TICK + GAP + leading + EDGE, 1)
    plan = replace(plan, top=top, bottom=bottom, height=height)
    labels, leaders = _end_labels(plan, ends, label_leading)
    return replace(
        plan,
        words=tuple(
            replace(text, lines=tuple(lettering.isolate(line, trend.direction) for line in text.lines))
            for text in (*header, *_ticks(trend, plan), *_periods(trend, plan), *labels)
        ),
        leaders=leaders,
        hairlines=tuple(_hairlines(trend, plan, header)),
    )


def _domain(numbers: Sequence[float]) -> tuple[float, float]:
    low, high = min(numbers, default=0.0), max(numbers, default=0.0)
    return (low, high) if low < high else (low - 1, high + 1)


def _clamp(middle: float, wide: float, sheet: Sheet) -> float:
    """The middle of a text of this width, moved so that it stays in the picture."""
    return min(max(middle, EDGE + wide / 2), sheet.width - EDGE - wide / 2)


def _beside(one: Box, other: Box) -> bool:
    """Whether two texts of one row keep their distance, left to right."""
    return one[2] + GAP <= other[0] or other[2] + GAP <= one[0]


def _header(trend: Trend, plan: Plan) -> tuple[list[Words], float]:
    """What stands above the plot: the unit, then the words of the breaks in rows. Also where it ends."""
    sheet, size, leading = plan.sheet, plan.sheet.axis, plan.leading
    words: list[Words] = []
    depth = EDGE
    if trend.unit and not all(trend.unit in tick.text for tick in trend.ticks):
        lines = lettering.fold(trend.unit, size, sheet.width - 2 * EDGE)
        words.append(Words("axis-title", lines, EDGE, depth + size, "start", size, leading))
        depth += len(lines) * leading + GAP / 2
    rows: list[list[Words]] = []
    for time, text in trends.cuts(trend, plan.places):
        lines = lettering.fold(text, size, 0.46 * sheet.width)
        middle = _clamp(plan.x(time), max(lettering.width(line, size) for line in lines), sheet)
        label = Words("break-label", lines, middle, 0, "middle", size, leading)
        row = next((row for row in rows if all(_beside(label.box, other.box) for other in row)), None)
        if row is None:
            rows.append([label])
        else:
            row.append(label)
    for row in rows:
        deepest = max(len(label.lines) for label in row)
        # Each stands on the floor of its row, near to the hairline below.
        words += [replace(label, y=depth + (deepest - len(label.lines)) * leading + size) for label in row]
        depth += deepest * leading + GAP / 2
    return words, depth


def _hairlines(trend: Trend, plan: Plan, header: Sequence[Words]) -> Iterator[Segment]:
    """The breaks: from below the lowest words that stand in the way (their own, as a rule) to the foot."""
    boxes = [words.box for words in header if words.kind == "break-label"]
    for time, _ in trends.cuts(trend, plan.places):
        x = plan.x(time)
        yield x, max(foot for left, _, right, foot in boxes if left <= x <= right) + GAP / 2, x, plan.bottom


def _ticks(trend: Trend, plan: Plan) -> Iterator[Words]:
    """The texts of the value axis, to the left of their grid lines."""
    size = plan.sheet.axis
    for tick in trend.ticks:
        y = plan.y(tick.value) + MIDDLE * size
        yield Words("axis-label axis-label-y", (tick.text,), plan.start - GAP, y, "end", size, plan.leading)


def _periods(trend: Trend, plan: Plan) -> Iterator[Words]:
    """The names of the periods that there is room for."""
    size = plan.sheet.axis
    names = {point.period: point.label for series in trend.series for point in series.points}
    texts = [names[period] for period in plan.places]
    wide = [lettering.width(text, size) for text in texts]
    times = zip(plan.places.values(), wide, strict=True)
    middles = [_clamp(plan.x(time), room, plan.sheet) for time, room in times]
    y = plan.bottom + TICK + 0.75 * GAP + 0.8 * size
    for index in lettering.thin(middles, wide, GAP):
        kind = "axis-label axis-label-x"
        yield Words(kind, (texts[index],), middles[index], y, "middle", size, plan.leading)


def _ends(trend: Trend, sheet: Sheet, periods: Sequence[str]) -> Iterator[_End]:
    """The last number of each series (or the word in its place) and whose it is; then the target."""

    def fold(text: str, bold: bool = False) -> tuple[str, ...]:
        # A long word may take more than the usual width, up to where the plot would suffer.
        limit = min(max(sheet.limit, lettering.longest(text, sheet.label, bold)), 0.42 * sheet.width)
        return lettering.fold(text, sheet.label, limit, bold)

    for number, series in enumerate(trend.series):
        points = sorted(series.points, key=lambda point: periods.index(point.period))
        known = [(point.period, point.level) for point in points if point.level is not None]
        period, value = known[-1] if known else (None, 0.0)
        last, label = points[-1], ("end-label", fold(series.label))
        # A number is found by its line, a word by whose it is.
        if last.level is None:
            yield _End((label, ("end-word", fold(last.text))), number, period, value)
        else:
            yield _End((("end-value", fold(last.text, True)), label), number, period, value)
    if trend.target is not None:
        yield _End((("target-label", fold(trend.target.text)),), None, periods[-1], trend.target.value)


def _end_labels(plan: Plan, ends: Sequence[_End], leading: float) -> tuple[list[Words], tuple[Leader, ...]]:
    """The texts at the right: first lines level with the ends of their lines, unless two would collide."""
    size = plan.sheet.label
    # A series without any value has no end to stand at; its words come last.
    levels = [plan.bottom if end.period is None else plan.y(end.value) for end in ends]
    wanted = [level - leading / 2 for level in levels]
    heights = [end.height(leading) for end in ends]
    tops = lettering.spread(wanted, heights, plan.top - leading / 2, plan.bottom + GAP / 2)
    x = plan.end + 1.5 * GAP
    words: list[Words] = []
    leaders: list[Leader] = []
    for end, top, level in zip(ends, tops, levels, strict=True):
        y = top + leading / 2 + MIDDLE * size
        for kind, lines in end.texts:
            words.append(Words(kind, lines, x, y, "start", size, leading, kind == "end-value", end.series))
            y += leading * len(lines)
        if end.period is None:
            continue
        last = plan.x(plan.places[end.period])
        moved = abs(top + leading / 2 - level) > APART
        if moved or last < plan.x(plan.times[1]):
            foot = plan.end if end.series is None else last + GAP * plan.sheet.point + 1
            leaders.append((end.series, (foot, level, x - GAP / 2, top + leading / 2)))
    return words, tuple(leaders)
