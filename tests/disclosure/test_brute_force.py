"""Every table of whole numbers that fits, counted out: the exact audit says the same bounds.

The cases have all that a publication has: sums of groups, of places with one school only (cells that are the
same), counts that are part of others, rates with their rounding of shown and of hidden people, rates that are
gone with their people, ranges.
"""

import sys
from collections import Counter
from fractions import Fraction
from math import floor

import numpy as np
import pytest

from plugins.equity.disclosure.audit import OK, audit
from plugins.equity.disclosure.certificates import explain
from plugins.equity.disclosure.equations import Equations
from plugins.equity.disclosure.propagation import propagate
from tests.disclosure.tables import many

MOST = 8
CASES = many(1000)
# Two groups by two with margins: people in 9 cells, those who are counted in 9 more. Then one of these places
# again under another name (a district of one school), and a place with that and another in it.
SUMS = ((0, (1, 2)), (3, (4, 5)), (6, (7, 8)), (0, (3, 6)), (1, (4, 7)), (2, (5, 8)))
TWIN, AROUND, CELLS = 18, 20, 22
PAIRS = (*((cell + 9, cell) for cell in range(9)), (TWIN + 1, TWIN), (AROUND + 1, AROUND))


def rounded(k, n, scale, decimals):
    """k of n, half up, in units of the last decimal."""
    return floor(Fraction(scale * 10**decimals * k, n) + Fraction(1, 2))


class Case:
    """Facts in two writings: as rows for the system and as a question that is asked of every table.

    `kinds` counts what the case has: rates `beside` their people, `alone`, `gone` with them; `twins` of
    which only one is hidden.
    """

    def __init__(self, seed):
        self.random = np.random.default_rng([7, seed])
        n = [self._between(0, MOST) for _ in range(4)]
        k = [self._between(0, each) for each in n]
        values = [*self._margins(n), *self._margins(k)]
        self.school, other = self._between(1, 8), self._between(1, 8)
        values += [values[self.school + base] for base in (0, 9)]
        values += [values[base + self.school] + values[base + other] for base in (0, 9)]
        self.values = np.array(values, dtype=float)
        self.hidden = self._hide()
        self.equations, self.questions, self.kinds = Equations(CELLS), [], Counter()
        for at, base in enumerate((0, 9)):
            for total, parts in SUMS:
                self._sum(base + total, [base + each for each in parts])
            self._sum(TWIN + at, [base + self.school])
            self._sum(AROUND + at, [TWIN + at, base + other])
            self.kinds["twins"] += int(self.hidden[TWIN + at] != self.hidden[base + self.school])
        for k_, n_ in PAIRS:
            self._at_most(k_, n_)
            if self.hidden[k_] and self.values[n_] and not self._between(0, 2):
                self._rate(k_, n_, (1, 2, 4, 100)[self._between(0, 3)], int(not self._between(0, 3)))
        # Fewer tables to count where more is hidden.
        self.far = 2 if self.hidden.sum() <= 7 else 1
        for cell in np.flatnonzero(self.hidden).tolist():
            ends = [min(self._between(0, 2 * self.far), self.far) for _ in range(2)]
            self._range(cell, *ends)

    def _between(self, low, high):
        return int(self.random.integers(low, high + 1))

    def _hide(self):
        """A rectangle of counts, or of people, or both, which no sum gives back; or any cells; and twins."""
        hidden = np.zeros(CELLS, dtype=bool)
        grid = np.arange(9).reshape(3, 3)
        what = self._between(0, 3)
        for base in {0: (9,), 1: (0,), 2: (0, 9), 3: ()}[what]:
            rows, columns = (self.random.choice(3, 2, replace=False) for _ in range(2))
            hidden[base + grid[np.ix_(rows, columns)]] = True
        if what != 2:
            hidden[self.random.choice(CELLS, self._between(1, 2) if what < 3 else 6, replace=False)] = True
        for at, base in enumerate((0, 9)):
            if hidden[base + self.school] and self._between(0, 3):
                hidden[[TWIN + at, AROUND + at]] = True
        return hidden

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

    def _rate(self, k, n, scale, decimals):
        """A rate that goes with its people; or, beside a range of hidden people, one that stays."""
        unit, number = 10**decimals, rounded(int(self.values[k]), int(self.values[n]), scale, decimals)
        known = not self._gone(n)
        if known or self._between(0, 1):
            rate = Fraction(number, unit)
            self.equations.add_rate(k, n, rate, decimals, scale, half_up=True)
            self.kinds["beside" if known else "gone"] += 1
            if not known:
                return
        else:
            twice = 2.0 * scale * unit
            self.equations.add_row([k, n], [twice, 1.0 - 2 * number], 0)
            self.equations.add_row([k, n], [-twice, 1.0 + 2 * number], 1)
            self.kinds["alone"] += 1
        twice = 2 * scale * unit
        self.questions.append(
            lambda table: (
                (twice * table[k] >= (2 * number - 1) * table[n])
                & (twice * table[k] < (2 * number + 1) * table[n])
            )
        )

    def _gone(self, cell):
        """Whether a number of people is shown nowhere, under either of two names."""
        one, other = self.school, TWIN
        return self.hidden[cell] and (cell not in (one, other) or (self.hidden[one] and self.hidden[other]))

    def _range(self, cell, below, above):
        low, high = max(0, self.values[cell] - below), self.values[cell] + above
        self.equations.add_range(cell, low, high)
        self.questions.append(lambda table: (table[cell] >= low) & (table[cell] <= high))

    def asked(self):
        """The system, what is known of its cells, and which of them are hidden."""
        system = self.equations.build()
        known = system.values(np.where(self.hidden, np.nan, self.values))
        return system, known, np.isnan(known)

    def counted_out(self):
        """The least and most of each hidden cell of the system over all tables that fit."""
        system, _, unknown = self.asked()
        cells = np.flatnonzero(self.hidden)
        far = self.far
        spans = [
            range(int(max(0, self.values[each] - far)), int(self.values[each] + far + 1)) for each in cells
        ]
        grid = np.array(np.meshgrid(*spans, indexing="ij")).reshape(len(cells), -1)
        table = {at: np.full(grid.shape[1], value) for at, value in enumerate(self.values)}
        table |= dict(zip(cells.tolist(), grid.astype(float), strict=True))
        fits = np.all([question(table) for question in self.questions], axis=0)
        named = [int(np.flatnonzero(system.number == each)[0]) for each in np.flatnonzero(unknown)]
        ends = [(table[each][fits].min(), table[each][fits].max()) for each in named]
        return np.array(ends).reshape(-1, 2).T


