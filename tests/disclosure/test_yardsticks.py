"""The least that any safe pattern hides: never more than what is needed, and near what `protect` hides."""

from itertools import combinations

import numpy as np

from plugins.benchhiding import AIMS, drawn, measured, system_of
from plugins.equity.disclosure import Aim, Equations, audit, protect
from plugins.equity.disclosure.yardsticks import at_least


def small_table(people):
    shape = (people.shape[0] + 1, people.shape[1] + 1)
    whole = np.zeros(shape)
    whole[:-1, :-1] = people
    whole[-1], whole[:, -1] = whole.sum(axis=0), whole.sum(axis=1)
    whole[-1, -1] = people.sum()
    written = Equations(whole.size)
    cell = np.arange(whole.size).reshape(shape)
    for line in (*cell, *cell.T):
        written.add_sum(line[-1], line[:-1].tolist())
    for each in range(whole.size):
        written.add_range(each, 1)
    return written.build(), whole.ravel()


def test_no_pattern_of_fewer_cells_is_safe_and_one_of_as_many_may_be():
    random = np.random.default_rng(5)
    tried = 0
    for _ in range(12):
        system, values = small_table(random.integers(2, 60, (2, 3)))
        primary = (values < 10) & (np.arange(len(values)) % 4 < 3)
        if not primary.any():
            continue
        tried += 1
        least = at_least(system, values, primary, Aim(0, 1))
        others = np.flatnonzero(~primary)
        for many in range(least):
            for some in combinations(others.tolist(), many):
                hidden = primary.copy()
                hidden[list(some)] = True
                assert not audit(system, np.where(hidden, np.nan, values), primary, 1).safe
        assert protect(system, values, primary, Aim(0, 1)).secondary.sum() >= least
    assert tried > 5


def test_what_is_hidden_of_an_invented_table_is_near_the_least():
    for least, aim in AIMS.values():
        table = drawn(60, 3)
        system = system_of(table, least)
        values = system.values(table.numbers.ravel())
        small = (values > 0) & (values < 10)
        proved = at_least(system, values, small, aim)
        hidden = int(protect(system, values, small, aim).secondary.sum())
        assert 0 < proved <= hidden <= 1.1 * proved


def test_an_invented_table_adds_up_and_a_line_tells_of_it():
    table = drawn(60, 3)
    assert not len(system_of(table, 1).contradicted(system_of(table, 1).values(table.numbers.ravel())))
    line = measured(30, 1, "defaults")
    assert line.split()[2] == "defaults"
    assert line.endswith("MB")
