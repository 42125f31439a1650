"""The intervals against other people's numbers: statsmodels, scipy, and the tables of the papers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.contingency import relative_risk
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from plugins.equity.intervals import critical, hull, katz, newcombe, wilson

COUNTS = st.integers(1, 50_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_normal_quantile():
    assert critical() == pytest.approx(1.959963984540054, abs=1e-12)
    assert critical(0.99) == pytest.approx(2.5758293035489004, abs=1e-12)


# --- Wilson ---------------------------------------------------------------------------------------


@given(COUNTS, st.sampled_from([0.8, 0.95, 0.998]))
def test_wilson_is_that_of_statsmodels(counts, level):
    k, n = counts
    assert wilson(k, n, level) == pytest.approx(
        proportion_confint(k, n, 1 - level, method="wilson"), abs=1e-12
    )


# Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_that_of_the_paper(k, n, low, high):
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS)
def test_wilson_holds_the_rate_stays_in_bounds_and_mirrors(counts):
    k, n = counts
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert wilson(n - k, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_at_the_ends_wilson_touches_them_exactly():
    for n in (1, 3, 7, 1000, 99_999):
        assert wilson(0, n)[0] == 0.0
        assert wilson(n, n)[1] == 1.0


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, 0), (1, 0), (0, -3)])
def test_what_is_no_proportion_has_no_interval(k, n):
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(k, n)


# --- Newcombe -------------------------------------------------------------------------------------

# Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
TABLE_II = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]


@pytest.mark.parametrize(("k1", "n1", "k2", "n2", "low", "high"), TABLE_II)
def test_newcombe_is_that_of_the_paper(k1, n1, k2, n2, low, high):
    assert newcombe(k1, n1, k2, n2) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS, COUNTS)
def test_newcombe_is_that_of_statsmodels(a, b):
    expected = confint_proportions_2indep(*a, *b, compare="diff", method="newcomb")
    assert newcombe(*a, *b) == pytest.approx(expected, abs=1e-9)


@given(COUNTS, COUNTS)
def test_newcombe_holds_the_difference_and_turns_over_with_it(a, b):
    low, high = newcombe(*a, *b)
    assert -1 - 1e-12 <= low <= a[0] / a[1] - b[0] / b[1] <= high <= 1 + 1e-12
    assert newcombe(*b, *a) == pytest.approx((-high, -low), abs=1e-12)
    same = newcombe(*a, *a)
    assert same[0] <= 0 <= same[1]


# --- Katz -----------------------------------------------------------------------------------------


@given(COUNTS, COUNTS)
def test_katz_is_that_of_scipy(a, b):
    pair = katz(*a, *b)
    if 0 in (a[0], b[0]):
        assert pair is None
        return
    expected = relative_risk(*a, *b).confidence_interval()
    assert pair == pytest.approx((expected.low, expected.high), rel=1e-9)
    assert pair[0] <= (a[0] / a[1]) / (b[0] / b[1]) * (1 + 1e-12)
    back = katz(*b, *a)
    assert pair == pytest.approx((1 / back[1], 1 / back[0]), rel=1e-9)


def test_katz_of_two_certainties_is_exactly_one():
    assert katz(5, 5, 9, 9) == (1.0, 1.0)


# --- the rest -------------------------------------------------------------------------------------


def test_the_hull_holds_them_all():
    assert hull(((1.0, 2.0), (0.5, 1.5), (1.2, 3.0))) == (0.5, 3.0)
    assert hull(()) == (math.inf, -math.inf)
