"""From a plan to a picture: Altair and Vega draw the shapes, we set the words and the classes.

Vega scales the data and makes lines, areas and points. It gets no text at all, so that it measures nothing,
formats no number and writes no words of its own; the picture cannot depend on a machine's fonts. Of what it
returns only the geometry is kept. Classes, colours and texts are ours, and the site's CSS can change each:

- grid, axis-line (at zero), axis-tick (one a period), axis-label with axis-label-x or -y, axis-title;
- series, band, point, range, range-end, leader, end-label: each also with -subject, -comparison or -other; an
  end label is two texts, and that of the number is an end-value too, that of a word in its place an end-word;
- target, target-label, leader-target, break, break-label.

The attributes `fill` and `stroke` suit a light page without CSS. A `point` has a stroke in the colour of the
paper, which parts it from its line. No style attribute, no script, no id, no reference to anything.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from . import trends
from .plans import TICK, Plan, Segment, Words
from .trends import Point, Trend

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
INK, QUIET, HAIR, PAPER = "#1d2328", "#545c64", "#d9dde1", "#ffffff"
# On white: subject 7.2, comparison 9.4, other 5.0 to 1, enough for text (4.5) and so for lines (3).
COLOURS = {"subject": "#0b5a8f", "comparison": "#3f474e", "other": "#68717a"}
WIDTHS = {"subject": 3.0, "comparison": 2.25, "other": 2.0}
DASHES = (None, "7 4", "2 3", "11 3 2 3")
SHAPES = ("circle", "square", "triangle-up", "diamond")
AREAS = (72, 64, 88, 84)  # square units: what makes the four shapes look equally large
HALF = 4.0  # half the width of the band of a single period
CAP = 6.0  # half the width of the marks at the ends of a range

_VEGA = "{http://www.w3.org/2000/svg}"
_GEOMETRY = ("d", "transform", "x2", "y2")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]?\d+)?")
_RULE = {"type": "rule"}

Row = Mapping[str, object]


@dataclass(frozen=True)
class Layer:
    """Marks that look alike.

    Keys of a row: `time` and `value` (or `low`, `high`) are scaled by Vega; `px`, `py`, `px2`, `py2` are
    places in the picture; `run` parts a line in stretches.
    """

    classes: str
    paint: Mapping[str, object]
    mark: Mapping[str, Any]
    rows: Sequence[Row]


def _ruled(segments: Sequence[Segment]) -> list[Row]:
    return [dict(zip(("px", "py", "px2", "py2"), segment, strict=True)) for segment in segments]


def _hair(colour: str, dash: str | None = None) -> Row:
    return {"stroke": colour, "stroke-width": 1, "stroke-dasharray": dash}


def _layers(trend: Trend, plan: Plan) -> Iterator[Layer]:
    """Everything but the words, back to front: paper, bands, target, other lines, comparison, subject."""
    across = {"px": plan.start, "px2": plan.end}
    yield Layer("grid", _hair(HAIR), _RULE, [{"value": tick.value, **across} for tick in trend.ticks])
    zero = [{"value": 0, **across} for tick in trend.ticks if tick.value == 0]
    yield Layer("axis-line", _hair(QUIET), _RULE, zero)
    foot = {"py": plan.bottom, "py2": plan.bottom + TICK}
    yield Layer("axis-tick", _hair(QUIET), _RULE, [{"time": time, **foot} for time in plan.places.values()])
    yield Layer("break", _hair(QUIET), _RULE, _ruled(plan.hairlines))
    cuts = [time for time, _ in trends.cuts(trend, plan.places)]
    runs = [trends.runs(series, plan.places, cuts) for series in trend.series]
    slots = trends.slots(trend)
    order = sorted(range(len(slots)), key=lambda number: slots[number], reverse=True)
    for number in order:
        role = trend.series[number].role
        soft = {"fill": COLOURS[role], "fill-opacity": 0.1 if role == "other" else 0.16}
        yield Layer(f"band band-{role}", soft, {"type": "area"}, list(_band(runs[number], plan)))
    ties = {owner: [line for who, line in plan.leaders if who == owner] for owner, _ in plan.leaders}
    if trend.target is not None:
        yield Layer("leader leader-target", _hair(INK, "1 3"), _RULE, _ruled(ties.get(None, [])))
        goal = {"stroke": INK, "stroke-width": 1.5, "stroke-dasharray": "2 4", "stroke-linecap": "round"}
        yield Layer("target", goal, _RULE, [{"value": trend.target.value, **across}])
    for number in order:
        role = trend.series[number].role
        yield Layer(f"leader leader-{role}", _hair(COLOURS[role], "1 3"), _RULE, _ruled(ties.get(number, [])))
        yield from _ranges(trend, number, plan)
        yield from _line(role, slots[number], runs[number], plan)


def _line(role: str, slot: int, runs: Sequence[Sequence[Point]], plan: Plan) -> Iterator[Layer]:
    """One group: its line in unbroken stretches, and its points."""
    line = {
        "fill": "none",
        "stroke": COLOURS[role],
        "stroke-width": WIDTHS[role] * plan.sheet.line,
        "stroke-linejoin": "round",
        "stroke-dasharray": DASHES[slot],
    }
    rows = [
        {"time": plan.places[point.period], "value": point.value, "run": index}
        for index, run in enumerate(runs)
        for point in run
        if len(run) > 1
    ]
    yield Layer(f"series series-{role}", line, {"type": "line"}, rows)
    paint = {"fill": COLOURS[role], "stroke": PAPER, "stroke-width": 1.5 * plan.sheet.line}
    mark = {"type": "point", "filled": True, "shape": SHAPES[slot], "size": AREAS[slot] * plan.sheet.point}
    rows = [{"time": plan.places[point.period], "value": point.value} for run in runs for point in run]
    yield Layer(f"point point-{role}", paint, mark, rows)


def _ranges(trend: Trend, number: int, plan: Plan) -> Iterator[Layer]:
    """The ranges of one group: soft upright bars with a mark at each end. Groups stand side by side."""
    role, spans = trend.series[number].role, []
    beside = Counter(point.period for each in trend.series for point in each.points if point.span is not None)
    before = Counter(
        point.period for each in trend.series[:number] for point in each.points if point.span is not None
    )
    for point in trend.series[number].points:
        if point.span is not None:
            aside = before[point.period] - (beside[point.period] - 1) / 2
            spans.append((plan.x(plan.places[point.period]) + aside * (2 * CAP + 2), *point.span))
    soft = {"stroke": COLOURS[role], "stroke-opacity": 0.35, "stroke-width": CAP}
    yield Layer(
        f"range range-{role}", soft, _RULE, [{"px": x, "low": low, "high": high} for x, low, high in spans]
    )
    hard = {"stroke": COLOURS[role], "stroke-width": WIDTHS[role] * plan.sheet.line}
    ends = [{"value": end, "px": x - CAP, "px2": x + CAP} for x, *both in spans for end in both]
    yield Layer(f"range-end range-end-{role}", hard, _RULE, ends)


def _band(runs: Sequence[Sequence[Point]], plan: Plan) -> Iterator[Row]:
    """The intervals of a line: a band, or an upright stroke where a period is alone."""
    stretches: list[list[Point]] = []
    for run in runs:
        stretches.append([])
        for point in run:
            if point.low is None or point.high is None:
                stretches.append([])
            else:
                stretches[-1].append(point)
    for index, stretch in enumerate(stretches):
        for point in stretch:
            x = plan.x(plan.places[point.period])
            for px in (x,) if len(stretch) > 1 else (x - HALF, x + HALF):
                yield {"px": px, "low": point.low, "high": point.high, "run": index}


def _vega(layers: Sequence[Layer], plan: Plan) -> str:
    """The SVG that Vega makes of the layers; layer n is in groups of the class `part<n>_marks`."""
    # Imported here on purpose: they cost 0.6 s, and a chart that is in the cache needs neither.
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    times = alt.Scale(domain=list(plan.times), range=[plan.left, plan.right], nice=False, zero=False)
    values = alt.Scale(domain=list(plan.values), range=[plan.bottom, plan.top], nice=False, zero=False)
    channels: dict[str, tuple[str, Any]] = {
        "time": ("x", alt.X("time:Q", scale=times, axis=None)),
        "value": ("y", alt.Y("value:Q", scale=values, axis=None)),
        "low": ("y", alt.Y("low:Q", scale=values, axis=None)),
        "high": ("y2", alt.Y2("high")),
        "run": ("detail", alt.Detail("run:N")),
        "px": ("x", alt.X("px:Q", scale=None, axis=None)),
        "px2": ("x2", alt.X2("px2")),
        "py": ("y", alt.Y("py:Q", scale=None, axis=None)),
        "py2": ("y2", alt.Y2("py2")),
    }
    charts = []
    for number, layer in enumerate(layers):
        data = alt.InlineData(values=[dict(row) for row in layer.rows])
        chart = alt.Chart(data, name=f"part{number}", mark=alt.MarkDef(**layer.mark))
        charts.append(chart.encode(**dict(channels[key] for key in layer.rows[0])))
    sizes = {"width": plan.sheet.width, "height": plan.height}
    whole = alt.layer(*charts).properties(**sizes, autosize="none", padding=0)
    spec = whole.configure(aria=False, background="transparent").configure_view(stroke=None).to_dict()
    return vl_convert.vegalite_to_svg(spec)


def _short(number: float) -> str:
    """A length with at most two decimals: no eye sees more, and every byte is loaded."""
    return f"{round(number, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _attributes(pairs: Mapping[str, object]) -> str:
    """Attributes of an element; one that is None is left out."""
    texts = {
        key: _short(value) if isinstance(value, int | float) else str(value)
        for key, value in pairs.items()
        if value is not None
    }
    return "".join(f" {key}={quoteattr(text)}" for key, text in texts.items())


def _shapes(svg: str) -> dict[str, list[str]]:
    """The shapes in Vega's SVG by the name of their layer, with nothing left but their geometry."""
    shapes: dict[str, list[str]] = {}
    for group in ET.fromstring(svg).iter(f"{_VEGA}g"):  # noqa: S314  (Vega made it a moment ago)
        name = next((each for each in group.get("class", "").split() if each.endswith("_marks")), "")
        for leaf in group if name else ():
            kept = {
                key: _NUMBER.sub(lambda found: _short(float(found[0])), leaf.attrib[key])
                for key in _GEOMETRY
                if key in leaf.attrib
            }
            shapes.setdefault(name, []).append(f"<{leaf.tag.removeprefix(_VEGA)}{_attributes(kept)}/>")
    return shapes


