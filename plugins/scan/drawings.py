"""A drawn trend against its account: every corner of every mark is a shown number at its period."""

import re
from collections.abc import Iterator

from plugins.equity.accounts import lines
from plugins.equity.plots import shown
from plugins.equity.timelines import ticks

from .findings import Place, Scan
from .readback import Element
from .readings import read_points

_MARKS = {"point", "series", "band", "range", "range-end"}
_PAPER = {"grid", "axis-line", "axis-tick", "break", "leader", "target"}
_PAIR = re.compile(r"(-?\d*\.?\d+),(-?\d*\.?\d+)")
_NEAR = 0.06
_WIDE = 12.5


def scan_drawing(scan: Scan, place: Place, svg: Element) -> None:
    """Every corner of a mark is a shown number at its period; the side scale follows from shown numbers."""
    plotted, language = place.plotted, place.language
    groups = [each for each in svg.inside if isinstance(each, Element) and each.tag == "g"]
    odd = [each for each in svg.all() if each.tag not in ("g", "path", "line", "text", "tspan")]
    odd += [each for each in groups if not (_MARKS | _PAPER) & {*each.classes}]
    if odd:
        message = f"The drawing of '{place.id}' has a part that nobody knows to read: <{odd[0].tag}>."
        scan.tell_of(place.path, odd[0].line, "output-unread", message)
    scale = ticks(plotted, language)
    labels = [each.text.strip() for each in svg.all("text", "axis-label-y")]
    heights = [y for each in groups if "grid" in each.classes for _, y in _corners(each)]
    times = [x for each in groups if "axis-tick" in each.classes for x, _ in _corners(each)]
    fits = len(heights) == len(scale) and len(times) == len(plotted.facts.periods)
    if labels != [each.text for each in scale] or not fits:
        message = f"The side scale of '{place.id}' does not follow from the numbers that are shown."
        scan.tell_of(place.path, svg.line, "output-differs", message)
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
    read_points(scan, place, svg.line, list(_points(groups, at, height(0), height(1))))
    drawn = [corner for each in groups if "point" in each.classes for corner in _corners(each)]
    if len(drawn) != len(points) or any(not _one_of(each, points, _NEAR) for each in drawn):
        message = f"The points of '{place.id}' are not the numbers that are shown."
        scan.tell_of(place.path, svg.line, "output-shown", message)
    for kind, known, wide in (
        ("series", points, _NEAR),
        ("band", bands, 4 + _NEAR),
        ("range", spans, 4 * _WIDE),
        ("range-end", spans, 4 * _WIDE),
    ):
        corners = [corner for each in groups if kind in each.classes for corner in _corners(each)]
        if any(not _one_of(each, known, wide) for each in corners):
            message = f"A mark of '{place.id}' ({kind}) stands where no shown number is."
            scan.tell_of(place.path, svg.line, "output-shown", message)


def _points(
    groups: list[Element], times: dict[str, float], zero: float, one: float
) -> Iterator[tuple[Element, str, float]]:
    """The drawn points: the group that each stands in, its period, its number by the side scale."""
    for group in [each for each in groups if "point" in each.classes]:
        for x, y in _corners(group):
            period = min(times.items(), key=lambda each, x=x: abs(each[1] - x))[0]  # type: ignore[misc]
            yield group, period, (y - zero) / (one - zero)


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
