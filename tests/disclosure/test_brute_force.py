"""Every table of whole numbers that fits, counted out: the exact audit says the same bounds."""

import os
from fractions import Fraction
from math import floor

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.equity.disclosure.audit import OK, audit
from plugins.equity.disclosure.certificates import explain
from plugins.equity.disclosure.equations import Equations
from plugins.equity.disclosure.propagation import propagate

MOST = 6
CASES = max(300, int(os.environ.get("PLUMBLINE_NIGHTLY", "0")))


def rounded(k, n):
    """k of n in whole percent, half up."""
    return floor(Fraction(200 * k + n, 2 * n))


class Case:
    """Two groups by two, with margins; for each cell people and those counted. Facts in two writings: as rows
    for the system and as a question that is asked of every table."""

    def __init__(self, draw):
        small = st.integers(0, MOST)
        n = [draw(small) for _ in range(4)]
        k = [draw(st.integers(0, each)) for each in n]
        self.values = np.array([*self._margins(n), *self._margins(k)], dtype=float)
        self.equations, self.questions = Equations(18), []
        for base in (0, 9):
            for total, parts in (
                (0, (1, 2)), (3, (4, 5)), (6, (7, 8)), (0, (3, 6)), (1, (4, 7)), (2, (5, 8)),
            ):  # fmt: skip
                self._sum(base + total, [base + each for each in parts])
        for cell in range(9):
            self._at_most(cell + 9, cell)
        hidden = draw(st.lists(st.sampled_from(range(18)), min_size=1, max_size=5, unique=True))
        self.hidden = np.zeros(18, dtype=bool)
        self.hidden[hidden] = True
        for cell in range(9):
            whole = self.values[cell]
            if self.hidden[cell + 9] and not self.hidden[cell] and whole and draw(st.booleans()):
                self._rate(cell + 9, cell)
        for cell in sorted(hidden):
            self._range(cell, draw(st.integers(0, 2)), draw(st.integers(0, 2)))

    @staticmethod
    def _margins(counts):
        a, b, c, d = counts
        return [a + b + c + d, a + c, b + d, a + b, a, b, c + d, c, d]

    def _sum(self, total, parts):
        self.equations.add_sum(total, parts)
        self.questions.append(lambda table: table[total] == sum(table[each] for each in parts))

    def _at_most(self, k, n):
        self.equations.add_at_most(k, n)
        self.questions.append(lambda table: table[k] <= table[n])

    def _rate(self, k, n):
        percent = rounded(int(self.values[k]), int(self.values[n]))
        self.equations.add_rate(k, n, Fraction(percent), 0, half_up=True)
        self.questions.append(
            lambda table: (
                (200 * table[k] >= (2 * percent - 1) * table[n])
                & (200 * table[k] < (2 * percent + 1) * table[n])
            )
        )

    def _range(self, cell, below, above):
        low, high = max(0, self.values[cell] - below), self.values[cell] + above
        self.equations.add_range(cell, low, high)
        self.questions.append(lambda table: (table[cell] >= low) & (table[cell] <= high))

    def counted_out(self):
        """The least and most of each hidden cell over all tables that fit."""
        cells = np.flatnonzero(self.hidden)
        spans = [range(int(max(0, self.values[each] - 2)), int(self.values[each] + 3)) for each in cells]
        grid = np.array(np.meshgrid(*spans, indexing="ij")).reshape(len(cells), -1)
        table = {at: np.full(grid.shape[1], value) for at, value in enumerate(self.values)}
        table |= dict(zip(cells.tolist(), grid.astype(float), strict=True))
        fits = np.all([question(table) for question in self.questions], axis=0)
        return grid[:, fits].min(axis=1), grid[:, fits].max(axis=1)


@settings(max_examples=CASES, deadline=None, derandomize=True)
@given(st.data())
def test_the_exact_audit_says_what_counting_says(data):
    case = Case(data.draw)
    system = case.equations.build()
    known = np.where(case.hidden, np.nan, case.values)
    found = audit(system, known, case.hidden, exact=True)
    low, high = case.counted_out()
    assert found.cells.tolist() == np.flatnonzero(case.hidden).tolist()
    assert found.low.tolist() == low.tolist()
    assert found.high.tolist() == high.tolist()


@settings(max_examples=CASES // 3, deadline=None, derandomize=True)
@given(st.data())
def test_a_threshold_audit_never_calls_a_narrow_cell_wide(data):
    """It may stop early, with a witness or without, but its verdict is that of counting."""
    case = Case(data.draw)
    system = case.equations.build()
    known = np.where(case.hidden, np.nan, case.values)
    low, high = case.counted_out()
    narrow = np.flatnonzero(case.hidden)[high - low < 2]
    for witness in (None, case.values):
        assert audit(system, known, case.hidden, 2, witness=witness).failing.tolist() == narrow.tolist()


@settings(max_examples=CASES // 3, deadline=None, derandomize=True)
@given(st.data())
def test_propagation_never_leaves_out_what_can_be(data):
    case = Case(data.draw)
    bounds = propagate(case.equations.build().without(np.where(case.hidden, np.nan, case.values)))
    low, high = case.counted_out()
    assert bounds.possible
    assert (bounds.low <= low).all()
    assert (bounds.high >= high).all()


def test_a_bound_that_only_whole_numbers_have():
    """2a + 2b = 7 + c with c at most 1: linear programs see c between 0 and 1, whole numbers only 1."""
    written = Equations(3)
    written.add_row([0, 1, 2], [2.0, 2.0, -1.0], 7, 7)
    written.add_range(2, 0, 1)
    for cell in (0, 1):
        written.add_range(cell, 0, 9)
    found = audit(written.build(), np.full(3, np.nan), np.array([False, False, True]), exact=True)
    assert (found.low[0], found.high[0]) == (1, 1)


def test_a_table_that_cannot_be_is_said_to_be_none():
    written = Equations(3)
    written.add_sum(0, [1, 2])
    written.add_range(1, 6)
    found = audit(written.build(), np.array([5, np.nan, np.nan]), np.array([False, True, True]), 1)
    assert not found.possible
    assert not found.safe


def test_what_is_found_is_never_printed():
    written = Equations(3)
    written.add_sum(0, [1, 2])
    found = audit(written.build(), np.array([7919, np.nan, 7000]), np.array([False, True, False]), 1)
    assert found.count(OK) == 0
    assert found.low[0] == 919
    assert "919" not in repr(found)


def test_the_recipe_names_the_rows_that_give_a_cell_away():
    """Total, one part and another total; a row that says nothing of the cell is not named."""
    written = Equations(6)
    sums = [written.add_sum(0, [1, 2]), written.add_sum(1, [3, 4])]
    written.add_at_most(5, 0)
    known = np.array([20, np.nan, 5, np.nan, 3, 2.0])
    assert explain(written.build(), known, 3) == tuple(sums)