def _text(words: Words, trend: Trend) -> str:
    """A text element; the lines after the first are tspans below each other."""
    classes, fill = words.kind, QUIET
    if words.series is not None:
        role = trend.series[words.series].role
        classes = f"end-label end-label-{role}" + ("" if words.kind == "end-label" else f" {words.kind}")
        fill = QUIET if words.kind == "end-word" else COLOURS[role]
    elif words.kind in ("target-label", "break-label"):
        fill = INK
    attributes = _attributes(
        {
            "class": classes,
            "x": words.x,
            "y": words.y,
            "font-size": words.size,
            "fill": fill,
            "font-weight": 700 if words.bold else None,
            "text-anchor": None if words.anchor == "start" else words.anchor,
        }
    )
    first, *more = map(escape, words.lines)
    down = _attributes({"x": words.x, "dy": words.leading})
    return f"<text{attributes}>{first}{''.join(f'<tspan{down}>{line}</tspan>' for line in more)}</text>"


def picture(trend: Trend, plan: Plan) -> str:
    """The SVG of one plan, a group a line, ready to stand in a page."""
    layers = [layer for layer in _layers(trend, plan) if layer.rows]
    shapes = _shapes(_vega(layers, plan))
    root = _attributes(
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"chart-svg chart-{plan.sheet.id}",
            "viewBox": f"0 0 {_short(plan.sheet.width)} {_short(plan.height)}",
            "role": "img",
            "aria-label": trend.name,
            "direction": "ltr",
            "font-family": FONT,
        }
    )
    looks = (_attributes({"class": layer.classes, **layer.paint}) for layer in layers)
    groups = (f"<g{look}>{''.join(shapes[f'part{n}_marks'])}</g>" for n, look in enumerate(looks))
    return "\n".join((f"<svg{root}>", *groups, *(_text(words, trend) for words in plan.words), "</svg>"))
