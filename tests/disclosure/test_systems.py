"""Facts become rows; cells that are the same are one; what does not hold is told."""

from fractions import Fraction

import numpy as np
import pytest

from plugins.equity.disclosure.equations import Equations
from plugins.equity.disclosure.primary import sensitive
from plugins.equity.policies import Policy, read_policy


def test_cells_that_are_the_same_are_one_and_rows_that_say_the_same_too():
    written = Equations(6)
    written.add_sum(0, [1])  # a district with one school
    written.add_sum(0, [2, 3])
    written.add_sum(1, [4, 5])
    written.same(2, 4)
    written.same(3, 5)
    system = written.build()
    assert system.cells == 3
    assert system.number.tolist() == [0, 0, 1, 2, 1, 2]
    assert system.rows.count == 1


def test_two_numbers_of_one_cell_are_told():
    written = Equations(3)
    written.same(0, 2)
    system = written.build()
    assert system.differing(np.array([1.0, 5, 2])) == ((0, 2),)
    assert system.differing(np.array([1.0, 5, 1])) == ()
    with pytest.raises(ValueError, match="different numbers"):
        system.values(np.array([1.0, 5, 2]))


def test_rows_that_do_not_hold_are_told_by_name():
    written = Equations(4)
    good, bad = written.add_sum(0, [1, 2]), written.add_at_most(3, 2)
    system = written.build()
    assert system.contradicted(np.array([5.0, 2, 3, 4])).tolist() == [bad]
    assert system.contradicted(np.array([6.0, 2, 3, 3])).tolist() == [good]
    assert system.contradicted(np.array([np.nan, 2, 3, 3])).tolist() == []


@pytest.mark.parametrize(("k", "fits"), [(6, False), (7, True), (8, True), (9, False)])
def test_a_rate_holds_within_half_a_unit(k, fits):
    one = Equations(2)
    one.add_rate(0, 1, "0.4", 1, scale=1)  # of 20: 7 to 9, and half up without the 9
    assert (not len(one.build().contradicted(np.array([k, 20.0])))) is (fits or k == 9)
    half_up = Equations(2)
    half_up.add_rate(0, 1, "0.4", 1, scale=1, half_up=True)
    assert (not len(half_up.build().contradicted(np.array([k, 20.0])))) is fits


def test_a_rate_is_gone_when_its_denominator_is():
    written = Equations(2)
    written.add_rate(0, 1, Fraction(50), 0)
    system = written.build()
    assert system.without(np.array([np.nan, 20])).rows.count == 2
    assert system.without(np.array([np.nan, np.nan])).rows.count == 0


def test_more_decimals_than_a_rate_has_are_a_mistake_of_ours():
    with pytest.raises(ValueError, match="has more of them"):
        Equations(2).add_rate(0, 1, "50.25", 1)


def test_labels_come_together_over_cells_that_are_the_same():
    written = Equations(4)
    written.same(1, 2)
    together = written.build().together(np.array([0, 0, 1, 1]))
    assert len(set(together.tolist())) == 1


def test_rules_for_single_groups():
    n = np.array([0.0, 9, 10, 100, 100, 100, np.nan])
    k = np.array([0.0, 5, 4, 50, 100, 97, 5])
    found = sensitive(n, k, Policy())
    assert found.small.tolist() == [False, True, False, False, False, False, False]
    assert found.few.tolist() == [False, True, True, False, False, True, False]
    assert found.all_or_none.tolist() == [False, False, False, False, True, False, False]
    hides_nobody = sensitive(n, None, Policy(zero_policy="hide"))
    assert hides_nobody.small.tolist() == [True, True, False, False, False, False, False]


def test_more_counted_than_there_are_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="above its denominator"):
        sensitive(np.array([5.0]), np.array([6.0]), Policy())


def test_of_events_there_may_be_more_than_people_and_there_is_no_rest():
    n, k = np.array([100.0, 100, 100, 9]), np.array([97.0, 150, 0, 3])
    found = sensitive(n, k, Policy(), share=False)
    assert found.few.tolist() == [False, False, False, True]
    assert found.all_or_none.tolist() == [False, False, True, False]
    assert sensitive(np.array([100.0]), np.array([4.0]), Policy(), share=False).few.tolist() == [True]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"min_n": 2}, "min_n"),
        ({"residual_min": 2}, "residual_min"),
        ({"min_cell": 0}, "min_cell"),
        ({"min_interval": 0}, "min_interval"),
        ({"zero_policy": "never"}, "zero_policy"),
    ],
)
def test_a_policy_that_cannot_be_is_a_mistake_of_ours(given, key):
    with pytest.raises(ValueError, match=key):
        Policy(**given)


def test_what_is_sensitive_follows_the_policy_that_packages_have():
    """One class: what a package says is what the numbers are held against."""
    strict = read_policy({"min_n": 30, "min_cell": 8, "zero_policy": "hide"})
    n, k = np.array([0.0, 29, 30, 30]), np.array([0.0, 15, 7, 15])
    found = sensitive(n, k, strict)
    assert found.small.tolist() == [True, True, False, False]
    assert found.few.tolist() == [True, True, True, False]
    assert read_policy({"min_n": 5}) == Policy()
