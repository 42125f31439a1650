"""Small packages through the door: every way a cell can be written, against the exact path."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from plugins.equity.disclosure import guard
from plugins.equity.inequality import (
    disproportionality,
    feeding,
    pairs,
    rates,
    references,
    standardised,
    summaries,
)
from plugins.equity.measures import Question, measure
from tests.inequality.test_connecticut import alike

ROWS = [
    ("2018-19", "ct", "", 800, 1000),
    ("2018-19", "ct", "female", 420, 500),
    ("2018-19", "ct", "male", 380, 500),
    ("2018-19", "ct", "asian", 90, 100),
    ("2018-19", "ct", "black", 300, 400),
    ("2018-19", "ct", "white", 410, 500),
    ("2018-19", "001", "", 80, 100),
    ("2018-19", "001", "female", "c", 50, "c"),
    ("2018-19", "001", "male", 40, 50, "c"),
    ("2018-19", "001", "asian", "x", "x", "12.5"),
    ("2018-19", "001", "black", 30, "x", "75.0"),
    ("2018-19", "001", "white", "x", 40, "72.5"),
    ("2018-19", "002", "", "z", "z", "z"),
    ("2018-19", "002", "asian", 0, 0, "z"),
    ("2018-19", "002", "black", "w", "w", "w"),
    ("2018-19", "002", "white", 5, "c", "u"),
    ("2017-18", "ct", "", 30, "x", "7.5"),
    ("2017-18", "ct", "asian", 12, "c", "8.9"),
    ("2017-18", "ct", "black", 9, "x", "0.0"),
    ("2017-18", "ct", "white", 30, 20, "90.0"),
]


def compared(data, dimension, kinds=("rate", "difference", "ratio")):
    fed = feeding.feed(data, "graduation", dimension)
    of = fed.of
    other = {"all": references.everybody(of), "rest": references.rest(of)}
    asked = 0
    for period in fed.periods:
        for place in fed.places:
            for at, group in enumerate(of.groups):
                for kind in kinds:
                    for against, comparison in other.items():
                        question = Question("graduation", kind, place, period, ((dimension, group),), against)
                        old = measure(data, question)
                        if kind == "rate":
                            found = rates.rate(of)
                        elif kind == "difference":
                            found = pairs.difference(of, comparison)
                        else:
                            found = pairs.ratio(of, comparison, score_below=0)
                        new = found.record(fed.setting(period, place), at)
                        if kind == "ratio" and old.ok and old.bounds[0] <= 0:
                            assert new.reason == "not-estimable"
                            continue
                        assert alike(old, new) == "", (question, old, new)
                        asked += 1
    return asked


@pytest.mark.parametrize("dimension", ["sex", "race_ethnicity"])
def test_every_way_a_cell_can_be_written(protected, dimension):
    assert compared(protected(ROWS), dimension) > 20


@pytest.mark.parametrize("facts", [{"exclusive": False}, {"complete": False}])
def test_dimensions_that_are_no_partition(protected, facts):
    relation = {"relation": "overlapping"} if "exclusive" in facts else facts
    data = protected(ROWS, relations={"race_ethnicity": relation})
    of = feeding.feed(data, "graduation", "race_ethnicity").of
    assert not of.whole
    assert compared(data, "race_ethnicity") > 20


def test_means(protected):
    rows = [
        ("2018-19", "ct", "", 100, "50.2"),
        ("2018-19", "ct", "asian", 30, "52.0"),
        ("2018-19", "ct", "black", 30, "49.9"),
        ("2018-19", "ct", "white", 40, "49.1"),
    ]
    assert compared(protected(rows, kind="mean", scale=1), "race_ethnicity", ("rate", "difference")) == 12


def test_published_ranges(protected):
    """The interval of a gap of ranges is not narrower than the exact path's, which tries every numerator."""
    rows = [
        ("2018-19", "ct", "", "x", 1000, "80.0"),
        ("2018-19", "ct", "asian", "x", 100, (90, 94)),
        ("2018-19", "ct", "black", "x", 400, (70, 74)),
        ("2018-19", "ct", "white", "x", 500, (82, 82)),
    ]
    data = protected(rows, ranges=True)
    assert compared(data, "race_ethnicity", ("rate",)) > 0
    of = feeding.feed(data, "graduation", "race_ethnicity").of
    found = pairs.difference(of, references.everybody(of))
    for at, group in enumerate(of.groups):
        question = Question("graduation", "difference", "ct", "2018-19", (("race_ethnicity", group),), "all")
        old, new = measure(data, question), found.record(0, at)
        assert (old.value is None) == (new.value is None)
        assert (float(old.bounds[0]), float(old.bounds[1])) == pytest.approx((new.least, new.most))
        if old.low is not None:
            assert new.low <= old.low + 1e-9
            assert old.high <= new.high + 1e-9


