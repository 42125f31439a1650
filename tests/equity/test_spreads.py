"""What chance does to rates of events and to means, against SciPy and statsmodels."""

import warnings
from dataclasses import replace
from fractions import Fraction
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, t, ttest_ind_from_stats
from statsmodels.api import GLM, add_constant, families
from statsmodels.stats.rates import confint_poisson_2indep

from plugins.equity import spreads
from plugins.equity.inequality import limits, pairs, rates, references
from plugins.equity.inequality.feeding import feed
from plugins.equity.measures import measure, verdict
from plugins.equity.questions import ALL, REST, Question

SEXES = {"sex": ("female", "male")}
EVENTS = [
    (period, "ct", group, k, n)
    for period, less in (("2014-15", 0), ("2018-19", 120))
    for group, (k, n) in {"": (500 - less, 4000), "female": (140, 1900), "male": (360 - less, 2100)}.items()
]
RATE = {"kind": "rate", "scale": 100, "direction": "adverse", "dimensions": SEXES}
# The two groups and, from all of their people, the numbers of everybody.
FEMALE, MALE = (40, 251.3, 11.2), (60, 246.1, 12.9)


def everybody(*groups):
    n = sum(each[0] for each in groups)
    mean = sum(size * middle for size, middle, _ in groups) / n
    squares = sum((size - 1) * sd**2 + size * (middle - mean) ** 2 for size, middle, sd in groups)
    return n, mean, sqrt(squares / (n - 1))


MEANS = [
    ("2018-19", "ct", "", *(round(each, 6) for each in everybody(FEMALE, MALE))),
    ("2018-19", "ct", "female", *FEMALE),
    ("2018-19", "ct", "male", *MALE),
]
MEAN = {"kind": "mean", "scale": 1, "decimals": 1, "dimensions": SEXES, "deviations": True}


def ask(data, kind, group=("sex", "female"), against=REST, period="2018-19", since=""):
    of = (group,) if group else ()
    return measure(data, Question("graduation", kind, "ct", period, of, against, since))


def ends(found):
    return found.low, found.high


@given(st.integers(0, 400), st.integers(1, 5000))
def test_byar_is_that_of_the_library_and_near_the_exact_interval(k, n):
    low, high = spreads.byar(k, n)
    ours = limits.byar(np.array([float(k)]), np.array([float(n)]))
    assert (low, high) == pytest.approx([each[0] for each in ours], rel=1e-9, abs=1e-12)
    exact = (chi2.ppf(0.025, 2 * k) / 2 if k else 0.0, chi2.ppf(0.975, 2 * k + 2) / 2)
    assert [each * n for each in (low, high)] == pytest.approx(exact, abs=0.15)


@given(st.floats(-50, 50), st.floats(0.1, 30), st.integers(2, 500))
def test_students_interval_is_that_of_scipy(mean, sd, n):
    assert spreads.student(mean, sd, n) == pytest.approx(
        t.interval(0.95, n - 1, mean, sd / sqrt(n)), rel=1e-9
    )


def test_what_is_no_rate_or_has_no_spread_is_refused():
    for wrong in (lambda: spreads.byar(-1, 10), lambda: spreads.byar(1, 0), lambda: spreads.student(1, 1, 1)):
        with pytest.raises(ValueError, match="no "):
            wrong()


def test_a_rate_of_independent_events_has_byars_interval(protected):
    data = protected(EVENTS, events="independent", **RATE)
    found = ask(data, "rate")
    assert (found.method, found.reason) == ("byar", "")
    assert ends(found) == pytest.approx([100 * each for each in spreads.byar(140, 1900)])
    assert found.low < float(found.value) < found.high


def test_events_that_are_repeated_have_none_and_say_why(protected):
    for facts in ({}, {"events": "repeated"}):
        data = protected(EVENTS, **facts, **RATE)
        for kind in ("rate", "difference", "ratio"):
            found = ask(data, kind)
            assert (found.low, found.high, found.reason, found.method) == (None, None, "not-a-proportion", "")


def test_the_ratio_of_two_rates_is_that_of_statsmodels(protected):
    data = protected(EVENTS, events="independent", **RATE)
    found = ask(data, "ratio")
    exposed = np.log([1900, 2100])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two observations nothing is left to spread
        fit = GLM([140, 240], add_constant([1, 0]), family=families.Poisson(), offset=exposed).fit()
    assert ends(found) == pytest.approx(np.exp(fit.conf_int()[1]), rel=1e-6)
    against_all = ask(data, "ratio", against=ALL)
    share = 2100 / 4000  # the interval against the others, carried back
    carried = [1 / (1 - share + share / each) for each in ends(found)]
    assert ends(against_all) == pytest.approx(carried)


