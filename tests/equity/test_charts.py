"""Trend charts: the picture says what the data say, in any language, on any machine, and is kept safely."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from plugins.equity import charts, drawing, lettering, plans, trendlines, trends
from plugins.equity.charts import Break, Chart, Point, Series, Tick, Trend, draw_trend, nice_ticks

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"

# --- trends to draw -------------------------------------------------------------------------------

# Connecticut, four-year graduation, state: students who are English learners and students who are not
# (Connecticut State Department of Education, EdSight).
LEARNERS = (59.4, 62.7, 63.8, 63.0, 66.7, 67.3, 68.4, 67.8, 71.5)
OTHERS = (83.8, 85.9, 86.6, 87.9, 88.3, 88.5, 89.1, 89.4, 89.6)
FEW = "Too few students to show"


def period(number: int) -> str:
    return f"{2010 + number}-{11 + number}"


def line(
    id: str,  # noqa: A002
    label: str,
    role: str,
    values: tuple[float | None, ...],
    spread: float | None = 1.5,
    word: str = FEW,
) -> Series:
    """A series of consecutive school years; `spread` is half the width of the interval."""
    return Series(id, label, role, tuple(
        Point(period(n), period(n), value,
              None if value is None or spread is None else value - spread,
              None if value is None or spread is None else value + spread,
              word if value is None else f"{value}%")
        for n, value in enumerate(values)
    ))  # fmt: skip


def ticks(low: float, high: float, from_zero: bool = False) -> tuple[Tick, ...]:
    return tuple(Tick(value, f"{value:g}%") for value in nice_ticks(low, high, from_zero))


REAL = Trend(
    "The gap in graduation narrowed",
    (line("el", "English learners", "subject", LEARNERS),
     line("not", "Other students", "comparison", OTHERS)),
    ticks(57, 91), None, (), "ltr", "%",
)  # fmt: skip
FOUR = Trend(
    "Four groups",
    (
        line("a", "American Indian or Alaska Native students", "subject",
             (61.2, 66, 70.1, 72, None, 79.1, 80, 83.2, 84.1)),
        line("b", "All students", "comparison", (81.7, 84, 85.5, 87, 87.2, 87.4, 87.9, 88.3, 88.5)),
        line("c", "Native Hawaiian or other Pacific Islander students", "other",
             (88, None, 78, None, 86, 87.1, None, 84.3, None)),
        line("d", "Students of two or more races", "other", (78.8, 80, 82.1, 84.5, 85, 86.7, 87, 88, 87.9)),
    ),
    ticks(59, 90), Tick(90, "Target: 90% by 2020-21"),
    (Break("2012-13", "2013-14", "New way to count"),
     Break("2015-16", "2016-17", "New data system in all districts")),
    "ltr", "%",
)  # fmt: skip
SPANISH = Trend(
    "La brecha",
    (line("el", "Estudiantes que están aprendiendo inglés", "subject", (*LEARNERS[:8], None),
          word="Muy pocos estudiantes para mostrarse"),
     line("not", "Estudiantes que no están aprendiendo inglés", "comparison", OTHERS)),
    ticks(0, 91, True), Tick(80, "Meta: 80% para el año escolar 2020-21"),
    (Break("2014-15", "2015-16", "Desde 2015-16 se cuenta de otra manera"),), "ltr",
    "Porcentaje de los estudiantes de la cohorte que se graduaron",
)  # fmt: skip
ARABIC = Trend(
    "الفجوة في التخرج",
    (line("el", "متعلمو اللغة الإنجليزية (EL)", "subject", LEARNERS),
     line("not", "الطلاب الآخرون", "comparison", OTHERS)),
    ticks(57, 91), Tick(80, "الهدف: 80% بحلول 2020-21"),
    (Break("2014-15", "2015-16", "غير قابل للمقارنة"),), "rtl", "نسبة الطلاب",
)  # fmt: skip
EQUAL = replace(REAL, name="Equal ends", series=(
    line("x", "Students with free meals", "subject", (*OTHERS[:8], 89.7)), REAL.series[1],
))  # fmt: skip
WITHHELD = replace(REAL, name="Withheld", series=(
    line("x", "Students with disabilities", "subject", (None,) * 5),
    line("y", "All students", "comparison", (81.7, 84, None, 87, None)),
), ticks=ticks(80, 90))  # fmt: skip
ONE = replace(REAL, name="One year", series=(line("x", "All students", "subject", (88.5,)),))
LONG = replace(REAL, name="Long words", unit="人", series=(
    line("x", "Neuzugewanderte Deutschlernanfängerinnen und Donaudampfschifffahrtsgesellschaftskapitäne",
         "subject", LEARNERS),
    line("y", "正在学习英语的学生（包括最近新来的学生和他们的兄弟姐妹）", "comparison", OTHERS),
))  # fmt: skip
TRENDS = (REAL, FOUR, SPANISH, ARABIC, EQUAL, WITHHELD, ONE, LONG)
SHEETS = ("wide", "narrow")


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  (our own)


def drawn(trend: Trend, sheet: str) -> ET.Element:
    """The picture, parsed. Drawn once a run: a chart is a pure function of its trend."""
    if trend not in _DRAWN:
        _DRAWN[trend] = draw_trend(trend)
    return parsed(getattr(_DRAWN[trend], sheet))


_DRAWN: dict[Trend, Chart] = {}


@pytest.fixture(params=[f"{trend.name}/{sheet}" for trend in TRENDS for sheet in SHEETS])
def case(request: pytest.FixtureRequest) -> tuple[Trend, str]:
    name, sheet = request.param.split("/")
    return next(trend for trend in TRENDS if trend.name == name), sheet


# --- reading a picture ----------------------------------------------------------------------------


def groups(svg: ET.Element, css: str) -> list[ET.Element]:
    return [group for group in svg.iter(f"{SVG}g") if css in group.get("class", "").split()]


def moved(element: ET.Element) -> tuple[float, float]:
    x, y = element.attrib["transform"].removeprefix("translate(").removesuffix(")").split(",")
    return float(x), float(y)


def points(svg: ET.Element, css: str) -> list[tuple[float, float]]:
    return sorted(moved(shape) for group in groups(svg, css) for shape in group)


def paths(svg: ET.Element, css: str) -> list[list[tuple[float, float]]]:
    """The corners of each path of a group."""
    found = []
    for group in groups(svg, css):
        for shape in group:
            numbers = [float(each) for each in re.findall(r"-?[\d.]+", shape.attrib["d"])]
            found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return found


def read_back(svg: ET.Element, trend: Trend, y: float) -> float:
    """The value at a height, as a reader finds it: by the grid lines of the lowest and the highest tick."""
    heights = [moved(each)[1] for each in groups(svg, "grid")[0]]
    low, high = trend.ticks[0].value, trend.ticks[-1].value
    return low + (y - heights[0]) / (heights[-1] - heights[0]) * (high - low)


@dataclass(frozen=True)
class Seen:
    """A text of the picture and the room it takes by the table of widths."""

    text: str
    box: tuple[float, float, float, float]
    size: float


def texts(svg: ET.Element) -> Iterator[Seen]:
    for element in svg.iter(f"{SVG}text"):
        size, x, y = (float(element.attrib[key]) for key in ("font-size", "x", "y"))
        spans = element.findall(f"{SVG}tspan")
        lines = [element.text or "", *(span.text or "" for span in spans)]
        wide = max(lettering.width(each, size, element.get("font-weight") == "700") for each in lines)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        depth = sum(float(span.attrib["dy"]) for span in spans)
        yield Seen(" ".join(lines), (left, y - 0.75 * size, left + wide, y + depth + 0.2 * size), size)


def collisions(svg: ET.Element) -> list[str]:
    """Texts that overlap each other or leave the picture."""
    wide, high = (float(each) for each in svg.attrib["viewBox"].split()[2:])
    seen = list(texts(svg))
    faults = [
        f"{one.text!r} leaves the picture" for one in seen
        if one.box[0] < 0 or one.box[1] < 0 or one.box[2] > wide or one.box[3] > high
    ]  # fmt: skip
    for one, other in combinations(seen, 2):
        (a, b, c, d), (e, f, g, h) = one.box, other.box
        if min(c, g) > max(a, e) and min(d, h) > max(b, f):  # both overlap: side to side, top to foot
            faults.append(f"{one.text!r} meets {other.text!r}")
    return faults


# --- ticks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "from_zero", "target", "expected"),
    [
        (59.4, 89.6, False, 5, (50, 60, 70, 80, 90)),
        (0, 100, True, 5, (0, 20, 40, 60, 80, 100)),
        (59.4, 89.6, True, 5, (0, 20, 40, 60, 80, 100)),
        (4, 9, False, 5, (4, 5, 6, 7, 8, 9)),
        (0.11, 0.32, False, 5, (0.1, 0.15, 0.2, 0.25, 0.3, 0.35)),
        (0.1, 0.5, False, 5, (0.1, 0.2, 0.3, 0.4, 0.5)),
        (-12, 8, False, 5, (-15, -10, -5, 0, 5, 10)),
        (-12, -3, True, 4, (-15, -10, -5, 0)),
        (1200, 4100, False, 5, (1000, 2000, 3000, 4000, 5000)),
        (1799, 1799, False, 3, (1600, 1800, 2000)),
        (0, 0, False, 3, (0, 0.5, 1)),
        (0, 0, True, 3, (0, 0.5, 1)),
        (0, 1, False, 2, (0, 1)),
    ],
)
def test_ticks(low: float, high: float, from_zero: bool, target: int, expected: tuple[float, ...]) -> None:
    assert nice_ticks(low, high, from_zero, target) == expected


def test_ticks_enclose_the_data_with_even_simple_steps() -> None:
    for low, high in ((0.037, 0.041), (3, 97), (99.4, 99.9), (-7, 7), (12345, 99999), (1e-7, 3e-7), (5, 5)):
        for target in (3, 5, 8):
            made = nice_ticks(low, high, False, target)
            steps = {round((b - a) / 10 ** _power(b - a), 6) for a, b in pairwise(made)}
            assert made[0] <= low <= high <= made[-1]
            assert len(steps) == 1
            assert steps <= {1, 2, 5}
            assert 2 <= len(made) <= 2 * target


def _power(number: float) -> int:
    return int(f"{number:.6e}".split("e")[1])


@pytest.mark.parametrize(
    "arguments", [(2, 1, False), (float("nan"), 1, False), (0, float("inf"), True), (0, 1, True, 1)]
)
def test_no_ticks_for_nonsense(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="tick"):
        nice_ticks(*arguments)


# --- data in, data out ----------------------------------------------------------------------------


def test_every_value_can_be_read_back_from_the_picture(case: tuple[Trend, str]) -> None:
    trend, sheet = case
    svg = drawn(trend, sheet)
    for role in {series.role for series in trend.series}:
        known = sorted(
            point.value for series in trend.series if series.role == role
            for point in series.points if point.value is not None
        )  # fmt: skip
        shown = sorted(read_back(svg, trend, y) for _, y in points(svg, f"point-{role}"))
        assert shown == pytest.approx(known, abs=0.02)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_values_stand_in_order_of_time_at_even_distances(sheet: str) -> None:
    svg = drawn(REAL, sheet)
    places = points(svg, "point-subject")
    assert [read_back(svg, REAL, y) for _, y in places] == pytest.approx(LEARNERS, abs=0.02)
    steps = [right - left for (left, _), (right, _) in pairwise(places)]
    assert steps == pytest.approx([steps[0]] * 8, abs=0.02)
    assert [x for x, _ in points(svg, "point-comparison")] == [x for x, _ in places]


def test_a_year_that_nobody_measured_leaves_its_room() -> None:
    gap = tuple(replace(each, points=each.points[:3] + each.points[5:]) for each in REAL.series)
    xs = [x for x, _ in points(drawn(replace(REAL, series=gap), "wide"), "point-subject")]
    assert (xs[3] - xs[2]) / (xs[1] - xs[0]) == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_line_and_the_band_pass_through_the_data(sheet: str) -> None:
    svg = drawn(REAL, sheet)
    (path,) = paths(svg, "series-subject")
    assert sum(path, ()) == pytest.approx(sum(points(svg, "point-subject"), ()), abs=0.02)
    (band,) = paths(svg, "band-subject")
    values = [read_back(svg, REAL, y) for _, y in band]
    edges = [[value - 1.5 for value in LEARNERS], [value + 1.5 for value in reversed(LEARNERS)]]
    assert values in (pytest.approx([*edges[0], *edges[1]], abs=0.02),
                      pytest.approx([*reversed(edges[1]), *reversed(edges[0])], abs=0.02))  # fmt: skip


def test_a_missing_value_breaks_line_and_band_and_nothing_is_drawn_in_its_place() -> None:
    values = (60, 62, None, 64, None, 66, 67, 68, 69)
    svg = drawn(replace(REAL, series=(line("x", "X", "subject", values),)), "wide")
    assert len(points(svg, "point-subject")) == 7
    assert sorted(map(len, paths(svg, "series-subject"))) == [2, 4]
    assert sorted(map(len, paths(svg, "band-subject"))) == [4, 4, 8]  # the lone year: a short upright stroke
    lone = next(path for path in paths(svg, "band-subject") if len({x for x, _ in path}) == 2
                and max(x for x, _ in path) - min(x for x, _ in path) < 10)  # fmt: skip
    assert {round(read_back(svg, REAL, y), 1) for _, y in lone} == {62.5, 65.5}


def test_without_an_interval_there_is_no_band() -> None:
    series = tuple(line(each.id, each.label, each.role, LEARNERS, spread=None) for each in REAL.series)
    svg = drawn(replace(REAL, series=series), "narrow")
    assert groups(svg, "band") == []
    assert len(points(svg, "point-subject")) == 9


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_series_break_cuts_every_line_and_band_under_a_hairline_between_the_two_years(sheet: str) -> None:
    svg = drawn(ARABIC, sheet)
    before, after = (points(svg, "point-subject")[n][0] for n in (4, 5))
    (hairline,) = groups(svg, "break")[0]
    assert moved(hairline)[0] == pytest.approx((before + after) / 2, abs=0.01)
    for css in ("series-subject", "series-comparison", "band-subject"):
        first, second = sorted(paths(svg, css))
        assert max(x for x, _ in first) == pytest.approx(before)
        assert min(x for x, _ in second) == pytest.approx(after)


def test_a_break_outside_the_shown_years_is_not_drawn() -> None:
    svg = drawn(replace(REAL, breaks=(Break("2018-19", "2019-20", "Later"),)), "wide")
    assert groups(svg, "break") == []
    assert "Later" not in {seen.text for seen in texts(svg)}


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_target_lies_at_its_value(sheet: str) -> None:
    svg = drawn(SPANISH, sheet)
    (goal,) = groups(svg, "target")[0]
    assert read_back(svg, SPANISH, moved(goal)[1]) == pytest.approx(80, abs=0.02)
    assert groups(svg, "target")[0].get("stroke-dasharray")


def test_a_target_beyond_the_ticks_stays_in_the_picture() -> None:
    trend = replace(REAL, target=Tick(97, "97%"))
    svg = drawn(trend, "wide")
    (goal,) = groups(svg, "target")[0]
    assert read_back(svg, trend, moved(goal)[1]) == pytest.approx(97, abs=0.05)
    assert moved(goal)[1] > 0
    assert collisions(svg) == []


def test_a_wrong_value_would_be_noticed() -> None:
    wrong = line("el", "English learners", "subject", (59.5, *LEARNERS[1:]))
    svg = drawn(replace(REAL, series=(wrong, REAL.series[1])), "narrow")
    values = [read_back(svg, REAL, y) for _, y in points(svg, "point-subject")]
    assert values != pytest.approx(LEARNERS, abs=0.02)


# --- words ----------------------------------------------------------------------------------------


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069 ]", "", text)


def test_each_label_and_its_last_number_or_word_stand_there_as_given(case: tuple[Trend, str]) -> None:
    trend, sheet = case
    shown = {plain(seen.text) for seen in texts(drawn(trend, sheet))}
    due = {text for series in trend.series for text in (series.label, series.points[-1].text)}
    due |= {tick.text for tick in trend.ticks} | {cut.text for cut in trend.breaks}
    due |= {trend.target.text} if trend.target else set()
    assert {plain(text) for text in due} <= shown
    given = {plain(text) for text in trends.words(trend)}
    assert shown <= given  # nothing is shown that was not given: no number of Vega's making, no English


@pytest.mark.parametrize("sheet", SHEETS)
def test_labels_stand_at_what_they_name(sheet: str) -> None:
    svg = drawn(REAL, sheet)

    def middles(css: str) -> list[float]:
        found = [each for each in svg.iter(f"{SVG}text") if css in each.attrib["class"].split()]
        return [float(each.attrib["y"]) - 0.36 * float(each.attrib["font-size"]) for each in found]

    grid = [moved(each)[1] for each in groups(svg, "grid")[0]]
    assert middles("axis-label-y") == pytest.approx(grid, abs=0.02)
    ends = [points(svg, f"point-{role}")[-1][1] for role in ("subject", "comparison")]
    assert middles("end-value") == pytest.approx(ends, abs=0.02)
    marks = [moved(each)[0] for each in groups(svg, "axis-tick")[0]]
    named = [each for each in svg.iter(f"{SVG}text") if "axis-label-x" in each.attrib["class"].split()]
    for each in named:
        assert float(each.attrib["x"]) == pytest.approx(marks[int(str(each.text)[:4]) - 2010], abs=0.02)


@pytest.mark.parametrize("sheet", SHEETS)
def test_first_and_last_period_are_named(sheet: str) -> None:
    for trend in (REAL, FOUR, SPANISH, ARABIC):
        assert {"2010-11", "2018-19"} <= {plain(seen.text) for seen in texts(drawn(trend, sheet))}


def test_the_unit_is_named_only_where_the_ticks_do_not_say_it() -> None:
    assert not [each for each in drawn(REAL, "wide").iter() if each.get("class") == "axis-title"]
    svg = drawn(SPANISH, "wide")
    assert [each.text for each in svg.iter() if each.get("class") == "axis-title"] == [SPANISH.unit]


def test_no_text_meets_another_or_leaves_the_picture(case: tuple[Trend, str]) -> None:
    assert collisions(drawn(*case)) == []


def test_labels_left_where_their_lines_end_would_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "spread", lambda wanted, *_: tuple(wanted))
    svg = parsed(draw_trend(EQUAL).wide)
    assert "'89.7%' meets '89.6%'" in collisions(svg)


def test_unthinned_periods_would_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "thin", lambda places, *_: tuple(range(len(places))))
    assert "'2010-11' meets '2011-12'" in collisions(parsed(draw_trend(REAL).narrow))


@pytest.mark.parametrize(("sheet", "smallest"), [("wide", 590), ("narrow", 288)])
def test_text_is_twelve_pixels_or_more_where_the_picture_is_smallest(sheet: str, smallest: float) -> None:
    for trend in TRENDS:
        svg = drawn(trend, sheet)
        width = float(svg.attrib["viewBox"].split()[2])
        assert min(seen.size for seen in texts(svg)) * smallest / width >= 12


def test_a_label_that_had_to_move_is_tied_to_the_end_of_its_line() -> None:
    svg = drawn(EQUAL, "wide")
    for role in ("subject", "comparison"):
        (tie,) = groups(svg, f"leader-{role}")[0]
        last = points(svg, f"point-{role}")[-1]
        assert moved(tie)[0] > last[0]
        assert moved(tie)[1] == last[1]
    assert groups(drawn(REAL, "wide"), "leader") == []


def test_right_to_left_texts_are_isolated_and_time_still_runs_from_left_to_right() -> None:
    svg = drawn(ARABIC, "narrow")
    assert svg.get("direction") == "ltr"
    for element in svg.iter():
        if element.tag in (f"{SVG}text", f"{SVG}tspan"):
            assert (element.text or "")[0] == "\u2067"
            assert (element.text or "")[-1] == "\u2069"
    assert lettering.isolate("بحلول 2020-21", "rtl") == "\u2067بحلول \u20662020-21\u2069\u2069"
    assert read_back(svg, ARABIC, points(svg, "point-subject")[0][1]) == pytest.approx(59.4, abs=0.02)
    assert not re.search("[\u2066-\u2069]", ET.tostring(drawn(SPANISH, "wide"), encoding="unicode"))


# --- the look -------------------------------------------------------------------------------------

TAGS = {"svg", "g", "path", "line", "text", "tspan"}
PLACE = {"d", "transform", "x", "y", "x2", "y2", "dy", "font-size", "font-weight", "text-anchor"}
STROKE = {"stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap"}
PAINT = {"fill", "fill-opacity"} | STROKE


def test_css_has_the_last_word_and_a_strict_policy_is_kept(case: tuple[Trend, str]) -> None:
    trend, sheet = case
    svg = drawn(trend, sheet)
    assert set(svg.attrib) == {"class", "viewBox", "role", "aria-label", "direction", "font-family"}
    assert svg.attrib["class"].split() == ["chart-svg", f"chart-{sheet}"]
    assert (svg.get("role"), svg.get("aria-label")) == ("img", trend.name)
    for element in svg.iter():
        tag = element.tag.removeprefix(SVG)
        assert tag in TAGS
        if element is svg:
            continue
        assert element.attrib.keys() <= {"class"} | PLACE | PAINT  # no style, id, href, on..., aria-...
        if element.attrib.keys() & PAINT:
            assert element.get("class"), f"paint of a {tag} that no rule can reach"
    source = getattr(_DRAWN[trend], sheet)
    assert not re.search(r"style|script|url\(|href|<!|<\?|&#", source)
    assert "xmlns:" not in source


def test_the_classes_that_the_theme_styles_are_there() -> None:
    svg = drawn(FOUR, "wide")
    found = {name for element in svg.iter() for name in element.get("class", "").split()}
    assert found == {
        "chart-svg", "chart-wide", "grid", "axis-tick", "axis-label", "axis-label-x", "axis-label-y",
        "break", "break-label", "target", "target-label", "end-value", "end-word",
        "band", "band-subject", "band-comparison", "band-other",
        "series", "series-subject", "series-comparison", "series-other",
        "point", "point-subject", "point-comparison", "point-other",
        "leader", "leader-subject", "leader-comparison", "leader-other",
        "end-label", "end-label-subject", "end-label-comparison", "end-label-other",
    }  # fmt: skip
    assert groups(drawn(SPANISH, "wide"), "axis-line")
    assert not groups(drawn(REAL, "wide"), "axis-line")  # a strong line at the foot would say: this is zero


def test_four_lines_differ_without_colour_by_dash_and_by_shape() -> None:
    svg = drawn(FOUR, "wide")
    dashes = [group.get("stroke-dasharray") for group in groups(svg, "series")]
    shapes = [re.sub(r"[-\d.,]+", " ", group[0].attrib["d"]) for group in groups(svg, "point")]
    assert len(set(dashes)) == len(set(shapes)) == 4
    assert groups(svg, "series")[-1].attrib["class"] == "series series-subject"  # drawn last, so on top
    assert groups(svg, "series-subject")[0].get("stroke-dasharray") is None


def test_two_series_of_one_role_still_differ() -> None:
    twice = replace(REAL, series=tuple(replace(each, role="subject") for each in REAL.series))
    assert trends.slots(twice) == (0, 1)
    assert trends.slots(FOUR) == (0, 1, 2, 3)
    assert trends.slots(replace(FOUR, series=FOUR.series[::-1])) == (2, 3, 1, 0)


def luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [*drawing.COLOURS.values(), drawing.INK, drawing.QUIET])
def test_the_light_palette_is_legible_on_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5
    assert 1.05 / (luminance("#999999") + 0.05) < 3  # the measure tells a colour that is too light


def test_names_from_data_cannot_break_the_markup() -> None:
    nasty = "A & B <script> \"x\" 'y'"
    trend = replace(REAL, name=nasty, series=(replace(REAL.series[0], label=nasty), REAL.series[1]))
    svg = drawn(trend, "wide")
    assert svg.get("aria-label") == nasty
    assert nasty in {seen.text for seen in texts(svg)}


def test_the_description_names_where_each_line_starts_and_ends() -> None:
    assert draw_trend(replace(REAL, target=Tick(80, "Target: 80%"))).description == (
        "English learners: 2010-11 59.4%, 2018-19 71.5%; "
        "Other students: 2010-11 83.8%, 2018-19 89.6%; Target: 80%"
    )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"series": ()}, "1 to 4 series"),
        ({"series": tuple(replace(REAL.series[0], id=str(n)) for n in range(5))}, "1 to 4 series"),
        ({"series": (REAL.series[0], REAL.series[0])}, "same id"),
        ({"series": (replace(REAL.series[0], role="total"),)}, "role"),
        ({"series": (replace(REAL.series[0], points=()),)}, "no period"),
        ({"series": (replace(REAL.series[0], points=REAL.series[0].points[:1] * 2),)}, "twice"),
        ({"target": Tick(float("nan"), "?")}, "finite"),
        ({"direction": "auto"}, "direction"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        draw_trend(replace(REAL, **change))


# --- room for words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "heights", "low", "high", "expected"),
    [
        ((0, 50), (10, 10), 0, 100, (0, 50)),  # both fit where they want
        ((10, 12), (10, 10), 0, 100, (6, 16)),  # they share the trouble
        ((12, 10), (10, 10), 0, 100, (16, 6)),  # and keep their order
        ((10, 10, 10), (10, 20, 10), -50, 100, (-10 / 3, 20 / 3, 80 / 3)),  # mean of 10, 10 - 10, 10 - 30
        ((10, 10, 10), (10, 20, 10), 0, 100, (0, 10, 30)),  # the same, not above the head
        ((95, 95), (10, 10), 0, 100, (80, 90)),  # not below the foot
        ((0, 0), (10, 10), 0, 20, (0, 10)),  # no room left over
        ((), (), 0, 1, ()),
    ],
)
def test_labels_are_spread_as_little_as_can_be(
    wanted: tuple[float, ...],
    heights: tuple[float, ...],
    low: float,
    high: float,
    expected: tuple[float, ...],
) -> None:
    assert lettering.spread(wanted, heights, low, high) == pytest.approx(expected)


def test_labels_that_do_not_fit_are_a_mistake_of_the_plan() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        lettering.spread((0, 0), (10, 11), 0, 20)


@pytest.mark.parametrize(
    ("places", "wide", "gap", "shown"),
    [
        ((0, 100, 200), 50, 10, (0, 1, 2)),
        (tuple(range(0, 225, 25)), 40, 5, (0, 2, 4, 6, 8)),
        (tuple(range(0, 200, 25)), 40, 5, (0, 3, 5, 7)),  # only 7 divides 7, but would cost too much
        (tuple(range(0, 90, 10)), 35, 5, (0, 4, 8)),
        ((0, 10), 35, 5, (1,)),
        ((7,), 35, 5, (0,)),
        ((), 35, 5, ()),
    ],
)
def test_periods_are_thinned_evenly(
    places: tuple[float, ...], wide: float, gap: float, shown: tuple[int, ...]
) -> None:
    assert lettering.thin(places, [wide] * len(places), gap) == shown


def test_lines_are_few_and_then_even_and_nothing_is_lost() -> None:
    size = 10.0
    # An "a" is 0.64 em, a blank 0.34: three words of three letters and two blanks take 64.4.
    assert lettering.wrap("aaa aaa aaa aaa", size, 64.5) == ("aaa aaa aaa", "aaa")
    assert lettering.fold("aaa aaa aaa aaa", size, 64.5) == ("aaa aaa", "aaa aaa")
    assert lettering.wrap("aaa aaa aaa aaa", size, 64.3) == ("aaa aaa", "aaa aaa")
    parts = lettering.wrap("Donaudampfschifffahrt", size, 60)
    assert "".join(parts) == "Donaudampfschifffahrt"
    assert all(lettering.width(each, size) <= 60 for each in parts)
    assert lettering.wrap("学生，老师", size, 20) == ("学", "生，", "老师")  # no line begins with a comma
    assert lettering.wrap("a\u00a0b c", size, 20) == ("a\u00a0b", "c")
    assert lettering.wrap("", size, 20) == ("",)


def test_marks_take_no_room_and_bold_takes_more() -> None:
    assert lettering.width("e\u0301\u2067\u2069", 10) == lettering.width("é", 10) == lettering.width("e", 10)
    assert lettering.width("a", 10, bold=True) > lettering.width("a", 10)
    assert lettering.width("学生", 10) == 20
    assert lettering.line_height(10, ["abc"]) < lettering.line_height(10, ["abc", "الطلاب"])


# --- the same bytes on every machine --------------------------------------------------------------

PRINT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests_trend import TREND
from plugins.equity.charts import draw_trend
chart = draw_trend(TREND)
print(hashlib.sha256((chart.wide + chart.narrow + chart.description).encode()).hexdigest())
"""