def both_ways(case):
    """The bounds of the hidden cells by the exact audit, and counted out."""
    system, known, hidden = case.asked()
    found = audit(system, known, hidden, exact=True)
    assert found.cells.tolist() == np.flatnonzero(hidden).tolist()
    return np.array([found.low, found.high]), case.counted_out()


def agrees(seed):
    one, other = both_ways(Case(seed))
    return one.tolist() == other.tolist()


def test_the_exact_audit_says_what_counting_says():
    """The same bounds for every hidden cell; and among the cases are all kinds, and cells that are open."""
    kinds, widths = Counter(), Counter()
    for seed in range(CASES):
        case = Case(seed)
        audited, counted = both_ways(case)
        assert audited.tolist() == counted.tolist(), seed
        kinds += case.kinds
        widths.update((counted[1] - counted[0]).tolist())
    assert min(kinds[each] for each in ("beside", "alone", "gone", "twins")) >= CASES // 10
    assert min(widths[each] for each in range(4)) >= CASES // 50
    assert sum(widths.values()) - widths[0] >= CASES // 4


def unneeded(self, *given, needs=-1, real=Equations.add_row, **more):  # noqa: ARG001 (that is the fault)
    return real(self, *given, **more)


def both_ends(self, *given, half_up=False, real=Equations.add_rate):  # noqa: ARG001 (that is the fault)
    return real(self, *given)


FAULTS = {
    "a rate outlives its people": (Equations, "add_row", unneeded),
    "rates have both their ends": (Equations, "add_rate", both_ends),
    "rates say nothing": (Equations, "add_rate", lambda *_, **__: (0, 0)),
    "a count is no part of its people": (Equations, "add_at_most", lambda *_: 0),
    "ranges say nothing": (Equations, "add_range", lambda *_: None),
    "no question in whole numbers": (sys.modules[audit.__module__], "_whole", lambda *_: None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_counting_finds_every_fault(monkeypatch, fault):
    """Seeded: the audit, or what it is told, has one fault; among the cases is one that tells."""
    monkeypatch.setattr(*FAULTS[fault])
    assert not all(agrees(seed) for seed in range(2000))


def test_a_threshold_audit_never_calls_a_narrow_cell_wide():
    """It may stop early, with a witness or without, but its verdict is that of counting."""
    for seed in range(CASES // 3):
        case = Case(seed)
        system, known, hidden = case.asked()
        low, high = case.counted_out()
        narrow = np.flatnonzero(hidden)[high - low < 2]
        for witness in (None, system.values(case.values)):
            found = audit(system, known, hidden, 2, witness=witness)
            assert found.failing.tolist() == narrow.tolist(), seed


def test_propagation_never_leaves_out_what_can_be():
    for seed in range(CASES // 3):
        case = Case(seed)
        system, known, _ = case.asked()
        bounds = propagate(system.without(known))
        low, high = case.counted_out()
        assert bounds.possible
        assert (bounds.low <= low).all(), seed
        assert (bounds.high >= high).all(), seed


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
