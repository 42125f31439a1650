"""Ranges in the picture of a trend: an upright bar from end to end, in its own place, no line through it."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from plugins.equity import drawing, plans, trendlines, trends
from plugins.equity.trends import Point, Series, Tick, Trend

SVG = "{http://www.w3.org/2000/svg}"
TICKS = tuple(Tick(each, f"{each}%") for each in (20, 40, 60, 80))


def number(period, value):
    return Point(period, period, value, value - 2, value + 2, f"{value}%")


def ranged(period, low, high):
    return Point(period, period, None, low - 5, high + 5, f"{low}% to {high}%", (low, high))


MINE = Series(
    "el",
    "English learners",
    "subject",
    (number("2016-17", 40), number("2017-18", 42), ranged("2018-19", 21, 90)),
)
OTHERS = Series(
    "not",
    "Others",
    "comparison",
    (number("2016-17", 70), ranged("2017-18", 60, 75), ranged("2018-19", 70, 79)),
)
TREND = Trend("Gap", (MINE, OTHERS), TICKS, None, (), "ltr", "")


def marks(css, trend=TREND):
    """The lines of a group as (x, y) of their start and (dx, dy)."""
    root = ET.fromstring(drawing.picture(trend, trendlines.lay_out(trend, plans.WIDE)))  # noqa: S314
    found = []
    for group in root.iter(f"{SVG}g"):
        for each in group if css in group.get("class", "").split() else ():
            at = re.match(r"translate\((-?[\d.]+),(-?[\d.]+)\)", each.get("transform", ""))
            assert at
            found.append(((float(at[1]), float(at[2])), (float(each.get("x2", 0)), float(each.get("y2", 0)))))
    return found


def test_a_range_stands_from_its_lowest_to_its_highest():
    plan = trendlines.lay_out(TREND, plans.WIDE)
    ((_, y), (_, dy)), *more = marks("range-subject")
    assert not more
    assert sorted((y, y + dy)) == pytest.approx([plan.y(90), plan.y(21)], abs=0.02)
    ends = [y for (_, y), _ in marks("range-end-subject")]
    assert sorted(ends) == pytest.approx([plan.y(90), plan.y(21)], abs=0.02)
    assert plan.top - 0.01 <= plan.y(90) <= plan.bottom  # beyond the ticks, and still in the picture


def test_ranges_of_one_year_stand_side_by_side_and_one_alone_at_its_year():
    plan = trendlines.lay_out(TREND, plans.WIDE)
    (mine,) = [x for (x, _), _ in marks("range-subject")]
    alone, other = sorted(x for (x, _), _ in marks("range-comparison"))
    assert alone == pytest.approx(plan.x(plan.places["2017-18"]), abs=0.02)
    assert other - mine >= 2 * drawing.CAP
    assert (mine + other) / 2 == pytest.approx(plan.x(plan.places["2018-19"]), abs=0.02)


def test_no_line_point_or_band_goes_to_a_range():
    cuts = []
    for series, known in ((MINE, ["2016-17", "2017-18"]), (OTHERS, ["2016-17"])):
        runs = trends.runs(series, trends.places(TREND), cuts)
        assert [point.period for run in runs for point in run] == known
    assert len(marks("point-subject")) == 2
    assert len(marks("point-comparison")) == 1
    assert set(trends.numbers(TREND)) >= {21, 90, 60, 75}
    assert not {16, 95} & set(trends.numbers(TREND))  # the interval of a range is not drawn


def test_the_label_stands_at_the_range_and_says_it():
    plan = trendlines.lay_out(TREND, plans.WIDE)
    (label,) = [each for each in plan.words if each.kind == "end-value" and each.lines == ("21% to 90%",)]
    assert label.bold
    assert abs(label.y - plan.y(55.5)) < 3 * plan.leading


def test_a_point_is_a_number_or_a_range():
    both = replace(MINE.points[-1], value=50.0)
    with pytest.raises(ValueError, match="a value or a range"):
        trends.check(replace(TREND, series=(replace(MINE, points=(both,)),)))
