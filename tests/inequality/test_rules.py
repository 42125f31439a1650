"""Rules as data: grids of status by change, and the screen for significant disproportionality."""

import numpy as np
import pytest

from plugins.equity.inequality import grids, rates, rulefiles, screens
from plugins.equity.inequality.breakdowns import breakdown
from plugins.equity.inequality.cells import Facts, of_counts
from plugins.equity.problems import tell
from tests.site.projects import ROOT

GRID = """\
schema: 1
name: Invented dashboard
source: Made for a test
decimals: 1
status:
  levels: [low, middle, high]
  at_least: [67.0, 90.5]
change:
  levels: [down, same, up]
  at_least: [-2.9, 3.1]
cells:
  low: [red, red, orange]
  middle: [orange, yellow, green]
  high: [yellow, green, blue]
"""


@pytest.fixture
def read(tmp_path):
    def from_text(text, kind=rulefiles.read_grid):
        (tmp_path / "rules.yaml").write_text(text, "utf-8")
        return kind(tmp_path / "rules.yaml", tmp_path)

    return from_text


def of_rates(values):
    k = np.round(np.array([values]) * 100)
    names = tuple(f"g{at}" for at in range(len(values)))
    return rates.rate(breakdown(names, of_counts(k, np.full(k.shape, 10_000.0))))


def test_cut_points_are_asymmetric_and_act_on_rounded_values(read):
    grid, problems = read(GRID)
    assert problems == ()
    now = [66.94, 66.95, 90.44, 90.45, 80, 80, 80, 80, 80]
    before = [66.94, 66.95, 90.44, 90.45, 76.96, 76.95, 76.9, 82.94, 82.95]
    found = grids.place(grid, of_rates(now), of_rates(before))
    assert found.status.tolist() == [[0, 1, 1, 2, 1, 1, 1, 1, 1]]
    # Up by 3.04 rounds to 3.0 and is the same; by 3.05 to 3.1 and is up. Down by 2.94 the same, by 2.95 down.
    assert found.change.tolist() == [[1, 1, 1, 1, 1, 2, 2, 1, 0]]
    assert found.cell.tolist() == [
        ["red", "yellow", "yellow", "green", "yellow", "green", "green", "yellow", "orange"]
    ]


def test_small_groups_and_ranges_are_not_placed(read):
    grid, _ = read(GRID)
    of = breakdown(("a", "b"), of_counts([[20, 200]], [[29, 290]]))
    found = grids.place(grid, rates.rate(of), rates.rate(of))
    assert found.cell.tolist() == [["", "yellow"]]


@pytest.mark.parametrize(
    ("wrong", "right", "code", "line"),
    [
        ("at_least: [90.5, 67.0]", "at_least: [67.0, 90.5]", "grid-order", 7),
        ("at_least: [3.1]", "at_least: [-2.9, 3.1]", "grid-shape", 10),
        ("  low: [red, red]", "  low: [red, red, orange]", "grid-shape", 11),
        ("  lov: [red, red, orange]", "  low: [red, red, orange]", "grid-shape", 11),
        ("decimals: one", "decimals: 1", "value-wrong", 4),
        ("colour: 1\ndecimals: 1", "decimals: 1", "key-unknown", 4),
    ],
)
def test_a_fault_of_a_grid_is_told_where_it_stands(read, wrong, right, code, line):
    grid, problems = read(GRID.replace(right, wrong))
    assert grid is None
    assert [(each.code, each.line) for each in problems] == [(code, line)], tell(problems)


SCREEN = """\
schema: 1
name: Invented state
source: Made for a test
threshold: 2.5
min_cell: 10
min_n: 30
years: 3
progress: 0.25
"""


def year(k, n=(400, 600)):
    return breakdown(("a", "b"), of_counts([k], [n]), facts=Facts(favourable=False))


def screened(rules, *years, **facts):
    return [screens.screen(years, rules, **facts).record(0, at) for at in range(2)]


def test_three_years_running_are_a_flag_and_two_are_not(read):
    rules, problems = read(SCREEN, rulefiles.read_screen)
    assert problems == ()
    high, low = year((80, 40)), year((50, 40))  # 3.0 and 1.875
    one, other = screened(rules, high, high, high)
    assert (one.status, one.reason, one.value) == ("flag", "above-threshold", pytest.approx(3.0))
    assert other.status == "ok"
    assert other.reason == ""
    assert screened(rules, high, low, high, high)[0].reason == "above-too-few-years"
    assert screened(rules, high, high, high, low)[0].reason == ""
    assert screened(rules, low, high, high, high)[0].reason == "above-threshold"


def test_exactly_the_threshold_is_not_above_it(read):
    rules, _ = read(SCREEN.replace("2.5", "3.0"), rulefiles.read_screen)
    high = year((80, 40))
    assert screened(rules, high, high, high)[0].reason == ""


def test_reasonable_progress_has_to_be_made_in_each_year(read):
    rules, _ = read(SCREEN, rulefiles.read_screen)
    falling = [year((k, 40)) for k in (93, 86, 79)]  # 3.49, 3.23, 2.96
    assert screened(rules, *falling)[0].reason == "reasonable-progress"
    slower = [year((k, 40)) for k in (93, 86, 85)]
    assert screened(rules, *slower)[0].reason == "above-threshold"


def test_below_the_minimums_nothing_is_said(read):
    rules, _ = read(SCREEN, rulefiles.read_screen)
    few = [year((9, 40))] * 3
    one = screened(rules, *few)[0]
    assert (one.status, one.reason, one.value) == ("not_applicable", "below-minimum", None)
    little = [year((12, 40), (29, 600))] * 3
    assert screened(rules, *little)[0].reason == "below-minimum"


def test_the_state_stands_in_for_a_comparison_that_is_too_small(read):
    rules, _ = read(SCREEN + "alternate: true\n", rulefiles.read_screen)
    alone = [year((80, 4), (400, 600))] * 3
    state = [of_counts([[5_000, 5_000]], [[100_000, 100_000]])] * 3
    assert screened(rules, *alone)[0].reason == "below-minimum"
    one = screened(rules, *alone, state_rest=state)[0]
    assert (one.reason, one.value) == ("above-threshold", pytest.approx(4.0))
    assert "State" in one.why


def test_the_rules_that_come_with_it_can_be_read():
    files = sorted(rulefiles.RULES.glob("*.yaml"))
    assert files
    for file in files:
        rules, problems = rulefiles.read_screen(file, ROOT)
        assert problems == ()
        assert (rules.min_cell, rules.min_n, rules.years) == (10, 30, 3)


def test_a_fault_of_a_screen_is_told(read):
    rules, problems = read(SCREEN.replace("years: 3", "years: 4"), rulefiles.read_screen)
    assert rules is None
    assert [(each.code, each.line) for each in problems] == [("value-wrong", 7)]
