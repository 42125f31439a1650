"""A trend as two pictures, wide and narrow, that no script and no font of the machine has a part in.

In: a `Trend`, whose numbers are in displayed units and whose texts are finished words of the page's language.
Out: a `Chart` with both SVG texts. Drawing costs 0.1 s and, once a run, 0.6 s of start-up. So pictures are
kept, named by all that shapes them: the trend, the versions of Altair and vl-convert, the modules that draw.
"""

import json
import math
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache as once
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from . import drawing, lettering, plans, trendlines, trends
from .trends import MOST_LINES, Break, Point, Series, Tick, Trend

__all__ = ["MOST_LINES", "Break", "Chart", "Point", "Series", "Tick", "Trend", "draw_trend", "nice_ticks"]


@dataclass(frozen=True)
class Chart:
    """Two SVG texts of the same numbers: `wide` for 590 px and more, `narrow` for less; one of them is shown.

    `name` is the accessible name, `description` says where each line starts and ends.
    """

    wide: str
    narrow: str
    name: str
    description: str


def nice_ticks(low: float, high: float, from_zero: bool, target: int = 5) -> tuple[float, ...]:
    """Ticks that enclose low..high, 1, 2 or 5 times a power of ten apart, about `target` of them.

    `from_zero` includes zero. Of two steps that miss the target by as much, the one that leaves less room
    empty, then the larger. Computed with exact fractions, so that a tick is the double nearest to its decimal
    (0.3, not 0.30000000000000004).
    ValueError: bounds that are not finite or in the wrong order, fewer than two ticks wanted.
    """
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise ValueError(f"no ticks from {low} to {high}")
    if target < 2:
        raise ValueError(f"an axis has at least two ticks, not {target}")
    bottom, top = Fraction(str(low)), Fraction(str(high))
    if from_zero:
        bottom, top = min(bottom, Fraction(0)), max(top, Fraction(0))
    if bottom == top:
        around = abs(bottom) / 10 or Fraction(1)
        bottom, top = bottom - around if bottom else bottom, top + around
    power = math.floor(math.log10(top - bottom))
    powers = [Fraction(10) ** exponent for exponent in range(power + 1, power - 3, -1)]
    steps = [each * factor for each in powers for factor in (5, 2, 1)]

    def ends(step: Fraction) -> tuple[int, int]:
        return math.floor(bottom / step), math.ceil(top / step)

    def miss(step: Fraction) -> tuple[int, Fraction]:
        first, last = ends(step)
        return abs(last - first + 1 - target), (last - first) * step

    step = min(steps, key=miss)
    first, last = ends(step)
    return tuple(float(number * step) for number in range(first, last + 1))


def draw_trend(trend: Trend, cache: Path | None = None) -> Chart:
    """Both pictures of a trend, from `cache` (a folder, made when needed) where they are there and whole.

    ValueError: a trend that cannot be drawn, see `trends.check`. OSError: the cache cannot be written.
    """
    trends.check(trend)
    path = None if cache is None else cache / f"trend-{_key(trend)}.json"
    pictures = None if path is None else _read(path)
    if pictures is None:
        wide, narrow = (
            drawing.picture(trend, trendlines.lay_out(trend, sheet)) for sheet in (plans.WIDE, plans.NARROW)
        )
        pictures = wide, narrow
        if path is not None:
            _write(path, pictures)
    return Chart(*pictures, trend.name, "; ".join(_extremes(trend)))


def _extremes(trend: Trend) -> Iterator[str]:
    """Per line, its first and its last known number; then the target. No words but those that are given."""
    order = trends.places(trend)
    for series in trend.series:
        points = sorted(series.points, key=lambda point: order[point.period])
        known = [point for point in points if point.level is not None] or points
        ends = known[:1] if len(known) == 1 else [known[0], known[-1]]
        yield f"{series.label}: " + ", ".join(f"{point.label} {point.text}" for point in ends)
    if trend.target is not None:
        yield trend.target.text


@once
def _makers() -> str:
    """What has a part in every picture besides the trend: two packages, and these modules as they stand."""
    modules = (lettering, trends, plans, trendlines, drawing)
    sources = [Path(str(module.__file__)).read_bytes() for module in modules]
    versions = f"{version('altair')} {version('vl-convert-python')}"
    return sha256(versions.encode() + b"\0".join(sources)).hexdigest()


def _key(trend: Trend) -> str:
    """The name of the trend's pictures; the text of a frozen dataclass holds each of its fields, exactly."""
    return sha256(f"{_makers()}\n{trend!r}".encode()).hexdigest()[:40]


def _read(path: Path) -> tuple[str, str] | None:
    """What the cache has, or None when it has nothing, or something that is not whole."""
    try:
        digest, _, body = path.read_text(encoding="utf-8").partition("\n")
        if digest != sha256(body.encode()).hexdigest():
            return None
        made = json.loads(body)
        return str(made["wide"]), str(made["narrow"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, pictures: tuple[str, str]) -> None:
    """Keep two pictures, with a checksum before them; whoever reads meanwhile sees the whole file or none."""
    body = json.dumps({"wide": pictures[0], "narrow": pictures[1]}, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".trend-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{sha256(body.encode()).hexdigest()}\n{body}")
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
