"""The draws: binomial, the same for the same counts, and intervals that hold what they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from plugins.equity.inequality import bootstrap, summaries
from plugins.equity.inequality.breakdowns import breakdown
from plugins.equity.inequality.cells import of_counts


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(1, max(1, n - 1)), st.just(n))))
def test_the_draws_are_the_quantiles_of_the_binomial(counts):
    k, n = counts
    drawn = bootstrap.draws(np.array([[float(k)]]), np.array([[float(n)]]), 200)[:, 0, 0]
    drawn = np.sort(np.round(drawn * n))
    p = k / n if k < n else (k + 0.5) / (n + 1)
    at = (np.arange(200) + 0.5) / 200
    expected = binom.ppf(at, n, p)
    # A part that lies on a step of the distribution may fall to either side of it.
    assert np.abs(drawn - expected).max() <= 1
    assert (drawn == expected).mean() > 0.98


def test_groups_are_drawn_independently():
    k, n = np.full((1, 4), 500.0), np.full((1, 4), 1000.0)
    correlations = np.corrcoef(bootstrap.draws(k, n, 4000)[:, 0, :].T)
    assert np.abs(correlations - np.eye(4)).max() < 0.06


def test_a_group_at_the_end_is_not_certain():
    drawn = bootstrap.draws(np.array([[0.0, 12.0, 0.0]]), np.array([[12.0, 12.0, 0.0]]))
    assert drawn[:, 0, 0].max() > 0
    assert drawn[:, 0, 1].min() < 1
    assert (drawn[:, 0, 2] == 0).all()


def test_an_interval_does_not_depend_on_what_else_is_computed():
    """One school alone and among 2,000 others, more than are held at once."""
    random = np.random.default_rng(5)
    n = random.integers(30, 900, (2000, 5)).astype(float)
    k = np.floor(n * random.uniform(0.2, 0.9, n.shape))
    names = tuple("abcde")
    whole = summaries.summarise(breakdown(names, of_counts(k, n)), "mdmw")
    for at in (0, 700, 1999):
        alone = summaries.summarise(breakdown(names, of_counts(k[[at]], n[[at]])), "mdmw")
        assert (alone.low[0], alone.high[0]) == (whole.low[at], whole.high[at])


@pytest.mark.parametrize("measure", ["bgsd", "mdmw", "mdbw", "idisu", "ti", "mld"])
def test_most_intervals_hold_the_truth(measure):
    """300 invented samples of one truth; the interval is an approximation, not a guarantee."""
    rates, n = np.array([0.35, 0.5, 0.6, 0.75]), np.array([180.0, 400, 300, 250])
    names = tuple("abcd")
    truth = summaries.summarise(breakdown(names, of_counts([rates * 1e6 * n], [1e6 * n])), measure).value[0]
    k = np.random.default_rng(2).binomial(n.astype(int), rates, (300, 4)).astype(float)
    found = summaries.summarise(breakdown(names, of_counts(k, np.broadcast_to(n, k.shape))), measure)
    held = (found.low <= truth) & (truth <= found.high)
    assert held.mean() > 0.9
