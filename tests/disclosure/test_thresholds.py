"""Small cells that a package of our own shows are refused, whoever made it."""

import pytest

from plugins.equity.disclosure import guard
from plugins.equity.policies import Policy


def codes(opened, *rows, policy=None, **facts):
    package = opened(rows, checked=False, origin="own", **facts)
    protected, problems = guard(package, base=policy or Policy())
    assert (protected is None) == bool(problems)
    return [each.code for each in problems]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("2018-19", "ct", "", 50, 100), []),
        (("2018-19", "ct", "", 5, 10, "50.0"), []),
        (("2018-19", "ct", "", 5, 9, "55.6"), ["cell-small"]),  # a group of nine
        (("2018-19", "ct", "", "c", 9, "c"), ["cell-small"]),  # its size alone
        (("2018-19", "ct", "", 4, 100, "4.0"), ["cell-small"]),  # four of them
        (("2018-19", "ct", "", 96, 100, "96.0"), ["cell-small"]),  # all but four
        (("2018-19", "ct", "", "x", 100, "4.0"), ["cell-small"]),  # the rate leaves no other count
        (("2018-19", "ct", "", "c", "c", "4.0"), []),  # a rate of nobody knows how many
        (("2018-19", "ct", "", 0, 100, "0.0"), []),
    ],
)
def test_a_small_cell_that_is_shown_is_refused(opened, row, told):
    assert codes(opened, row) == told


def test_a_stricter_policy_asks_for_more_and_counts_are_people_too(opened):
    row = ("2018-19", "ct", "", 12, 24, "50.0")
    assert codes(opened, row) == []
    assert codes(opened, row, policy=Policy(min_n=25)) == ["cell-small"]
    assert codes(opened, ("2018-19", "ct", "", 9), kind="count", decimals=0) == ["cell-small"]
    assert codes(opened, ("2018-19", "ct", "", 10), kind="count", decimals=0) == []


def test_the_number_itself_is_not_repeated(opened):
    package = opened([("2018-19", "ct", "", 7, 8, "87.5")], checked=False, origin="own")
    (problem,) = guard(package)[1]
    assert problem.message == "This row shows a group of fewer than 10 people."


def test_another_publisher_s_small_cells_are_its_own_affair(opened):
    package = opened([("2018-19", "ct", "", 2, 3, "66.7")], checked=False, origin="republished")
    assert guard(package)[1] == ()
