"""What the plan of a chart holds: a paper size, texts in their places, two scales. All in viewBox units."""

from dataclasses import dataclass

from . import lettering

TICK = 5.0  # length of the mark of a period

Segment = tuple[float, float, float, float]  # x1, y1, x2, y2
Leader = tuple[int | None, Segment]  # whose: the number of a series, None for the target
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Sheet:
    """A paper size.

    Width, least height of the plot, text size of the axes and of the end labels, usual limit of an end label,
    scale of line widths and of the areas of points. The wide picture is made for 590 px and more, the narrow
    one for 288 to 420 px: at the smallest width of each, its smallest text is larger than 12 px.
    """

    id: str
    width: float
    plot: float
    axis: float
    label: float
    limit: float
    line: float
    point: float


WIDE = Sheet("wide", 720, 310, 15, 16, 190, 1.0, 1.0)
NARROW = Sheet("narrow", 320, 240, 14, 14, 112, 0.85, 0.65)


@dataclass(frozen=True)
class Words:
    """A text in its place: `x`, `y` are the anchor and the base line of the first line; lines run downwards.

    `series` is the number of the series it belongs to, if it does.
    """

    kind: str
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    size: float
    leading: float
    bold: bool = False
    series: int | None = None

    @property
    def box(self) -> Box:
        """The room it takes, by the table of widths."""
        wide = max(lettering.width(line, self.size, self.bold) for line in self.lines)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        foot = self.y + 0.22 * self.size + self.leading * (len(self.lines) - 1)
        return (left, self.y - 0.8 * self.size, left + wide, foot)


@dataclass(frozen=True)
class Plan:
    """A picture: `times` and `values` are the two domains, drawn over left..right and bottom..top.

    `places` has the time of each period. Grid lines run from `start` to `end`, a little beyond the points.
    `leaders` tie the last point of a line to a label that stands elsewhere; `hairlines` are the breaks.
    """

    sheet: Sheet
    leading: float
    start: float
    left: float
    right: float
    end: float
    times: tuple[float, float]
    values: tuple[float, float]
    places: dict[str, float]
    top: float = 0.0
    bottom: float = 0.0
    height: float = 0.0
    words: tuple[Words, ...] = ()
    leaders: tuple[Leader, ...] = ()
    hairlines: tuple[Segment, ...] = ()

    def x(self, time: float) -> float:
        """Where a time stands."""
        first, last = self.times
        return self.left + (time - first) / (last - first) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Where a value stands."""
        low, high = self.values
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)