def test_the_difference_of_two_rates_is_movers_and_that_of_the_library(protected):
    data = protected(EVENTS, events="independent", **RATE)
    found = ask(data, "difference")
    near = confint_poisson_2indep(140, 1900, 240, 2100, compare="diff", method="mover")
    assert ends(found) == pytest.approx(
        [100 * each for each in near], abs=0.1
    )  # it takes another interval of one
    of = feed(data, "graduation", "sex", periods=("2018-19",), places=("ct",)).of
    theirs = pairs.difference(of, references.rest(of)).record(0, 0)
    assert (theirs.low, theirs.high, theirs.method) == pytest.approx((found.low, found.high, "mover"))
    other = pairs.ratio(of, references.rest(of)).record(0, 0)
    assert (other.low, other.high) == pytest.approx(ends(ask(data, "ratio")))
    one = rates.rate(of).record(0, 0)
    assert (one.low, one.high) == pytest.approx(ends(ask(data, "rate")))
    everyone = pairs.difference(of, references.everybody(of)).record(0, 0)
    assert (everyone.low, everyone.high) == pytest.approx(ends(ask(data, "difference", against=ALL)))
    ratio = pairs.ratio(of, references.everybody(of)).record(0, 0)
    assert (ratio.low, ratio.high) == pytest.approx(ends(ask(data, "ratio", against=ALL)))


def test_the_change_of_a_gap_in_rates_has_a_verdict(protected):
    data = protected(EVENTS, events="independent", **RATE)
    change = ask(data, "change", since="2014-15")
    assert verdict(change) == "narrowed"
    assert change.high < 0
    blind = ask(protected(EVENTS, **RATE), "change", since="2014-15")
    assert verdict(blind) == "cannot-tell"
    same = [(period, place, group, k, n) for period, place, group, k, n in EVENTS if period == "2018-19"]
    still = [*same, *(("2014-15", *each[1:]) for each in same)]
    assert (
        verdict(ask(protected(still, events="independent", **RATE), "change", since="2014-15"))
        == "no-clear-change"
    )


def test_nobody_counted_leaves_no_ratio_interval(protected):
    rows = [
        ("2018-19", "ct", group, k, n) for group, k, n in (("", 5, 90), ("female", 0, 40), ("male", 5, 50))
    ]
    data = protected(rows, events="independent", **RATE)
    assert ask(data, "rate").low == 0
    assert (ask(data, "ratio").low, ask(data, "ratio").reason) == (None, "zero-count")


def test_a_mean_with_its_spread_has_students_interval(protected):
    data = protected(MEANS, **MEAN)
    found = ask(data, "rate")
    assert found.method == "student"
    low, high = t.interval(0.95, 39, 251.3, 11.2 / sqrt(40))
    # A printed mean stands for all that round to it.
    assert (found.low, found.high) == pytest.approx((low - 0.05, high + 0.05))


def test_the_difference_of_two_means_is_near_welchs(protected):
    data = protected(MEANS, **MEAN)
    found = ask(data, "difference")
    welch = ttest_ind_from_stats(251.3, 11.2, 40, 246.1, 12.9, 60, equal_var=False)
    standard = 5.2 / welch.statistic
    assert float(found.value) == pytest.approx(5.2)
    assert ends(found) == pytest.approx((5.2 - 2 * standard, 5.2 + 2 * standard), abs=0.3)
    assert (found.low > 0) == (welch.pvalue < 0.05)


def test_the_rest_of_all_has_the_spread_that_is_left(protected):
    """Against everybody: the males are taken out of the total, their spread out of its spread."""
    half = {"sex": {"complete": False}}
    data = protected(MEANS[:2], **MEAN, relations=half)
    found, whole = ask(data, "difference", against=ALL), ask(protected(MEANS, **MEAN), "difference")
    share = 60 / 100
    assert ends(found) == pytest.approx([share * each for each in ends(whole)], abs=0.15)
    rest = ask(data, "comparison")
    assert float(rest.value) == pytest.approx(246.1, abs=0.1)
    assert rest.high - rest.low == pytest.approx(2 * t.ppf(0.975, 59) * 12.9 / sqrt(60), abs=0.5)


def test_the_ratio_of_two_means_is_the_delta_method(protected):
    found = ask(protected(MEANS, **MEAN), "ratio")
    error = sqrt(11.2**2 / 40 / 251.3**2 + 12.9**2 / 60 / 246.1**2)
    middle = log(251.3 / 246.1)
    assert ends(found) == pytest.approx((exp(middle - 1.96 * error), exp(middle + 1.96 * error)), abs=1e-3)


def test_a_mean_without_its_spread_has_none(protected):
    plain = protected([each[:5] for each in MEANS], **{**MEAN, "deviations": False})
    for kind in ("rate", "difference", "ratio"):
        assert (ask(plain, kind).low, ask(plain, kind).reason) == (None, "not-a-proportion")


def test_a_wrong_error_is_seen(protected, monkeypatch):
    """With people counted as if they were events' squares the tests above fail."""
    data = protected(EVENTS, events="independent", **RATE)
    right = ask(data, "ratio")
    monkeypatch.setattr(spreads, "_log_error", lambda rate, _indicator: 1 / rate.counts()[0][0])
    wrong = ask(data, "ratio")
    assert wrong.high - wrong.low < (right.high - right.low) / 2
    assert replace(wrong, low=None, high=None) == replace(right, low=None, high=None)
    assert right.value == Fraction(140 * 2100, 1900 * 240)