def test_what_is_withheld_stays_so_though_both_counts_are_shown(protected):
    of = feeding.feed(protected(ROWS), "graduation", "sex")
    setting = of.setting("2018-19", "001")
    assert rates.rate(of.of).record(setting, 1).status == "withheld"
    assert of.of.hidden[setting].tolist() == [True, True]


def test_a_group_that_was_not_there_yet_is_no_hole(protected):
    data = protected(
        [each for each in ROWS if each[0] == "2018-19" and "asian" not in each],
        relations={
            "race_ethnicity": {
                "groups": {
                    "asian": {"label": "a", "short": "a", "sentence": "a", "from": "2019-20"},
                    **{each: {"label": each, "short": each, "sentence": each} for each in ("black", "white")},
                }
            }
        },
    )
    fed = feeding.feed(data, "graduation", "race_ethnicity")
    one = rates.rate(fed.of).record(fed.setting("2018-19", "ct"), 0)
    assert one.reason == "not-there"
    assert fed.of.absent[fed.setting("2018-19", "ct")].tolist() == [True, False, False]


def test_results_as_a_table(protected):
    fed = feeding.feed(protected(ROWS), "graduation", "race_ethnicity")
    for found in (
        pairs.difference(fed.of, references.rest(fed.of)),
        pairs.ratio(fed.of, references.earlier(fed.of, fed.alongside("ct"))),
        summaries.summarise(fed.of, "bgv", visible=True),
        rates.rate(fed.of),
    ):
        frame = fed.table(found)
        assert len(frame) == found.value.size
        for row, at in zip(frame.itertuples(), np.ndindex(found.shape), strict=True):
            one = found.record(*at)
            assert (row.period, row.place) == (fed.periods[fed.period[at[0]]], fed.places[fed.place[at[0]]])
            assert (row.group, row.comparison, row.status, row.reason) == (
                one.group,
                one.comparison,
                one.status,
                one.reason,
            )
            assert (None if pd.isna(row.value) else row.value) == one.value
            assert (None if pd.isna(row.high) else row.high) == one.high
            assert row.method == one.method


def test_the_state_alongside_its_districts(protected):
    fed = feeding.feed(protected(ROWS), "graduation", "race_ethnicity")
    state = fed.alongside("ct")
    for period in fed.periods:
        for place in fed.places:
            here, there = fed.setting(period, place), fed.setting(period, "ct")
            assert state.cells.shown[here] == pytest.approx(fed.of.cells.shown[there], nan_ok=True)
    one = disproportionality.alternate_risk_ratio(fed.of, state).record(fed.setting("2018-19", "ct"), 0)
    assert one.value == pytest.approx((90 / 100) / (710 / 900))


def test_counts_of_people_have_no_rates(protected):
    rows = [("2018-19", "ct", "", 100), ("2018-19", "ct", "asian", 30), ("2018-19", "ct", "black", 70)]
    data = protected(rows, kind="count", scale=1, relations={"race_ethnicity": {"complete": False}})
    one = rates.rate(feeding.feed(data, "graduation", "race_ethnicity").of).record(0, 0)
    assert (one.status, one.reason) == ("not_applicable", "counts-only")


def test_the_deviation_of_means_is_everybodys(protected):
    rows = [
        ("2018-19", "ct", "", 100, "50.0"),
        ("2018-19", "ct", "asian", 30, "54.0"),
        ("2018-19", "ct", "black", 30, "49.0"),
        ("2018-19", "ct", "white", 40, "47.8"),
    ]
    package = protected(rows, kind="mean", scale=1).package
    frame = package.tables["graduation"].assign(sd_text=pd.Categorical(["12.50", "9", "9", "9"]))
    data, _ = guard(replace(package, tables={"graduation": frame}))
    fed = feeding.feed(data, "graduation", "race_ethnicity")
    assert fed.deviation.tolist() == [[12.5]]
    found = standardised.standardised_gap(fed.of, references.best(fed.of), fed.deviation)
    assert found.record(0, 1).value == pytest.approx((49 - 54) / 12.5)
    without = feeding.feed(protected(rows, kind="mean", scale=1), "graduation", "race_ethnicity")
    gap = standardised.standardised_gap(without.of, references.best(without.of), without.deviation)
    assert gap.record(0, 1).reason == "no-deviation"