def in_a_process(folder: Path, trend: Trend, code: str, **environment: str) -> str:
    """What `code` prints in a Python of its own, where `from tests_trend import TREND` is the trend."""
    module = f"from plugins.equity.charts import *\nTREND = {trend!r}\n"
    (folder / "tests_trend.py").write_text(module, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_another_hash_seed_and_no_configured_fonts_give_the_same_bytes(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', encoding="utf-8")
    one = in_a_process(tmp_path, FOUR, PRINT, PYTHONHASHSEED="1")
    other = in_a_process(tmp_path, FOUR, PRINT, PYTHONHASHSEED="4242", FONTCONFIG_FILE=str(config),
                         HOME=str(tmp_path), LC_ALL="C", TZ="Asia/Kolkata")  # fmt: skip
    assert one == other
    assert in_a_process(tmp_path, REAL, PRINT, PYTHONHASHSEED="1") != one


def test_vega_has_nothing_to_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    # The converter finds fonts in more ways than can be switched off from here (it reads /etc/fonts whatever
    # FONTCONFIG_FILE says, and brings its own). So: another font makes another picture where Vega measures
    # text, and the same bytes where it draws for us.
    import vl_convert

    draw = vl_convert.vegalite_to_svg
    specs: list[dict[str, Any]] = []

    def mono(spec: dict[str, Any]) -> str:
        specs.append(spec)
        return draw({**spec, "config": {**spec.get("config", {}), "font": "monospace"}})

    control = {
        "data": {"values": [{"group": "English learners", "rate": 71.5}]},
        "mark": "bar",
        "encoding": {"y": {"field": "group"}, "x": {"field": "rate", "type": "quantitative"}},
    }
    unfonted = {re.sub(' font-family="[^"]*"', "", svg) for svg in (draw(control), mono(control))}
    assert len(unfonted) == 2
    for sheet in SHEETS:
        drawn(FOUR, sheet)
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", mono)
    assert draw_trend(FOUR) == _DRAWN[FOUR]
    assert len(specs) == 3
    for spec in specs[1:]:
        assert (spec["autosize"], spec["padding"]) == ("none", 0)
        told = json.dumps(spec, ensure_ascii=False)
        assert '"text"' not in told
        assert not [text for text in trends.words(FOUR) if len(text) > 2 and text in told]


# --- the cache ------------------------------------------------------------------------------------


def test_what_is_kept_comes_back_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "deep" / "cache"
    first = draw_trend(REAL, cache)
    assert first == draw_trend(REAL)
    assert [path.name[:6] for path in cache.iterdir()] == ["trend-"]
    monkeypatch.setattr(drawing, "picture", lambda *_: pytest.fail("drawn again"))
    spent = []
    for _ in range(10):
        start = time.perf_counter()
        assert draw_trend(REAL, cache) == first
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.005


def test_a_kept_picture_needs_no_altair(tmp_path: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tests_trend import TREND
from plugins.equity.charts import draw_trend
draw_trend(TREND, Path({str(tmp_path / "cache")!r}))
print([name for name in ("altair", "vl_convert", "pandas") if name in sys.modules])
"""
    assert "altair" in in_a_process(tmp_path, REAL, code)  # drawn, and kept
    assert in_a_process(tmp_path, REAL, code) == "[]"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:0],
        lambda data: data[:-40],
        lambda data: data.replace(b"71.5%", b"17.5%"),
        lambda data: b"\xff\xfe" + data,
        lambda data: data.split(b"\n", 1)[0] + b"\n[]",
    ],
    ids=["empty", "cut", "changed", "not text", "something else"],
)
def test_a_spoilt_file_is_made_anew(tmp_path: Path, spoil: Any) -> None:
    good = draw_trend(REAL, tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    assert spoil(whole) != whole
    path.write_bytes(spoil(whole))
    assert draw_trend(REAL, tmp_path) == good
    assert path.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "other",
    [
        replace(REAL, name="Another name"),
        replace(REAL, direction="rtl"),
        replace(REAL, unit="students"),
        replace(REAL, target=Tick(80, "80%")),
        replace(REAL, breaks=(Break("2014-15", "2015-16", "x"),)),
        replace(REAL, ticks=REAL.ticks[1:]),
        replace(REAL, series=REAL.series[::-1]),
        replace(REAL, series=(line("el", "English learners", "subject", LEARNERS, 1.4), REAL.series[1])),
    ],
    ids=["name", "direction", "unit", "target", "breaks", "ticks", "order", "interval"],
)
def test_whatever_shapes_the_picture_shapes_its_name(other: Trend) -> None:
    assert charts._key(other) != charts._key(REAL)
    assert charts._key(replace(REAL)) == charts._key(REAL)


def test_another_version_or_another_way_to_draw_makes_another_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = charts._makers.__wrapped__()
    with monkeypatch.context() as changed:
        changed.setattr(charts, "version", lambda name: "0" if name == "vl-convert-python" else "6.3.0")
        assert charts._makers.__wrapped__() != before
    for module in (lettering, trends, plans, trendlines, drawing):
        with monkeypatch.context() as changed:
            edited = tmp_path / "edited.py"
            edited.write_bytes(Path(str(module.__file__)).read_bytes() + b"\n")
            changed.setattr(module, "__file__", str(edited))
            assert charts._makers.__wrapped__() != before
    assert charts._makers.__wrapped__() == before
    name = charts._key(REAL)
    monkeypatch.setattr(charts, "_makers", lambda: "other")
    assert charts._key(REAL) != name


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw_trend(REAL, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        draw_trend(EQUAL, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
