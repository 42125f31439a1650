"""Ranges in place of rates: wide enough to hide in, and told only where what is hidden holds out."""

import numpy as np
import pytest

from plugins.equity.disclosure.coding import affordable, codes_of, ranges
from plugins.equity.disclosure.extracts import read_extract
from plugins.equity.disclosure.marks import marks_of
from plugins.equity.disclosure.published import NUMERATOR, REST
from plugins.equity.policies import DEFAULTS
from tests.disclosure.published_files import DIMENSIONS

YEAR = "2018-19"
ROWS = [
    (YEAR, "ct", group, k, n)
    for group, k, n in (("", 90, 180), ("asian", 2, 50), ("black", 38, 40), ("white", 50, 90))
]


@pytest.fixture
def read(opened):
    return read_extract(opened(ROWS, checked=False, origin="own", dimensions=DIMENSIONS))


def test_a_code_is_that_of_the_policy_for_so_many_people():
    people = np.array([9.0, 40, 9, 300, 3])
    assert codes_of(people, DEFAULTS)[[1, 3]].tolist() == [DEFAULTS.code(40), DEFAULTS.code(300)]
    assert np.isnan(codes_of(people, DEFAULTS)).tolist() == [DEFAULTS.code(int(n)) is None for n in people]


def test_a_range_bounds_those_counted_and_those_left_over(read):
    low, high, told = ranges(read, DEFAULTS, marks_of(read, DEFAULTS).coded)
    (series,) = read.facts.series
    number = read.system.number
    coded = {
        series.grid.name(at)[2][0][1]: at for at in np.flatnonzero(told[series.cells(NUMERATOR)]).tolist()
    }
    assert set(coded) == {"asian", "black"}
    # At most so many of 50 are counted; at least so many of 40.
    most = {each: DEFAULTS.code(n) * n // 100 for each, n in (("asian", 50), ("black", 40))}
    k, rest = (number[series.cell(NUMERATOR, coded["asian"])], number[series.cell(REST, coded["asian"])])
    assert (low[k], high[k], low[rest], high[rest]) == (0, most["asian"], 50 - most["asian"], 50)
    k, rest = (number[series.cell(NUMERATOR, coded["black"])], number[series.cell(REST, coded["black"])])
    assert (low[rest], high[rest], low[k], high[k]) == (0, most["black"], 40 - most["black"], 40)
    assert all(
        low[number[series.cell(NUMERATOR, at)]] <= read.written[series.cell(NUMERATOR, at)]
        for at in coded.values()
    )


def test_a_rate_in_the_range_is_coded_though_many_people_are_behind_it(opened):
    """Were it not, the range would say that there are few."""
    rows = [(YEAR, "ct", "", 60, 120), (YEAR, "ct", "asian", 6, 30), (YEAR, "ct", "black", 54, 90)]
    read = read_extract(opened(rows, checked=False, origin="own", dimensions=DIMENSIONS))
    marks = marks_of(read, DEFAULTS)
    (series,) = read.facts.series
    coded = [series.grid.name(at)[2] for at in np.flatnonzero(marks.coded[series.cells(NUMERATOR)])]
    assert coded == [(("race_ethnicity", "asian"),)]
    assert not (marks.few | marks.small).any()


def test_a_range_that_brings_a_number_too_near_is_left_out_with_those_beside_it(read):
    marks = marks_of(read, DEFAULTS)
    number = read.system.number
    hidden = np.zeros(read.system.cells, dtype=bool)
    (series,) = read.facts.series
    for role in (NUMERATOR, REST):
        hidden[number[series.cells(role)]] = True
    both = affordable(read, DEFAULTS, read.system, hidden, marks.coded, np.full(read.system.cells, 2.0))
    assert both.sum() == 2
    none = affordable(read, DEFAULTS, read.system, hidden, marks.coded, np.full(read.system.cells, 40.0))
    assert not none.any()
